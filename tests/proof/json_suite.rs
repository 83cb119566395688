//! Our reader and `serde_json` over the cases of JSON.

use ucwa_model::{Code, Decoder, Format, Resource};

use crate::json_cases::{DOCUMENTS, VALUES, Verdict};

fn strict(bytes: &[u8]) -> Result<(), Code> {
    Decoder::new(Format::Json).strict().decode::<Resource>(bytes).map(|_| ()).map_err(|error| error.code())
}

fn check(bytes: &[u8], verdict: Verdict, wrong: &mut Vec<String>) {
    let found = strict(bytes);
    let fits = match verdict {
        Verdict::Y | Verdict::Taken => found.is_ok(),
        Verdict::N | Verdict::Refused => {
            matches!(found, Err(Code::Syntax | Code::Encoding | Code::ControlCharacter))
        }
    };
    if !fits {
        wrong.push(format!("{}: {verdict:?}, but {found:?}", String::from_utf8_lossy(bytes)));
    }
    // what is not left open is not left open there either
    let other = serde_json::from_slice::<serde_json::Value>(bytes).is_ok();
    if matches!((verdict, other), (Verdict::Y, false) | (Verdict::N, true)) {
        wrong.push(format!("{}: {verdict:?}, but serde_json says otherwise", String::from_utf8_lossy(bytes)));
    }
}

#[test]
fn values() {
    let mut wrong = Vec::new();
    for (value, verdict) in VALUES {
        // as an unknown member, inside a list, and where a text is known
        for body in [format!("{{\"x\":{value}}}"), format!("{{ \"x\" : [ {{ \"y\" : {value} }} ] }}")] {
            check(body.as_bytes(), *verdict, &mut wrong);
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert!(VALUES.len() > 250);
}

#[test]
fn documents() {
    let mut wrong = Vec::new();
    for (bytes, verdict) in DOCUMENTS {
        check(bytes, *verdict, &mut wrong);
    }
    assert_eq!(wrong, [""; 0]);
}

/// A lenient decoder takes raw control characters, and says so; it is no more lenient in anything else.
#[test]
fn lenient_is_about_the_schema() {
    for (value, verdict) in VALUES {
        let body = format!("{{\"x\":{value}}}");
        let decoded = Decoder::new(Format::Json).lenient().decode::<Resource>(&body);
        let control = decoded
            .as_ref()
            .is_ok_and(|decoded| decoded.report.deviations[..].iter().any(|one| one.code == Code::ControlCharacter));
        assert_eq!(decoded.is_ok() && !control, matches!(verdict, Verdict::Y | Verdict::Taken), "{body}");
    }
}

/// Numbers of any size come out as they were written.
#[test]
fn numbers_keep_their_digits() {
    for (value, _) in VALUES.iter().filter(|(value, verdict)| *verdict == Verdict::Taken && !value.starts_with('{')) {
        let body = format!("{{\"x\":{value}}}");
        let resource = Decoder::new(Format::Json).decode::<Resource>(&body).unwrap().value;
        assert_eq!(ucwa_model::Codec::to_json(&resource).unwrap(), body);
    }
}

/// Of two members of one name both are kept: an unknown one twice, of a known one the first as its value.
#[test]
fn duplicates_are_kept() {
    use ucwa_model::{Codec, communication::MessagingInvitation};
    let body = r#"{"rel":"messagingInvitation","subject":"a","x":1,"subject":"b","x":2}"#;
    let error = Decoder::new(Format::Json).strict().decode::<MessagingInvitation>(body).unwrap_err();
    assert_eq!(error.code(), Code::Duplicate);
    let decoded = Decoder::new(Format::Json).lenient().decode::<MessagingInvitation>(body).unwrap();
    assert_eq!(decoded.report.deviations[0].code, Code::Duplicate);
    assert_eq!(decoded.value.subject.as_ref().map(ucwa_model::Subject::as_str), Some("a"));
    assert_eq!(decoded.value.to_json().unwrap(), r#"{"rel":"messagingInvitation","subject":"a","x":1,"subject":"b","x":2}"#);
}
