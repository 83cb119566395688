//! Where a stream may be cut without a look at what stands before.

use super::begin::{Text, Verdict};
use crate::Format;

impl Text<'_> {
    /// The next line, from a place on, on which a response begins whatever may stand before it: no document goes on there.
    pub(super) fn line_with_response(self, from: usize, only: Option<Format>) -> Option<usize> {
        let mut lines = memchr::memchr_iter(b'\n', self.bytes.get(from..)?).map(|offset| from + offset + 1);
        lines.find(|at| match self.bytes.get(*at) {
            Some(b'{') if only != Some(Format::Xml) => self.begins_json(*at) == Verdict::Yes,
            Some(b'<') if only != Some(Format::Json) => self.begins_xml(*at) == Verdict::Yes && !self.may_be_root(*at),
            _ => false,
        })
    }

    /// Whether the tag at a place may be the root of a document that began before: whatever may stand before a root ends with `>`,
    /// and not as a response does.
    fn may_be_root(self, at: usize) -> bool {
        let before = self.bytes.get(..at).unwrap_or_default().trim_ascii_end();
        self.has(at, b"<?") != Verdict::Yes && before.ends_with(b">") && !before.ends_with(b"</events>")
    }
}
