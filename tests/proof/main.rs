//! Proof against hostile and broken input: suites of others, other parsers, cut and changed messages, and small stacks.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may stop")]

mod changes;
mod data_urls;
mod dates;
mod differential;
mod faithful;
mod hostile;
mod json_cases;
mod json_suite;
mod limits;
mod privacy;
mod replay;
mod routes;
mod serde;
mod stack;
mod twins;
mod xml_cases;
mod xml_suite;

#[path = "../support/arbitrary.rs"]
mod arbitrary;
#[path = "../support/hostile.rs"]
mod inputs;
// the same functions that are fuzzed
#[allow(dead_code, unreachable_pub, missing_docs, reason = "they have other callers, in a workspace of their own")]
#[path = "../../fuzz/src/lib.rs"]
mod fuzz;

use ucwa_model::Format;

const FORMATS: [Format; 2] = [Format::Json, Format::Xml];
const UCWA: &str = "http://schemas.microsoft.com/rtc/2012/03/ucwa";

/// A fixture's bytes.
fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/fixtures/{name}")).unwrap()
}
