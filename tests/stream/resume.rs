//! A log that has grown is taken up again: nothing is read twice, and nothing is missed.

use ucwa_model::{DecodeOptions, Feed, Place, Response, Responses, UnexpectedDocument, stream::Ending};

use crate::{
    items::{self, Item},
    load::{Load, Size},
};

/// A damaged, mixed log.
fn log() -> Vec<u8> {
    let mut log = String::new();
    for (index, response) in Load::new(21, Size::Small).take(8).enumerate() {
        let (json, xml) = (response.json, response.xml);
        log += &match index {
            0 => format!("\u{feff}{json}\n{xml}"),
            1 => format!("{}\n", &json[..json.len() / 2]),
            2 => format!("{}\r\n", xml.replace("<property", "<!-- <property")),
            3 => json.replace("\"type\"", "\"type") + "\n\n",
            4 => format!("12:00 {json}\nHTTP/1.1 200 OK\n\n{{\"code\":\"Gone\"}}\n"),
            5 => xml.replace("><", ">\n<") + &json,
            6 => format!("{}\u{feff}\n", &xml[..xml.len() / 3]),
            _ => json.replace(",\"", ",\n  \""),
        };
    }
    let mut log = log.into_bytes();
    let middle = log.len() / 2;
    log[middle] = 0xff;
    log
}

/// What is final: all but what the end of the input has cut.
fn finals(items: impl IntoIterator<Item = Item>) -> Vec<Item> {
    let ending = |item: &Item| item.as_ref().map_or_else(|unexpected| unexpected.ending, |response| response.ending);
    items.into_iter().filter(|item| ending(item) != Ending::Cut).collect()
}

fn by_reader(bytes: &[u8], place: Place) -> (Vec<Item>, Place) {
    let mut responses = Responses::new(bytes).with_start(place);
    let items: Vec<Item> = responses.by_ref().map(|item| item.map_err(items::unexpected)).collect();
    (items, responses.checkpoint())
}

fn by_feed(bytes: &[u8], place: Place) -> (Vec<Item>, Place) {
    let mut feed = Feed::new().with_start(place);
    let mut items = Vec::new();
    for piece in bytes.chunks(977) {
        feed.push(piece);
        items.extend(std::iter::from_fn(|| feed.next_response()));
    }
    feed.finish();
    items.extend(std::iter::from_fn(|| feed.next_response()));
    (items, feed.checkpoint())
}

fn by_all_cores(bytes: &[u8], place: Place) -> (Vec<Item>, Place) {
    let mut items = Responses::new(bytes).with_start(place).par_map(|item: Result<Response, UnexpectedDocument>| item);
    let all = items.by_ref().map(Result::unwrap).collect();
    (all, items.checkpoint())
}

/// Reads up to a cut, takes the rest up, and gives what one reading does.
fn check(read: fn(&[u8], Place) -> (Vec<Item>, Place), step: usize) {
    let log = log();
    let (whole, _) = read(&log, Place::START);
    assert!(whole == items::read(&log, DecodeOptions::new()));
    assert!(whole.len() >= 10, "{}", whole.len());
    // each of the first places too: a byte order mark has no width
    for cut in (0..8).chain((0..=log.len()).step_by(step)) {
        let (first, place) = read(&log[..cut], Place::START);
        let (rest, _) = read(&log[place.offset..], place);
        let mut found = finals(first);
        found.extend(rest);
        assert!(found == whole, "cut at {cut}, taken up at {place}");
    }
}

#[test]
fn cut_at_many_places() {
    check(by_reader, 17);
    check(by_feed, 61);
    check(by_all_cores, 61);
}

#[test]
#[ignore = "some minutes without optimisation"]
fn cut_at_every_byte() {
    check(by_reader, 1);
    check(by_feed, 1);
    check(by_all_cores, 1);
}

/// Events of what was cut are not handed out: none counts twice.
#[test]
fn visited_events_count_once() {
    let log = log();
    let all = items::visit_all(&log).len();
    for cut in (0..log.len()).step_by(101) {
        let mut count = 0;
        let mut responses = Responses::new(&log[..cut]);
        while responses.visit_next(|_, _| count += 1).is_some() {}
        let place = responses.checkpoint();
        count += items::visit_all(&log[place.offset..]).len();
        assert_eq!(count, all, "cut at {cut}");
    }
}

/// A visit that fails leaves the checkpoint before its response, and the next one goes on behind it.
#[test]
fn a_visit_that_fails() {
    let response = |rel: &str| format!("{{\"sender\":[{{\"rel\":\"{rel}\",\"href\":\"/\",\"events\":[{{}},{{}}]}}]}}\n");
    let log = response("a") + &response("b") + &response("c");
    let mut responses = Responses::new(log.as_bytes());
    let mut seen = Vec::new();
    let mut visit = |rel: &str| {
        seen.push(rel.to_owned());
        if rel == "b" { Err("b") } else { Ok(()) }
    };
    assert!(responses.try_visit_next(|sender, _| visit(&sender.rel)).unwrap().unwrap().is_ok());
    let end_of_first = responses.checkpoint().offset;
    assert_eq!(responses.try_visit_next(|sender, _| visit(&sender.rel)).unwrap_err(), "b");
    assert!((end_of_first..=response("a").len()).contains(&responses.checkpoint().offset));
    assert!(responses.try_visit_next(|sender, _| visit(&sender.rel)).unwrap().unwrap().is_ok());
    assert_eq!(seen, ["a", "a", "b", "c", "c"]);
    assert!(responses.visit_next(|_, _| ()).is_none());
}
