//! A conversation over real HTTP on this machine: `cargo run -- --format xml` in this folder.
//!
//! Client and server know nothing of each other but the protocol: `client.rs` sends with reqwest what `ucwa_model::http`
//! builds, `server.rs` answers with axum what it reads. Neither the library nor the protocol cares.

mod client;
mod server;

use std::{error::Error, iter, process::ExitCode};

use ucwa_model::Format;

use crate::client::{Chat, Client};

/// The format that the arguments name, if they are understood.
fn format(arguments: &[String]) -> Option<Format> {
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] | ["--format", "json"] | ["--format=json"] => Some(Format::Json),
        ["--format", "xml"] | ["--format=xml"] => Some(Format::Xml),
        _ => None,
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(format) = format(&arguments) else {
        eprintln!("usage: chat [--format json|xml]");
        return ExitCode::from(2);
    };
    match chat(format).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("chat: {}", chain(&*error));
            ExitCode::FAILURE
        }
    }
}

async fn chat(format: Format) -> Result<(), Box<dyn Error>> {
    let origin = server::start().await?;
    let client = Client::new(&origin, format, server::TOKEN)?;
    let mut chat = Chat::sign_in(client).await?;
    let texts = ["Hi Tosh, lunch at noon?", "Café “Zur Post” & 2 € off?"];
    for line in chat.talk("sip:tosh@contoso.com", "Lunch", &texts).await? {
        println!("{line}");
    }
    Ok(())
}

/// An error and its causes.
fn chain(error: &dyn Error) -> String {
    let causes = iter::successors(Some(error), |error| (**error).source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
