//! Where reading goes on after a fault: at the next anchor, a pattern that no text can hold, since a text has no bare quotes.
//!
//! An event begins with `{"link":{`, its list with `"events":[`, and the senders with `"sender":[`. What the sender of a list is, is
//! known if the object that leads to the list can be read; then reading goes on with that object.

use super::{Kind, Reader};

/// What begins at an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Begins {
    /// An event.
    Event,
    /// A sender.
    Sender,
    /// The events of a sender that is not known.
    Events,
    /// The senders.
    Senders,
}

/// A place at which reading goes on after a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Anchor {
    /// Where the pattern begins, and what is lost ends.
    pub(crate) start: usize,
    /// Where reading goes on.
    pub(crate) at: usize,
    pub(crate) begins: Begins,
}

/// White space between the parts of a pattern is no longer than this.
const SPACE: usize = 64;

/// The next anchor from a position on. Before the senders have begun, their list is one too.
pub(super) fn find(text: &str, from: usize, in_senders: bool) -> Option<Anchor> {
    let bytes = text.as_bytes();
    // where an object begins that may be a sender
    let mut object = None;
    for quote in memchr::memchr_iter(b'"', bytes.get(from..)?).map(|offset| from + offset) {
        if quote > 0 && bytes.get(quote - 1) == Some(&b'\\') {
            continue; // a quote that is written in a text
        }
        let brace = || brace_before(bytes, from, quote);
        match bytes.get(quote + 1) {
            Some(b'l') if value_of(bytes, quote, b"\"link\"", b'{').is_some() => {
                if let Some(start) = brace() {
                    return Some(Anchor { start, at: start, begins: Begins::Event });
                }
            }
            Some(b'e') => {
                if let Some(list) = value_of(bytes, quote, b"\"events\"", b'[') {
                    let sender = object.filter(|start| leads_to(text, *start, list));
                    return Some(match sender {
                        Some(start) => Anchor { start, at: start, begins: Begins::Sender },
                        None => Anchor { start: quote, at: list + 1, begins: Begins::Events },
                    });
                }
            }
            Some(b's') if !in_senders => {
                if let Some(list) = value_of(bytes, quote, b"\"sender\"", b'[') {
                    return Some(Anchor { start: quote, at: list + 1, begins: Begins::Senders });
                }
            }
            Some(b'r' | b'h') => object = brace().or(object),
            _ => {}
        }
    }
    None
}

/// The brace that opens the object whose first name begins with a quote.
fn brace_before(bytes: &[u8], from: usize, quote: usize) -> Option<usize> {
    let window = from.max(quote.saturating_sub(SPACE));
    let before = bytes.get(window..quote)?.trim_ascii_end();
    before.ends_with(b"{").then(|| window + before.len() - 1)
}

/// Where the value of a name is, if the name stands at a quote and the value begins with a bracket.
fn value_of(bytes: &[u8], quote: usize, name: &[u8], bracket: u8) -> Option<usize> {
    let space = |at: usize| {
        let rest = bytes.get(at..).unwrap_or_default();
        at + rest.iter().take(SPACE).take_while(|byte| byte.is_ascii_whitespace()).count()
    };
    let colon = space(quote + name.len());
    let value = space(colon + 1);
    let found = bytes.get(quote..)?.starts_with(name) && bytes.get(colon) == Some(&b':') && bytes.get(value) == Some(&bracket);
    found.then_some(value)
}

/// Whether the object at a position has nothing but simple values before the list at another one.
fn leads_to(text: &str, object: usize, list: usize) -> bool {
    let mut reader = Reader::new(text);
    reader.reset(object);
    let mut commas = reader.begin();
    while let Ok(Some(_)) = reader.key(&mut commas) {
        let passed = match reader.peek() {
            Ok(Kind::Array) => return reader.at() == list,
            Ok(Kind::Object) | Err(_) => return false,
            Ok(_) => reader.skip_value(),
        };
        if passed.is_err() {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{Begins, find};

    /// What is found, and what stands there.
    fn found(text: &str) -> Option<(Begins, &str)> {
        find(text, 1, false).map(|anchor| (anchor.begins, &text[anchor.at..]))
    }

    #[test]
    fn patterns() {
        let cases = [
            ("x,{\"link\":{\"rel\"", Begins::Event, "{\"link\":{\"rel\""),
            ("x,{\n \"link\" :\t{ 1", Begins::Event, "{\n \"link\" :\t{ 1"),
            ("{\"link\":{ {\"link\":{ 2", Begins::Event, "{\"link\":{ 2"),
            ("x\"events\":[ 3", Begins::Events, " 3"),
            ("x{\"rel\":\"a\",\"href\":\"b\",\"events\":[ 4", Begins::Sender, "{\"rel\":\"a\",\"href\":\"b\",\"events\":[ 4"),
            ("x{\"href\":\"b\",\"x\":[1],\"events\":[ 5", Begins::Events, " 5"),
            ("x{\"rel\":\"a\"},\"rel\":\"b\",\"events\":[ 6", Begins::Events, " 6"),
            ("x\"sender\":[ 7", Begins::Senders, " 7"),
        ];
        for (text, begins, rest) in cases {
            assert_eq!(found(text), Some((begins, rest)), "{text}");
        }
        for text in
            ["", "x", "x{\"link\":[", "x{\"links\":{", "x,\"link\":{", "x\"events\":{", "x{\\\"link\\\":{", "{\"\\\"events\":["]
        {
            assert_eq!(found(text), None, "{text}");
        }
        assert_eq!(find("\"sender\":[", 0, true), None);
    }
}
