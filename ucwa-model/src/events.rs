//! The event channel: responses of senders and their events.

mod broken;
mod collect;
mod damaged;
mod detach;
mod drive;
mod embedded;
mod filter;
mod places;
mod record;
mod route;
mod router;
mod waiting;

use std::borrow::Cow;

use crate::{
    AnyResource, Codec, Extra, Link, LinkTo, Rel, Text, Value,
    dialect::is_rel,
    enumerations::{EventStatus, EventType},
    general::Reason,
};

pub use self::{
    broken::{Broken, Recovered},
    embedded::Embedded,
    route::{RawResource, Routed, RoutedLink, Routes},
};
pub(crate) use self::{
    collect::{Collector, Visit, Visitor, one_by_one, until_failure},
    drive::{After, GoesOn, Stop, Walk, drive},
    filter::Filter,
    places::Places,
    router::{Item, Router},
};
pub(crate) use crate::place::Start;

/// One response of the event channel.
///
/// Its own links say what to request next: usually `next`, `resync` after a request for events that the server has forgotten,
/// `resume` after the server has lost its state. Senders keep their order and their repetitions.
///
/// Each event is decoded on its own: one that cannot be read is [`Broken`] in its place, and costs no other.
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
/// for (sender, event) in events.iter() {
///     match event {
///         Ok(event) => assert_eq!((&*sender.rel, &event.event_type), ("communication", &Some(EventType::Started))),
///         Err(broken) => eprintln!("{}", broken.error()), // the others are not affected
///     }
/// }
/// # Ok::<(), ucwa_model::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Events {
    /// The links of the response, and what else it holds beside the senders.
    pub channel: ChannelLinks,
    /// The senders, in order; the same one may come again. `None` if the response has no such list, as after a timeout.
    pub senders: Option<Vec<Sender>>,
}

/// What a response says of the channel itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, crate::Codec)]
#[ucwa(rel = "events", part)]
#[non_exhaustive]
pub struct ChannelLinks {
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

/// A resource, and what happened in its realm. If the sender's own members were damaged, `rel` and `href` are empty, and the first event is
/// the [`Broken`] that says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sender {
    /// What it is.
    pub rel: Text,
    /// Where it is.
    pub href: Text,
    /// What happened, in order. An event that could not be read is [`Broken`] in its place: why, and its bytes.
    pub events: Vec<Result<Event, Broken>>,
    /// Other members, in order.
    pub extra: Vec<(Text, Value)>,
    pub(crate) absent: Absent,
}

/// Which members a sender came without. They go out all the same once they have a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Absent {
    pub(crate) rel: bool,
    pub(crate) href: bool,
    pub(crate) events: bool,
}

impl Absent {
    /// Before any has come.
    pub(crate) const ALL: Self = Self { rel: true, href: true, events: true };
}

impl Sender {
    /// What it is, unless that did not come.
    pub(crate) fn named_rel(&self) -> Option<&str> {
        (!self.absent.rel || !self.rel.is_empty()).then_some(&self.rel)
    }

    /// Where it is, unless that did not come.
    pub(crate) fn named_href(&self) -> Option<&str> {
        (!self.absent.href || !self.href.is_empty()).then_some(&self.href)
    }

    /// Whether it has a list of events, if perhaps an empty one. What is kept must not be taken for it.
    pub(crate) fn has_list(&self) -> bool {
        let is_list = |(name, value): &(Text, Value)| *name == "events" && matches!(value, Value::List(_));
        !self.absent.events || !self.events.is_empty() || self.extra.iter().any(is_list)
    }
}

/// Something that happened to a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// The resources that came along, by role, each as the type of its rel or role.
    pub embedded: Embedded,
    /// Other members.
    pub extra: Extra,
    pub(crate) start: Start,
}

/// A link in an event, which names its rel beside its href.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventLink {
    /// The rel, or the role, of the resource.
    pub rel: Option<Text>,
    /// Where it is, and its title.
    pub link: Link,
}

impl EventLink {
    /// The known members that are there, in order. It may lack an href.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let link = self.link.members().filter(|(name, text)| *name != "href" || !text.is_empty());
        self.rel.iter().map(|rel| ("rel", &**rel)).chain(link)
    }
}

impl Events {
    /// All events, each with its sender, in order. To stop at the first broken one, write `event?`: its error converts like any other.
    ///
    /// ```
    /// use ucwa_model::Events;
    ///
    /// fn types(body: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    ///     let mut types = Vec::new();
    ///     for (_, event) in Events::from_json(body)?.iter() {
    ///         types.extend(event?.event_type.as_ref().map(ToString::to_string));
    ///     }
    ///     Ok(types)
    /// }
    ///
    /// let event = r#"{"link":{"rel":"me","href":"/me"},"type":"updated"}"#;
    /// let body = |events: &str| format!(r#"{{"sender":[{{"rel":"me","href":"/me","events":[{events}]}}]}}"#);
    /// assert_eq!(types(&body(event))?, ["updated"]);
    /// assert!(types(&body("5")).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&Sender, Result<&Event, Broken>)> {
        let senders = self.senders.iter().flatten();
        senders.flat_map(|sender| sender.events.iter().map(move |event| (sender, event.as_ref().map_err(Clone::clone))))
    }

    /// The events that could not be read, in order.
    pub fn broken(&self) -> impl Iterator<Item = &Broken> {
        self.senders.iter().flatten().flat_map(|sender| &sender.events).filter_map(|event| event.as_ref().err())
    }
}

impl Sender {
    /// What it is, is not known.
    pub(crate) fn forget(&mut self) {
        (self.rel, self.href) = Default::default();
        (self.absent.rel, self.absent.href) = (true, true);
    }
}

impl Event {
    /// The byte offset at which it begins: in the response, or in the stream that the response came from. `None` if it did not come
    /// from a message.
    ///
    /// ```
    /// use ucwa_model::Responses;
    ///
    /// let log = "{\"sender\":[]}\n{\"sender\":[{\"rel\":\"people\",\"href\":\"/people\",\"events\":[{\"type\":\"added\"}]}]}";
    /// for response in Responses::new(log.as_bytes()) {
    ///     for (_, event) in response?.events.iter() {
    ///         let event = event.unwrap();
    ///         assert!(log[event.offset().unwrap()..].starts_with("{\"type\":\"added\"}"));
    ///         assert_eq!(event.line(), Some(2));
    ///     }
    /// }
    /// # Ok::<(), ucwa_model::StreamError>(())
    /// ```
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        self.start.known().map(|start| start.offset)
    }

    /// The line on which it begins, counted from one, in the response or in its stream. `None` if it did not come from a message.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.start.known().map(|start| start.line)
    }

    /// The resource that came along; the first, if there are several.
    #[must_use]
    pub fn resource(&self) -> Option<&AnyResource> {
        self.resources().next()
    }

    /// The resource of that type that came along, or of the type's rel; the first, if there are several. See [`AnyResource::get`].
    ///
    /// ```
    /// use ucwa_model::{Events, communication::Message, rel};
    ///
    /// let body = r#"{"sender":[{"rel":"conversation","href":"/c","events":[{"link":{"rel":"message","href":"/m/1"},"type":"completed",
    ///     "_embedded":{"message":{"rel":"message","direction":"Incoming","_links":{"contact":{"href":"/people/1"}}}}}]}]}"#;
    /// let events = Events::from_json(body)?;
    /// let (_, event) = events.iter().next().unwrap();
    /// let event = event.unwrap();
    ///
    /// assert_eq!(event.resource_as::<Message>().unwrap().contact_link.as_ref().unwrap().href, "/people/1");
    /// assert_eq!(event.link_as::<rel::Message>().unwrap().href, "/m/1");
    /// assert!(event.link_as::<rel::Conversation>().is_none());
    /// # Ok::<(), ucwa_model::Error>(())
    /// ```
    #[must_use]
    pub fn resource_as<T: Codec + Clone>(&self) -> Option<Cow<'_, T>> {
        self.resources().find_map(AnyResource::get)
    }

    /// The event's `link`, if it has that rel, or else its `in` link, if that has it.
    #[must_use]
    pub fn link_as<R: Rel>(&self) -> Option<LinkTo<R, &Link>> {
        let links = self.link.iter().chain(&self.in_);
        let of_rel = |link: &&EventLink| link.rel.as_ref().is_some_and(|rel| is_rel(rel, R::NAME));
        links.into_iter().find(of_rel).map(|link| LinkTo::from(&link.link))
    }

    /// The resources that came along, in order.
    pub fn resources(&self) -> impl Iterator<Item = &AnyResource> {
        self.embedded.iter().flat_map(|(_, entry)| entry.iter())
    }
}

impl EventLink {
    /// Takes the members of a JSON object; what makes no part of a link is kept as its extra members.
    pub(crate) fn from_members(members: Vec<(Text, Value)>) -> Self {
        let mut event_link = Self::default();
        let Self { rel, link } = &mut event_link;
        let mut seen = [false; 3];
        for (name, member) in members {
            // the first of a name decides
            let known = ["rel", "href", "title"].into_iter().position(|known| name == known);
            let first = known.and_then(|index| seen.get_mut(index)).is_some_and(|seen| !std::mem::replace(seen, true));
            match (&*name, member) {
                ("rel", Value::String(text)) if first => *rel = Some(text),
                // an empty one is told from none by where it is kept
                ("href", Value::String(text)) if first && !text.is_empty() => link.href = text,
                ("title", Value::String(text)) if first => *link = std::mem::take(link).with_title(text),
                (_, member) => link.push_extra(name, member),
            }
        }
        event_link
    }
}
