//! The routing pass: who sent which event about what, without reading the resources.

use std::borrow::Cow;

use super::{Broken, Event, Filter, Item, Places, Router, damaged, drive};
use crate::{AnyResource, DecodeOptions, Decoded, Decoder, Error, Format, json, xml};

/// Walks the events of a response without decoding them.
///
/// What an event is about is read: its sender, type, links and status. The resources that came along are passed over, and given out as the
/// bytes that they are, to be decoded on demand. **What is passed over is not checked**: only its quotes and brackets, or its end tag, are
/// looked at. An event that is broken inside its resources comes out, and decoding it says what is wrong; one that lacks its end may
/// swallow others, up to the next end that looks like its own. [`checked`](Self::checked) finds both.
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
///     assert_eq!((&*event.sender.href, event.event_type.as_deref()), ("/c/1", Some("started")));
///     let (role, resource) = event.resources().next().unwrap();
///     assert_eq!(role, "message");
///     assert!(matches!(resource.decode()?, AnyResource::Message(_)));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Routes<'a> {
    route: Route<'a>,
    bytes: &'a [u8],
    /// Each event is decoded, too, to see whether it can be; places are counted in what cannot.
    checked: Option<Box<Places<'a>>>,
}

#[derive(Clone, Debug)]
pub(super) enum Route<'a> {
    Json(json::route::Route<'a>),
    Xml(xml::route::Route<'a>),
    /// All items of a response that is not UTF-8: it has been read as a whole.
    Damaged(std::vec::IntoIter<Item<'a>>, Filter<'a>),
}

impl<'a> Route<'a> {
    pub(super) fn of_text(format: Format, text: &'a str, places: Places<'a>) -> Self {
        match format {
            Format::Json => Self::Json(json::route::Route::new(text, places)),
            Format::Xml => Self::Xml(xml::route::Route::new(text, places)),
        }
    }

    pub(super) fn router(&mut self) -> Option<&mut Router<'a>> {
        match self {
            Self::Json(route) => Some(&mut route.router),
            Self::Xml(route) => Some(&mut route.router),
            Self::Damaged(..) => None,
        }
    }

    fn filter(&mut self) -> &mut Filter<'a> {
        match self {
            Self::Json(route) => route.router.filter(),
            Self::Xml(route) => route.router.filter(),
            Self::Damaged(_, filter) => filter,
        }
    }

    pub(super) fn checked(mut self) -> Self {
        self.router().into_iter().for_each(|router| router.checked = true);
        self
    }

    pub(super) fn next(&mut self) -> Option<Item<'a>> {
        match self {
            Self::Json(route) => drive(route),
            Self::Xml(route) => drive(route),
            Self::Damaged(items, filter) => items.find(|item| filter.takes_item(item)),
        }
    }
}

impl<'a> Routes<'a> {
    /// The events of a response.
    #[must_use]
    pub fn new(format: Format, bytes: &'a [u8]) -> Self {
        let (body, before) = body(bytes);
        let route = match simdutf8::basic::from_utf8(body) {
            Ok(text) => Route::of_text(format, text, Places::new(body, before)),
            Err(_) => Route::Damaged(damaged::items(format, body, before).into_iter(), Filter::default()),
        };
        Self { route, bytes, checked: None }
    }

    /// Checks what is passed over: the events are exactly those that a decoder with default options gives, and those that it cannot read
    /// are [`Broken`]. This takes as long as decoding them.
    #[must_use]
    pub fn checked(self) -> Self {
        let (body, before) = body(self.bytes);
        Self { route: self.route.checked(), checked: Some(Box::new(Places::new(body, before))), ..self }
    }

    /// Only those of senders of this rel, with or without the prefix of a [dialect](crate::dialect). Call it again to accept another rel as
    /// well.
    #[must_use]
    pub fn sender(mut self, rel: &'a str) -> Self {
        self.route.filter().senders.push(rel.into());
        self
    }

    /// Only those of this type. Call it again to accept another type as well.
    #[must_use]
    pub fn event_type(mut self, event_type: &'a str) -> Self {
        self.route.filter().types.push(event_type.into());
        self
    }

    /// Only those about resources of this rel, with or without the prefix of a [dialect](crate::dialect). Call it again to accept another
    /// rel as well.
    #[must_use]
    pub fn rel(mut self, rel: &'a str) -> Self {
        self.route.filter().rels.push(rel.into());
        self
    }
}

/// The text of a response, and how many bytes stand before it.
fn body(bytes: &[u8]) -> (&[u8], usize) {
    let body = bytes.strip_prefix(crate::format::BOM).unwrap_or(bytes);
    (body, bytes.len() - body.len())
}

/// An event, if it can be decoded.
fn check<'a>(routed: Routed<'a>, places: &mut Places<'_>) -> Item<'a> {
    match routed.check() {
        Ok(_) => Ok(routed),
        Err(error) => Err(places.broken_in(&routed, &error)),
    }
}

impl<'a> Iterator for Routes<'a> {
    type Item = Result<Routed<'a>, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        let Some(places) = &mut self.checked else { return self.route.next() };
        self.route.next().map(|item| item.and_then(|routed| check(routed, places)))
    }
}

/// An event that has not been decoded.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Routed<'a> {
    /// Whose event it is.
    pub sender: RoutedLink<'a>,
    /// What happened, if the event says it.
    pub event_type: Option<Cow<'a, str>>,
    /// The resource that it happened to.
    pub link: RoutedLink<'a>,
    /// The resource in which it happened.
    pub in_: Option<RoutedLink<'a>>,
    /// How an operation ended.
    pub status: Option<Cow<'a, str>>,
    pub(crate) format: Format,
    /// Where it begins in the response.
    pub(crate) offset: usize,
    /// The event.
    pub(crate) raw: &'a [u8],
    /// The object or the elements that hold the resources that came along.
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
    /// The byte offset in the response at which it begins.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The bytes of the event.
    #[must_use]
    pub fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// The resources that came along, by role, in order. Resources that cannot be delimited are omitted; [`decode`](Self::decode) says why.
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
        self.decode_with(&DecodeOptions::new()).map(|decoded| decoded.value)
    }

    /// Decodes the event with options.
    ///
    /// # Errors
    /// If it cannot be read, or, in strict mode, breaks a rule of the schema; places count from its first byte.
    pub fn decode_with(&self, options: &DecodeOptions) -> Result<Decoded<Event>, Error> {
        self.decode_at(0, *options)
    }

    /// Decodes it at the level at which it stands in its response.
    fn check(&self) -> Result<Decoded<Event>, Error> {
        let level = match self.format {
            Format::Json => json::events::LIST,
            Format::Xml => xml::events::LIST,
        };
        self.decode_at(level, DecodeOptions::new())
    }

    fn decode_at(&self, level: usize, options: DecodeOptions) -> Result<Decoded<Event>, Error> {
        Decoder::new(self.format).with_options(options).run(self.raw, crate::Mode::Lenient, |cx, text| {
            cx.depth = level;
            match self.format {
                Format::Json => json::events::decode_one(cx, text),
                Format::Xml => xml::events::decode_one(cx, text, &self.scope),
            }
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
        let decoded = decoder.run(self.raw, crate::Mode::Lenient, |cx, text| match self.format {
            Format::Json => json::decode::any(cx, text),
            Format::Xml => xml::decode::any(cx, text, &self.scope),
        })?;
        Ok(decoded.value.finish())
    }
}
