//! On all cores, in order.

use std::io::{self, BufReader, Read};

use ucwa_model::{DecodeOptions, Limits, Responses};

use crate::{
    items::{self, Item, Visited},
    load::{Load, Response, Size},
};

/// A stream of whole and broken responses, and of what is none, with and without lines between them.
fn stream(seed: u64, length: usize) -> String {
    let (mut dice, mut stream) = (fastrand::Rng::with_seed(seed), String::new());
    for Response { json, xml, .. } in Load::new(seed, Size::Small) {
        let cut = |text: &str, dice: &mut fastrand::Rng| {
            let end = dice.usize(..text.len());
            String::from_utf8_lossy(&text.as_bytes()[..end]).into_owned()
        };
        stream += &match dice.u8(..14) {
            0 => cut(&json, &mut dice),
            1 => cut(&xml, &mut dice),
            2 => xml.replace("?>", "?>\n<!-- </events> -->\n"),
            3 => xml.replace("?>", "?>\n<!DOCTYPE </events>\n"),
            4 => xml.replace("<sender", "<!-- <sender"),
            5 => json.replace("\"type\"", "\"type"),
            6 => json.replace(",\"", ",\n  \"").replace('}', "\n}"),
            7 => xml.replace("><", ">\n<"),
            8 => "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n".into(),
            9 | 10 => json,
            _ => xml,
        };
        stream += ["\n", "\n", "\r\n", "\n\n \n", "\n\u{feff}", " ", ""][dice.usize(..7)];
        if stream.len() > length {
            break;
        }
    }
    stream
}

fn agree(stream: &str) {
    let found = items::read(stream.as_bytes(), DecodeOptions::new());
    let parallel: Vec<_> = Responses::new(stream.as_bytes()).par_map(|item| item).map(Result::unwrap).collect();
    assert!(found.len() > 300 && found == parallel);
}

#[test]
fn the_same_items_wherever_the_stream_may_be_cut() {
    (0..4).for_each(|seed| agree(&stream(seed, 1_200_000)));
}

#[test]
fn the_same_items_where_it_may_not_be_cut() {
    let response = Load::new(3, Size::Small).next().unwrap().json;
    let (line, lines) = (response.repeat(8_500_000 / response.len()), format!("{response}\n").repeat(500));
    agree(&[&*lines, &line, &lines].concat());
}

/// Where lines begin on which a response does, whatever stands before them.
fn cuts(stream: &str) -> impl Iterator<Item = usize> {
    let lines = stream.match_indices('\n').map(|(at, _)| at + 1);
    lines.filter(|at| {
        let (before, line) = (stream[..*at].trim_ascii_end(), &stream[*at..]);
        let root = line.starts_with("<events ") && (before.ends_with("</events>") || !before.ends_with('>'));
        root || ["{\"_links\":{\"self\"", "{\"sender\":[", "<?xml "].iter().any(|begin| line.starts_with(begin))
    })
}

/// The rule behind it, at every place where a stream may be cut.
#[test]
fn a_line_with_a_response_ends_what_stands_before() {
    let mut count = 0;
    for seed in 0..30 {
        let stream = stream(seed, 30_000);
        let found = items::read(stream.as_bytes(), DecodeOptions::new());
        for cut in cuts(&stream) {
            let (before, after) = stream.split_at(cut);
            let parts = [(0, before), (cut, after)].map(|(offset, part)| {
                let items = items::read(part.as_bytes(), DecodeOptions::new());
                items.into_iter().map(move |item| (offset + start(&item), item))
            });
            let parts: Vec<_> = parts.into_iter().flatten().map(|(start, item)| (start, content(item))).collect();
            let whole = found.iter().map(|item| (start(item), content(item.clone())));
            assert!(whole.eq(parts), "seed {seed}, cut at {cut}");
            count += 1;
        }
    }
    assert!(count > 200, "{count}");
}

fn start(item: &Item) -> usize {
    item.as_ref().map_or_else(|unexpected| unexpected.start.offset, |response| response.start.offset)
}

/// What does not depend on the place.
fn content(item: Item) -> (usize, Visited) {
    let length = item.as_ref().map_or_else(|unexpected| unexpected.length, |response| response.length);
    let texts = items::events(&[item]).into_iter().map(|(href, event)| (href, event.map_err(|_| String::new())));
    (length, texts.collect())
}

#[test]
fn the_same_items_in_the_same_order() {
    let mut stream = String::new();
    for (index, response) in Load::new(3, Size::Small).take(2500).enumerate() {
        stream += match index % 5 {
            0 => &response.xml,
            1 => &response.json[..response.json.len() / 2],
            _ => &response.json,
        };
        stream += if index % 7 == 0 { "\nlitter\n" } else { "\n" };
    }
    let found = items::read(stream.as_bytes(), DecodeOptions::new());
    let parallel: Vec<_> = Responses::new(stream.as_bytes()).par_map(|item| item).map(Result::unwrap).collect();
    assert!(stream.len() > 4_000_000 && found == parallel);
}

/// Documents of about as many bytes as are allowed, of every kind, with white space of every kind behind them, on either side of a cut.
#[test]
fn the_same_documents_are_too_large() {
    const LIMIT: usize = 600;
    let options = DecodeOptions::new().with_limits(Limits::default().with_bytes(LIMIT));
    let kinds: [(&str, &str); 6] = [
        ("{\"sender\":[],\"x\":\"", "\"}"),
        ("{\"sender\":[],\"x\":\"", "\""),
        ("{\"sender\":[{\"rel\":\"a\",\"events\":[{\"x\":\"", "}"),
        ("<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\" x=\"", "\"/>"),
        ("<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"><x>", "</x>"),
        ("text", "text"),
    ];
    let filler = "{\"sender\":[]}\n".repeat(100);
    let mut stream = String::new();
    for (begin, end) in kinds {
        for length in LIMIT - 3..LIMIT + 4 {
            let document = begin.to_owned() + &"x".repeat(length - begin.len() - end.len()) + end;
            for space in ["\n", "\r\n", "\n\n", " \n", "\n \n\n", ""] {
                stream += &(filler.clone() + &document + space + &document + space);
            }
        }
    }
    // parts of 128 KiB end in the middle of each, now and then
    for shift in 0..2 {
        let stream = "{\"sender\":[ ]}\n".repeat(shift * 7) + &stream;
        let found = items::read(stream.as_bytes(), options);
        let parallel: Vec<_> =
            Responses::new(stream.as_bytes()).with_options(options).par_map(|item| item).map(Result::unwrap).collect();
        for (name, other) in [("on all cores", parallel), ("fed", items::feed(stream.as_bytes(), options, [stream.len() / 2]))] {
            let different = found.iter().zip(&other).find(|(one, other)| one != other);
            assert!(found == other, "{name}: {different:#?}");
        }
    }
}

#[test]
fn a_reader_that_fails_comes_last() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("gone"))
        }
    }
    let reader = BufReader::new("{\"sender\":[]}\n{\"sender\":[]}\n".as_bytes().chain(Fails));
    let found: Vec<bool> = Responses::new(reader).par_map(|item| item.is_ok()).map(|item| item.is_ok()).collect();
    assert_eq!(found, [true, true, false]);
}
