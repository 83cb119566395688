//! What serde reads and writes is what the decoder and the encoder do.

use std::path::Path;

use serde_json::Value;
use ucwa_model::{AnyResource, Decoder, Document, Encoder, Events, Format};

use crate::fuzz::targets;

#[test]
fn serde_is_the_codec() {
    let mut count = 0;
    for (path, bytes) in ["cross", "roundtrip"].into_iter().flat_map(|name| targets::seeds(Path::new("."), name)) {
        let Ok((document, _)) = Document::decode(&Decoder::new(Format::Json).lenient(), &bytes) else { continue };
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        // control characters and such
        if serde_json::from_slice::<Value>(bytes).is_err() {
            continue;
        }
        let encoder = Encoder::new(Format::Json).allow_incomplete();
        let expected: Value = serde_json::from_str(&document.encode(&encoder).unwrap()).unwrap();
        let (written, value) = match document {
            Document::Events(_) => {
                let events: Events = serde_json::from_slice(bytes).unwrap();
                (serde_json::to_string(&events).unwrap(), serde_json::to_value(&events).unwrap())
            }
            Document::Resource(resource) if resource.record().shape().name != "reason" => {
                let resource: AnyResource = serde_json::from_slice(bytes).unwrap();
                (serde_json::to_string(&resource).unwrap(), serde_json::to_value(&resource).unwrap())
            }
            _ => continue,
        };
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), expected, "{}", path.display());
        assert_eq!(value, expected, "{}", path.display());
        count += 1;
    }
    assert!(count > 20, "{count}");
}

/// What is no message is refused in serde's words.
#[test]
fn faults_are_told() {
    for text in ["5", "[]", "null", "\"x\"", "{\"sender\":[5]}", "{\"sender\":[{\"events\":[5]}]}"] {
        let events = serde_json::from_str::<Events>(text);
        assert!(events.is_err() || events.is_ok_and(|events| events.broken().next().is_some()), "{text}");
    }
    for text in ["5", "[]", "null", "\"x\"", "{\"a\":", "{\"rel\":\"me\"}x"] {
        assert!(serde_json::from_str::<AnyResource>(text).is_err(), "{text}");
    }
    let deep = format!("{{\"x\":{}{}}}", "[".repeat(100), "]".repeat(100));
    assert!(serde_json::from_str::<AnyResource>(&deep).unwrap_err().to_string().contains("levels"));
}
