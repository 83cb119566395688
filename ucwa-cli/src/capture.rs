//! Captures: HTTP exchanges from the tools that people have. HAR, which browsers and proxies write; Fiddler's SAZ; and raw HTTP messages.
//!
//! A capture hands out one exchange after another, decoded as they were sent: in one piece, not compressed, batches taken apart. What
//! an archive or a file holds up to where it is cut comes out. Headers are kept for reading and never printed: they hold tokens and
//! cookies. Secrets in bodies and URLs are masked.

mod body;
mod guess;
mod har;
mod raw;
mod saz;
mod target;

use std::{
    borrow::Cow,
    io::{self, BufRead},
};

use http::{Request, Response};
use ucwa_inspect::{Exchange, Faults, Recognised, Recogniser};

use crate::{output::counted, secret, source::shown_name, terminal::Line};

pub(crate) use self::guess::{Guess, guess, guess_whole};

/// The most headers of a message that are kept.
const MAX_HEADERS: usize = 256;

/// What a capture is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An HTTP archive, in JSON.
    Har,
    /// Fiddler's archive, a zip.
    Saz,
    /// HTTP messages as they are sent, one after another.
    Raw,
}

/// Who takes exchanges. An error ends the reading.
pub(crate) type Take<'t> = dyn FnMut(Exchange) -> io::Result<()> + 't;

/// Reads a capture to its end, or to where it is cut, which is the error then.
pub(crate) fn read(kind: Kind, reader: impl BufRead, take: &mut Take<'_>) -> io::Result<()> {
    let mut whole = |exchange: Exchange| body::undo(exchange).apart().into_iter().try_for_each(&mut *take);
    match kind {
        Kind::Har => har::read(reader, &mut whole),
        Kind::Saz => saz::read(reader, &mut whole),
        Kind::Raw => raw::read(reader, &mut whole),
    }
}

/// The exchange without secrets in its bodies and in its URL.
fn masked(mut exchange: Exchange) -> Exchange {
    let sent = exchange.request.as_mut().map(Request::body_mut);
    let came = exchange.answer.as_mut().map(Response::body_mut);
    for body in sent.into_iter().chain(came) {
        secret::mask(body);
    }
    if let Some(uri) = exchange.request.as_mut().map(Request::uri_mut)
        && let Cow::Owned(masked) = secret::masked(&uri.to_string())
    {
        *uri = masked.parse().unwrap_or_default();
    }
    exchange
}

/// Reads a capture, and hands out what is UCWA's. How much that was is said on standard error.
pub(crate) fn recognised(
    kind: Kind,
    name: &str,
    reader: impl BufRead,
    take: &mut dyn FnMut(Recognised) -> io::Result<()>,
) -> io::Result<()> {
    let mut recogniser = Recogniser::default();
    let read = read(kind, reader, &mut |exchange| match recogniser.look(exchange) {
        Some(mut recognised) => {
            recognised.exchange = masked(recognised.exchange);
            take(recognised)
        }
        None => Ok(()),
    });
    let (exchanges, others, unread) = (recogniser.exchanges(), recogniser.others(), recogniser.unread());
    let unread = if unread == 0 { String::new() } else { format!(", {unread} of them with bodies that cannot be read") };
    anstream::eprintln!("{}: {}, {others} of them not UCWA's{unread}", Line(shown_name(name)), counted(exchanges, "exchange"));
    read
}

/// The name of an exchange of a capture.
pub(crate) fn name_of(capture: &str, exchange: &Exchange) -> String {
    format!("{capture}#{}", exchange.number)
}

/// What is wrong with a capture.
fn fault(message: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message.into())
}
