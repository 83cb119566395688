//! Documents beyond the limit, and readers that fail.

use std::io::{self, BufReader, Read};

use ucwa_model::{Code, DecodeOptions, Format, Limits, Responses, StreamError};

use crate::{items, load};

#[test]
fn a_document_beyond_the_limit_is_passed_over() {
    let small = r#"{"_links":{"self":{"href":"/e"}},"sender":[{"rel":"people","href":"/p","events":[{"type":"added"}]}]}"#;
    let json = format!("{{\"sender\":[{{\"rel\":\"{}\"}}]}}", "x".repeat(3000));
    let xml = format!("<events><!-- {} --><x></events>", "x\n".repeat(1500));
    let text = "some text ".repeat(300);
    let pretty = format!("{{\"sender\":[{}]}}", "{\n},".repeat(900));
    let stream = format!("{small}\n{json}\n{small}\n{xml}{small}\n{text}\n{small}{pretty}\n{small}{}", &json[..2000]);
    let options = DecodeOptions::new().with_limits(Limits::default().with_bytes(1000));
    let found = items::read(stream.as_bytes(), options);
    let kinds: Vec<bool> = found.iter().map(Result::is_ok).collect();
    assert_eq!(kinds, [true, false, true, false, true, false, true, false, true, false]);
    for (unexpected, whole) in found.iter().filter_map(|item| item.as_ref().err()).zip([&json, &xml, &text, &pretty, &json]) {
        assert_eq!((unexpected.error.code(), &*unexpected.raw), (Code::Bytes, &whole.as_bytes()[..1000]));
        assert_eq!(&stream.as_bytes()[unexpected.start.offset..][..1000], &*unexpected.raw);
    }
    for size in [1, 7, 64, 100, 999, 1000, 1001, 4096] {
        let pieces = (size..stream.len()).step_by(size);
        assert!(items::feed(stream.as_bytes(), options, pieces) == found, "in pieces of {size}");
    }
}

/// What follows on the same line is not looked at again for each of them: that would take minutes.
#[test]
fn many_documents_on_a_line() {
    const COUNT: usize = 20_000;
    for response in ["{\"sender\":[]}", "<events></events>"] {
        let line = response.repeat(COUNT) + "\n";
        let options = DecodeOptions::new();
        assert_eq!(items::feed(line.as_bytes(), options, []).len(), COUNT);
        assert_eq!(Responses::new(line.as_bytes()).par_map(|_| ()).count(), COUNT);
    }
}

/// Endless text that is no document at all.
struct Endless(usize, &'static [u8]);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(self.0);
        for (place, byte) in buffer[..length].iter_mut().zip(self.1.iter().cycle()) {
            *place = *byte;
        }
        self.0 -= length;
        Ok(length)
    }
}

#[test]
fn hostile_streams_come_to_an_end() {
    let options = DecodeOptions::new().with_limits(Limits::default().with_bytes(20_000));
    for pattern in [
        "{",
        "[",
        "\"",
        "{\"",
        "{[",
        "<",
        "<a",
        "<!",
        "<a ",
        "</events",
        "</events ",
        "\n",
        "\n ",
        "\n{",
        "\\",
        "a",
        "<?xml",
        "{\n",
    ] {
        for begin in ["", "{", "<", "<events ", "<events>", "{\"", "<events></events"] {
            let reader = BufReader::new(begin.as_bytes().chain(Endless(60_000, pattern.as_bytes())));
            let found = Responses::new(reader).with_options(options).map(|item| item.map_err(items::unexpected));
            let largest = found.map(|item| item.map_or_else(|unexpected| unexpected.raw.len(), |response| response.length)).max();
            assert!(largest.unwrap_or(0) <= 20_000, "{begin}{pattern}…");
        }
    }
}

#[test]
fn a_reader_that_fails() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("gone"))
        }
    }
    let response = load::Load::new(1, load::Size::Small).next().unwrap().json;
    let mut responses = Responses::new(BufReader::new(response.as_bytes().chain(Fails)));
    assert!(responses.next().unwrap().is_ok());
    assert!(matches!(responses.next(), Some(Err(StreamError::Io(error))) if error.to_string() == "gone"));
    assert!(responses.next().is_none());
}

#[test]
fn only_one_format() {
    let stream = format!("{}\n<events/>\n{}", r#"{"sender":[]}"#, r#"{"sender":[]}"#);
    let kinds = |format| Responses::new(stream.as_bytes()).only(format).map(|item| item.is_ok()).collect::<Vec<_>>();
    assert_eq!(kinds(Format::Json), [true, false, true]);
    assert_eq!(kinds(Format::Xml), [false, true, false]);
}
