//! Everyday values: dates of other clocks, enumerations as keys, contents as text, errors on their way up.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use std::{
    collections::BTreeSet,
    hash::{DefaultHasher, Hash, Hasher},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use jiff::Timestamp;
use proptest::prelude::*;
use ucwa_model::{
    AnyResource, Broken, Codec, DataBody, DataLink, Date, Document, Enumeration, Event, Events, Extra, Link, LinkTo, Text, Value,
    communication::Message,
    enumerations::{Availability, ErrorSubcode, EventType, Importance},
    http::Content,
    people::{Contact, Group2},
    rel,
};

fn is_eq<T: Eq>() {}
fn is_key<T: Eq + Hash + Clone>() {}
fn is_ordered_key<T: Ord + Hash + Clone>() {}

#[test]
fn values_are_keys() {
    is_key::<Link>();
    is_key::<LinkTo<rel::Me, Link>>();
    is_key::<DataLink>();
    is_key::<Value>();
    is_ordered_key::<Text>();
    is_ordered_key::<Date>();
    is_ordered_key::<ErrorSubcode>();
    is_eq::<Contact>();
    is_eq::<AnyResource>();
    is_eq::<Document>();
    is_eq::<Events>();
    is_eq::<Event>();
    is_eq::<Extra>();
    let links = [Link::new("/a"), Link::new("/a").with_title("A"), Link::new("/a")];
    assert_eq!((hash(&links[0]) == hash(&links[2]), hash(&links[0]) == hash(&links[1])), (true, false));
    assert_eq!((Contact::REL, Group2::REL), ("contact", "group"));
}

/// The values of an enumeration: all are parsed as they are displayed, in order, and before any that is not known.
fn enumerates<E: Enumeration + Ord + Hash + Clone + std::fmt::Debug + std::fmt::Display + std::str::FromStr>()
where
    E::Err: std::fmt::Debug,
{
    let names: Vec<&str> = E::TABLE.values.iter().map(|value| value.name).collect();
    assert_eq!(E::ALL.iter().map(ToString::to_string).collect::<Vec<_>>(), names);
    assert!(E::ALL.is_sorted() && E::ALL.iter().map(hash).collect::<BTreeSet<_>>().len() == names.len());
    for (index, value) in E::ALL.iter().enumerate() {
        assert_eq!((value.index(), &value.to_string().parse::<E>().unwrap()), (Ok(index), value));
    }
    let unknown: Vec<E> = ["zzz", "", "Whenever"].iter().map(|text| text.parse().unwrap()).collect();
    assert!(unknown.iter().all(|value| E::ALL.iter().all(|known| known < value)));
    let sorted: Vec<String> = unknown.into_iter().collect::<BTreeSet<E>>().iter().map(ToString::to_string).collect();
    assert_eq!(sorted, ["", "Whenever", "zzz"]);
}

#[test]
fn enumerations_are_enumerated() {
    enumerates::<Availability>();
    enumerates::<ErrorSubcode>();
    enumerates::<EventType>();
    enumerates::<Importance>();
    assert_eq!(Importance::ALL, <Importance as Enumeration>::ALL);
}

#[test]
fn dates_of_other_clocks() {
    let now = (SystemTime::now(), Date::now(), SystemTime::now());
    assert!(Date::try_from(now.0).unwrap() <= now.1 && now.1 <= Date::try_from(now.2).unwrap());
    let before = UNIX_EPOCH - Duration::new(1, 1);
    assert_eq!(Date::try_from(before).unwrap().to_string(), "1969-12-31T23:59:58.999999999Z");
    let last = Date::parse_iso("9999-12-31T23:59:59.9999999Z").unwrap();
    let error = Timestamp::try_from(last).unwrap_err();
    assert_eq!(error.to_string(), "expected a time that a timestamp can hold, but found one beyond");
    let beyond = UNIX_EPOCH.checked_add(Duration::from_secs(253_402_300_800)).unwrap();
    assert_eq!(
        Date::try_from(beyond).unwrap_err().to_string(),
        "expected a time in the years -9999 to 9999, but found one beyond"
    );
    assert_eq!((Date::from_milliseconds(i64::MAX), Date::from_milliseconds(i64::MIN)), (None, None));
}

proptest! {
    #[test]
    fn dates_go_there_and_back(milliseconds in -377_705_000_000_000_i64..253_402_000_000_000, nanoseconds in 0..1_000_000_i64) {
        let date = Date::from_milliseconds(milliseconds).unwrap();
        prop_assert_eq!(date.as_milliseconds(), milliseconds);
        let stamp = Timestamp::from_millisecond(milliseconds).unwrap() + Duration::from_nanos(nanoseconds.unsigned_abs());
        let date = Date::from(stamp);
        prop_assert_eq!(Timestamp::try_from(date).unwrap(), stamp);
        prop_assert_eq!(Date::try_from(SystemTime::try_from(date).unwrap()).unwrap(), date);
    }
}

#[test]
fn contents_are_text() {
    let message = |plain: Option<&str>, html: Option<&str>| {
        let mut message = Message::default();
        message.plain_message = plain.map(DataLink::plain);
        message.html_message = html.map(DataLink::html);
        message.text().map(Result::unwrap)
    };
    assert_eq!(message(Some("Hi & +"), Some("<b>Hi</b>")).as_deref(), Some("Hi & +"));
    assert_eq!(message(None, Some("<b>Hi</b>")).as_deref(), Some("<b>Hi</b>"));
    assert_eq!(message(None, None), None);
    assert!(DataLink::base64("text/plain", &[0xff]).text().is_err());
    assert!(DataLink::from(Link::new("/not/data")).text().is_err());

    let offer = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n";
    assert_eq!(DataLink::sdp(offer).text().unwrap(), offer);
    assert_eq!(Content::html("<b>é</b>").to_data_link(), DataLink::html("<b>é</b>"));
    for link in [DataLink::sdp(offer), DataLink::base64("application/x;a=\"b c\"", &[0, 255])] {
        assert_eq!(DataLink::from(DataBody::decode(link.href()).unwrap()), link);
    }
}

/// An error of the library goes up through any function.
#[test]
fn errors_go_up() {
    let body = br#"{"sender":[{"rel":"me","href":"/me","events":[5]}]}"#;
    let boxed = || -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        for (_, event) in Events::from_json(body)?.iter() {
            event?;
        }
        Ok(())
    };
    let any = || -> anyhow::Result<()> {
        for (_, event) in Events::from_json(body)?.iter() {
            event?;
        }
        for sender in Events::from_json(body)?.senders.into_iter().flatten() {
            sender.events.into_iter().collect::<Result<Vec<_>, _>>()?;
        }
        Ok(())
    };
    let (boxed, any) = (boxed().unwrap_err(), any().unwrap_err());
    assert_eq!(boxed.to_string(), any.to_string());
    assert_eq!(any.downcast_ref::<Broken>().unwrap().raw(), b"5");
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
