//! `#[derive(Resource)]` on a struct of somebody else: the same tables, the same codecs.

#![deny(warnings, clippy::all)]
#![allow(clippy::unwrap_used, reason = "a test may stop")]

use ucwa_model::{
    Code, Codec, DataLink, Date, Decoder, Extra, Format, Link, Resource, Subject, Text,
    communication::Participant,
    descriptor::{Form, Kind},
    enumerations::Importance,
};

/// A drawing that participants share.
#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "whiteboard")]
struct Whiteboard {
    /// What it is called.
    subject: Option<Subject>,
    #[ucwa(name = "type")]
    kind: Option<Text>,
    importance: Option<Importance>,
    #[ucwa(range = "1..=9")]
    pages: Option<i64>,
    tags: Option<Vec<Text>>,
    time_stamp: Option<Date>,
    shared: Option<bool>,
    self_link: Option<Link>,
    contact_links: Vec<Link>,
    preview: Option<DataLink>,
    owner: Option<Box<Participant>>,
    guest: Vec<Participant>,
    extra: Extra,
}

#[derive(Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "openWhiteboard", input)]
struct OpenWhiteboard {
    #[ucwa(required)]
    subject: Option<Subject>,
    extra: Extra,
}

fn whiteboard() -> Whiteboard {
    Whiteboard {
        subject: Some("Plan".try_into().unwrap()),
        kind: Some("sketch".into()),
        importance: Some(Importance::Urgent),
        pages: Some(3),
        tags: Some(vec!["a".into()]),
        time_stamp: Some(Date::parse_json("/Date(0)/").unwrap()),
        shared: Some(true),
        self_link: Some(Link::new("/w/1")),
        contact_links: vec![Link::new("/people/1")],
        preview: Some(DataLink::plain("hi")),
        owner: Some(Box::default()),
        guest: vec![Participant::default()],
        extra: Extra::default(),
    }
}

#[test]
fn it_speaks_both_formats() {
    let board = whiteboard();
    let json = board.to_json().unwrap();
    assert_eq!(
        json,
        concat!(
            r#"{"rel":"whiteboard","subject":"Plan","type":"sketch","importance":"Urgent","pages":3,"tags":["a"],"#,
            r#""timeStamp":"\/Date(0)\/","shared":true,"_links":{"self":{"href":"/w/1"},"contact":[{"href":"/people/1"}],"#,
            r#""preview":{"href":"data:text/plain;charset=utf-8,hi"}},"#,
            r#""_embedded":{"owner":{"rel":"participant"},"guest":[{"rel":"participant"}]}}"#,
        )
    );
    assert_eq!(Whiteboard::from_json(&json).unwrap(), board);
    assert_eq!(Whiteboard::from_xml(board.to_xml().unwrap()).unwrap(), board);
    assert_eq!(serde_json::from_str::<Whiteboard>(&json).unwrap(), board);
    assert_eq!(serde_json::to_string(&board).unwrap(), json.replace("\\/", "/"));
}

#[test]
fn its_table_says_what_it_is() {
    let shape = Whiteboard::SHAPE;
    assert_eq!((shape.rel, shape.form), ("whiteboard", Form::Resource));
    assert_eq!((shape.properties().len(), shape.links().len(), shape.embedded().len()), (7, 3, 2));
    assert_eq!(shape.fields[0].doc, "What it is called.");
    assert!(matches!(shape.fields[0].kind, Kind::String { limit: Some(250) }));
    assert_eq!(shape.fields[3].range, Some((1, 9)));
    assert!(shape.links()[1].many && matches!(shape.links()[2].kind, Kind::Data));
}

#[test]
fn its_rules_hold() {
    let error = Decoder::new(Format::Json).strict().decode::<Whiteboard>(r#"{"pages":10}"#).unwrap_err();
    assert_eq!(error.to_string(), "1:10: pages: expected a number from 1 to 9, but found 10");
    let mut board = whiteboard();
    board.pages = Some(0);
    assert_eq!(board.validate()[0].code, Code::Range);

    assert_eq!(OpenWhiteboard::default().to_json().unwrap_err().code(), Code::Required);
    assert_eq!(OpenWhiteboard::from_json("{}").unwrap_err().code(), Code::Required);
}
