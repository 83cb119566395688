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
mod wanted;

// what is fuzzed too
#[allow(unreachable_pub, missing_docs, dead_code, reason = "it has other callers, in a workspace of its own")]
#[path = "../../fuzz/src/targets/agreement.rs"]
mod agreement;
#[path = "../support/load.rs"]
mod load;
