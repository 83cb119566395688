//! What was said in a conversation, and what else of it is remembered.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use ucwa_model::{
    DataLink, Date, Text,
    enumerations::{AudioTranscriptStatus, Status},
};

use super::user::UserId;

/// The messages of a conversation, numbered from zero, and its calls. Old ones are forgotten.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// How many messages are forgotten.
    forgotten: usize,
    kept: VecDeque<Arc<Said>>,
    /// How many bytes those are.
    size: usize,
    calls: VecDeque<Call>,
}

/// A message.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) by: UserId,
    /// As the client calls it.
    pub(crate) operation: Option<Text>,
    pub(crate) content: DataLink,
    pub(crate) is_html: bool,
    pub(crate) date: Option<Date>,
    pub(crate) status: Status,
    /// Who did not get it.
    pub(crate) failed: Vec<UserId>,
}

/// A call that began, or ended after some time.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) by: UserId,
    pub(crate) date: Option<Date>,
    pub(crate) status: AudioTranscriptStatus,
    pub(crate) lasted: Option<Duration>,
}

/// How many messages are kept of a conversation.
const KEPT: usize = 1000;
/// How many bytes of them; the latest is kept in any case.
const KEPT_BYTES: usize = 8 << 20;
/// How many calls.
const CALLS: usize = 100;

impl History {
    /// Adds a message; its number.
    pub(crate) fn say(&mut self, said: Said) -> usize {
        self.size += said.content.href().len();
        self.kept.push_back(Arc::new(said));
        while self.kept.len() > KEPT || (self.size > KEPT_BYTES && self.kept.len() > 1) {
            let forgotten = self.kept.pop_front();
            self.size -= forgotten.map_or(0, |said| said.content.href().len());
            self.forgotten += 1;
        }
        self.forgotten + self.kept.len() - 1
    }

    /// The number that the next message gets.
    pub(crate) fn next(&self) -> usize {
        self.forgotten + self.kept.len()
    }

    pub(crate) fn call(&mut self, call: Call) {
        if self.calls.len() == CALLS {
            self.calls.pop_front();
        }
        self.calls.push_back(call);
    }

    pub(crate) fn get(&self, number: usize) -> Option<&Arc<Said>> {
        self.kept.get(number.checked_sub(self.forgotten)?)
    }

    /// The messages that are kept, with their numbers.
    pub(crate) fn messages(&self) -> impl DoubleEndedIterator<Item = (usize, &Arc<Said>)> {
        self.kept.iter().enumerate().map(|(index, said)| (self.forgotten + index, said))
    }

    pub(crate) fn calls(&self) -> impl Iterator<Item = &Call> {
        self.calls.iter()
    }

    /// Whether some messages are no longer known.
    pub(crate) fn has_forgotten(&self) -> bool {
        self.forgotten > 0
    }
}
