//! The routing pass beside the decoder: the same events, each as it would be decoded.

use std::path::Path;

use ucwa_model::{Decoder, Events, Format, Routes};

use crate::{
    FORMATS,
    fuzz::targets::{self, independent::Tree},
};

/// The events of a message that is a whole response. Of two lists of events the pass walks both, and the decoder keeps one as it is.
fn whole(format: Format, bytes: &[u8]) -> Option<Events> {
    if Tree::parse(bytes).is_some_and(|tree| tree.has_duplicates()) {
        return None;
    }
    let events = Decoder::new(format).lenient().decode::<Events>(bytes).ok()?.value;
    (events.broken().next().is_none() && events.senders.is_some()).then_some(events)
}

fn responses() -> Vec<(Format, Vec<u8>)> {
    let names = ["cross", "event_stream", "roundtrip", "differential"];
    let all = names.into_iter().flat_map(|name| targets::seeds(Path::new("."), name));
    let mut all: Vec<_> = all.map(|(_, bytes)| bytes).collect();
    all.sort();
    all.dedup();
    all.into_iter().flat_map(|bytes| FORMATS.map(|format| (format, bytes.clone()))).collect()
}

#[test]
fn routes_are_the_events() {
    let mut count = 0;
    for (format, bytes) in responses() {
        let Some(events) = whole(format, &bytes) else { continue };
        let text = String::from_utf8_lossy(&bytes);
        let routed: Vec<_> = Routes::new(format, &bytes).map(|routed| routed.unwrap()).collect();
        let held: Vec<_> = events.iter().map(|(sender, event)| (sender, event.unwrap())).collect();
        assert_eq!(routed.len(), held.len(), "{text}");
        for (routed, (sender, event)) in routed.iter().zip(held) {
            count += 1;
            assert_eq!((&*routed.sender.rel, &*routed.sender.href), (&*sender.rel, &*sender.href), "{text}");
            assert_eq!(&routed.decode().unwrap(), event, "{text}");
            for (_, resource) in routed.resources() {
                assert!(event.resources().any(|one| *one == resource.decode().unwrap()), "{text}");
            }
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn filters_leave_the_rest_out() {
    for (format, bytes) in responses() {
        if whole(format, &bytes).is_none() {
            continue;
        }
        let all = |routes: Routes<'_>| -> Vec<Vec<u8>> {
            routes.filter_map(|routed| routed.ok().map(|routed| routed.raw().to_vec())).collect()
        };
        let expected = |wanted: &dyn Fn(&ucwa_model::Routed<'_>) -> bool| -> Vec<Vec<u8>> {
            let routed = Routes::new(format, &bytes).filter_map(Result::ok);
            routed.filter(|routed| wanted(routed)).map(|routed| routed.raw().to_vec()).collect()
        };
        let routes = || Routes::new(format, &bytes);
        assert_eq!(all(routes().sender("people")), expected(&|routed| routed.sender.rel == "people"));
        assert_eq!(all(routes().event_type("updated")), expected(&|routed| routed.event_type.as_deref() == Some("updated")));
        assert_eq!(all(routes().rel("contact")), expected(&|routed| routed.link.rel == "contact"));
        let both = routes().event_type("added").event_type("updated").rel("contact");
        let wanted = |routed: &ucwa_model::Routed<'_>| {
            matches!(routed.event_type.as_deref(), Some("added" | "updated")) && routed.link.rel == "contact"
        };
        assert_eq!(all(both), expected(&wanted));
    }
}

/// A broken event is one of its own, and a response that is cut off ends with what is wrong with it.
#[test]
fn what_is_broken_is_told() {
    for (format, bytes) in responses() {
        let Some(events) = whole(format, &bytes) else { continue };
        let most = events.iter().count() + 2;
        for length in 0..bytes.len().min(600) {
            let routed: Vec<_> = Routes::new(format, &bytes[..length]).collect();
            assert!(routed.len() <= most, "{format:?} at {length}");
            for one in routed.iter().flatten() {
                let _ = (one.decode(), one.resources().count());
            }
            let mut damaged = bytes.clone();
            damaged[length] = 0xff;
            for one in Routes::new(format, &damaged).flatten() {
                let _ = (one.decode(), one.resources().count());
            }
        }
    }
}
