//! The media session of a call, of which the emulator knows what is signalled alone.

use std::time::Duration;

use ucwa_model::{DataLink, OperationId, Text};

use super::user::UserId;

/// See the module.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) context: Option<Text>,
    pub(crate) began: Duration,
    /// Whether one side has put it on hold.
    pub(crate) suspended: bool,
    /// The latest attempt to change its media.
    pub(crate) renegotiation: Option<Renegotiation>,
}

/// Somebody offers other media in the middle of a call, or what they share.
#[derive(Debug)]
pub(crate) struct Renegotiation {
    pub(crate) number: u64,
    pub(crate) by: UserId,
    pub(crate) operation: Option<OperationId>,
    pub(crate) offer: DataLink,
    pub(crate) answer: Option<DataLink>,
    pub(crate) is_open: bool,
}

/// Whether a session description puts all of its media on hold.
pub(crate) fn is_hold(description: &str) -> bool {
    let directions = description
        .lines()
        .map(str::trim)
        .filter(|line| matches!(*line, "a=sendrecv" | "a=recvonly" | "a=sendonly" | "a=inactive"));
    let mut directions = directions.peekable();
    directions.peek().is_some() && directions.all(|line| matches!(line, "a=sendonly" | "a=inactive"))
}
