//! What happens: the state changes, and those whom it concerns are told by their event channels.

pub(crate) mod contacts;
pub(crate) mod presence;
pub(crate) mod robot;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod subscriptions;
pub(crate) mod talk;
pub(crate) mod time;
