//! Decode, encode: what came in, as other parsers see it. Decode again: the same message, and from then on equal to the letter.
//! (The first time, members may change their order.)

use ucwa_model::Format;

use super::messages::{decode, encode, read, reading, same_as_input};

pub fn run(data: &[u8]) {
    for format in [Format::Json, Format::Xml] {
        let Some((document, report)) = read(format, data) else { continue };
        let text = match encode(format, &document) {
            Ok(text) => text,
            Err(error) => panic!("{format:?} was read and cannot be written: {error}"),
        };
        same_as_input(format, data, &report, &text, false);
        let Some(again) = decode(format, text.as_bytes()) else { panic!("{format:?} was written and cannot be read: {text}") };
        assert_eq!(reading(&again), reading(&document), "{format:?} by {text}");
        let twice = encode(format, &again);
        let Some(third) = twice.as_ref().ok().and_then(|twice| decode(format, twice.as_bytes())) else {
            panic!("{format:?} was written twice and cannot be read: {twice:?}");
        };
        assert!(third == again, "{format:?}: {again:?}\nbecame {third:?}\nby {twice:?}");
    }
}
