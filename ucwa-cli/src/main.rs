//! The command `ucwa`: one verb a module, over `ucwa-model`.

mod args;
mod capture;
mod convert;
mod data_url;
mod events;
mod finding;
mod input;
mod inspect;
mod manual;
mod message;
mod output;
mod schema;
mod secret;
mod source;
mod suggest;
mod terminal;
mod validate;

use std::process::ExitCode;

use clap::Parser;

use crate::{
    args::{Args, Command, SchemaCommand},
    terminal::Lines,
};

/// How a verb ends, beside success.
enum Failure {
    /// The input is at fault; what is wrong has been said.
    Input,
    /// The command line is at fault.
    Usage(String),
    /// Nobody reads the output any more.
    ClosedPipe,
}

type Outcome = Result<(), Failure>;

fn main() -> ExitCode {
    let outcome = match Args::parse().command {
        Command::Convert(args) => convert::run(&args),
        Command::Validate(args) => validate::run(&args),
        Command::Events(args) => events::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::DataUrl(args) => data_url::run(&args),
        Command::Schema { command: SchemaCommand::List { coverage, json } } => schema::list(coverage.as_deref(), json),
        Command::Schema { command: SchemaCommand::Show { name, json } } => schema::show(&name, json),
        Command::Schema { command: SchemaCommand::Export { language, output } } => {
            schema::export::run(language, output.as_deref())
        }
        Command::Completions { shell } => manual::completions(shell),
        Command::Man => manual::pages(),
    };
    match outcome {
        Ok(()) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Err(Failure::Input) => ExitCode::from(1),
        Err(Failure::Usage(message)) => {
            anstream::eprintln!("error: {}", Lines(&message));
            ExitCode::from(2)
        }
    }
}
