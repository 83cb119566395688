//! What a verb reads as a whole: the bytes of a message, and their format.

use std::{
    fs,
    io::{self, Read},
};

use ucwa_model::{Format, Limits, Place, RawDocument};

use crate::{
    Failure,
    args::FormatArg,
    capture::Kind,
    source::{Named, Progress, Source, shown_name},
    terminal::Line,
};

/// A message as it was read.
pub(crate) struct Input {
    /// As the user named it.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) format: Format,
    /// Where it begins in its file.
    pub(crate) start: Place,
}

/// What a file holds that is to be one message.
pub(crate) enum Opened {
    Message(Input),
    /// It is a capture, of any number.
    Capture(Kind, Source),
}

impl Opened {
    /// Reads a file, or standard input for `-`, as one message, unless it is a capture.
    pub(crate) fn read(name: &str, from: Option<FormatArg>) -> Result<Self, Failure> {
        let source = Source::open(&Named::new(name), &Progress::none()).map_err(|error| unreadable(name, &error))?;
        if let Some(kind) = source.capture() {
            return Ok(Self::Capture(kind, source));
        }
        let bytes = message(source).map_err(|error| unreadable(name, &error))?;
        Ok(Self::Message(Input::whole(name, bytes, from)))
    }
}

impl Input {
    /// All bytes of a file.
    pub(crate) fn whole(name: &str, bytes: Vec<u8>, from: Option<FormatArg>) -> Self {
        Self { name: name.to_owned(), format: format(from, None, &bytes), bytes, start: Place::START }
    }

    /// One document of a file.
    pub(crate) fn document(name: &str, document: RawDocument, from: Option<FormatArg>) -> Self {
        let RawDocument { format: promised, start, bytes, .. } = document;
        Self { name: name.to_owned(), format: format(from, promised, &bytes), bytes, start }
    }

    /// The place in the file of a place in the message.
    pub(crate) fn place(&self, place: Place) -> Place {
        place.within(self.start)
    }
}

fn format(from: Option<FormatArg>, promised: Option<Format>, bytes: &[u8]) -> Format {
    // neither: the JSON decoder says best what is wrong with it
    from.map(Format::from).or(promised).or_else(|| Format::guess(bytes)).unwrap_or(Format::Json)
}

/// Reads a message; of more than any decoder takes, only so much that it says so.
fn message(source: Source) -> io::Result<Vec<u8>> {
    let most = Limits::default().bytes as u64 + 1;
    let mut bytes = Vec::new();
    source.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a file, or standard input for `-`, as it is.
pub(crate) fn bytes(name: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if name == "-" { io::stdin().read_to_end(&mut bytes).map(|_| bytes) } else { fs::read(name) };
    read.map_err(|error| unreadable(name, &error))
}

fn unreadable(name: &str, error: &io::Error) -> Failure {
    Failure::Usage(format!("cannot read {}: {}", Line(shown_name(name)), Line(&error.to_string())))
}
