//! Ranges that partition a file give each of its responses exactly once.

use std::{io::Cursor, ops::Range};

use ucwa_model::{DecodeOptions, Documents, Place, Responses, stream::boundary};

use crate::{
    items,
    load::{Load, Size},
};

/// A log of some kind: JSON or XML or both, with damage and with lines between, or with neither.
pub(crate) fn log(dice: &mut fastrand::Rng) -> String {
    let (format, damage, mut log) = (dice.u8(..3), dice.bool(), String::new());
    for response in Load::new(dice.u64(..1000), Size::Small).take(dice.usize(1..8)) {
        let xml = format == 1 || format == 2 && dice.bool();
        let text = if xml { response.xml } else { response.json };
        let cut = dice.usize(..text.len());
        log += &match dice.u8(..if damage { 13 } else { 4 }) {
            4 => String::from_utf8_lossy(&text.as_bytes()[..cut]).into_owned(),
            5 => text.replace("><", ">\n<").replace(",\"", ",\n\""),
            6 => text.replace("?>", "?>\n<!-- </events> -->\n"),
            7 => text.replace("\"type\"", "\"type").replace("<sender", "<!-- <sender"),
            8 => "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n".to_owned(),
            9 => format!("{text}{text}"),
            10 => text.replace("?>", "?>\n"),
            11 => "<?xml version=\"1.0\"?>\r\n<resource rel=\"me\" xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"/>"
                .to_owned(),
            12 => "{\"rel\":\"me\",\n\"_links\":{}}".to_owned(),
            _ => text,
        };
        log += if damage { ["\n", "\n", "\r\n", "\n\n \n", "\n\u{feff}", " ", ""][dice.usize(..7)] } else { "\n" };
    }
    log
}

fn start(item: &items::Item) -> (usize, usize, bool) {
    match item {
        Ok(response) => (response.start.offset, response.length, true),
        Err(unexpected) => (unexpected.start.offset, unexpected.length, false),
    }
}

fn check(plans: usize, seed: u64) {
    let mut dice = fastrand::Rng::with_seed(seed);
    let (mut log, mut whole) = (String::new(), Vec::new());
    for plan in 0..plans {
        if plan % 10 == 0 {
            log = self::log(&mut dice);
            whole = items::read(log.as_bytes(), DecodeOptions::new()).iter().map(start).collect();
        }
        let mut ends: Vec<usize> = (0..dice.usize(..8)).map(|_| dice.usize(..=log.len())).collect();
        ends.extend([0, log.len()]);
        ends.sort_unstable();
        let mut found = Vec::new();
        for range in ends.windows(2) {
            let responses = || Responses::range(Cursor::new(&log), range[0] as u64..range[1] as u64).unwrap();
            let part: Vec<_> = responses().map(|item| start(&item.map_err(items::unexpected))).collect();
            if plan % 50 == 0 {
                let parallel: Vec<_> = responses().par_map(|item| start(&item)).map(Result::unwrap).collect();
                assert_eq!(parallel, part, "{range:?}\n{log}");
            }
            found.extend(part);
        }
        assert!(found == whole, "plan {plan}: {ends:?}\n{found:?}\n{whole:?}\n{log}");
    }
}

/// What a part of a log holds, read by itself: the responses and the rest, and the bytes of all.
fn part(log: &str, part: Range<usize>) -> (Vec<items::Item>, Vec<(usize, Vec<u8>)>) {
    let (bytes, start) = (&log.as_bytes()[part.clone()], Place::new(part.start, 1, 1));
    let responses = Responses::new(bytes).with_start(start).map(|item| item.map_err(items::unexpected)).collect();
    let documents = Documents::new(bytes).with_start(start).map(Result::unwrap);
    (responses, documents.map(|document| (document.start.offset, document.bytes)).collect())
}

/// The places of events, of errors and of documents that do not depend on where lines are counted from.
fn offsets(item: &items::Item) -> Vec<usize> {
    match item {
        Ok(response) => {
            let events = response
                .events
                .iter()
                .map(|(_, event)| event.map_or_else(|broken| broken.offset(), |event| event.offset().unwrap()));
            let fault = response.fault.iter().filter_map(|fault| Some(fault.place()?.offset));
            [response.start.offset, response.length].into_iter().chain(events).chain(fault).collect()
        }
        Err(unexpected) => vec![unexpected.start.offset, unexpected.length],
    }
}

#[test]
fn parts_between_boundaries_are_the_whole() {
    let mut dice = fastrand::Rng::with_seed(3);
    for plan in 0..200 {
        let log = log(&mut dice);
        let mut places: Vec<u64> = (0..dice.usize(1..12)).map(|_| dice.u64(..=log.len() as u64)).collect();
        places.extend([0, log.len() as u64]);
        places.sort_unstable();
        let at = |place: &u64| usize::try_from(boundary(&mut Cursor::new(&log), *place).unwrap()).unwrap();
        let boundaries: Vec<usize> = places.iter().map(at).collect();
        assert!(boundaries.is_sorted() && boundaries.last() == Some(&log.len()));
        let (mut responses, mut documents) = (Vec::new(), Vec::new());
        for range in boundaries.windows(2) {
            let found = part(&log, range[0]..range[1]);
            responses.extend(found.0.iter().map(offsets));
            documents.extend(found.1);
        }
        let whole = part(&log, 0..log.len());
        assert!(responses == whole.0.iter().map(offsets).collect::<Vec<_>>(), "plan {plan}: {boundaries:?}\n{log}");
        assert!(documents == whole.1, "plan {plan}: {boundaries:?}\n{log}");
        for (document, item) in Documents::new(log.as_bytes()).map(Result::unwrap).zip(&whole.0) {
            assert!(document.response() == *item, "{log}");
            assert!(document.routes().is_none() || document.format.is_some());
        }
    }
}

/// A boundary is where it is however the offset lies to the pieces in which the file is read.
#[test]
fn boundaries_far_away_are_found() {
    let prolog = "<?xml version=\"1.0\"?>\n<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"/>\n";
    for filler in [10, 65_000, 65_535, 65_536, 131_071, 200_000] {
        let log = format!("text\n{}\n{prolog}{{\"sender\":[]}}\n", "x".repeat(filler));
        let (begin, next) = (filler + 6, filler + 6 + prolog.len());
        let boundary = |at: usize| usize::try_from(boundary(&mut Cursor::new(&log), at as u64).unwrap()).unwrap();
        for at in [1, filler / 2 + 1, filler, begin - 1, begin] {
            assert_eq!(boundary(at), begin, "from {at}");
        }
        // `<events` on the line behind its declaration is no begin
        for at in [begin + 1, begin + 21, begin + 22, next] {
            assert_eq!(boundary(at), next, "from {at}");
        }
        assert_eq!([boundary(next + 1), boundary(log.len()), boundary(log.len() + 9)], [log.len(); 3]);
    }
}

#[test]
fn random_plans() {
    check(200, 1);
}

#[test]
#[ignore = "run it in a release build"]
fn ten_thousand_plans() {
    check(10_000, 2);
}
