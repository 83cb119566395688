//! A conversation over real HTTP on this machine: `cargo run -p ucwa-model --example chat -- --format xml`.
//!
//! Client and server know nothing of each other but the protocol: `chat/client.rs` sends with reqwest what `ucwa_model::http`
//! builds, `chat/server.rs` answers with axum what it reads. Neither the library nor the protocol cares.

#[path = "chat/client.rs"]
mod client;
#[path = "chat/server.rs"]
mod server;

use std::error::Error;

use ucwa_model::Format;

use crate::client::{Chat, Client};

fn format(mut arguments: impl Iterator<Item = String>) -> Result<Format, String> {
    match (arguments.next().as_deref(), arguments.next().as_deref()) {
        (None, _) | (Some("--format"), Some("json")) => Ok(Format::Json),
        (Some("--format"), Some("xml")) => Ok(Format::Xml),
        _ => Err("usage: chat [--format json|xml]".to_owned()),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let format = format(std::env::args().skip(1))?;
    let origin = server::start().await?;
    let client = Client::new(&origin, format, server::TOKEN)?;
    let mut chat = Chat::sign_in(client).await?;
    for line in chat.talk("sip:tosh@contoso.com", "Lunch", &["Hi Tosh, lunch at noon?", "Café “Zur Post” & 2 € off?"]).await?
    {
        println!("{line}");
    }
    Ok(())
}
