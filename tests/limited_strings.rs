//! Limited strings: the limit and one more, in UTF-16 code units, wherever they can come from.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use proptest::prelude::*;
use ucwa_model::{
    Code, Codec, Decoder, Format, OperationId, Subject, ThreadId,
    communication::{Participant, StartMessaging2},
    descriptor::{Field, Kind},
};

#[path = "support/arbitrary.rs"]
mod support;

/// Texts of an exact number of UTF-16 code units, of characters of one and of two units.
fn text_of(units: u32) -> impl Strategy<Value = String> {
    let wide = prop_oneof![Just(0), Just(units / 2), 0..=units / 2];
    (wide, any::<bool>()).prop_map(move |(wide, first)| {
        let (wide, narrow) = ("🦀".repeat(wide as usize), "é".repeat((units - 2 * wide) as usize));
        if first { wide + &narrow } else { narrow + &wide }
    })
}

macro_rules! limits {
    ($($test:ident: $name:ident, $limit:literal;)*) => {$(
        proptest! {
            #[test]
            fn $test(fits in text_of($limit), too_long in text_of($limit + 1)) {
                prop_assert_eq!($name::LIMIT, $limit);
                let limited = $name::try_from(fits.as_str()).unwrap();
                prop_assert_eq!(limited.as_str(), fits);
                let error = $name::try_from(too_long).unwrap_err();
                prop_assert_eq!((error.limit(), error.found()), ($limit, $limit + 1));
            }
        }
    )*};
}

limits! {
    operation_id: OperationId, 50;
    subject: Subject, 250;
    thread_id: ThreadId, 250;
}

#[test]
fn start_messaging_2_has_the_documented_limits() {
    let limit = |name: &str| {
        let field: &Field = StartMessaging2::SHAPE.fields.iter().find(|field| field.name == name).unwrap();
        match field.kind {
            Kind::String { limit } => limit,
            _ => None,
        }
    };
    assert_eq!(["operationId", "subject", "threadId"].map(limit), [Some(50), Some(250), Some(250)]);
}

/// Every limited field of every body, at its limit and one beyond, in both formats.
#[test]
fn every_limit_of_the_schema_is_enforced() {
    let mut checked = 0;
    for shape in support::shapes() {
        for field in shape.properties().iter().filter(|field| !field.many) {
            let Kind::String { limit: Some(limit) } = field.kind else { continue };
            for (format, extra) in [(Format::Json, 0), (Format::Xml, 0), (Format::Json, 1), (Format::Xml, 1)] {
                let text = "x".repeat(limit as usize - 2 + extra) + "🦀";
                let body = match format {
                    Format::Json => format!(r#"{{"{}":"{text}"}}"#, field.name),
                    Format::Xml => format!(
                        r#"<input xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa"><property name="{}">{text}</property></input>"#,
                        field.name
                    ),
                };
                let mut record = (shape.new)();
                let report = Decoder::new(format).lenient().decode_into(body.as_bytes(), &mut *record).unwrap();
                let too_long: Vec<_> = report.deviations.iter().filter(|deviation| deviation.code == Code::MaxLength).collect();
                assert_eq!(too_long.len(), extra, "{}.{} in {format:?}", shape.name, field.name);
                checked += 1;
            }
        }
    }
    assert!(checked > 0);
}

#[test]
fn lenient_mode_keeps_what_is_too_long() {
    let body = format!(r#"{{"operationId":"7","subject":"{}"}}"#, "x".repeat(251));
    let decoded = Decoder::new(Format::Json).lenient().decode::<StartMessaging2>(&body).unwrap();
    assert_eq!(decoded.value.subject, None);
    assert_eq!(decoded.value.to_json().unwrap(), body);
    let [violation] = &decoded.value.validate()[..] else { panic!("expected one violation") };
    assert_eq!(violation.to_string(), "subject: expected at most 250 UTF-16 code units, but found 251");
    assert_eq!(decoded.value.member("subject").unwrap().as_str().unwrap().len(), 251);
}

/// A text that is too long is refused where it stands, and not taken for what follows it.
#[test]
fn nothing_is_read_behind_a_text_that_is_too_long() {
    let limits = ucwa_model::Limits::default().with_text(20);
    let long = "x".repeat(21);
    for rest in ["", "true", " true", "\"y\""] {
        let body = format!(r#"{{"rel":"participant","local":"{long}"{rest}}}"#);
        let error = Decoder::new(Format::Json).with_limits(limits).decode::<Participant>(&body).unwrap_err();
        assert_eq!((error.code(), error.path()), (Code::TextLength, "local"), "{body}");
    }
}

#[test]
fn validate_looks_into_what_is_embedded_under_an_unknown_role() {
    let body = r#"{"rel":"message","_embedded":{"author":{"rel":"participant","local":"yes"}}}"#;
    let message = ucwa_model::communication::Message::from_json(body).unwrap();
    let [violation] = &message.validate()[..] else { panic!("expected one violation") };
    assert_eq!((violation.path.as_str(), violation.code), ("_embedded.author.local", Code::Type));
}
