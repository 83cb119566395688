//! The command `ucwa-tables`: logs → folders of Parquet, CSV or Arrow files, on all cores.

mod command;

use std::process::ExitCode;

use anyhow::Error;
use clap::Parser;

fn main() -> ExitCode {
    let failures = command::run(&command::Args::parse()).unwrap_or_else(|error| vec![error]);
    for failure in &failures {
        eprintln!("error: {}", told(failure));
    }
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// An error and what caused it. Some causes are errors that have said already what their own cause is, or which file they are of.
fn told(error: &Error) -> String {
    let mut told: Vec<String> = Vec::new();
    for cause in error.chain().map(ToString::to_string) {
        match told.last_mut() {
            Some(last) if last.contains(&cause) => {}
            Some(last) if cause.starts_with(&*last) => *last = cause,
            _ => told.push(cause),
        }
    }
    told.join(": ")
}
