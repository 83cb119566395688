//! What is fuzzed: each target takes any bytes, and panics if what has to hold does not.

pub mod targets;
