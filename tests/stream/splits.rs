//! It does not matter where the bytes are cut.

use ucwa_model::DecodeOptions;

use crate::{
    items,
    load::{Load, Size},
};

/// About 20 KB of both formats, of broken responses, and of what is none.
fn stream() -> Vec<u8> {
    let mut stream = String::new();
    for (index, response) in Load::new(11, Size::Small).take(10).enumerate() {
        let (json, xml) = (response.json, response.xml);
        stream += &match index {
            0 => format!("\u{feff}{json}{xml}\r\n"),
            1 => format!("{}\n", &json[..json.len() / 2]),
            2 => xml.replace("?>", "?><!-- </events> -->") + "\n\n\u{feff}",
            3 => json
                .replace("\"type\"", "\"type")
                .replace("{\"_links\":{\"self\":{\"href\":\"/ucwa/v1/applications", "{\"_links\":{\"self\":{\"href\":\"/ü"),
            4 => format!("{json}HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n"),
            5 => format!("{}\n{{\"code\":\"Gone\"}}\n", &xml[..xml.len() / 3]),
            6 => json.replace(",\"", ",\n  \"").replace('}', "\n}"),
            7 => xml.replace("><", ">\n<").replace("</sender>", ""),
            8 => format!("<html><br>\n{}", &json[..700]),
            _ => json.replacen("},{", "}},{", 1) + "{\"rel\":\"message\"}",
        };
    }
    let mut bytes = stream.into_bytes();
    let middle = bytes.len() / 2;
    bytes[middle] = 0xff;
    bytes
}

#[test]
fn at_every_seventeenth_place() {
    check(17);
}

#[test]
#[ignore = "a minute without optimisation"]
fn at_every_place() {
    check(1);
}

/// Cuts the stream in two, at places that are `step` bytes apart.
fn check(step: usize) {
    let (stream, options) = (stream(), DecodeOptions::new());
    assert!((18_000..30_000).contains(&stream.len()), "{}", stream.len());
    let found = items::read(&stream, options);
    assert!(found.len() >= 13, "{:#?}", found.iter().map(items::short).collect::<Vec<_>>());
    for cut in (0..=stream.len()).step_by(step) {
        assert!(items::feed(&stream, options, [cut]) == found, "cut at {cut}");
    }
    assert!(items::visit_all(&stream) == items::events(&found));
    for cut in (0..=stream.len()).step_by(7 * step) {
        assert!(items::visit(&stream, [cut]) == items::events(&found), "visited, cut at {cut}");
    }
}

#[test]
fn at_many_places() {
    let (stream, options) = (stream(), DecodeOptions::new());
    let found = items::read(&stream, options);
    let mut dice = fastrand::Rng::with_seed(5);
    for round in 0..300 {
        let mut ends: Vec<usize> = (0..dice.usize(2..400)).map(|_| dice.usize(0..stream.len())).collect();
        ends.sort_unstable();
        assert!(items::feed(&stream, options, ends) == found, "round {round}");
    }
    assert!(items::feed(&stream, options, 1..stream.len()) == found, "byte by byte");
}
