//! The tables: their columns, what becomes of every fixture, and that it does not matter how a log is read.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod filters;
mod fixtures;
mod parts;
mod rows;
mod schemas;

#[path = "../../../tests/support/load.rs"]
mod load;
