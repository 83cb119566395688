//! The routing pass: who sent which event about what, without reading the resources.

use std::borrow::Cow;

use super::{Broken, Event};
use crate::{AnyResource, Decoder, Error, Format, context::Report, dialect::is_rel, json, xml};

/// Walks the events of a response without decoding them.
///
/// What an event is about is read: its sender, type, links and status. The resources that came along are passed over, and given out
/// as the bytes that they are, to be decoded on demand. **What is passed over is not checked**: only its quotes and brackets, or its
/// end tag, are looked at. So an event that lacks its end may take others with it, up to the next end that looks like its own.
///
/// ```
/// use ucwa_model::{AnyResource, Format, Routes};
///
/// let body = br#"{"sender":[{"rel":"conversation","href":"/c/1","events":[
///   {"link":{"rel":"message","href":"/c/1/m/7"},"_embedded":{"message":{"rel":"message","direction":"Incoming"}},"type":"started"},
///   {"link":{"rel":"messaging","href":"/c/1/messaging"},"type":"updated"}
/// ]}]}"#;
/// for event in Routes::new(Format::Json, body).rel("message") {
///     let event = event?;
///     assert_eq!((&*event.sender.href, &*event.event_type), ("/c/1", "started"));
///     let (role, resource) = event.resources().next().unwrap();
///     assert_eq!(role, "message");
///     assert!(matches!(resource.decode()?, AnyResource::Message(_)));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Routes<'a> {
    walk: Walk<'a>,
    filter: Filter<'a>,
}

#[derive(Clone, Debug)]
enum Walk<'a> {
    Json(json::route::Walk<'a>),
    Xml(xml::route::Walk<'a>),
}

/// Which events are wanted. What is not is passed over as early as possible.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter<'a> {
    senders: Vec<&'a str>,
    types: Vec<&'a str>,
    rels: Vec<&'a str>,
}

impl Filter<'_> {
    pub(crate) fn takes_sender(&self, rel: &str) -> bool {
        takes_name(&self.senders, rel)
    }

    pub(crate) fn takes_type(&self, event_type: &str) -> bool {
        self.types.is_empty() || self.types.contains(&event_type)
    }

    pub(crate) fn takes_rel(&self, rel: &str) -> bool {
        takes_name(&self.rels, rel)
    }
}

/// Whether a rel is one of those that are wanted; if none are, all fit.
fn takes_name(wanted: &[&str], rel: &str) -> bool {
    wanted.is_empty() || wanted.iter().any(|wanted| is_rel(rel, wanted))
}

impl<'a> Routes<'a> {
    /// The events of a response.
    #[must_use]
    pub fn new(format: Format, bytes: &'a [u8]) -> Self {
        let bytes = bytes.strip_prefix(crate::codec::BOM).unwrap_or(bytes);
        let walk = match format {
            Format::Json => Walk::Json(json::route::Walk::new(bytes)),
            Format::Xml => Walk::Xml(xml::route::Walk::new(bytes)),
        };
        Self { walk, filter: Filter::default() }
    }

    /// Only those of senders of this rel, with or without the prefix of a [dialect](crate::dialect); said again, of that rel too.
    #[must_use]
    pub fn sender(mut self, rel: &'a str) -> Self {
        self.filter.senders.push(rel);
        self
    }

    /// Only those of this type; said again, of that type too.
    #[must_use]
    pub fn event_type(mut self, event_type: &'a str) -> Self {
        self.filter.types.push(event_type);
        self
    }

    /// Only those about resources of this rel, with or without the prefix of a [dialect](crate::dialect); said again, of that rel
    /// too.
    #[must_use]
    pub fn rel(mut self, rel: &'a str) -> Self {
        self.filter.rels.push(rel);
        self
    }
}

impl<'a> Iterator for Routes<'a> {
    type Item = Result<Routed<'a>, Broken>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.walk {
            Walk::Json(walk) => walk.next(&self.filter),
            Walk::Xml(walk) => walk.next(&self.filter),
        }
    }
}

/// An event that has not been decoded.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Routed<'a> {
    /// Whose event it is.
    pub sender: RoutedLink<'a>,
    /// What happened; empty if the event does not say.
    pub event_type: Cow<'a, str>,
    /// The resource that it happened to.
    pub link: RoutedLink<'a>,
    /// The resource in which it happened.
    pub in_: Option<RoutedLink<'a>>,
    /// How an operation ended.
    pub status: Option<Cow<'a, str>>,
    pub(crate) format: Format,
    /// The event.
    pub(crate) raw: &'a [u8],
    /// The resources that came along, and what is around them.
    pub(crate) embedded: &'a [u8],
    /// What XML has declared around it.
    pub(crate) scope: xml::Scope,
}

/// A link of an event that has not been decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RoutedLink<'a> {
    /// The rel; empty if there is none.
    pub rel: Cow<'a, str>,
    /// Where it leads; empty if nowhere.
    pub href: Cow<'a, str>,
    /// The title.
    pub title: Option<Cow<'a, str>>,
}

impl<'a> Routed<'a> {
    /// The bytes of the event.
    #[must_use]
    pub fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// The resources that came along, by role, in order. Those that cannot be told apart do not come; [`decode`](Self::decode) says
    /// why.
    pub fn resources(&self) -> impl Iterator<Item = (Cow<'a, str>, RawResource<'a>)> + use<'a> {
        let (json, xml) = match self.format {
            Format::Json => (Some(json::route::resources(self.embedded)), None),
            Format::Xml => (None, Some(xml::route::resources(self.embedded, &self.scope))),
        };
        json.into_iter().flatten().chain(xml.into_iter().flatten())
    }

    /// Decodes the event; what does not fit the schema is kept.
    ///
    /// # Errors
    /// If it cannot be read; places count from its first byte.
    pub fn decode(&self) -> Result<Event, Error> {
        self.decode_with(&Decoder::new(self.format)).map(|(event, _)| event)
    }

    /// Decodes the event with options; the decoder's format does not matter.
    ///
    /// # Errors
    /// If it cannot be read, or, in strict mode, breaks a rule of the schema; places count from its first byte.
    pub fn decode_with(&self, decoder: &Decoder) -> Result<(Event, Report), Error> {
        decoder.run(self.raw, crate::Mode::Lenient, |cx, text| match self.format {
            Format::Json => json::events::decode_one(cx, json::Reader::new(text)),
            Format::Xml => xml::events::decode_one(cx, text, &self.scope),
        })
    }
}

/// A resource that came along with an event, as the bytes that it is.
#[derive(Clone, Debug)]
pub struct RawResource<'a> {
    pub(crate) format: Format,
    pub(crate) raw: &'a [u8],
    pub(crate) scope: xml::Scope,
}

impl<'a> RawResource<'a> {
    /// The bytes.
    #[must_use]
    pub fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// Decodes it as the type that it says to be; what does not fit the schema is kept.
    ///
    /// # Errors
    /// If it cannot be read; places count from its first byte.
    pub fn decode(&self) -> Result<AnyResource, Error> {
        let decoder = Decoder::new(self.format);
        let (resource, _) = decoder.run(self.raw, crate::Mode::Lenient, |cx, text| match self.format {
            Format::Json => json::decode::any(cx, json::Reader::new(text)),
            Format::Xml => xml::decode::any(cx, text, &self.scope),
        })?;
        Ok(resource)
    }
}
