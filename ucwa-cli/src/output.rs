//! What a verb writes to standard output.

use std::io::{self, Write};

use crate::{Failure, Outcome};

/// Writes text for people; its colours reach only a terminal.
pub(crate) fn print(text: &str) -> Outcome {
    let mut stdout = anstream::stdout().lock();
    outcome(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
}

/// Writes bytes; a reader that has gone is no error.
pub(crate) fn write(bytes: impl AsRef<[u8]>) -> Outcome {
    let mut stdout = io::stdout().lock();
    outcome(stdout.write_all(bytes.as_ref()).and_then(|()| stdout.flush()))
}

/// What a verb makes of writing; a reader that has gone is no error.
pub(crate) fn outcome(result: io::Result<()>) -> Outcome {
    result.map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
        _ => Failure::Usage(format!("cannot write to standard output: {error}")),
    })
}
