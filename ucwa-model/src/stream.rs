//! Many responses of the event channel, one after another: logs, captures, and what a long poll brings.
//!
//! [`Responses`] reads them from a [`BufRead`](std::io::BufRead), [`Feed`] from bytes that arrive in pieces, and with the feature
//! `rayon`, `Responses::par_map` decodes them on all cores. One state machine under all three finds where a response ends, so that
//! they agree wherever the bytes are cut; [`Events`](crate::Events) decodes it.
//!
//! ```
//! use ucwa_model::Responses;
//!
//! let log = br#"{"sender":[{"rel":"people","href":"/people","events":[{"type":"added"},{"type":"upd
//! {"_links":{"self":{"href":"/events?ack=2"}},"sender":[{"rel":"people","href":"/people","events":[{"type":"deleted"}]}]}
//! "#;
//! let responses: Vec<_> = Responses::new(&log[..]).collect::<Result<_, _>>()?;
//! assert_eq!(responses.len(), 2); // the first was cut, and takes nothing along
//! assert!(responses[0].fault.is_some());
//! assert_eq!(responses[0].events.iter().filter(|(_, event)| event.is_ok()).count(), 1);
//! assert_eq!((responses[1].start.line, responses[1].events.iter().count()), (2, 1));
//! # Ok::<(), ucwa_model::StreamError>(())
//! ```
//!
//! # Where a document begins
//!
//! After white space and byte order marks. `{` begins JSON, `<` begins XML, and anything else is text that is no response.
//!
//! # Where it ends
//!
//! **JSON** ends with the brace that closes its first one. What stands inside strings does not count. If the square brackets do not
//! add up at that brace, the text is damaged, and no brace ends it any more.
//!
//! **XML** ends with the end tag of its root element, or with the root's tag if that is empty. Only elements with the root's name
//! are counted, and `</events>` ends a response whatever is counted. Comments, CDATA, processing instructions and declarations are
//! passed over; so are the quoted values of the tags that count. A tag ends at the next `<`, at the latest.
//!
//! **Text** ends before a line that begins with `{`, `<` or a byte order mark, white space aside, and before a response: after the
//! date that a log puts in front of it, for example. In text, an object whose first member is `_links` begins a response, whatever link
//! stands in front.
//!
//! # Where a broken one ends
//!
//! A response that was cut off, or that lost a quote or a bracket, has no end of its own. It ends, at the latest, where the next one
//! can be told to begin; whichever place comes first counts. A **response begins** with an object whose first member is `_links` with
//! `self` in front, or `sender`, or with `<?xml` or `<events`.
//!
//! JSON ends
//!
//! 1. before a line that begins with a response, with `<`, or with a byte order mark; in a string too, which may have no line break;
//! 2. before a line that begins with any `{`, in a string, or where the grammar has no room for a value: after anything else than
//!    `,`, `:` and `[`;
//! 3. on one line, before `{"_links":{"self"` where the grammar has no room for a value. In JSON these bytes are always an object: in
//!    a string the quotes would have to be escaped.
//!
//! XML ends
//!
//! 1. before `<?xml` and `<events`, wherever they stand, except in comments and the like;
//! 2. before a line that begins with a JSON response, with a byte order mark, or, in a comment or the like, which may never end, with
//!    `<?xml` or `<events`.
//!
//! What a line begins with stands in its first column. Whether a response begins is decided by the 64 bytes after the place, so that
//! tokens may have white space between them, but not much of it.
//!
//! A line with one whole response, before a line on which another one begins, is decoded without looking for its end first, since
//! one that can be read without a fault ends where these rules say. A reader whose responses end with their lines waits for the line
//! break.
//!
//! A stream can be cut before each line that begins with a response, whatever stands before it, so that its parts can be read by
//! themselves. The price: a whole document ends there, too. No JSON that is written on one line has such a line, and no XML but in a text
//! or a comment with a line break before `{"sender":[` or `{"_links":{"self"`, which a person may have written. Who knows the format
//! says so by [`Responses::only`] or [`Feed::only`], and is not concerned. The body of an HTTP response is one document, and needs
//! none of this: [`Events`](crate::Events) decodes it.
//!
//! What else these rules cannot tell: a JSON text that was cut right after `,`, `:` or `[`, when what follows is no response, or follows on
//! the same line; and a response in one format right behind a cut one in the other, on the same line. The next line with a response
//! is found again.
//!
//! # Where to go on
//!
//! A document whose end only the end of the input tells is [`Cut`](Ending::Cut): more bytes may show that it goes on. The
//! [checkpoint](Responses::checkpoint) stands before the first of them, and from there nothing is read twice and nothing is missed.
//! A stream may also be [cut](next_cut) in advance, a file at its [boundaries](boundary), and its [ranges](Responses::range) read one
//! by one.
//!
//! # What is no response
//!
//! JSON is a response if it has a list of senders, or calls itself `events`, or has nothing but links, and one of `next`, `resync` and
//! `resume` among them: what a [`Document`](crate::Document) takes for one. XML is a response if its root is `events`; a `<sender>` on its
//! own counts as a response that has it. All others are [`UnexpectedDocument`]: an error, a place, and the bytes, of more than 16 KiB the
//! first of them. So are documents of more than [`Limits::bytes`](crate::Limits::bytes): they are passed over without being
//! held.

mod begin;
mod cut;
mod documents;
mod feed;
mod framer;
#[cfg(feature = "async")]
mod front;
mod json;
mod lent;
mod origin;
#[cfg(feature = "rayon")]
mod parallel;
mod plain;
mod reader;
mod response;
mod starts;
mod tag;
mod unexpected;
mod xml;

#[cfg(feature = "async")]
pub use self::front::FeedStream;
#[cfg(feature = "rayon")]
pub use self::parallel::ParMap;
use self::{
    begin::{Arrived, WINDOW},
    framer::{EXCERPT, Frame, Framer, Range},
};
pub use self::{
    cut::{boundary, next_cut},
    documents::{Documents, RawDocument},
    feed::Feed,
    lent::LentDocument,
    reader::Responses,
    response::{Ending, Response},
    unexpected::{StreamError, UnexpectedDocument},
};
use crate::Format;

/// Where a document ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct End {
    at: usize,
    /// Its format wants it to end there.
    whole: bool,
}

impl End {
    fn whole(at: usize) -> Self {
        Self { at, whole: true }
    }

    fn cut(at: usize) -> Self {
        Self { at, whole: false }
    }
}

/// What a search for the end of a document has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    End(End),
    /// More bytes are needed.
    More,
}

impl Found {
    /// Nothing up to the end of the bytes.
    fn at_end_of(text: Arrived<'_>) -> Self {
        if text.complete { Self::End(End::cut(text.bytes.len())) } else { Self::More }
    }
}

/// The format of a document that begins with a byte.
fn format_of(byte: u8, only: Option<Format>) -> Option<Format> {
    let format = match byte {
        b'{' => Some(Format::Json),
        b'<' => Some(Format::Xml),
        _ => None,
    };
    format.filter(|format| only.is_none_or(|only| only == *format))
}

/// A name without its prefix.
fn local(name: &[u8]) -> &[u8] {
    name.rsplit(|byte| *byte == b':').next().unwrap_or_default()
}
