//! What the schema says, as data.

use std::collections::BTreeSet;

use ucwa_model::{
    descriptor::{self, Kind},
    http::{Base, Content, Operation, Request, scopes},
};

use crate::{FORMATS, operation};

#[test]
fn every_operation_is_found_by_its_name() {
    let tables: usize = descriptor::definitions().map(|definition| definition.operations.len()).sum();
    assert_eq!(Operation::all().count(), tables);
    for one in Operation::all() {
        assert_eq!(Operation::find(one.name(), one.method().as_str()), Some(one));
        assert_eq!(one.method().as_str(), one.table().method, "a method that HTTP has");
    }
}

#[test]
fn a_rel_is_that_of_the_latest_revision_with_the_method() {
    let by_rel = |rel, method| Operation::find(rel, method).map(Operation::name);
    assert_eq!(by_rel("group", "PUT"), Some("group2"));
    assert_eq!(by_rel("startMessaging", "Post"), Some("startMessaging"), "a name goes before a rel");
    assert_eq!(by_rel("startMessaging", "DELETE"), None);
}

#[test]
fn scopes_are_the_fewest_that_are_enough() {
    let all = scopes(Operation::all());
    let names: BTreeSet<_> = Operation::all().flat_map(|one| one.scopes().iter().copied()).collect();
    assert!(all.len() <= names.len());
    for one in Operation::all().filter(|one| !one.scopes().is_empty()) {
        assert!(one.scopes().iter().any(|scope| all.contains(scope)), "{one}");
    }
    assert_eq!(scopes([operation("events", "GET")]), [""; 0], "the channel needs none");
    let note = [operation("note", "POST"), operation("sendMessage", "POST")];
    assert_eq!(scopes(note), ["User.ReadWrite", "Conversations.Initiate"]);
}

/// An answer that is no resource is asked for by its own media type.
#[test]
fn accept_is_what_the_answer_is() {
    let accept = |name: &str, method: &str, format| {
        let base = Base::new("https://lync.contoso.com", format).unwrap();
        let request = Request::new(operation(name, method), "/x");
        let request =
            if name == "batch" { request.with_content(Content::new("multipart/batching;boundary=b", "--b--")) } else { request };
        request.unchecked().to_http(&base).unwrap().headers()["accept"].to_str().unwrap().to_owned()
    };
    for format in FORMATS {
        assert_eq!(accept("photo", "GET", format), "image/jpeg");
        assert_eq!(accept("contactPhoto", "GET", format), "image/jpeg");
        assert_eq!(accept("xframe", "GET", format), "text/html");
        assert_eq!(accept("batch", "POST", format), "multipart/batching");
        let usual = if format == FORMATS[0] { "application/json" } else { "application/xml" };
        let others = Operation::all().filter(|one| accept(one.name(), one.method().as_str(), format) != usual);
        assert_eq!(others.count(), 4);
    }
}

/// A PUT sends a date back in the form of its format, which the field of the input sees to: no property that is a date may lack one.
#[test]
fn every_date_of_a_resource_has_a_field_in_its_put() {
    for one in Operation::all().filter(|one| one.is("PUT")) {
        let shape = one.definition().shape.unwrap();
        for field in shape.properties().iter().filter(|field| matches!(field.kind, Kind::Date)) {
            assert!(one.input().unwrap().fields.iter().any(|other| other.name == field.name), "{one}: {}", field.name);
        }
    }
}

#[test]
fn documented_errors_are_found() {
    let make = operation("makeMeAvailable", "POST");
    let found = make.error(http::StatusCode::CONFLICT, "Conflict", Some("None"));
    assert_eq!(found.unwrap().subcode, None, "`None` is no subcode");
    assert!(make.error(http::StatusCode::CONFLICT, "Conflict", Some("Brandnew")).is_none());
}

/// The table of such answers is by hand: a definition that adds one has to be added there.
#[test]
fn answers_without_a_shape_are_known() {
    let rels = Operation::all().filter_map(|one| one.success().body).filter(|rel| descriptor::shape_of_rel(rel).is_none());
    let rels: BTreeSet<&str> = rels.collect();
    // what OPTIONS and makeMeAvailable answer; links without a name; a type of its own; and nothing, whatever the page says
    let documents = ["", "Renegotiation entity", "events", "reportMyNetwork"];
    let contents = ["batch", "contactPhoto", "photo", "xframe"];
    assert_eq!(rels, documents.into_iter().chain(contents).collect());
}
