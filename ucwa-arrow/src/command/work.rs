//! Parts → files, as many at a time as there are cores.

use std::{
    collections::VecDeque,
    fs,
    io::IsTerminal,
    ops::Range,
    path::Path,
    sync::{Mutex, PoisonError, mpsc},
    thread,
};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use ucwa_arrow::{
    Reader,
    arrow_array::{RecordBatch, RecordBatchReader},
    arrow_schema::{ArrowError, SchemaRef},
};

use super::{
    Args,
    logs::Log,
    state::{self, State},
    write,
};

/// A part of a log. It ends where a document does, or with the log: what stands last in it is taken, whether it has an end of its own
/// or not.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) log: Log,
    pub(super) part: Range<u64>,
}

/// Makes all parts, notes each when it is done, and says at the end what there is. After an error, what has begun is finished.
pub(super) fn run(args: &Args, state: &mut State, jobs: Vec<Job>) -> Result<()> {
    let total = jobs.iter().map(|job| job.part.end - job.part.start).sum();
    let threads = args.threads.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from);
    let (bar, count) = (progress(total), jobs.len());
    let jobs: VecDeque<_> = jobs.into_iter().map(|job| (state.file(&job.log, job.part.start), job)).collect();
    let (jobs, (sender, done)) = (Mutex::new(jobs), mpsc::channel());
    let (mut rows, mut failure) = (0, None);
    thread::scope(|scope| {
        for _ in 0..threads.min(count) {
            let (sender, jobs, bar) = (sender.clone(), &jobs, &bar);
            scope.spawn(move || {
                while let Some((file, job)) = take(jobs) {
                    let made = make(args, &file, &job, bar).with_context(|| job.log.path.display().to_string());
                    if sender.send((job, made)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (job, made) in done {
            let noted = made.and_then(|made| state.note(&job.log, &job.part).map(|()| made));
            match noted {
                Ok(made) => rows += made,
                Err(error) => {
                    jobs.lock().unwrap_or_else(PoisonError::into_inner).clear();
                    failure.get_or_insert(error);
                }
            }
        }
    });
    bar.finish_and_clear();
    failure.map_or_else(
        || {
            eprintln!("{}: {rows} rows in {count} new files from {total} bytes", args.table.name());
            Ok(())
        },
        Err,
    )
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

/// Makes a file, which has its name once it is whole; gives the number of its rows.
fn make(args: &Args, file: &Path, job: &Job, bar: &ProgressBar) -> Result<u64> {
    let Job { log, part } = job;
    let reader = Reader::open(&log.path).part(part.clone()).table(args.table.clone()).senders(&args.senders).types(&args.types);
    let new = state::unfinished(file);
    fs::create_dir_all(file.parent().unwrap_or(file))?;
    let rows = write::write(Watched { reader, left: part.clone(), bar }, args.to, &new)?;
    fs::rename(&new, file).with_context(|| file.display().to_string())?;
    Ok(rows)
}

/// A reader that shows how far it is.
struct Watched<'b> {
    reader: Reader,
    /// What has not been read yet.
    left: Range<u64>,
    bar: &'b ProgressBar,
}

impl Iterator for Watched<'_> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = self.reader.next();
        // a compressed log counts in other bytes: it may be ahead
        let at = if batch.is_some() { self.reader.checkpoint().clamp(self.left.start, self.left.end) } else { self.left.end };
        self.bar.inc(at - self.left.start);
        self.left.start = at;
        batch
    }
}

impl RecordBatchReader for Watched<'_> {
    fn schema(&self) -> SchemaRef {
        self.reader.schema()
    }
}
