//! Where reading goes on after a fault: at the next anchor, a tag that no text and no attribute can hold, since they have no bare `<`.
//!
//! An event or a sender begins with its start tag; the end tags of a sender and of a response are anchors too. CDATA sections, comments
//! and instructions that begin behind the fault may hold any text, and are passed over; one that has no end holds nothing.

use super::{Reader, events::UNTYPED};
use crate::{Enumeration, enumerations::EventType};

/// What stands at an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begins {
    Event,
    Sender,
    SenderEnd,
    ResponseEnd,
}

/// A place at which reading goes on after a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Anchor<'a> {
    /// Where the tag begins, and what is lost ends.
    pub(super) start: usize,
    /// The tag's name as it is written.
    pub(super) name: &'a str,
    pub(super) begins: Begins,
}

/// The next anchor from a position on.
pub(super) fn find<'a>(reader: &mut Reader<'a>, mut from: usize) -> Option<Anchor<'a>> {
    let text = reader.slice(0, usize::MAX);
    loop {
        let start = from + memchr::memchr(b'<', text.as_bytes().get(from..)?)?;
        if let Some(anchor) = at(text, start) {
            return Some(anchor);
        }
        from = reader.end_of_markup(start).unwrap_or(start + 1);
    }
}

fn at(text: &str, start: usize) -> Option<Anchor<'_>> {
    let rest = text.get(start + 1..)?;
    let (closes, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
    let length = rest.bytes().take(LONGEST).take_while(|byte| is_name(*byte)).count();
    let name = rest.get(..length)?;
    let local = name.rsplit(':').next().unwrap_or_default();
    let begins = match (closes, local) {
        (false, "sender") => Begins::Sender,
        (true, "sender") => Begins::SenderEnd,
        (true, "events") => Begins::ResponseEnd,
        (false, local) if is_event(local) || local == UNTYPED => Begins::Event,
        _ => return None,
    };
    Some(Anchor { start, name, begins })
}

/// No name is longer that matters here.
const LONGEST: usize = 64;

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-' | b'.' | 0x80..)
}

/// Whether this is the name of an event.
pub(super) fn is_event(name: &str) -> bool {
    EventType::TABLE.values.iter().any(|member| member.name == name)
}

#[cfg(test)]
mod tests {
    use super::{super::Reader, Anchor, Begins};

    fn find(text: &str, from: usize) -> Option<Anchor<'_>> {
        super::find(&mut Reader::new(text), from)
    }

    #[test]
    fn tags() {
        let cases = [
            ("<x><updated rel", 3, Begins::Event),
            ("<!-- <added/>", 5, Begins::Event),
            ("<!-- <added/> --><deleted", 17, Begins::Event),
            ("<!-- <added/> -- <deleted", 5, Begins::Event),
            ("<![CDATA[<added/>]]><deleted", 20, Begins::Event),
            ("<![CDATA[<added/>", 9, Begins::Event),
            ("<?x <added/> ?><deleted", 15, Begins::Event),
            ("<?x <!-- ?><added/> -->", 11, Begins::Event),
            ("a<u:sender>", 1, Begins::Sender),
            ("</x></sender >", 4, Begins::SenderEnd),
            ("</u:events", 0, Begins::ResponseEnd),
            ("<events><event", 8, Begins::Event),
        ];
        for (text, start, begins) in cases {
            assert_eq!(find(text, 0).map(|anchor| (anchor.start, anchor.begins)), Some((start, begins)), "{text}");
        }
        for text in ["", "<", "</", "<updatedé>", "<updates>", "< added>", "</added>", "<events>"] {
            assert_eq!(find(text, 0), None, "{text}");
        }
    }
}
