//! Streams of responses: where each ends, what becomes of broken ones, and that it does not matter where the bytes are cut.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod faults;
mod framing;
mod items;
mod limits;
mod parallel;
mod places;
mod splits;

#[path = "../support/load.rs"]
mod load;
