//! Conversations: who takes part, in what, and what was said.

use std::{collections::BTreeSet, time::Duration};

use ucwa_model::{
    Date, Subject, Text,
    enumerations::{Importance, Role},
};

use super::{
    application::ApplicationId,
    history::History,
    modality::{Lines, Modality},
    session::{Renegotiation, Session},
    user::UserId,
};

/// See the module.
#[derive(Debug)]
pub(crate) struct Conversation {
    pub(crate) subject: Option<Subject>,
    pub(crate) importance: Option<Importance>,
    pub(crate) thread: Text,
    pub(crate) created: Option<Date>,
    pub(crate) parties: Vec<Party>,
    pub(crate) history: History,
    /// The modalities that it has had.
    pub(crate) used: BTreeSet<Modality>,
    /// The latest invitations to it, and in it.
    pub(crate) invitations: Vec<u64>,
    /// The meeting that it is of; two people talk without one.
    pub(crate) meeting: Option<u64>,
    pub(crate) audience: Audience,
    /// The call that two people have.
    pub(crate) session: Option<Session>,
    /// Who shows a screen or a program, and in whose picture the spotlight of a meeting is.
    pub(crate) sharer: Option<UserId>,
    pub(crate) spotlight: Option<UserId>,
    /// What whoever shares has offered to the other one of two.
    pub(crate) sharing: Option<Renegotiation>,
    /// Since when it has been over.
    pub(crate) over: Option<Duration>,
}

/// What those may do who do not lead.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Audience {
    /// They may not write.
    pub(crate) silent: bool,
    /// They may not unmute themselves.
    pub(crate) mute_locked: bool,
}

/// Somebody who takes part, or has been asked to.
#[derive(Debug)]
pub(crate) struct Party {
    pub(crate) user: UserId,
    /// Where they do; nowhere before they have accepted, and if they are a robot.
    pub(crate) application: Option<ApplicationId>,
    pub(crate) presence: Taking,
    pub(crate) role: Role,
    pub(crate) lines: Lines,
    /// The first message that they have heard; those before it were none of theirs.
    pub(crate) hears_from: usize,
    /// Until when they are seen to type.
    pub(crate) typing: Option<Duration>,
}

/// How far somebody takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taking {
    Invited,
    /// Waits to be let in.
    Lobby,
    Part,
    Left,
}

impl Party {
    pub(crate) fn new(user: UserId, application: Option<ApplicationId>, presence: Taking) -> Self {
        Self { user, application, presence, role: Role::Leader, lines: Lines::default(), hears_from: 0, typing: None }
    }

    pub(crate) fn leads(&self) -> bool {
        self.presence == Taking::Part && self.role == Role::Leader
    }

    /// Whether somebody takes part, or waits to, from that application; who has been invited has none yet.
    pub(crate) fn is_at(&self, application: ApplicationId) -> bool {
        match self.presence {
            Taking::Invited => self.application.is_none() || self.application == Some(application),
            Taking::Lobby | Taking::Part | Taking::Left => self.application == Some(application),
        }
    }
}

impl Conversation {
    pub(crate) fn party(&self, user: UserId) -> Option<&Party> {
        self.parties.iter().find(|party| party.user == user)
    }

    pub(crate) fn party_mut(&mut self, user: UserId) -> Option<&mut Party> {
        self.parties.iter_mut().find(|party| party.user == user)
    }

    /// Who takes part.
    pub(crate) fn present(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|party| party.presence == Taking::Part)
    }

    /// Whether there is somebody to talk to.
    pub(crate) fn is_connected(&self) -> bool {
        self.present().count() > 1
    }

    /// Whether somebody has been asked, and has not answered.
    pub(crate) fn is_asked(&self) -> bool {
        self.parties.iter().any(|party| party.presence == Taking::Invited)
    }

    /// The other one of two.
    pub(crate) fn partner(&self, user: UserId) -> Option<&Party> {
        self.parties.iter().find(|party| party.user != user && matches!(party.presence, Taking::Part | Taking::Invited))
    }

    /// Adds somebody, or takes them in again.
    pub(crate) fn enter(&mut self, party: Party) {
        match self.parties.iter_mut().find(|other| other.user == party.user) {
            Some(place) => *place = party,
            None => self.parties.push(party),
        }
    }
}
