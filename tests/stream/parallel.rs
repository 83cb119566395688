//! On all cores, in order.

use std::io::{self, BufReader, Read};

use ucwa_model::{Decoder, Format, Responses};

use crate::{
    items,
    load::{Load, Size},
};

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
    let found = items::read(stream.as_bytes(), Decoder::new(Format::Json));
    let parallel: Vec<_> = Responses::new(stream.as_bytes()).par_map(|item| item).map(Result::unwrap).collect();
    assert!(stream.len() > 4_000_000 && found == parallel);
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
