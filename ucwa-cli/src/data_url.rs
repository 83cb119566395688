//! `ucwa data-url`

use std::io::{self, IsTerminal};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::json;
use ucwa_model::{DataBody, DataEncoding};

use crate::{Failure, Outcome, args::DataUrlArgs, input, output, source::shown_name, terminal::Lines};

pub(crate) fn run(args: &DataUrlArgs) -> Outcome {
    match &args.encode {
        Some(media_type) => encode(media_type, args.base64, &args.source),
        None => decode(args.json, &args.source),
    }
}

fn encode(media_type: &str, base64: bool, file: &str) -> Outcome {
    let bytes = input::bytes(file)?;
    let text = media_type.trim().to_ascii_lowercase().starts_with("text/") && !media_type.contains(';');
    // the wire always says so of text that is not in base64
    let media_type = if text && !base64 { format!("{media_type};charset=utf-8") } else { media_type.to_owned() };
    let body = DataBody::new(media_type, bytes);
    output::write(if base64 { body.to_base64_url() } else { body.to_url() } + "\n")
}

fn decode(as_json: bool, source: &str) -> Outcome {
    let url = if source == "-" { String::from_utf8_lossy(&input::bytes("-")?).into_owned() } else { source.to_owned() };
    let (body, mended) = DataBody::decode_lenient(url.trim()).map_err(|error| {
        anstream::eprintln!("error: {}: {error}", if source == "-" { shown_name(source) } else { "the data URL" });
        Failure::Input
    })?;
    if mended {
        anstream::eprintln!("warning: expected a data URL without white space inside, but found some");
    }
    if !as_json {
        return match body.text() {
            Ok(text) if io::stdout().is_terminal() => output::write(Lines(text).to_string()),
            _ => output::write(body.bytes()),
        };
    }
    let encoding = match body.encoding() {
        DataEncoding::Url => "url",
        DataEncoding::Base64 => "base64",
    };
    let object = in_order([
        ("media_type", json!(body.media_type()).to_string()),
        ("parameters", in_order(body.parameters().iter().map(|(name, value)| (&**name, json!(&**value).to_string())))),
        ("charset", json!(body.charset()).to_string()),
        ("encoding", json!(encoding).to_string()),
        ("text", json!(body.text().ok()).to_string()),
        ("bytes", json!(BASE64_STANDARD.encode(body.bytes())).to_string()),
    ]);
    output::write(object + "\n")
}

/// An object whose members are in this order, as those of `serde_json` are not.
fn in_order<'a>(members: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let members: Vec<String> = members.into_iter().map(|(name, value)| format!("{}:{value}", json!(name))).collect();
    format!("{{{}}}", members.join(","))
}
