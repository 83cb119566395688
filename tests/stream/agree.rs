//! Visited, held, routed, fed in pieces and read on all cores: the same events, broken ones and foreign documents, in one order, at one
//! place, whatever the bytes are.

use ucwa_model::{DecodeOptions, Responses};

use crate::{
    agreement::{check, held},
    items::{self, Item},
    load::{Load, Size},
};

/// Fragments of the protocol, of which streams are made.
pub(crate) const FRAGMENTS: &[&str] = &[
    "{\"sender\":[{\"rel\":\"a\",\"href\":\"/a\",\"events\":[",
    "{\"rel\":\"b\",\"href\":\"/b\",\"events\":[",
    "{\"link\":{\"rel\":\"x\",\"href\":\"/x\"},\"type\":\"added\"}",
    "{\"link\":{\"rel\":\"y\",\"href\":\"/y\"},\"_embedded\":{\"message\":{\"rel\":\"message\",\"x\":[1]}},\"type\":\"updated\"}",
    "{\"status\":null,\"link\":{\"rel\":\"x\",\"href\":\"/x\"},\"type\":\"added\"}",
    "{\"type\":\"st\\u0061rted\",\"in\":{\"rel\":\"y\",\"href\":\"/y\"},\"status\":5}",
    "{\"events\":[",
    "\"rel\":\"c\",",
    "\"link\":{",
    "\"sender\":[",
    "{\"_links\":{\"self\":{\"href\":\"/e\"}},",
    "{}",
    ",",
    ",",
    "]}",
    "]}]}",
    "]}]}\n",
    "5",
    "\"",
    "\\",
    "{",
    "[",
    "}",
    "]",
    ":",
    "é",
    " ",
    "\n",
    "\r\n",
    "<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\">",
    "<sender rel=\"a\" href=\"/a\">",
    "<added rel=\"x\" href=\"/x\">",
    "<added rel=\"x\" href=\"/x\"/>",
    "<updated rel=\"y\" href=\"/y\"><resource rel=\"message\" href=\"/m\"><property name=\"x\">1</property></resource></updated>",
    "</added>",
    "</sender>",
    "</events>",
    "</events>\n",
    "</sender></events>\n",
    "<x>",
    "</x>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?x ",
    "<?xml version=\"1.0\"?>",
    "?>",
    "&",
    "<",
    ">",
    "'",
    "text\n",
];

fn stream(dice: &mut fastrand::Rng) -> Vec<u8> {
    let mut stream = Vec::new();
    if dice.u8(..4) == 0 {
        for response in Load::new(dice.u64(..1000), Size::Small).take(3) {
            let mut text = if dice.bool() { response.json } else { response.xml }.into_bytes();
            for _ in 0..dice.usize(..3) {
                let (at, fragment) = (dice.usize(..text.len()), FRAGMENTS[dice.usize(..FRAGMENTS.len())]);
                let end = (at + dice.usize(..3)).min(text.len());
                text.splice(at..end, fragment.bytes());
            }
            stream.extend(text);
            stream.extend(if dice.bool() { "\n" } else { "" }.bytes());
        }
    } else {
        let xml = dice.u8(..3);
        let range = [0..29, 25..FRAGMENTS.len(), 0..FRAGMENTS.len()][usize::from(xml)].clone();
        for _ in 0..dice.usize(..24) {
            stream.extend(FRAGMENTS[dice.usize(range.clone())].bytes());
        }
    }
    if dice.u8(..8) == 0 && !stream.is_empty() {
        let at = dice.usize(..stream.len());
        stream[at] = [0xff, 0x80, 0xa9, 0xc3][dice.usize(..4)];
    }
    stream
}

fn search(count: usize, seed: u64) {
    let mut dice = fastrand::Rng::with_seed(seed);
    for index in 0..count {
        let stream = stream(&mut dice);
        check(&stream, dice.usize(..=stream.len()));
        if index % 50 == 0 {
            let parallel: Vec<Item> = Responses::new(&stream[..]).par_map(|item| item).map(Result::unwrap).collect();
            let items = items::read(&stream, DecodeOptions::new());
            assert!(parallel == items && held(&parallel) == held(&items), "on all cores: {}", String::from_utf8_lossy(&stream));
        }
    }
}

/// Streams on which two ways once differed.
const FOUND: &[&[u8]] = &[
    // a fault in a sender in which another one has ended
    b"<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"><sender rel=\"a\" href=\"/a\"><sender rel=\"b\" href=\"/b\">\
      </sender><<added rel=\"x\" href=\"/x\">?></added></sender>\xff",
    // a byte that is no text, and commas behind a fault
    b"{\"sender\":[{\"rel\":\"a\",\"href\":\"/a\",\"events\":[{\"type\":\"added\xc3}\"link\":{ ,,{\"link\":{\"rel\":\"x\",\"href\":\"/x\"}}]}]}",
    // two bytes of an event that are no text, and a fault between them
    b"{\"sender\":[{\"rel\":\"a\",\"href\":\"/a\",\"events\":[{\"link\":{\"rel\":\"x\xc3\",\"href\":\"/x\",\"title\":\"a\"b\xd1\"},\"type\":\"added\"}]}]}",
    b"{\"sender\":[{\"rel\":\"a\",\"href\":\"/a\",\"events\":[{\"link\":{\"rel\":\"x\xc3\",\"href\":\"/x\",\"title\":\"\xd1\"},\"type\":\"added\"}]}]}",
];

#[test]
fn on_what_was_found() {
    for stream in FOUND {
        (0..=stream.len()).for_each(|cut| check(stream, cut));
    }
}

#[test]
fn on_random_streams() {
    search(1_000, 1);
}

#[test]
#[ignore = "run it in a release build"]
fn on_a_million_random_streams() {
    let number = std::env::var("AGREEMENT_STREAMS").map_or(1_000_000, |number| number.parse().unwrap());
    search(number, 2);
}
