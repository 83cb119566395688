//! What is passed over is what would not have come.

use ucwa_arrow::Table;
use ucwa_model::{
    descriptor::{self, Form},
    dialect::is_rel,
};

use crate::rows::{Row, all, log, reader, rows};

/// Whether a row of all is one that filters let through; what is broken may be.
fn takes(row: &Row, senders: &[&str], types: &[&str]) -> bool {
    let of = |name: &str| row.get(name).map_or("", String::as_str);
    let is_sender = senders.is_empty() || senders.iter().any(|wanted| is_rel(of("sender_rel"), wanted));
    let is_type = types.is_empty() || types.contains(&of("event_type"));
    row.contains_key("error_code") || is_sender && is_type
}

#[test]
fn filters_give_what_is_left_of_all() {
    let mut dice = fastrand::Rng::with_seed(11);
    let (mut few, mut broken) = (0, 0);
    for round in 0..200 {
        let log = log(&mut dice, 6, round % 3 > 0);
        let whole = all(log.as_bytes(), &Table::events());
        let choices: [(&[&str], &[&str]); 4] =
            [(&["conversation"], &[]), (&[], &["updated"]), (&["people", "me"], &["updated", "added"]), (&["nobody"], &[])];
        for (senders, types) in choices {
            let found = rows(reader(log.as_bytes()).senders(senders.iter().copied()).types(types.iter().copied()));
            let expected: Vec<_> = whole.iter().filter(|row| takes(row, senders, types)).cloned().collect();
            // what a damaged document holds is known if it is decoded: a filter may pass over damage in what is not wanted
            let wanted = |rows: &[Row]| rows.iter().filter(|row| !row.contains_key("error_code")).cloned().collect::<Vec<_>>();
            assert_eq!(wanted(&found), wanted(&expected), "{senders:?} {types:?}\n{log}");
            few += found.len();
            broken += found.iter().filter(|row| row.contains_key("error_code")).count();
        }
    }
    assert!(few > 1000 && broken > 20, "{few} {broken}");
}

#[test]
fn tables_of_rels_have_the_resources_of_all_events() {
    let mut dice = fastrand::Rng::with_seed(12);
    let mut count = 0;
    for round in 0..100 {
        let log = log(&mut dice, 6, round % 3 > 0);
        let whole = all(log.as_bytes(), &Table::events());
        for rel in ["message", "contactPresence", "contact", "participant", "conversation", "messagingInvitation", "messaging"] {
            let key = |row: &Row| (row["offset"].clone(), row["event_index"].clone(), row.get("role").cloned());
            let found: Vec<_> = all(log.as_bytes(), &Table::rel(rel).unwrap()).iter().map(key).collect();
            let expected: Vec<_> =
                whole.iter().filter(|row| row.get("resource_rel").is_some_and(|one| one == rel)).map(key).collect();
            for one in &expected {
                assert!(found.contains(one), "{rel}: {one:?}\n{log}");
            }
            count += expected.len();
        }
    }
    assert!(count > 500, "{count}");
}

#[test]
fn names_may_be_written_in_any_way() {
    let event = r#"{"type":"added","_embedded":{"x":{"rel":"mess\u0061ge","direction":"Incoming"}}}"#;
    let json = format!(r#"{{"sender":[{{"rel":"c","href":"/c","events":[{event}]}}]}}"#);
    let xml = concat!(
        r#"<events xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa"><sender rel="c" href="/c"><added rel="x" href="/x">"#,
        r#"<resource rel="x"><property name="rel">mess&#97;ge</property></resource></added></sender></events>"#
    );
    let [pieces, comment] = ["mess<![CDATA[age]]>", "mess<!-- -->age"].map(|name| xml.replace("mess&#97;ge", name));
    let dialect = json.replace("mess\\u0061ge", "service:message");
    for log in [&json, xml, &pieces, &comment, &dialect] {
        assert_eq!(all(log.as_bytes(), &Table::rel("message").unwrap()).len(), 1, "{log}");
        assert_eq!(all(log.as_bytes(), &Table::rel("messaging").unwrap()).len(), 0, "{log}");
    }
}

/// A type may come under the name of another rel that is like it, which may be the only one in the bytes.
#[test]
fn resources_come_under_all_of_their_names() {
    let mut count = 0;
    for definition in descriptor::definitions() {
        let Some(shape) = descriptor::shape_of_rel(definition.rel).filter(|shape| shape.form == Form::Resource) else { continue };
        let (role, table) = (definition.rel, Table::rel(shape.rel).unwrap());
        let json = format!(
            r#"{{"sender":[{{"rel":"c","href":"/c","events":[{{"type":"added","_embedded":{{"{role}":{{"_links":{{"self":{{"href":"/1"}}}}}}}}}}]}}]}}"#
        );
        let named = json.replace(r#""_links""#, &format!(r#""rel":"service:{role}","_links""#));
        let xml = format!(
            r#"<events xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa"><sender rel="c" href="/c"><added rel="x" href="/x"><resource rel="{role}" href="/1"/></added></sender></events>"#
        );
        for log in [json, named, xml] {
            assert_eq!(all(log.as_bytes(), &table).len(), 1, "{role} in {}", table.name());
        }
        count += usize::from(role != shape.rel);
    }
    assert_eq!(count, 14);
}

/// What is broken in an event that is passed over comes if it shows, or if an event that is wanted is broken too.
#[test]
fn damage_comes_where_it_shows() {
    let xml = |completed: &str, added: &str| {
        format!(
            r#"<events xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa"><sender rel="people" href="/p"><completed rel="message" href="/m">{completed}</completed><added rel="contact" href="/a">{added}</added></sender></events>"#
        )
    };
    let event = |link: &str, message: &str, name: &str| {
        format!(r#"{{"link":{link},"_embedded":{{"message":{message}}},"type":"{name}"}}"#)
    };
    let link = r#"{"rel":"message","href":"/m"}"#;
    let json = |completed: &str, added: &str| {
        let (completed, added) = (event(link, completed, "completed"), event(link, added, "added"));
        format!(r#"{{"sender":[{{"rel":"people","href":"/p","events":[{completed},{added}]}}]}}"#)
    };
    let (tag, open) = (r#"<resource rel="message"x></resource>"#, r#"<resource rel="message">"#);
    let value = r#"{"timeStamp":1.2.3}"#;
    // the log, and what comes of `added` events: an error in the place of `completed`, and of `added`
    let cases = [
        (xml(tag, ""), [false, false]),
        (xml(tag, tag), [true, true]),
        (xml("", tag), [false, true]),
        (xml(open, ""), [false, false]),
        (xml(tag, "").replace("</sender></events>", ""), [true, false]),
        (json(value, "{}"), [false, false]),
        (json(value, value), [true, true]),
        (json("]", "{}"), [true, false]),
        (json("{}", "{}").replacen(link, "5", 1), [false, false]),
        // by the grammar, because servers write it in another order
        (json(value, "{}").replacen(r#"{"link""#, r#"{"status":"Success","link""#, 1), [true, false]),
    ];
    for (log, errors) in cases {
        let found = rows(reader(log.as_bytes()).types(["added"]));
        let index = |row: &Row| row["event_index"].clone();
        let (broken, whole): (Vec<_>, Vec<_>) = found.iter().partition(|row| row.contains_key("error_code"));
        let broken: Vec<_> = broken.into_iter().map(index).collect();
        assert_eq!(["0", "1"].map(|index| broken.iter().any(|one| one == index)), errors, "{log}\n{found:?}");
        assert!(whole.iter().all(|row| row["event_type"] == "added"), "{found:?}");
    }
}
