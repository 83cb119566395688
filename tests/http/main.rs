//! HTTP without I/O: requests and answers in both directions and formats, batches, and the event channel.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may stop")]

#[path = "../support/arbitrary.rs"]
mod arbitrary;
#[path = "../support/message.rs"]
mod message;

mod answers;
mod batch;
mod challenges;
mod channel;
mod discovery;
mod hostile;
mod keep_alive;
mod links;
mod operations;
mod properties;
mod put;
mod requests;
mod seeds;
mod tokens;

use ucwa_model::{
    Format,
    http::{Base, Operation, Token},
};

const FORMATS: [Format; 2] = [Format::Json, Format::Xml];

fn base(format: Format) -> Base {
    Base::new("https://lync.contoso.com", format).unwrap().with_token(Token::new("cwt=secret").unwrap())
}

fn operation(name: &str, method: &str) -> Operation {
    Operation::find(name, method).unwrap()
}

/// An error and its causes, as a chain printer shows them.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
