//! Every fixture of the repository goes through every table.

use std::fs;

use ucwa_arrow::Table;
use ucwa_model::{AnyResource, Decoder, Document, Encoder, Entry, Event, Events, Format, Sender};

use crate::{
    load::{Load, Size},
    rows::{Row, all},
};

/// The fixtures that are messages, as responses: what is a resource, as one that comes along with an event.
fn fixtures() -> Vec<(String, Events)> {
    let mut found = Vec::new();
    for folder in ["../tests/fixtures/seeds", "../tests/fixtures/messages"] {
        for entry in fs::read_dir(folder).unwrap() {
            let (path, name) = (entry.as_ref().unwrap().path(), entry.unwrap().file_name().into_string().unwrap());
            let bytes = fs::read(path).unwrap();
            let Some(format) = Format::guess(&bytes) else { continue };
            found.push((
                name,
                match Decoder::new(format).lenient().decode::<Document>(&bytes).unwrap().value {
                    Document::Events(events) => events,
                    Document::Resource(resource) => response(resource),
                    other => panic!("{other:?}"),
                },
            ));
        }
    }
    assert!(found.len() > 15, "{}", found.len());
    found
}

fn response(resource: AnyResource) -> Events {
    let (mut event, mut sender, mut events) = (Event::default(), Sender::default(), Events::default());
    let role = resource.rel().unwrap_or("something").to_owned();
    event.embedded.push(role, Entry::One(resource));
    (sender.rel, sender.href) = ("conversation".into(), "/c/1".into());
    sender.events.push(Ok(event));
    events.senders = Some(vec![sender]);
    events
}

fn encode(events: &Events, format: Format) -> String {
    Encoder::new(format).allow_incomplete().encode(events).unwrap()
}

/// The resource of a row.
fn read_back(row: &Row) -> AnyResource {
    let (decoder, json) = (Decoder::new(Format::Json).lenient(), row["resource"].as_bytes());
    let mut back = AnyResource::for_rel(row.get("resource_rel").map_or("", String::as_str));
    if let AnyResource::Other(_) = back {
        return match decoder.decode::<Document>(json).unwrap().value {
            Document::Resource(back) => back,
            other => panic!("{other:?}"),
        };
    }
    decoder.decode_into(json, back.record_mut()).unwrap();
    back
}

/// What the first resources of events are, as JSON, read back from the column.
fn check_resources(name: &str, events: &Events, rows: &[Row]) {
    assert_eq!(rows.len(), events.iter().count(), "{name}");
    for ((_, event), row) in events.iter().zip(rows) {
        let resource = event.as_ref().ok().and_then(|event| event.resource());
        assert_eq!(resource.is_some(), row.contains_key("resource"), "{name}: {row:?}");
        let Some(resource) = resource else { continue };
        let back = read_back(row);
        let json = |resource: &AnyResource| Encoder::new(Format::Json).allow_incomplete().encode(resource.record()).unwrap();
        assert_eq!(json(&back), json(resource), "{name}");
    }
}

#[test]
fn every_fixture_goes_through_every_table() {
    for (name, events) in fixtures() {
        let of_rel = |rel: &str| {
            let resources = events.iter().filter_map(|(_, event)| event.ok()).flat_map(Event::resources);
            let known = resources.filter(|resource| !matches!(resource, AnyResource::Other(_)));
            known.filter(|resource| resource.record().shape().rel == rel).count()
        };
        let (json, xml) = (encode(&events, Format::Json), encode(&events, Format::Xml));
        for table in Table::names().map(|name| Table::named(name).unwrap()) {
            let [from_json, from_xml] = [&json, &xml].map(|log| all(log.as_bytes(), &table));
            let expected = match table.name() {
                "responses" => 1,
                "events" => events.iter().count(),
                rel => of_rel(rel),
            };
            assert_eq!((from_json.len(), from_xml.len()), (expected, expected), "{name} in {}", table.name());
            if table.name() == "events" {
                check_resources(&name, &events, &from_json);
            }
        }
    }
}

/// Rows without what says in which bytes they came.
fn without_bytes(mut rows: Vec<Row>) -> Vec<Row> {
    for row in &mut rows {
        row.retain(|name, _| !["offset", "length", "format", "raw", "foreign_raw"].contains(&&**name));
    }
    rows
}

fn compare(table: &Table, one: &[Row], other: &[Row]) {
    assert_eq!(one.len(), other.len(), "{table:?}");
    for (one, other) in one.iter().zip(other) {
        assert_eq!(one, other, "{table:?}");
    }
}

#[test]
fn a_log_gives_the_same_rows_in_either_format() {
    let responses: Vec<_> = Load::new(7, Size::Small).take(150).collect();
    let json: String = responses.iter().map(|response| format!("{}\n", response.json)).collect();
    let converted = |json| encode(&Events::from_json(json).unwrap(), Format::Xml) + "\n";
    let converted: String = responses.iter().map(|response| converted(&response.json)).collect();
    // in what servers write, nothing tells unknown numbers from texts, and here dates have another offset from UTC
    let written: String = responses.iter().map(|response| format!("{}\n", response.xml)).collect();
    let (mut tables, mut times, mut texts) = (0, 0, 0);
    for table in Table::names().map(|name| Table::named(name).unwrap()) {
        let rows = |log: &str| without_bytes(all(log.as_bytes(), &table));
        let mut from_json = rows(&json);
        compare(&table, &from_json, &rows(&converted));
        let mut from_written = rows(&written);
        for row in from_json.iter_mut().chain(&mut from_written) {
            row.retain(|name, _| !["resource", "extra"].contains(&&**name));
        }
        compare(&table, &from_json, &from_written);
        tables += usize::from(!from_json.is_empty());
        times += from_json.iter().filter(|row| row.contains_key("time")).count();
        texts += from_json.iter().filter(|row| row.contains_key("text")).count();
        if table.name() == "events" {
            assert_eq!(from_json.len(), responses.iter().map(|response| response.events).sum::<usize>());
        }
    }
    assert!(tables > 6 && times > 20 && texts > 20, "{tables} {times} {texts}");
}

/// A message as `insta` would show it would hide what matters: which members become columns, and which do not.
#[test]
fn what_no_column_holds_is_in_extra() {
    let log = concat!(
        r#"{"sender":[{"rel":"conversation","href":"/c","events":[{"type":"added","link":{"rel":"message","href":"/m"},"_embedded":{"#,
        r#""message":{"rel":"message","direction":"Incoming","operationId":5,"new":[1],"timeStamp":"\/Date(1474932027613)\/","#,
        r#""_links":{"plainMessage":{"href":"data:text/plain,Hi"},"htmlMessage":{"href":"data:text/html;base64,/w=="},"#,
        r#""contact":{"href":"/p/1","title":"Lene"},"participant":{"href":"/p/2"},"#,
        r#""failedDeliveryParticipant":[{"href":"/p/3"},{"href":"/p/4"}]}}}}]}]}"#
    );
    let rows = all(log.as_bytes(), &Table::rel("message").unwrap());
    insta::assert_debug_snapshot!(rows, @r#"
    [
        {
            "contact_href": "/p/1",
            "direction": "Incoming",
            "event_index": "0",
            "event_type": "added",
            "extra": "{\"rel\":\"message\",\"operationId\":5,\"new\":[1],\"_links\":{\"htmlMessage\":{\"href\":\"data:text/html;base64,/w==\"},\"contact\":{\"href\":\"/p/1\",\"title\":\"Lene\"}}}",
            "failedDeliveryParticipant_href": "[\"/p/3\", \"/p/4\"]",
            "href": "/m",
            "offset": "0",
            "participant_href": "/p/2",
            "plainMessage": "Hi",
            "rel": "message",
            "role": "message",
            "sender_href": "/c",
            "sender_rel": "conversation",
            "timeStamp": "1474932027613000",
        },
    ]
    "#);
}

/// Servers that write XML leave the rel of what comes along to its role.
#[test]
fn the_rel_is_in_the_json_wherever_it_came_from() {
    let log = concat!(
        r#"<events xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa"><sender rel="c" href="/c"><completed rel="message" href="/m">"#,
        r#"<resource rel="message" href="/m"><property name="direction">Incoming</property></resource></completed></sender></events>"#
    );
    let row = &all(log.as_bytes(), &Table::events())[0];
    assert_eq!(row["resource"], r#"{"rel":"message","direction":"Incoming","_links":{"self":{"href":"/m"}}}"#);
    assert!(!all(log.as_bytes(), &Table::rel("message").unwrap())[0].contains_key("extra"));
}

/// As servers write it, with a digit below a microsecond: the column holds the time.
#[test]
fn a_time_of_seven_digits_is_held() {
    let log = concat!(
        r#"<events xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa"><sender rel="c" href="/c"><completed rel="message" href="/m">"#,
        r#"<resource rel="message" href="/m"><property name="timeStamp">2016-09-26T23:20:27.6134567Z</property></resource>"#,
        "</completed></sender></events>"
    );
    let row = &all(log.as_bytes(), &Table::rel("message").unwrap())[0];
    assert_eq!((row["timeStamp"].as_str(), row.get("extra")), ("1474932027613456", None));
    let row = &all(log.as_bytes(), &Table::events())[0];
    assert_eq!(row["time"], "1474932027613456");
    assert!(row["resource"].contains(r#""timeStamp":"\/Date(1474932027613)\/""#), "{}", row["resource"]);
}
