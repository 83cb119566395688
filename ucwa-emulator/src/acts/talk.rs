//! Talking: invitations, messages, meetings and calls, and who is told of them.

pub(crate) mod call;
mod connect;
pub(crate) mod enter;
pub(crate) mod forward;
pub(crate) mod invite;
pub(crate) mod lead;
pub(crate) mod line;
pub(crate) mod meet;
mod remember;
mod say;
pub(crate) mod share;
mod tell;

pub(crate) use self::{
    enter::leave,
    invite::{Opening, accept, fail, start},
    remember::missed_changed,
    say::{replay, say, type_, type_no_more},
    tell::reason,
};
