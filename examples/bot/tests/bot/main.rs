//! The bot as it is, against a server on this machine that follows a script.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may stop")]

mod server;

use std::process::Command;

use server::Says::{Done, Events, Leads, Resource, Started, Token, Unauthorized};

const APPLICATION: &str = r#"{"rel":"application","_links":{"self":{"href":"/ucwa/v1/applications/192"},
    "events":{"href":"/ucwa/v1/applications/192/events?ack=1"}},"_embedded":{"me":{"rel":"me","_links":{
    "self":{"href":"/ucwa/v1/applications/192/me"},"makeMeAvailable":{"href":"/ucwa/v1/applications/192/me/makeMeAvailable"}}}}}"#;
const ME: &str = r#"{"rel":"me","name":"Lene Aaling","_links":{"self":{"href":"/ucwa/v1/applications/192/me"},
    "reportMyActivity":{"href":"/ucwa/v1/applications/192/me/reportMyActivity"}}}"#;
const MESSAGING: &str =
    r#"{"rel":"messaging","state":"Connected","_links":{"self":{"href":"/messaging"},"sendMessage":{"href":"/messages"}}}"#;

/// The invitation, as it is in an event of a type.
fn invitation(event: &str) -> String {
    format!(
        r#"{{"link":{{"rel":"messagingInvitation","href":"/invitations/602"}},"type":"{event}","_embedded":{{"messagingInvitation":
        {{"rel":"messagingInvitation","direction":"Incoming","_links":{{"self":{{"href":"/invitations/602"}},
        "accept":{{"href":"/invitations/602/accept"}},"messaging":{{"href":"/messaging"}}}}}}}}}}"#
    )
}

fn said(text: &str) -> String {
    format!(
        r#"{{"link":{{"rel":"message","href":"/messages/1"}},"type":"completed","_embedded":{{"message":{{"rel":"message","direction":"Incoming",
        "_links":{{"plainMessage":{{"href":"data:text/plain;charset=utf-8,{text}%0d%0a"}},"messaging":{{"href":"/messaging"}}}}}}}}}}"#
    )
}

#[test]
fn it_signs_in_greets_answers_and_signs_out() {
    let script = vec![
        ("GET /", Leads("user", "/oauth/user")),
        ("GET /oauth/user", Unauthorized),
        ("POST /oauthtoken password lenea@contoso.com s3cret", Token("cwt=A")),
        ("GET /oauth/user", Leads("applications", "/ucwa/v1/applications")),
        ("POST /ucwa/v1/applications", Resource("application", APPLICATION.to_owned())),
        ("POST /ucwa/v1/applications/192/me/makeMeAvailable", Done),
        ("GET /ucwa/v1/applications/192/me", Resource("me", ME.to_owned())),
        ("GET /ucwa/v1/applications/192/events?ack=1", Events(2, vec![invitation("started")])),
        ("POST /invitations/602/accept", Done),
        ("GET /ucwa/v1/applications/192/events?ack=2", Events(3, vec![invitation("completed")])),
        ("GET /messaging", Resource("messaging", MESSAGING.to_owned())),
        ("POST /messages Hello, I repeat what you say, until you say bye.", Started("/messages/0")),
        // the token has expired
        ("GET /ucwa/v1/applications/192/events?ack=3", Unauthorized),
        ("POST /oauthtoken password lenea@contoso.com s3cret", Token("cwt=B")),
        ("GET /ucwa/v1/applications/192/events?ack=3", Events(4, vec![said("5+%2b+1+%26+caf%c3%a9")])),
        ("GET /messaging", Resource("messaging", MESSAGING.to_owned())),
        ("POST /messages 5 + 1 & caf\u{e9}", Started("/messages/2")),
        ("GET /ucwa/v1/applications/192/events?ack=4", Events(5, vec![said("bye")])),
        ("GET /messaging", Resource("messaging", MESSAGING.to_owned())),
        ("POST /messages bye", Started("/messages/3")),
        ("DELETE /ucwa/v1/applications/192", Done),
    ];
    let expected: Vec<String> = script.iter().map(|(request, _)| (*request).to_owned()).collect();
    let (origin, server) = server::start(script);
    let mut bot = Command::new(env!("CARGO_BIN_EXE_ucwa-bot"));
    let bot = bot.args([&origin, "lenea@contoso.com"]).env("UCWA_PASSWORD", "s3cret").output().unwrap();
    assert!(bot.status.success(), "{}", String::from_utf8_lossy(&bot.stderr));
    assert_eq!(server.join().unwrap(), expected);
}

/// Lines of the bot that are neither blank nor comments nor imports.
#[test]
fn it_is_at_most_sixty_lines() {
    let source = include_str!("../../src/main.rs");
    let (_, own) = source.split_once("const GREETING").unwrap();
    let lines = own.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count();
    assert!(lines <= 60, "{lines} lines");
}
