//! Places are those of the stream.

use ucwa_model::{Broken, DecodeOptions, Event, Feed, Responses};

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
    let json = r#"{"sender":[{"rel":"é","href":"/p","events":[{"type":"added","status":@},{"link":{"rel":"a"},"type":"added","_embedded":{"message":{"direction":#}}}]}]}"#
        .replace('#', "7");
    let xml = "<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"><sender rel=\"é\" href=\"/p\">\n<added rel=\"x\" href=\"&no;\"/></sender></events>";
    let sender = "<sender rel=\"é\" href=\"/p\"><added rel=\"x\" href=\"&no;\"/></sender>";
    let stream = format!("é text\n\n{json}{json}\n{xml}\n{sender}{sender}\n");
    let items = items::read(stream.as_bytes(), DecodeOptions::new());
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

/// The offset and the line of each event, and whether it could be read.
type Starts = Vec<(usize, usize, bool)>;

fn start(event: Result<&Event, Broken>) -> (usize, usize, bool) {
    match event {
        Ok(event) => (event.offset().unwrap(), event.line().unwrap(), true),
        Err(broken) => (broken.offset(), broken.line(), false),
    }
}

fn starts(items: &[items::Item]) -> Starts {
    items.iter().flatten().flat_map(|response| response.events.iter().map(|(_, event)| start(event))).collect()
}

#[test]
fn of_all_events() {
    let json = r#"{"sender":[{"rel":"é","href":"/p","events":[{"type":"added"},{"type":@}]}]}"#;
    let pretty = json.replace(",\"", ",\n  \"").replace('{', "\n {").trim_start().to_owned();
    let xml = "<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\">\n<sender rel=\"é\" href=\"/p\">\n\n<added rel=\"x\" \
               href=\"/x\"/><updated rel=\"y\"></updated><added\nrel=\"&no;\"/></sender></events>";
    let sender = "<sender rel=\"é\" href=\"/p\"><added rel=\"x\" href=\"/x\"/>\n<added rel=\"x\" href=\"&no;\"/></sender>";
    let stream = format!("é\n\n\u{feff}{json}{json}\n{pretty}\n{xml}\n\u{feff}{sender}{sender}\n");
    let options = DecodeOptions::new();
    let found = starts(&items::read(stream.as_bytes(), options));
    assert_eq!(found.len(), 13);
    for (offset, line, good) in &found {
        assert_eq!(*line, stream[..*offset].matches('\n').count() + 1);
        assert!(!good || ["{\"type\"", "{\n", "<added ", "<updated "].iter().any(|begin| stream[*offset..].starts_with(begin)));
    }
    let mut visited = Vec::new();
    let mut responses = Responses::new(stream.as_bytes());
    while responses.visit_next(|_, event| visited.push(start(event.as_ref().map_err(Clone::clone)))).is_some() {}
    assert_eq!(visited, found);
    assert_eq!(starts(&items::feed(stream.as_bytes(), options, 1..stream.len())), found);
    let parallel: Vec<_> = Responses::new(stream.as_bytes()).par_map(|item| item).map(Result::unwrap).collect();
    assert_eq!(starts(&parallel), found);
}
