//! Events, senders and whole responses, detached from the message that they came in.

use super::{Event, EventLink, Events, Sender};
use crate::{
    Text,
    record::{self, FieldAccess},
    value::detach_members,
};

impl Events {
    /// Gives all texts memory of their own; see [`Codec::detach`](crate::Codec::detach).
    pub fn detach(&mut self) {
        record::detach(&mut self.channel);
        self.senders.iter_mut().flatten().for_each(Sender::detach);
    }
}

impl Sender {
    /// Gives all texts memory of their own; see [`Codec::detach`](crate::Codec::detach).
    pub fn detach(&mut self) {
        let Self { rel, href, events, extra, absent: _ } = self;
        rel.detach();
        href.detach();
        events.iter_mut().flatten().for_each(Event::detach); // a broken one has bytes of its own
        detach_members(extra);
    }
}

impl Event {
    /// Gives all texts memory of their own; see [`Codec::detach`](crate::Codec::detach).
    pub fn detach(&mut self) {
        let Self { event_type, link, in_, status, reason, embedded, extra, start: _ } = self;
        FieldAccess::detach(event_type);
        FieldAccess::detach(status);
        link.iter_mut().chain(in_).for_each(EventLink::detach);
        if let Some(reason) = reason {
            record::detach(&mut **reason);
        }
        embedded.detach();
        extra.detach();
    }
}

impl EventLink {
    /// Gives all texts memory of their own; see [`Codec::detach`](crate::Codec::detach).
    pub fn detach(&mut self) {
        let Self { rel, link } = self;
        rel.iter_mut().for_each(Text::detach);
        link.detach();
    }
}

#[cfg(test)]
mod tests {
    use crate::{Events, Format};

    /// A response in which each `*` is a text that has no room in a value.
    fn response(format: Format) -> Events {
        let resource =
            r#"{"rel":"message","timeStamp":"*","*":"*","_links":{"self":{"href":"*","title":"*","*":["*"]},"*":{"href":"*"}}}"#;
        let event = format!(
            r#"{{"type":"*","status":"*","link":{{"rel":"*","href":"*","title":"*"}},"in":{{"rel":"*","href":"*","*":{{"*":"*"}}}},
            "reason":{{"code":"*","subcode":"*","message":"*","debugInfo":{{"*":"*"}},"parameters":[{{"name":"*","*":"*"}}]}},
            "_embedded":{{"*":{resource},"message":[{resource}]}},"*":"*","_links":{{"*":{{"href":"*"}}}}}}"#
        );
        let body = format!(
            r#"{{"_links":{{"self":{{"href":"*"}},"next":{{"href":"*"}}}},"*":"*","sender":[
            {{"rel":"*","href":"*","*":"*","events":[{event},5,{event}]}}]}}"#
        );
        let events = Events::from_json(body.replace('*', "a.text.of.more.bytes.than.a.value.holds")).unwrap();
        match format {
            Format::Json => events,
            Format::Xml => {
                let mut whole = events;
                whole.senders.iter_mut().flatten().for_each(|sender| sender.events.retain(Result::is_ok));
                Events::from_xml(whole.to_xml().unwrap()).unwrap()
            }
        }
    }

    #[test]
    fn nothing_of_a_response_keeps_it() {
        for format in [Format::Json, Format::Xml] {
            let mut events = response(format);
            let memory = events.senders.as_ref().unwrap()[0].href.weak().unwrap();
            let before = events.clone();
            events.detach();
            assert_eq!(events, before);
            assert!(memory.strong_count() > 0);
            drop(before);
            assert_eq!(memory.strong_count(), 0, "{format:?}");
        }
    }
}
