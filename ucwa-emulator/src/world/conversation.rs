//! Conversations: who takes part, what was said, and the invitations that lead to them.

use std::time::Duration;

use ucwa_model::{
    DataLink, Date, OperationId, Subject, Text,
    enumerations::{Importance, InvitationState, Status},
};

use super::{application::ApplicationId, user::UserId};

/// See the module.
#[derive(Debug)]
pub(crate) struct Conversation {
    pub(crate) subject: Option<Subject>,
    pub(crate) importance: Option<Importance>,
    pub(crate) thread: Text,
    pub(crate) created: Option<Date>,
    pub(crate) parties: Vec<Party>,
    pub(crate) messages: Vec<Said>,
}

/// Somebody who takes part, or has been asked to.
#[derive(Debug)]
pub(crate) struct Party {
    pub(crate) user: UserId,
    /// Where they do; nowhere before they have accepted, and if they are a robot.
    pub(crate) application: Option<ApplicationId>,
    pub(crate) presence: Taking,
    pub(crate) typing: bool,
}

/// How far somebody takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taking {
    Invited,
    Part,
    Left,
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

/// Somebody asks somebody else to talk.
#[derive(Debug)]
pub(crate) struct Invitation {
    pub(crate) conversation: u64,
    pub(crate) from: UserId,
    /// Where it was made: its operation is of interest there alone. None for a robot's.
    pub(crate) application: Option<ApplicationId>,
    pub(crate) to: UserId,
    pub(crate) operation: Option<OperationId>,
    pub(crate) message: Option<DataLink>,
    pub(crate) state: InvitationState,
    /// When nobody is going to answer any more.
    pub(crate) until: Duration,
}

/// How long an invitation waits for somebody to answer.
pub(crate) const RINGS: Duration = Duration::from_secs(30);

impl Invitation {
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state, InvitationState::Connecting | InvitationState::Alerting)
    }
}

impl Conversation {
    pub(crate) fn party(&self, user: UserId) -> Option<&Party> {
        self.parties.iter().find(|party| party.user == user)
    }

    pub(crate) fn party_mut(&mut self, user: UserId) -> Option<&mut Party> {
        self.parties.iter_mut().find(|party| party.user == user)
    }

    /// Who takes part, and can say something.
    pub(crate) fn present(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|party| party.presence == Taking::Part)
    }

    /// Whether there is somebody to talk to.
    pub(crate) fn is_connected(&self) -> bool {
        self.present().count() > 1
    }
}
