//! `ucwa inspect`: a page to look at, from captures and logs.
//!
//! It is written while the input is read, so that memory is that of one exchange.

use std::{
    fs::{self, File},
    io::{self, BufWriter, IsTerminal, Write},
};

use ucwa_inspect::{Lines, Page};
use ucwa_model::{Code, Documents};

use crate::{
    Failure, Outcome,
    args::InspectArgs,
    capture, finding,
    output::{self, counted},
    source::{self, Named, Progress, Source, shown_name},
    terminal::Line,
};

pub(crate) fn run(args: &InspectArgs) -> Outcome {
    let files = source::files(&args.files);
    let out = target(args.output.as_deref(), files.iter().map(|(file, _)| file))?;
    let progress = Progress::over(files.iter().map(|(file, _)| file));
    let names: Vec<_> = files.iter().map(|(file, _)| shown_name(&file.name)).collect();
    let mut page = written(args, Page::begin(BufWriter::with_capacity(1 << 16, out), &names))?;
    let mut whole = true;
    for (index, (file, error)) in files.iter().enumerate() {
        let source = match error {
            Some(error) => Err(io::Error::new(error.kind(), error.to_string())),
            None => Source::open(file, &progress),
        };
        let read = source.and_then(|source| read(args, &mut page, index, file, source));
        let Err(error) = read else { continue };
        whole = false;
        if page.failed() {
            break;
        }
        progress.suspend(|| anstream::eprintln!("{}", finding::unreadable(&file.name, &error)));
        let _ = page.unreadable(index, &error.to_string()); // a failure is that of the end, too
    }
    progress.finish();
    written(args, page.end())?;
    if whole { Ok(()) } else { Err(Failure::Input) }
}

/// Where the page goes: to none of the files that it is made from.
fn target<'n>(output: Option<&str>, mut files: impl Iterator<Item = &'n Named>) -> Result<Box<dyn Write>, Failure> {
    let same = |path: &str, file: &Named| matches!((fs::canonicalize(path), fs::canonicalize(&file.path)), (Ok(one), Ok(other)) if one == other);
    match output {
        Some(path) if files.any(|file| same(path, file)) => {
            Err(Failure::Usage(format!("cannot write {}: expected another file than those that are read", Line(path))))
        }
        Some(path) => match File::create(path) {
            Ok(file) => Ok(Box::new(file)),
            Err(error) => Err(Failure::Usage(format!("cannot write {}: {}", Line(path), Line(&error.to_string())))),
        },
        None if io::stdout().is_terminal() => {
            Err(Failure::Usage("expected a file to write the page to, as in `-o page.html`".to_owned()))
        }
        None => Ok(Box::new(io::stdout())),
    }
}

fn written<T>(args: &InspectArgs, result: io::Result<T>) -> Result<T, Failure> {
    result.map_err(|error| match &args.output {
        Some(path) => Failure::Usage(format!("cannot write {}: {}", Line(path), Line(&error.to_string()))),
        None => output::outcome(Err(error)).err().unwrap_or(Failure::ClosedPipe),
    })
}

/// Writes what a file holds.
fn read(args: &InspectArgs, page: &mut Page<impl Write>, index: usize, file: &Named, source: Source) -> io::Result<()> {
    if let Some(kind) = source.capture() {
        return capture::recognised(kind, &file.name, source, &mut |recognised| {
            page.lines(&Lines::of_exchange(index, &recognised))
        });
    }
    let mut count = 0;
    for document in Documents::new(source) {
        let document = document?;
        let fault = document.fault();
        let is_text = document.format.is_none() && fault.as_ref().is_none_or(|fault| fault.code() != Code::Encoding);
        if is_text && args.ignore_text {
            continue;
        }
        count += 1;
        page.lines(&Lines::of_document(index, count, &document))?;
    }
    anstream::eprintln!("{}: {}", Line(shown_name(&file.name)), counted(count, "message"));
    Ok(())
}
