//! Where a stream may be cut without a look at what stands before.

use std::io::{self, Read, Seek, SeekFrom};

use super::begin::{Arrived, Verdict, WINDOW, is_space};

/// The first place, from an offset on, where a stream may be cut: what stands before and what follows can be read by themselves, and
/// give the responses of the whole. `None` if there is no such place in these bytes.
///
/// A stream may be cut at its begin, and before a line on which a response begins: in its first column stand `{"_links":{"self"`,
/// `{"sender":[`, with white space between the tokens or without, `<?xml` or `<events`. The last of these does not count behind what
/// may be the prolog of its own document. Sixty-four bytes before a place and behind it are looked at, so that the bytes must reach
/// so much farther on both sides than the places that matter. [`Responses::range`](crate::Responses::range) does all of that for a file.
///
/// ```
/// use ucwa_model::stream::next_cut;
///
/// let log = b"{\"sender\":[\n{}]}\n{\"sender\":[]}\n";
/// assert_eq!(next_cut(log, 0), Some(0));
/// assert_eq!(next_cut(log, 1), Some(17)); // not before `{}`
/// assert_eq!(next_cut(log, 18), None);
/// ```
#[must_use]
pub fn next_cut(bytes: &[u8], from: usize) -> Option<usize> {
    Arrived { bytes, complete: true, only: None }.next_cut(from)
}

/// The first place of a file, from an offset on, where it may be [cut](next_cut); its length, if there is none. Only what lies between
/// the two is read, and sixty-four bytes on either side.
///
/// Who divides a file at the boundaries of any offsets, and reads each part by itself, reads each of its documents once:
///
/// ```
/// use std::io::Cursor;
/// use ucwa_model::{Place, Responses, stream::boundary};
///
/// let log = "{\"sender\":[]}\n".repeat(10);
/// let places = [0, 50, 99, 140].map(|at| boundary(&mut Cursor::new(&log), at).unwrap() as usize);
/// assert_eq!(places, [0, 56, 112, 140]);
///
/// let mut starts = Vec::new();
/// for part in places.windows(2) {
///     let responses = Responses::new(&log.as_bytes()[part[0]..part[1]]).with_start(Place::new(part[0], 1, 1));
///     starts.extend(responses.map(|response| response.unwrap().start.offset));
/// }
/// assert_eq!(starts, [0, 14, 28, 42, 56, 70, 84, 98, 112, 126]);
/// ```
///
/// # Errors
/// If the reader cannot go there, or cannot be read.
pub fn boundary<R: Read + Seek>(reader: &mut R, at: u64) -> io::Result<u64> {
    const PIECE: u64 = 64 << 10;
    if at == 0 {
        return Ok(0);
    }
    let length = reader.seek(SeekFrom::End(0))?;
    if at >= length {
        return Ok(length);
    }
    let behind = at.min(WINDOW as u64 + 1);
    let (mut base, mut from) = (reader.seek(SeekFrom::Start(at - behind))?, behind as usize);
    let mut bytes = Vec::new();
    loop {
        let complete = reader.by_ref().take(PIECE).read_to_end(&mut bytes)? == 0;
        let found = Arrived { bytes: &bytes, complete, only: None }.next_cut(from);
        if let Some(found) = found.or_else(|| complete.then_some(bytes.len())) {
            return Ok(base + found as u64);
        }
        // what a place that comes later is told by
        let passed = bytes.len().saturating_sub(2 * WINDOW + 1);
        bytes.drain(..passed);
        (base, from) = (base + passed as u64, from.saturating_sub(passed).max(behind as usize));
    }
}

impl Arrived<'_> {
    /// The first place from an offset on where a stream may be cut.
    pub(super) fn next_cut(self, from: usize) -> Option<usize> {
        let Some(newline) = from.checked_sub(1) else { return Some(0) };
        let mut lines = memchr::memchr_iter(b'\n', self.bytes.get(newline..)?).map(|offset| newline + offset + 1);
        lines.find(|at| self.is_cut(*at) == Verdict::Yes)
    }

    /// Whether a stream may be cut at a place.
    pub(super) fn is_cut(self, at: usize) -> Verdict {
        let follows_line = at.checked_sub(1).and_then(|before| self.bytes.get(before)) == Some(&b'\n');
        if !follows_line || self.bytes.get(at) == Some(&b'<') && self.may_be_root(at) {
            return Verdict::No;
        }
        self.begins_response(at)
    }

    /// Whether a response begins at a place.
    pub(super) fn begins_response(self, at: usize) -> Verdict {
        match self.bytes.get(at) {
            Some(b'{') => self.begins_json(at),
            Some(b'<') => self.begins_xml(at),
            _ => Verdict::No,
        }
    }

    /// Whether the tag at a place may be the root of a document that began before: whatever may stand before a root ends with `>`,
    /// and not as a response does.
    fn may_be_root(self, at: usize) -> bool {
        let before = self.bytes.get(at.saturating_sub(WINDOW)..at).unwrap_or_default();
        let length = before.iter().rposition(|byte| !is_space(*byte)).map_or(0, |last| last + 1);
        let before = before.get(..length).unwrap_or_default();
        let is_root = before.is_empty() || before.ends_with(b">") && !before.ends_with(b"</events>");
        is_root && self.has(at, b"<?") != Verdict::Yes
    }
}
