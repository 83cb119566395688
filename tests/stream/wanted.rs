//! Documents that are not wanted are passed over, and no others; and each begins where it was said to begin.

use std::io::BufReader;

use ucwa_model::{Documents, RawDocument, Responses, StreamError};

use crate::{items::unexpected, ranges::log};

type Seen = (usize, usize, Vec<u8>);

fn all(log: &str) -> Vec<RawDocument> {
    Documents::new(log.as_bytes()).map(Result::unwrap).collect()
}

#[test]
fn wanted_are_those_that_hold_what_is_looked_for() {
    let mut dice = fastrand::Rng::with_seed(31);
    let (mut found, mut passed) = (0, 0);
    for round in 0..600 {
        let log = log(&mut dice);
        let bytes = log.as_bytes();
        let length = dice.usize(1..10).min(bytes.len());
        let start = dice.usize(..=bytes.len() - length);
        // what is looked for may be anything that stands there, or nothing
        let needle = if round % 10 == 0 { b"nothing" } else { &bytes[start..start + length] };
        let holds = |bytes: &[u8]| bytes.windows(needle.len()).any(|part| part == needle);
        let documents = all(&log);
        let expected: Vec<Seen> = documents
            .iter()
            .filter(|document| holds(&document.bytes))
            .map(|document| (document.start.offset, document.start.line, document.bytes.clone()))
            .collect();
        let mut wanted = Documents::new(BufReader::with_capacity(dice.usize(1..3000), bytes));
        let mut lent: Vec<Seen> = Vec::new();
        while let Some(document) = wanted.next_wanted(holds) {
            let document = document.unwrap();
            lent.push((document.start().offset, document.start().line, document.bytes().to_vec()));
        }
        assert!(lent == expected, "{:?}\n{log}", String::from_utf8_lossy(needle));
        let mut whole = Documents::new(bytes);
        whole.by_ref().for_each(drop);
        assert_eq!(wanted.checkpoint(), whole.checkpoint(), "{log}");
        let mut responses = Responses::new(BufReader::with_capacity(dice.usize(1..3000), bytes));
        let mut starts = Vec::new();
        while let Some(place) = responses.next_wanted_start(holds).unwrap() {
            starts.push(place.offset);
            responses.visit_next(|_, _| {}).map(|found| found.map_err(unexpected).is_ok());
        }
        // others may come too, but none is missing
        assert!(expected.iter().all(|(offset, ..)| starts.contains(offset)), "{starts:?}\n{log}");
        assert_eq!(responses.checkpoint(), whole.checkpoint(), "{log}");
        (found, passed) = (found + lent.len(), passed + documents.len() - lent.len());
    }
    assert!(found > 500 && passed > 500, "{found} {passed}");
}

#[test]
fn documents_begin_where_it_is_said() {
    let mut dice = fastrand::Rng::with_seed(32);
    for _ in 0..300 {
        let log = log(&mut dice);
        let mut responses = Responses::new(BufReader::with_capacity(dice.usize(1..3000), log.as_bytes()));
        let mut starts = Vec::new();
        while let Some(place) = responses.next_start().unwrap() {
            let found = match responses.visit_next(|_, _| {}) {
                Some(Ok(response)) => response.start,
                Some(Err(error @ StreamError::Unexpected(_))) => unexpected(error).start,
                other => panic!("{other:?} at {place}\n{log}"),
            };
            assert_eq!(found, place, "{log}");
            starts.push(place);
        }
        assert!(responses.next().is_none());
        assert!(starts.iter().eq(all(&log).iter().map(|document| &document.start)), "{log}");
    }
}
