//! The deepest messages on a small stack: read, looked at, compared, written and dropped.

use std::{hint::black_box, thread};

use ucwa_model::{AnyResource, Code, Codec, Decoded, Decoder, Document, Encoder, Entry, Events, Format, Limits, Resource, Value};

use crate::{FORMATS, UCWA};

/// As small as threads of servers come. Enough at the default depth, however it was built.
const SMALL: usize = 256 << 10;
/// Enough at the greatest depth that can be asked for: a debug build needs twice as much.
const DEEP: usize = if cfg!(debug_assertions) { 512 << 10 } else { SMALL };

fn on_a_stack(size: usize, run: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(size).spawn(run).unwrap().join().unwrap();
}

const DEEPEST: Limits = Limits::DEFAULT.with_depth(Limits::MAX_DEPTH);

/// Messages that nest in each of the ways there are.
fn messages(levels: usize) -> Vec<(Format, String)> {
    let nested = |open: &str, inner: &str, close: &str| open.repeat(levels) + inner + &close.repeat(levels);
    let xml = |text: String| text.replacen('>', &format!(" xmlns=\"{UCWA}\">"), 1);
    let event =
        |inner: &str| format!("{{\"sender\":[{{\"rel\":\"a\",\"href\":\"b\",\"events\":[{{\"type\":\"added\",{inner}}}]}}]}}");
    vec![
        (Format::Json, format!("{{\"x\":{}}}", nested("[", "", "]"))),
        (Format::Json, nested("{\"x\":", "1", "}")),
        (Format::Json, format!("{{\"rel\":\"messagingInvitation\",\"subject\":{}}}", nested("[", "", "]"))),
        (Format::Json, nested("{\"_embedded\":{\"x\":", "{}", "}}")),
        (Format::Json, nested("{\"_embedded\":{\"x\":[", "{}", "]}}")),
        (Format::Json, nested("{\"_links\":{\"x\":", "1", "}}")),
        (Format::Json, event(&format!("\"x\":{}", nested("[", "", "]")))),
        (Format::Json, event(&format!("\"_embedded\":{{\"x\":{}}}", nested("{\"_embedded\":{\"x\":", "{}", "}}")))),
        (Format::Json, event(&format!("\"reason\":{{\"x\":{}}}", nested("{\"x\":", "1", "}")))),
        (Format::Xml, xml(nested("<resource rel=\"x\">", "", "</resource>"))),
        // a type that may hold its own
        (Format::Json, nested("{\"rel\":\"distributionGroup\",\"_embedded\":{\"distributionGroup\":[", "{}", "]}}")),
        (Format::Xml, xml(nested("<resource rel=\"distributionGroup\" href=\"/\">", "", "</resource>"))),
        (Format::Xml, xml(format!("<resource>{}</resource>", nested("<a>", "", "</a>")))),
        (Format::Xml, xml(format!("<resource><property name=\"x\">{}</property></resource>", nested("<a>", "", "</a>")))),
        (
            Format::Xml,
            xml(format!(
                "<resource><property xmlns:u=\"urn:ucwa-model:markup\" u:literal=\"json\" name=\"x\">{}</property></resource>",
                nested("[", "", "]")
            )),
        ),
        (Format::Xml, xml(format!("<reason>{}</reason>", nested("<debugInfo>", "", "</debugInfo>")))),
        (
            Format::Xml,
            xml(format!(
                "<events><sender><added rel=\"a\">{}</added></sender></events>",
                nested("<resource rel=\"x\">", "", "</resource>")
            )),
        ),
    ]
}

/// Everything that walks a value.
fn walk(format: Format, limits: Limits, text: &str) -> bool {
    let decoder = Decoder::new(format).lenient().with_limits(limits).report_unknown().check_data();
    let _ = Decoder::new(format).strict().with_limits(limits).decode::<Document>(text.as_bytes());
    let _ = Events::recover(&decoder, text.as_bytes());
    let Ok(Decoded { value: document, report, .. }) = decoder.decode::<Document>(text.as_bytes()) else { return false };
    let mut detached = document.clone();
    match &mut detached {
        Document::Resource(resource) => resource.detach(),
        Document::Events(events) => events.detach(),
        _ => {}
    }
    assert!(detached == document);
    black_box(format!("{document:?} {report:?}"));
    // of the deepest, the indented form needs more than the smallest stack, and minutes: each line goes through every level
    if text.len() < 1000 {
        black_box(format!("{document:#?}"));
    }
    for other in FORMATS {
        match Encoder::new(other).pretty().with_limits(limits).encode(&document) {
            Ok(written) if other == format => {
                let again = decoder.decode::<Document>(written.as_bytes()).unwrap().value;
                assert!(again == document, "{text}\nbecame {written}");
            }
            Ok(_) => {}
            // what the other format writes with more levels
            Err(error) => assert!(other != format && error.code() == Code::Depth, "{error}"),
        }
    }
    if let Document::Resource(AnyResource::Other(resource)) = &document {
        let _ = resource.validate();
    }
    true
}

/// Reads and walks messages at and around a depth, in each of the ways there are.
fn around(depth: usize, limits: Limits) {
    for kind in 0..messages(1).len() {
        // half of the levels, for what takes two, and a third
        let around = [depth / 3, depth / 2, depth].into_iter().flat_map(|depth| depth.saturating_sub(6)..=depth + 1);
        let read = around.chain([1]).filter(|levels| {
            let (format, text) = messages(*levels).swap_remove(kind);
            walk(format, limits, &text)
        });
        assert!(read.count() >= 2, "{:?}", messages(1)[kind]);
    }
}

#[test]
fn the_default_depth_on_a_small_stack() {
    on_a_stack(SMALL, || around(Limits::default().depth, Limits::default()));
}

#[test]
fn the_deepest_that_is_read() {
    on_a_stack(DEEP, || around(Limits::MAX_DEPTH, DEEPEST));
}

#[test]
fn far_deeper_is_refused() {
    on_a_stack(DEEP, || {
        for (format, text) in messages(100_000) {
            let error = Decoder::new(format).lenient().with_limits(DEEPEST).decode::<Document>(text.as_bytes()).unwrap_err();
            assert_eq!(error.code(), Code::Depth, "{error}");
            // without its end too
            let open = &text[..text.len() / 3];
            assert!(Decoder::new(format).lenient().decode::<Document>(open.as_bytes()).is_err());
        }
    });
}

/// A value that was built, and not read, is as deep as somebody likes: it is not written, and `validate` comes back.
#[test]
fn what_is_too_deep_is_not_written() {
    on_a_stack(DEEP, || {
        let mut resource = Resource::default();
        let deep = (0..=Limits::MAX_DEPTH).fold(Value::Null, |inner, _| Value::List(vec![inner]));
        resource.extra.push_property("x", deep);
        let mut nested = Resource::default();
        for _ in 0..=Limits::MAX_DEPTH {
            let mut outer = Resource::default();
            outer.extra.push_embedded("x", Entry::One(AnyResource::from(nested)));
            nested = outer;
        }
        for value in [resource, nested] {
            for format in FORMATS {
                let error = Encoder::new(format).with_limits(DEEPEST).encode(&value).unwrap_err();
                assert_eq!(error.code(), Code::Depth);
            }
            let _ = value.validate();
        }
    });
}
