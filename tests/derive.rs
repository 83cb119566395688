//! `#[derive(Codec)]` and `#[derive(Enumeration)]` on types of somebody else: they have tables, and the codecs read them.

#![deny(warnings, clippy::all)]
#![allow(clippy::unwrap_used, reason = "a test may stop")]

use ucwa_model::{
    AnyResource, Code, Codec, DataLink, Date, Decoder, Enumeration, Extra, Format, Link, Subject, Text, UnrecognizedValue,
    communication::Participant,
    descriptor::{Form, Kind},
    enumerations::Importance,
    people::Group,
};

/// A drawing that participants share.
#[derive(Clone, Debug, Default, PartialEq, Codec)]
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

/// What of a participant matters to a whiteboard.
#[derive(Debug, Default, PartialEq, Codec)]
#[ucwa(rel = "participant")]
struct Guest {
    name: Option<Text>,
    extra: Extra,
}

#[derive(Debug, Default, PartialEq, Codec)]
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
fn it_can_be_a_resource() {
    let board = whiteboard();
    let resource = AnyResource::of(&board).unwrap();
    assert!(matches!(resource, AnyResource::Other(_)), "{resource:?}");
    assert_eq!((resource.rel(), resource.get::<Whiteboard>().as_deref()), (Some("whiteboard"), Some(&board)));

    // what does not name itself gets the rel that it travels under
    let open = OpenWhiteboard { subject: Some("Plan".try_into().unwrap()), ..OpenWhiteboard::default() };
    let resource = AnyResource::of(&open).unwrap();
    assert_eq!(resource.rel(), Some("openWhiteboard"));
    assert_eq!(resource.read_as::<OpenWhiteboard>().unwrap().subject, open.subject);

    // a type of a rel that the schema knows becomes the schema's, and an earlier revision the latest
    let guest = Guest { name: Some("Lene".into()), extra: Extra::default() };
    assert!(matches!(AnyResource::of(&guest).unwrap(), AnyResource::Participant(found) if found.name.as_deref() == Some("Lene")));
    assert!(matches!(AnyResource::of(&Participant::default()).unwrap(), AnyResource::Participant(_)));
    assert!(matches!(AnyResource::of(&Group::default()).unwrap(), AnyResource::Group2(_)));
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

/// A struct whose fields are in no order at all.
#[derive(Debug, Default, PartialEq, Codec)]
#[ucwa(rel = "binder")]
struct Binder {
    sheet: Vec<Whiteboard>,
    cover_link: Option<Link>,
    title: Option<Text>,
    cover: Option<Box<Whiteboard>>,
    extra: Extra,
    colour: Option<Colour>,
    page_links: Vec<Link>,
    pages: Option<i64>,
}

/// What a binder is made in.
#[derive(Clone, Debug, PartialEq, Enumeration)]
#[ucwa(name = "binderColour")]
enum Colour {
    /// As grass.
    Green,
    #[ucwa(name = "dark-blue")]
    DarkBlue,
    Other(UnrecognizedValue),
}

#[test]
fn fields_are_in_any_order() {
    let names: Vec<_> = Binder::SHAPE.fields.iter().map(|field| field.name).collect();
    assert_eq!(names, ["title", "colour", "pages", "cover", "page", "sheet", "cover"]);
    assert_eq!((Binder::SHAPE.properties().len(), Binder::SHAPE.links().len()), (3, 2));
    let json = concat!(
        r#"{"rel":"binder","title":"A","colour":"dark-blue","pages":2,"_links":{"cover":{"href":"/c"},"page":[{"href":"/1"}]},"#,
        r#""_embedded":{"sheet":[{"rel":"whiteboard"}],"cover":{"rel":"whiteboard","subject":"B"}}}"#,
    );
    let binder = Binder::from_json(json).unwrap();
    assert_eq!(binder.to_json().unwrap(), json);
    assert_eq!(Binder::from_xml(binder.to_xml().unwrap()).unwrap(), binder);
    assert_eq!((binder.pages, binder.sheet.len()), (Some(2), 1));
    assert_eq!(binder.cover.unwrap().subject.unwrap().as_str(), "B");
    assert_eq!((binder.cover_link.unwrap().href.as_str(), binder.page_links[0].href.as_str()), ("/c", "/1"));
    assert!(binder.extra.is_empty());
}

#[test]
fn an_enumeration_is_open() {
    let table = Colour::TABLE;
    assert_eq!((table.name, table.doc), ("binderColour", "What a binder is made in."));
    assert_eq!(
        table.values.iter().map(|member| (member.name, member.doc)).collect::<Vec<_>>(),
        [("Green", "As grass."), ("dark-blue", "")]
    );
    assert!(matches!(Binder::SHAPE.fields[1].kind, Kind::Enumeration(other) if std::ptr::eq(other, table)));

    assert_eq!(Colour::from("dark-blue"), Colour::DarkBlue);
    assert_eq!(Colour::DarkBlue.to_string(), "dark-blue");
    assert_eq!((Colour::known(0), Colour::known(2)), (Some(Colour::Green), None));
    for (format, message) in [
        (Format::Json, r#"{"rel":"binder","colour":"Pink"}"#),
        (
            Format::Xml,
            r#"<resource xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa" rel="binder"><property name="colour">Pink</property></resource>"#,
        ),
    ] {
        let decoded = Decoder::new(format).report_unknown().decode::<Binder>(message).unwrap();
        assert_eq!(decoded.value.colour.as_ref().map(Colour::as_str), Some("Pink"));
        assert_eq!(decoded.report.unknown.len(), 1);
        assert!(decoded.value.to_json().unwrap().contains(r#""colour":"Pink""#));
    }
}
