//! Parts → files, as many at a time as there are cores.

use std::{
    collections::{BTreeMap, VecDeque},
    fs,
    io::IsTerminal,
    ops::Range,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
};

use anyhow::{Context, Error, Result};
use indicatif::{ProgressBar, ProgressStyle};
use ucwa_arrow::{
    Reader,
    arrow_array::{RecordBatch, RecordBatchReader},
    arrow_schema::{ArrowError, SchemaRef},
};

use super::{
    Args,
    fingerprint::Fingerprint,
    folder,
    logs::Log,
    state::{Part, State},
    write,
};

/// A part of a log. It ends where a document does, or with the log: what stands last in it is taken, whether it has an end of its own
/// or not.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) log: Log,
    pub(super) part: Range<u64>,
}

/// Why a part has not been made.
enum Failure {
    /// Its log cannot be read: others may.
    Log(Error),
    /// It cannot be written, and no other can.
    Output(Error),
}

/// Makes all parts, notes each when it is done, and says at the end what there is. Gives what has gone wrong, once for each log; where
/// the output cannot be written, what has begun is finished, and no more.
pub(super) fn run(args: &Args, state: &mut State, jobs: Vec<Job>) -> Vec<Error> {
    let total = jobs.iter().map(|job| job.part.end - job.part.start).sum();
    let threads = args.threads.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from);
    let (bar, count) = (progress(total), jobs.len());
    let jobs: VecDeque<_> = jobs.into_iter().map(|job| (state.file(&job.log, job.part.start), job)).collect();
    let (jobs, (sender, done)) = (Mutex::new(jobs), mpsc::channel());
    let (mut sum, mut failures, mut stopped) = (Sum::default(), BTreeMap::new(), None);
    thread::scope(|scope| {
        for _ in 0..threads.min(count) {
            let (sender, jobs, bar) = (sender.clone(), &jobs, &bar);
            scope.spawn(move || {
                while let Some((file, job)) = take(jobs) {
                    let made = make(args, &file, &job, bar);
                    if sender.send((job, made)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (Job { log, part }, made) in done {
            let noted = made.and_then(|made| state.note(&log, part.start, made).map(|()| made).map_err(Failure::Output));
            match noted {
                Ok(made) => sum.add(&part, made),
                Err(Failure::Log(error)) => drop(failures.entry(log.path).or_insert(error)),
                Err(Failure::Output(error)) => {
                    jobs.lock().unwrap_or_else(PoisonError::into_inner).clear();
                    stopped.get_or_insert(error);
                }
            }
        }
    });
    bar.finish_and_clear();
    eprintln!("{}: {} rows in {} new files from {} bytes", args.table.name(), sum.rows, sum.files, sum.bytes);
    failures.into_iter().map(of_log).chain(stopped).collect()
}

fn of_log((log, error): (PathBuf, Error)) -> Error {
    error.context(log.display().to_string())
}

/// What has been made.
#[derive(Default)]
struct Sum {
    rows: u64,
    files: u64,
    bytes: u64,
}

impl Sum {
    fn add(&mut self, part: &Range<u64>, made: Part) {
        self.rows += made.rows;
        self.files += 1;
        self.bytes += part.end - part.start;
    }
}

fn take<T>(jobs: &Mutex<VecDeque<T>>) -> Option<T> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
}

/// A bar for long inputs, if errors go to a terminal.
fn progress(total: u64) -> ProgressBar {
    const LONG: u64 = 16 << 20;
    if total < LONG || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}");
    ProgressBar::new(total).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Makes a file, which has its name once it is whole. Of one that cannot be made nothing stays.
fn make(args: &Args, file: &Path, job: &Job, bar: &ProgressBar) -> Result<Part, Failure> {
    let new = folder::unfinished(file);
    let made = write(args, &new, job, bar).and_then(|part| {
        let renamed = fs::rename(&new, file).with_context(|| file.display().to_string());
        renamed.map(|()| part).map_err(Failure::Output)
    });
    if made.is_err() {
        // the folder only if nothing else is in it
        let _ = fs::remove_file(&new).and_then(|()| fs::remove_dir(new.parent().unwrap_or(&new)));
    }
    made
}

fn write(args: &Args, new: &Path, job: &Job, bar: &ProgressBar) -> Result<Part, Failure> {
    let Job { log, part } = job;
    let shown = Shown { bar: bar.clone(), length: part.end - part.start, read: Arc::default() };
    let on_progress = shown.clone();
    let reader = Reader::open(&log.path).part(part.clone()).table(args.table.clone()).senders(&args.senders).types(&args.types);
    let reader = reader.on_progress(1 << 20, move |read| {
        on_progress.show(read);
        Ok(())
    });
    let mut failed = None;
    let output = |error: Error| Failure::Output(error.context(new.display().to_string()));
    let folder = fs::create_dir_all(new.parent().unwrap_or(new)).map_err(Error::from);
    let written = folder.and_then(|()| write::write(UntilError { reader, failed: &mut failed }, args.to, new)).map_err(output);
    shown.show(u64::MAX);
    if let Some(error) = failed {
        return Err(Failure::Log(write::plain(error)));
    }
    let (rows, bytes) = written?;
    let last = Fingerprint::of_end(&log.real, part).map_err(Failure::Log)?;
    Ok(Part { end: part.end, last, rows, bytes })
}

/// How much of a part is shown as read.
#[derive(Clone)]
struct Shown {
    bar: ProgressBar,
    length: u64,
    read: Arc<AtomicU64>,
}

impl Shown {
    /// A compressed log counts in other bytes: it may be ahead.
    fn show(&self, read: u64) {
        let read = read.min(self.length);
        self.bar.inc(read - self.read.swap(read, Ordering::Relaxed));
    }
}

/// A reader that ends where it fails, so that this is told from a failure of the output.
struct UntilError<'e> {
    reader: Reader,
    failed: &'e mut Option<ArrowError>,
}

impl Iterator for UntilError<'_> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.reader.next()? {
            Ok(batch) => Some(Ok(batch)),
            Err(error) => {
                *self.failed = Some(error);
                None
            }
        }
    }
}

impl RecordBatchReader for UntilError<'_> {
    fn schema(&self) -> SchemaRef {
        self.reader.schema()
    }
}
