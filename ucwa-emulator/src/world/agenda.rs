//! What is going to happen by itself, and when: what robots have in mind.

use std::{collections::BTreeMap, time::Duration};

use ucwa_model::{DataLink, enumerations::PreferredAvailability};

use super::user::UserId;
use crate::scenario::Share;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Agenda {
    /// By time, and then in the order in which it was planned.
    all: BTreeMap<(Duration, u64), Due>,
    last: u64,
}

/// What a robot is going to do.
#[derive(Debug)]
pub(crate) enum Due {
    /// Answers an invitation.
    Answer { invitation: u64, by: UserId },
    /// Says something.
    Say { conversation: u64, by: UserId, content: DataLink },
    /// Leaves.
    Leave { conversation: u64, by: UserId },
    /// Is away, or back.
    Change { robot: UserId, availability: PreferredAvailability },
    /// Begins to share something.
    Share { conversation: u64, by: UserId, what: Share },
    /// Hands a call over.
    Transfer { conversation: u64, by: UserId },
    /// Calls somebody; which of its calls, and for the how manieth time.
    Call { robot: UserId, call: usize, time: u64 },
}

impl Agenda {
    pub(crate) fn add(&mut self, at: Duration, due: Due) {
        self.last += 1;
        self.all.insert((at, self.last), due);
    }

    /// When the first is due.
    pub(crate) fn next(&self) -> Option<Duration> {
        self.all.first_key_value().map(|((at, _), _)| *at)
    }

    /// Takes out the first.
    pub(crate) fn take(&mut self) -> Option<Due> {
        self.all.pop_first().map(|(_, due)| due)
    }
}
