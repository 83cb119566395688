//! Conversations of the past, as one of those who took part remembers them.

use std::sync::Arc;

use ucwa_model::{
    Date, Subject, Text,
    enumerations::{ConversationLogStatus, ConversationLogType, Direction, Importance},
};

use super::{
    history::{Call, Said},
    modality::Modality,
    user::UserId,
};

/// See the module.
#[derive(Debug)]
pub(crate) struct Log {
    pub(crate) number: u64,
    pub(crate) thread: Text,
    pub(crate) subject: Option<Subject>,
    pub(crate) importance: Option<Importance>,
    pub(crate) created: Option<Date>,
    pub(crate) direction: Direction,
    pub(crate) kind: ConversationLogType,
    pub(crate) status: ConversationLogStatus,
    pub(crate) modalities: Vec<Modality>,
    /// The others.
    pub(crate) recipients: Vec<UserId>,
    pub(crate) preview: Option<Text>,
    pub(crate) meeting: Option<Text>,
    pub(crate) transcripts: Vec<Transcript>,
    pub(crate) is_read: bool,
}

/// One thing that happened.
#[derive(Clone, Debug)]
pub(crate) struct Transcript {
    pub(crate) date: Option<Date>,
    pub(crate) by: Option<UserId>,
    pub(crate) what: What,
}

/// What happened.
#[derive(Clone, Debug)]
pub(crate) enum What {
    Said(Arc<Said>),
    Call(Call),
    /// Something is not known any more.
    Lost,
}

/// How many conversations each user remembers.
pub(crate) const REMEMBERED: usize = 100;

/// How many transcripts a page has.
pub(crate) const PAGE: usize = 20;
