//! The brackets of what broke, counted as the search goes on.

/// How far they have been counted.
pub(super) struct Brackets {
    at: usize,
    depth: usize,
    string: bool,
    /// Where they were closed.
    end: Option<usize>,
}

impl Brackets {
    pub(super) fn new(at: usize) -> Self {
        Self { at, depth: 0, string: false, end: None }
    }

    /// Whether the value that has been counted ends at a position, but for white space.
    pub(super) fn close_at(&mut self, bytes: &[u8], at: usize) -> bool {
        while let Some(byte) = bytes.get(self.at..at).and_then(<[u8]>::first)
            && self.end.is_none()
        {
            match byte {
                b'\\' if self.string => self.at += 1,
                b'"' => self.string = !self.string,
                b'{' | b'[' if !self.string => self.depth += 1,
                b'}' | b']' if !self.string => {
                    self.depth = self.depth.saturating_sub(1);
                    self.end = (self.depth == 0).then_some(self.at + 1);
                }
                _ => {}
            }
            self.at += 1;
        }
        let rest = self.end.and_then(|end| bytes.get(end..at));
        rest.is_some_and(|rest| rest.trim_ascii().is_empty())
    }
}
