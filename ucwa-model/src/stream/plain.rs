//! The end of what is neither JSON nor XML.

use super::{
    End, Found,
    begin::{Arrived, Verdict, WINDOW, is_space},
};

/// What has been seen of a text of no format so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Plain {
    /// Up to here it has no end.
    pub(super) at: usize,
}

impl Plain {
    /// Goes on where it stopped: up to a response, or to a line that begins as a document of one of the formats does.
    pub(super) fn scan(&mut self, text: Arrived<'_>) -> Found {
        while let Some(offset) = text.bytes.get(self.at..).and_then(|rest| memchr::memchr3(b'\n', b'{', b'<', rest)) {
            self.at += offset;
            let begins = match text.bytes.get(self.at) {
                Some(b'{') => text.begins_json_in_text(self.at),
                Some(b'<') => text.begins_xml(self.at),
                Some(b'\n') => line(text, self.at),
                _ => Verdict::No,
            };
            match begins {
                Verdict::Yes if self.at > 0 => return Found::End(End::cut(self.at)),
                Verdict::Wait => return Found::More,
                _ => self.at += 1,
            }
        }
        self.at = text.bytes.len();
        Found::at_end_of(text)
    }
}

fn line(text: Arrived<'_>, at: usize) -> Verdict {
    let rest = text.bytes.get(at + 1..).unwrap_or_default();
    let rest = rest.get(..WINDOW).unwrap_or(rest);
    let Some(space) = rest.iter().position(|byte| !is_space(*byte)) else {
        return if text.complete || rest.len() == WINDOW { Verdict::No } else { Verdict::Wait };
    };
    match rest.get(space) {
        Some(byte) if super::format_of(*byte, text.only).is_some() => Verdict::Yes,
        Some(0xef) => text.has_bom(at + 1 + space),
        _ => Verdict::No,
    }
}
