//! The emulator, as clients of all kinds see it: over HTTP, with a client that is not ours.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod absence;
mod caller;
mod channel;
mod client;
mod control;
mod faults;
mod guests;
mod habits;
mod inspect;
mod lobby;
mod operations;
mod people;
mod robots;
mod seeds;
mod sign_in;
mod states;
mod strangers;
mod talk;
mod versions;
mod walk;
