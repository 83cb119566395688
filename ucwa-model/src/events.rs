//! The event channel: responses of senders and their events.

use crate::{
    AnyResource, Decoder, Encoder, Error, Extra, Format, Link, Mode, Text, Value,
    context::Report,
    enumerations::{EventStatus, EventType},
    general::Reason,
    json, xml,
};

/// One response of the event channel.
///
/// Its own links say what to request next: `next` as a rule, `resync` after a request for events that the server has forgotten,
/// `resume` after the server has lost its state. Senders keep their order and their repetitions.
///
/// ```
/// use ucwa_model::{Events, enumerations::EventType};
///
/// let body = r#"{
///   "_links": {"self": {"href": "/events?ack=1"}, "next": {"href": "/events?ack=2"}},
///   "sender": [{"rel": "communication", "href": "/communication", "events": [
///     {"link": {"rel": "messagingInvitation", "href": "/invitations/602"}, "type": "started"}
///   ]}]
/// }"#;
/// let events = Events::from_json(body)?;
/// assert_eq!(events.channel.next_link.as_ref().unwrap().href, "/events?ack=2");
/// let (sender, event) = events.iter().next().unwrap();
/// assert_eq!((sender.rel.as_str(), &event.event_type), ("communication", &Some(EventType::Started)));
/// # Ok::<(), ucwa_model::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Events {
    /// The links of the response, and what else it holds beside the senders.
    pub channel: Channel,
    /// The senders, in order; the same one may come again. `None` if the response has no such list, as after a timeout.
    pub senders: Option<Vec<Sender>>,
}

/// What a response says of the channel itself.
#[derive(Clone, Debug, Default, PartialEq, crate::Resource)]
#[ucwa(rel = "events", part)]
#[non_exhaustive]
pub struct Channel {
    /// The request that this answers.
    pub self_link: Option<Link>,
    /// Where the next events are.
    pub next_link: Option<Link>,
    /// Where to go on after a request for events that are gone.
    pub resync_link: Option<Link>,
    /// Where to go on after the server has lost its state.
    pub resume_link: Option<Link>,
    /// What else the response holds.
    pub extra: Extra,
}

/// A resource, and what happened in its realm.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Sender {
    /// What it is.
    pub rel: Text,
    /// Where it is.
    pub href: Text,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// Other members, in order.
    pub extra: Vec<(Text, Value)>,
}

/// Something that happened to a resource.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// What happened. In XML it is the element's name.
    pub event_type: Option<EventType>,
    /// The resource that it happened to.
    pub link: Option<EventLink>,
    /// The resource in which it happened, as the contact of a presence.
    pub in_: Option<EventLink>,
    /// How an operation ended.
    pub status: Option<EventStatus>,
    /// Why an operation failed.
    pub reason: Option<Box<Reason>>,
    /// The resources that came along, by role, and other members.
    pub extra: Extra,
}

/// The members of an event that the decoders of resources can read.
#[derive(Debug, Default, crate::Resource)]
#[ucwa(rel = "event", part)]
pub(crate) struct EventBody {
    #[ucwa(name = "type")]
    pub(crate) event_type: Option<EventType>,
    pub(crate) status: Option<EventStatus>,
    pub(crate) extra: Extra,
}

/// A link in an event, which names its rel beside its href.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct EventLink {
    /// The rel, or the role, of the resource.
    pub rel: Option<Text>,
    /// Where it is, and its title.
    pub link: Link,
}

impl Events {
    /// Decodes JSON. What does not fit is kept.
    ///
    /// # Errors
    /// If the bytes are not JSON in UTF-8, or exceed a limit.
    pub fn from_json(bytes: impl AsRef<[u8]>) -> Result<Self, Error> {
        Self::decode(&Decoder::new(Format::Json), bytes.as_ref()).map(|(events, _)| events)
    }

    /// Decodes XML. What does not fit is kept.
    ///
    /// # Errors
    /// If the bytes are not XML in UTF-8, or exceed a limit.
    pub fn from_xml(bytes: impl AsRef<[u8]>) -> Result<Self, Error> {
        Self::decode(&Decoder::new(Format::Xml), bytes.as_ref()).map(|(events, _)| events)
    }

    /// Decodes with options.
    ///
    /// # Errors
    /// If the bytes are not of the format, exceed a limit, or, in strict mode, break a rule of the schema.
    pub fn decode(decoder: &Decoder, bytes: &[u8]) -> Result<(Self, Report), Error> {
        decoder.run(bytes, Mode::Lenient, |cx, text| match decoder.format() {
            Format::Json => json::events::decode(cx, json::Reader::new(text)),
            Format::Xml => xml::events::decode(cx, text),
        })
    }

    /// Encodes as compact JSON.
    ///
    /// # Errors
    /// If the value is nested deeper than the limit.
    pub fn to_json(&self) -> Result<String, Error> {
        self.encode(&Encoder::new(Format::Json))
    }

    /// Encodes as compact XML.
    ///
    /// # Errors
    /// If the value is nested deeper than the limit, or a name holds a character that XML cannot carry.
    pub fn to_xml(&self) -> Result<String, Error> {
        self.encode(&Encoder::new(Format::Xml))
    }

    /// Encodes with options.
    ///
    /// # Errors
    /// If the value is nested deeper than the limit, or XML cannot carry a name.
    pub fn encode(&self, encoder: &Encoder) -> Result<String, Error> {
        encoder.run(|cx, pretty| match encoder.format() {
            Format::Json => {
                let mut writer = json::Writer::new(pretty);
                json::events::encode(cx, &mut writer, self)?;
                Ok(writer.finish())
            }
            Format::Xml => xml::events::encode(cx, self, pretty),
        })
    }

    /// All events, each with its sender, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Sender, &Event)> {
        let senders = self.senders.iter().flatten();
        senders.flat_map(|sender| sender.events.iter().map(move |event| (sender, event)))
    }
}

impl Event {
    /// The first resource that came along.
    #[must_use]
    pub fn resource(&self) -> Option<&AnyResource> {
        self.extra.embedded().iter().flat_map(|(_, entry)| entry.iter()).next()
    }
}

impl EventLink {
    /// Takes the members of a JSON object; what makes no part of a link is kept as its extra members.
    pub(crate) fn from_members(members: Vec<(Text, Value)>) -> Self {
        let mut event_link = Self::default();
        let Self { rel, link } = &mut event_link;
        let (mut href, mut title) = (false, false);
        for (name, member) in members {
            match (&*name, member) {
                ("rel", Value::String(text)) if rel.is_none() => *rel = Some(text),
                ("href", Value::String(text)) if !std::mem::replace(&mut href, true) => link.href = text,
                ("title", Value::String(text)) if !std::mem::replace(&mut title, true) => {
                    *link = std::mem::take(link).with_title(text);
                }
                (_, member) => link.push_extra(name, member),
            }
        }
        event_link
    }
}
