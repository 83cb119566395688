//! Streams of responses: where each ends, what becomes of broken ones, and that it does not matter where the bytes are cut.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod agree;
mod faults;
mod framing;
mod front;
mod growth;
mod items;
mod limits;
mod parallel;
mod places;
mod ranges;
mod resume;
mod splits;

#[path = "../support/load.rs"]
mod load;
