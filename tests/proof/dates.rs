//! Dates over the whole range: each keeps its instant, its digits and its offset, within a format and through both.

use std::{
    collections::hash_map::DefaultHasher,
    hash::{Hash, Hasher},
};

use jiff::{SignedDuration, civil::DateTime};
use proptest::{prelude::*, sample::select};
use ucwa_model::{
    Code, Codec, Date, Decoder, Encoder, Events, Format, Resource,
    communication::{ConversationLogTranscripts, Message},
    record::Record,
};

use crate::{FORMATS, UCWA};

const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// A date, taken apart.
#[derive(Clone, Debug)]
struct Parts {
    /// Seconds since 1970 where it is, and what goes beyond them.
    local: i64,
    nanoseconds: u32,
    digits: usize,
    /// Minutes to the east.
    offset: i64,
}

impl Parts {
    fn seconds(&self) -> i64 {
        self.local - 60 * self.offset
    }

    /// XML's form, by another calendar than the library's.
    fn iso(&self) -> String {
        let date = EPOCH.checked_add(SignedDuration::from_secs(self.local)).unwrap();
        let sign = if date.year() < 0 { "-" } else { "" };
        let day = format!("{sign}{:04}-{:02}-{:02}", date.year().unsigned_abs(), date.month(), date.day());
        let time = format!("{:02}:{:02}:{:02}", date.hour(), date.minute(), date.second());
        let fraction = format!(".{:09}", self.nanoseconds);
        let fraction = if self.digits == 0 { "" } else { &fraction[..=self.digits] };
        format!("{day}T{time}{fraction}{}", self.zone(":"))
    }

    /// JSON's form, of whole milliseconds towards the past.
    fn json(&self) -> String {
        let milliseconds = self.seconds() * 1000 + i64::from(self.nanoseconds / 1_000_000);
        let zone = if self.offset == 0 { String::new() } else { self.zone("") };
        format!("/Date({milliseconds}{zone})/")
    }

    fn zone(&self, between: &str) -> String {
        let sign = if self.offset < 0 { '-' } else { '+' };
        format!("{sign}{:02}{between}{:02}", self.offset.abs() / 60, self.offset.abs() % 60)
    }
}

fn parts() -> impl Strategy<Value = Parts> {
    let (first, last) = (seconds(DateTime::MIN), seconds(DateTime::MAX));
    let local = prop_oneof![6 => first..=last, 3 => 0..2_000_000_000_i64, 1 => select(vec![first, last, -1, 0])];
    let offset = prop_oneof![1 => Just(0_i64), 2 => -1439..=1439_i64, 2 => select(vec![-420_i64, 60, 330])];
    (local, 0..1_000_000_000_u32, 0..=9_usize, offset).prop_map(|(local, nanoseconds, digits, offset)| {
        let unit = 10_u32.pow(9 - u32::try_from(digits).unwrap());
        Parts { local, nanoseconds: nanoseconds / unit * unit, digits, offset }
    })
}

fn seconds(date: DateTime) -> i64 {
    date.duration_since(EPOCH).as_secs()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_date_goes_through_both_forms(parts in parts()) {
        let date = Date::parse_iso(&parts.iso()).map_err(|error| TestCaseError::fail(format!("{error}: {}", parts.iso())))?;
        prop_assert_eq!(date.to_iso(), parts.iso());
        prop_assert_eq!(date.to_json_form(), parts.json());
        prop_assert_eq!(i64::from(date.offset().seconds()), 60 * parts.offset);

        let through = Date::parse_json(&parts.json()).map_err(|error| TestCaseError::fail(format!("{error}: {}", parts.json())))?;
        prop_assert_eq!(through.to_json_form(), parts.json());
        prop_assert_eq!(through.offset(), date.offset());
        prop_assert_eq!(through == date, parts.nanoseconds.is_multiple_of(1_000_000));
        let seven = Parts { nanoseconds: parts.nanoseconds / 1_000_000 * 1_000_000, digits: 7, ..parts };
        prop_assert_eq!(through.to_iso(), seven.iso());
    }

    #[test]
    fn dates_compare_by_instant(one in parts(), other in parts()) {
        let date = |parts: &Parts| Date::parse_iso(&parts.iso()).unwrap();
        let instant = |parts: &Parts| (parts.seconds(), parts.nanoseconds);
        prop_assert_eq!(date(&one).cmp(&date(&other)), instant(&one).cmp(&instant(&other)));

        let elsewhere = date(&one).with_offset(date(&other).offset());
        if let Some(elsewhere) = elsewhere {
            prop_assert_eq!(elsewhere, date(&one));
            prop_assert_eq!(elsewhere.offset(), date(&other).offset());
            prop_assert_eq!(hash(elsewhere), hash(date(&one)));
        }
    }

    #[test]
    fn every_date_of_a_message_is_read_again(parts in parts()) {
        let message: Message = strict(Format::Xml, &xml(&parts.iso()))?;
        let (there, report) = encode(Format::Json, &message);
        prop_assert_eq!(report, if parts.nanoseconds.is_multiple_of(1_000_000) { "" } else { "precision timeStamp" });
        let through: Message = strict(Format::Json, &there)?;
        let (back, report) = encode(Format::Xml, &through);
        prop_assert_eq!(report, "");
        let again: Message = strict(Format::Xml, &back)?;
        prop_assert_eq!(again.time_stamp.map(Date::to_json_form), Some(parts.json()));
        prop_assert_eq!(encode(Format::Json, &again).0, there);
    }
}

fn hash(date: Date) -> u64 {
    let mut hasher = DefaultHasher::new();
    date.hash(&mut hasher);
    hasher.finish()
}

fn xml(date: &str) -> String {
    format!(r#"<resource rel="message" xmlns="{UCWA}"><property name="timeStamp">{date}</property></resource>"#)
}

fn json(date: &str) -> String {
    format!(r#"{{"rel":"message","timeStamp":"{date}"}}"#)
}

fn strict<T: Codec>(format: Format, text: &str) -> Result<T, TestCaseError> {
    let decoded = Decoder::new(format).strict().decode(text);
    decoded.map(|decoded| decoded.value).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))
}

/// The text, and what the encoder says of it.
fn encode(format: Format, record: &dyn Record) -> (String, String) {
    let mut text = String::new();
    let report = Encoder::new(format).encode_into(record, &mut text).unwrap();
    let findings = report.deviations.iter().map(|finding| format!("{} {}", finding.code, finding.path));
    (text, findings.collect::<Vec<_>>().join(", "))
}

/// The ends of what there is, .NET's ends, and ways to write UTC.
#[test]
fn the_last_and_the_first() {
    for (iso, json_form) in [
        ("9999-12-31T23:59:59Z", "/Date(253402300799000)/"),
        ("9999-12-31T23:59:59.9990000+00:00", "/Date(253402300799999)/"),
        ("9999-12-31T23:59:59.999-12:00", "/Date(253402343999999-1200)/"),
        ("0001-01-01T00:00:00Z", "/Date(-62135596800000)/"),
        ("0000-02-29T00:00:00+00:00", "/Date(-62162121600000)/"),
        ("-9999-01-01T00:00:00+00:00", "/Date(-377705116800000)/"),
        ("1970-01-01T00:00:00.000-00:00", "/Date(0-0000)/"),
    ] {
        let message: Message = strict(Format::Xml, &xml(iso)).unwrap();
        assert!(encode(Format::Xml, &message).0.contains(&format!(">{iso}<")), "{iso}");
        let escaped = json_form.replace('/', "\\/");
        assert!(encode(Format::Json, &message).0.contains(&format!("\"{escaped}\"")), "{iso}");
        for form in [json_form, &escaped] {
            let again: Message = strict(Format::Json, &json(form)).unwrap();
            assert_eq!(again.time_stamp, message.time_stamp, "{form}");
        }
    }
}

/// What is no date, or one beyond the years, stays as it was written, and is reported.
#[test]
fn no_dates() {
    let iso = [
        "2016-12-31T23:59:60Z",
        "2016-12-31T24:00:00Z",
        "2016-12-31T23:59:59",
        "2016-12-31T23:59Z",
        "2016-12-31",
        "2016-02-30T00:00:00Z",
        "2016-12-31T23:59:59.Z",
        "2016-12-31T23:59:59.0123456789Z",
        "2016-12-31t23:59:59z",
        "2016-12-31T23:59:59+0100",
        "2016-12-31T23:59:59+01",
        "2016-12-31T23:59:59+24:00",
        "2016-12-31T23:59:59+00:60",
        "-0000-12-31T23:59:59Z",
        "10000-01-01T00:00:00Z",
        "+2016-12-31T23:59:59Z",
        " 2016-12-31T23:59:59Z",
        "",
    ];
    let milliseconds = [
        "/Date(253402300800000)/",
        "/Date(-377705116800001)/",
        "/Date(253402300799999+0001)/",
        "/Date(0+2400)/",
        "/Date(0+0060)/",
        "/Date(0+000)/",
        "/Date(0Z)/",
        "/Date(0+00:00)/",
        "/Date()/",
        "/Date(-)/",
        "/Date(+1)/",
        "/Date(99999999999999999999)/",
    ];
    for (format, text) in iso.map(|text| (Format::Xml, text)).into_iter().chain(milliseconds.map(|text| (Format::Json, text))) {
        let body = if format == Format::Xml { xml(text) } else { json(text) };
        let decoded = Decoder::new(format).lenient().decode::<Message>(&body).unwrap();
        assert_eq!(decoded.value.time_stamp, None, "{text}");
        assert_eq!(decoded.value.extra.property("timeStamp").unwrap().as_str(), Some(text));
        assert_eq!(decoded.report.deviations.first().map(|finding| finding.code), Some(Code::Form), "{text}");
        let refused = Decoder::new(format).strict().decode::<Message>(&body).map(|_| ()).unwrap_err();
        assert_eq!(refused.code(), Code::Form, "{text}");
        for other in FORMATS {
            assert!(
                encode(other, &decoded.value).0.contains(&text.replace('/', "\\/"))
                    || encode(other, &decoded.value).0.contains(text),
                "{text}"
            );
        }
    }
}

/// Each finding of the encoder names its member, wherever it is.
#[test]
fn what_json_cannot_carry_has_a_path() {
    let message = xml("2013-04-02T18:09:36.1350704Z");
    let events = format!(
        r#"<events xmlns="{UCWA}"><sender rel="a" href="/a"/><sender rel="b" href="/b"><updated rel="x" href="/x"/>
        <updated rel="message" href="/m">{message}</updated></sender></events>"#
    );
    let events = Decoder::new(Format::Xml).decode::<Events>(events.as_bytes()).unwrap().value;
    let mut text = String::new();
    let report = Encoder::new(Format::Json).encode_into(&events, &mut text).unwrap();
    assert_eq!(report.deviations[0].path, "sender[1].events[1]._embedded.message.timeStamp");

    let entry = xml("2013-04-02T18:09:36.1350704Z").replace("\"message\"", "\"conversationLogTranscript\"");
    let list = format!(r#"<resource rel="conversationLogTranscripts" xmlns="{UCWA}">{entry}{entry}</resource>"#);
    let transcripts: ConversationLogTranscripts = strict(Format::Xml, &list).unwrap();
    let at = |index| format!("precision _embedded.conversationLogTranscript[{index}].timeStamp");
    assert_eq!(encode(Format::Json, &transcripts).1, format!("{}, {}", at(0), at(1)));

    let list = list.replace("conversationLogTranscripts", "x");
    let unknown: Resource = strict(Format::Xml, &list).unwrap();
    assert_eq!(encode(Format::Json, &unknown).1, format!("{}, {}", at(0), at(1)));
}
