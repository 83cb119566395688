//! Finding the way back after an event that breaks the grammar, so that it costs no other.
//!
//! An event ends with its end tag, or where the next event or another sender begins, whichever comes first.

use crate::enumerations::EventType;

/// Where the broken event ends that began at a position, and reading goes on; `None` if the response ends before it does.
pub(super) fn after(text: &str, start: usize) -> Option<usize> {
    let own = name(text, start + 1);
    let mut at = start + 1;
    loop {
        at += memchr::memchr(b'<', text.as_bytes().get(at..)?)?;
        if text.as_bytes().get(at + 1) == Some(&b'/') {
            let found = name(text, at + 2);
            if !own.is_empty() && found == own {
                let rest = text.get(at + 2 + own.len()..)?;
                let space = rest.len() - rest.trim_start().len();
                if rest.trim_start().starts_with('>') {
                    return Some(at + 2 + own.len() + space + 1);
                }
                return Some(at + 2 + own.len());
            }
            if matches!(local(found), "sender" | "events") {
                return Some(at);
            }
        } else {
            let found = local(name(text, at + 1));
            let is_event = EventType::ENUMERATION.members.iter().any(|member| member.name == found);
            if is_event || found == "sender" {
                return Some(at);
            }
        }
        at += 1;
    }
}

/// The name that begins at a position.
fn name(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.'))).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or_default()
}
