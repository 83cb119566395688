//! The requests of the five pages that the project began with, as they are printed: read, written and read again.

use std::fmt::Write;

use insta::assert_snapshot;
use ucwa_model::{
    Format,
    http::{Answer, Base, Reading},
};

use crate::{
    message::{request, response, show},
    operation,
};

/// The fixtures, and the operations of their pages.
const SEEDS: [(&str, &str, &str); 10] = [
    ("startMessaging2-a-json", "startMessaging2", "POST"),
    ("startMessaging2-a-xml", "startMessaging2", "POST"),
    ("startMessaging2-b-json", "startMessaging2", "POST"),
    ("startMessaging2-b-xml", "startMessaging2", "POST"),
    ("continueMessaging-json", "continueMessaging", "POST"),
    ("continueMessaging-xml", "continueMessaging", "POST"),
    ("sendMessage-json", "sendMessage", "POST"),
    ("sendMessage-xml", "sendMessage", "POST"),
    ("messagingInvitation-json", "messagingInvitation", "GET"),
    ("messagingInvitation-xml", "messagingInvitation", "GET"),
];

#[test]
fn requests_are_read_and_written() {
    let mut story = String::new();
    for (name, page, method) in SEEDS {
        let printed = request(&format!("http/{name}-request.http"));
        let operation = operation(page, method);
        let read = Reading::lenient().request(operation, &printed).unwrap();
        let _ = writeln!(story, "## {name}");
        for deviation in &read.report.deviations {
            let _ = writeln!(story, "deviation {deviation}");
        }
        let format = if name.ends_with("xml") { Format::Xml } else { Format::Json };
        let base = Base::new("https://fe1.contoso.com:443", format).unwrap();
        let typed = read.value.unchecked();
        let written = typed.to_http(&base).unwrap();
        let again = Reading::lenient().request(operation, &written).unwrap().value;
        assert_eq!(written.uri().path(), printed.uri().path(), "{name}");
        assert_eq!((again.body(), again.parameters()), (typed.body(), typed.parameters()), "{name}");
        assert_eq!(again.unchecked().to_http(&base).unwrap().body(), written.body(), "{name}");
        let _ = writeln!(story, "{}", show(&written));
    }
    assert_snapshot!("seeds", story);
}

#[test]
fn answers_are_read() {
    for (name, page, method) in SEEDS.into_iter().filter(|(_, _, method)| *method == "POST") {
        let answer = Answer::read(operation(page, method), &response(&format!("http/{name}-response.http"))).unwrap();
        let location = answer.started().unwrap();
        assert!(location.as_str().starts_with("/ucwa/v1/applications/192/communication/"), "{name}: {location}");
    }
}

/// What is wrong with the samples themselves, said in the words of this library.
#[test]
fn strictly_read_they_break_their_own_rules() {
    let mut story = String::new();
    for (name, page, method) in SEEDS {
        let error = ucwa_model::http::Request::read(operation(page, method), &request(&format!("http/{name}-request.http")));
        let _ = writeln!(story, "{name}: {}", error.map_or_else(|error| crate::chain(&error), |_| "fits".to_owned()));
    }
    assert_snapshot!("seeds_strict", story);
}
