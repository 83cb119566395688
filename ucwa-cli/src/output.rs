//! What a verb writes to standard output.

use std::{
    io::{self, BufWriter, IsTerminal, Write},
    time::{Duration, Instant},
};

use crate::{Failure, Outcome, source::Progress};

/// Writes bytes; a reader that has gone is no error.
pub(crate) fn write(bytes: impl AsRef<[u8]>) -> Outcome {
    let mut stdout = io::stdout().lock();
    outcome(stdout.write_all(bytes.as_ref()).and_then(|()| stdout.flush()))
}

/// A number of things, as in `1 event` and `2 events`.
pub(crate) fn counted(count: u64, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

/// What a verb makes of writing; a reader that has gone is no error, everything else is.
pub(crate) fn outcome(result: io::Result<()>) -> Outcome {
    result.map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
        _ => Failure::Usage(format!("cannot write to standard output: {error}")),
    })
}

/// Standard output for a verb that writes line after line.
pub(crate) struct Lines<'p> {
    pub(crate) out: BufWriter<Box<dyn Write>>,
    progress: &'p Progress,
    /// Whether somebody is watching, who wants to see lines as soon as they are known.
    watched: bool,
    flushed: Instant,
}

impl<'p> Lines<'p> {
    /// Between two times that lines are written beside the bar, which has to make room for them.
    const PAUSE: Duration = Duration::from_millis(100);

    /// Plain lines.
    pub(crate) fn plain(progress: &'p Progress) -> Self {
        Self::new(Box::new(io::stdout()), progress)
    }

    /// Lines with colours, which reach only a terminal.
    pub(crate) fn coloured(progress: &'p Progress) -> Self {
        Self::new(Box::new(anstream::stdout()), progress)
    }

    fn new(out: Box<dyn Write>, progress: &'p Progress) -> Self {
        let out = BufWriter::with_capacity(1 << 16, out);
        Self { out, progress, watched: io::stdout().is_terminal(), flushed: Instant::now() }
    }

    /// All that is known of a document has been written; of input that is `live`, nobody knows when more comes.
    pub(crate) fn document_done(&mut self, live: bool) -> io::Result<()> {
        let rested = !self.progress.is_shown() || self.flushed.elapsed() >= Self::PAUSE;
        if live || (self.watched && rested) { self.flush() } else { Ok(()) }
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.flushed = Instant::now();
        self.progress.suspend(|| self.out.flush())
    }

    /// Says something on standard error, behind what has been written so far.
    pub(crate) fn say(&mut self, text: &str) -> io::Result<()> {
        self.flush()?;
        self.progress.suspend(|| anstream::eprintln!("{text}"));
        Ok(())
    }
}
