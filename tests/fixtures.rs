//! The fixtures: what lenient mode makes of them, what it reports, and what they are in the other format.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use std::{fmt::Write, fs, path::Path};

use insta::assert_snapshot;
use ucwa_model::{
    Codec, DataUrlError, Decoder, Document, Encoder, Error, Format, Report,
    communication::{Message, MessagingInvitation, StartMessaging2},
    descriptor,
    record::Record,
};

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new("tests/fixtures").join(name)).unwrap()
}

/// A message, by the type that its page names.
enum Message_ {
    Input(Box<dyn Record>),
    Document(Document),
}

impl Message_ {
    fn decode(name: &str, decoder: &Decoder, bytes: &[u8]) -> Result<(Self, Report), Error> {
        let page = name.rsplit('/').next().unwrap().split(['-', '.']).next().unwrap();
        let definition = descriptor::definition(page);
        match definition.and_then(|definition| definition.operation("POST")?.input) {
            Some(shape) => {
                let mut record = (shape.new)();
                let report = decoder.decode_into(bytes, &mut *record)?;
                Ok((Self::Input(record), report))
            }
            None => decoder.decode(bytes).map(|decoded| (Self::Document(decoded.value), decoded.report)),
        }
    }

    fn encode(&self, format: Format) -> String {
        let encoder = Encoder::new(format).pretty().allow_incomplete();
        match self {
            Self::Input(record) => encoder.encode(&**record),
            Self::Document(document) => encoder.encode(document),
        }
        .unwrap()
    }
}

/// Everything there is to say about a fixture, and that nothing gets lost on the way to the other format and back.
fn story(name: &str) -> String {
    let bytes = fixture(name);
    let format = Format::guess(&bytes).unwrap();
    let other = if format == Format::Json { Format::Xml } else { Format::Json };
    let (message, report) = Message_::decode(name, &Decoder::new(format).lenient().report_unknown(), &bytes).unwrap();

    let converted = message.encode(other);
    let (back, _) = Message_::decode(name, &Decoder::new(other).lenient(), converted.as_bytes()).unwrap();
    assert_eq!(back.encode(format), message.encode(format), "{name}: lost on the way through {other:?}");

    let mut story = String::new();
    for deviation in &report.deviations {
        let _ = writeln!(story, "deviation {deviation} ({})", deviation.code);
    }
    for unknown in &report.unknown {
        let _ = writeln!(story, "unknown {}: {}", unknown.kind.as_str(), unknown.path);
    }
    let _ = write!(story, "{}\n{converted}\n", message.encode(format));
    story
}

macro_rules! stories {
    ($($test:ident: $file:literal;)*) => {$(
        #[test]
        fn $test() {
            assert_snapshot!(stringify!($test), story($file));
        }
    )*};
}

stories! {
    seed_start_messaging_2_a_json: "seeds/startMessaging2-a.json";
    seed_start_messaging_2_a_xml: "seeds/startMessaging2-a.xml";
    seed_start_messaging_2_b_json: "seeds/startMessaging2-b.json";
    seed_start_messaging_2_b_xml: "seeds/startMessaging2-b.xml";
    seed_continue_messaging_json: "seeds/continueMessaging.json";
    seed_continue_messaging_xml: "seeds/continueMessaging.xml";
    seed_messaging_invitation_json: "seeds/messagingInvitation.json";
    seed_messaging_invitation_xml: "seeds/messagingInvitation.xml";
    seed_messaging_invitation_started: "seeds/messagingInvitation-started.json";
    seed_messaging_invitation_updated: "seeds/messagingInvitation-updated.json";
    message: "messages/message.json";
    events: "messages/events.json";
    put: "messages/put.json";
    dialect: "messages/dialect.json";
    unknown: "messages/unknown.json";
    misfits: "messages/misfits.json";
    reason_json: "messages/reason.json";
    reason_xml: "messages/reason.xml";
}

#[test]
fn seed_formats_agree() {
    let json = MessagingInvitation::from_json(fixture("seeds/messagingInvitation.json")).unwrap();
    let mut xml = MessagingInvitation::from_xml(fixture("seeds/messagingInvitation.xml")).unwrap();
    // the two samples were made independently: the state is the only member that differs
    assert_ne!(json.state, xml.state);
    xml.state = json.state.clone();
    assert_eq!(json, xml);
}

#[test]
fn damaged_seeds_are_errors_in_strict_mode() {
    let errors: String = ["startMessaging2-a.json", "startMessaging2-b.json", "continueMessaging.json"]
        .iter()
        .map(|name| {
            let name = format!("seeds/{name}");
            let bytes = fixture(&name);
            let error = Message_::decode(&name, &Decoder::new(Format::Json).strict(), &bytes).err().unwrap();
            format!("{name}: {error}\n")
        })
        .collect();
    assert_snapshot!("damaged_seeds", errors);
}

#[test]
fn damaged_data_links_are_mended_or_kept() {
    let bytes = fixture("seeds/startMessaging2-a.json");
    let start: StartMessaging2 = Decoder::new(Format::Json).lenient().decode(&bytes).unwrap().value;
    let (custom, message) = (start.custom_content.unwrap(), start.message.unwrap());

    assert!(custom.href().starts_with("data : application/sdp;base64,\n"));
    assert_eq!(custom.decode(), Err(DataUrlError::NotData));
    assert_eq!(custom.decode_lenient(), Err(DataUrlError::Base64));

    let (body, mended) = message.decode_lenient().unwrap();
    assert!(mended);
    assert_eq!(body.media_type(), "text/plain");
    assert_eq!(body.bytes().len(), 18);
    assert!(body.text().is_err(), "the sample's placeholder is base64 by chance, and no text");
}

#[test]
fn received_message_has_its_text() {
    let message = Message::from_json(fixture("messages/message.json")).unwrap();
    let body = message.plain_message.unwrap().decode().unwrap();
    assert_eq!(body.text().unwrap(), "Café at noon? 5 + 1 seats\r\n");
    assert_eq!(message.participant_link.as_ref().unwrap().title(), Some("Ann Doe"));
}
