//! Where an event begins.

/// The byte offset and the line at which an event begins: in the response, or in the stream that the response came from.
///
/// It makes no part of what the event is: two events from different places may be equal.
#[derive(Clone, Copy, Debug, Default, Eq)]
pub(crate) struct Start {
    pub(crate) offset: usize,
    /// Counted from one; zero if the event did not come from a message.
    pub(crate) line: usize,
}

impl PartialEq for Start {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Start {
    /// The byte offset and the line, if the event came from a message.
    pub(crate) fn known(self) -> Option<Self> {
        Some(self).filter(|start| start.line > 0)
    }
}
