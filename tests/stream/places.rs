//! Places are those of the stream.

use ucwa_model::{Decoder, Feed, Format, Responses};

use crate::items;

/// The place of the first wrong byte, and what the stream has there.
fn at<'a>(stream: &'a str, error: &ucwa_model::Error) -> &'a str {
    let place = error.place().unwrap();
    let line: usize = stream.split_inclusive('\n').take(place.line - 1).map(str::len).sum();
    let column: usize = stream[line..].chars().take(place.column - 1).map(char::len_utf8).sum();
    assert_eq!(line + column, place.offset, "{error}");
    &stream[place.offset..]
}

#[test]
fn of_broken_events_deviations_and_faults() {
    let json = r#"{"sender":[{"rel":"é","href":"/p","events":[{"type":"added","status":@},{"type":"added","_embedded":{"message":{"direction":#}}}]}]}"#
        .replace('#', "7");
    let xml = "<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"><sender rel=\"é\" href=\"/p\">\n<added rel=\"x\" href=\"&no;\"/></sender></events>";
    let sender = "<sender rel=\"é\" href=\"/p\"><added rel=\"x\" href=\"&no;\"/></sender>";
    let stream = format!("é text\n\n{json}{json}\n{xml}\n{sender}{sender}\n");
    let items = items::read(stream.as_bytes(), Decoder::new(Format::Json));
    let (mut broken, mut deviations) = (0, 0);
    for response in items.iter().flatten() {
        assert!(stream[response.start.offset..].starts_with(['{', '<']));
        for event in response.events.broken() {
            let found = at(&stream, event.error());
            assert!(found.starts_with('@') || found.starts_with("&no;") || found.starts_with("<added"), "{found}");
            broken += 1;
        }
        for violation in &response.report.deviations {
            let found = at(&stream, &violation.clone().into());
            assert!(found.starts_with('7') || found.starts_with('"'), "{violation} {found}");
            deviations += 1;
        }
    }
    assert_eq!((broken, deviations), (5, 2));
}

#[test]
fn of_visited_events() {
    let response = r#"{"sender":[{"rel":"people","href":"/p","events":[{"type":"added"},{"type":@}]}]}"#;
    let stream = format!("{response}\n {response}");
    let mut places = Vec::new();
    let mut responses = Responses::new(stream.as_bytes());
    while let Some(response) = responses.visit_next(|sender, event| {
        assert_eq!(sender.rel, "people");
        places.extend(event.err().map(|broken| broken.error().place().unwrap().to_string()));
    }) {
        assert_eq!(response.unwrap().events.iter().count(), 0);
    }
    assert_eq!(places, ["1:75", "2:76"]);

    let mut feed = Feed::new();
    feed.push(stream.as_bytes());
    let mut count = 0;
    while feed.visit_next(|_, _| count += 1).is_some() {}
    assert_eq!(count, 4);
}
