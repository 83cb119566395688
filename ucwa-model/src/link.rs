//! [`Link`] and [`DataLink`], the hypermedia controls; [`LinkTo`], a link that knows its rel.

mod data;
mod typed;

use std::fmt;

pub(crate) use self::typed::typed;
pub use self::{
    data::DataLink,
    typed::{LinkTarget, LinkTo, LinksTo, MaybeLink, Rel, Represented, Revised},
};
use crate::{
    Text, Value,
    descriptor::Kind,
    record::{Accepted, BorrowedText, FieldValue, Rejected, ValueRef, WireValue},
    value::{AsMap, detach_members},
};

/// A link: where a resource is, or where an operation starts.
///
/// The href is bytes, not a URL: it is never normalised, re-encoded or resolved on the way through. In JSON a link is an object
/// under its rel in `_links`; in XML it is `<link rel="…" href="…" />`, and the self link is the `href` of the `<resource>`.
///
/// ```
/// use ucwa_model::Link;
///
/// let link = Link::new("/ucwa/v1/applications/192/events?ack=1").with_title("the channel");
/// assert_eq!(link.title(), Some("the channel"));
/// assert_eq!(format!("{link:?}"), r#"Link { href: "/ucwa/v1/applications/192/events?ack=1", title: "the channel" }"#);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Link {
    /// Where it leads, byte for byte.
    pub href: Text,
    attributes: Option<Box<Attributes>>,
}

#[derive(Clone, Default, PartialEq, Eq, Hash)]
struct Attributes {
    title: Option<Text>,
    revision: Option<Text>,
    extra: Vec<(Text, Value)>,
}

impl Link {
    /// A link with nothing but an href.
    pub fn new(href: impl Into<Text>) -> Self {
        Self { href: href.into(), attributes: None }
    }

    /// Sets the title.
    #[must_use]
    pub fn with_title(mut self, title: impl Into<Text>) -> Self {
        self.attributes().title = Some(title.into());
        self
    }

    /// Sets the revision.
    #[must_use]
    pub fn with_revision(mut self, revision: impl Into<Text>) -> Self {
        self.attributes().revision = Some(revision.into());
        self
    }

    /// The title: a participant's name, a media source, as the target's definition says.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.attributes.as_ref()?.title.as_deref()
    }

    /// The revision of the target's rel, which tells `X2` from `X`; compare revisions as numbers.
    #[must_use]
    pub fn revision(&self) -> Option<&str> {
        self.attributes.as_ref()?.revision.as_deref()
    }

    /// Members beyond href, title and revision, in order.
    #[must_use]
    pub fn extra(&self) -> &[(Text, Value)] {
        self.attributes.as_ref().map_or(&[], |attributes| &attributes.extra)
    }

    /// Gives all texts memory of their own; see [`Codec::detach`](crate::Codec::detach).
    pub fn detach(&mut self) {
        self.href.detach();
        if let Some(Attributes { title, revision, extra }) = self.attributes.as_deref_mut() {
            title.iter_mut().chain(revision).for_each(Text::detach);
            detach_members(extra);
        }
    }

    /// Adds a member beyond href, title and revision.
    pub fn push_extra(&mut self, name: impl Into<Text>, value: Value) {
        self.attributes().extra.push((name.into(), value));
    }

    /// Whether it has nothing but an href.
    pub(crate) fn is_bare(&self) -> bool {
        self.attributes.is_none()
    }

    /// Whether it has no more than an href and a title.
    #[inline]
    pub(crate) fn is_simple(&self) -> bool {
        match &self.attributes {
            None => true,
            Some(attributes) => attributes.revision.is_none() && attributes.extra.is_empty(),
        }
    }

    /// How many members it has beside unknown ones.
    pub(crate) const MEMBERS: usize = 3;

    /// The memory that a title or a revision takes beside its text.
    pub(crate) const ATTRIBUTES: usize = size_of::<Attributes>();

    #[inline]
    pub(crate) fn of(href: Text, title: Option<Text>, revision: Option<Text>) -> Self {
        let attributes = match (title, revision) {
            (None, None) => None,
            (title, revision) => Some(Box::new(Attributes { title, revision, extra: Vec::new() })),
        };
        Self { href, attributes }
    }

    /// Sets it to what comes in.
    #[inline(always)]
    pub(crate) fn set(&mut self, href: BorrowedText<'_>, title: Option<BorrowedText<'_>>) {
        self.href.set(href);
        if let Some(title) = title {
            self.attributes().title.get_or_insert_default().set(title);
        }
    }

    fn attributes(&mut self) -> &mut Attributes {
        self.attributes.get_or_insert_default()
    }

    /// The known members that are there, in order.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let members = [("href", Some(self.href.as_str())), ("title", self.title()), ("revision", self.revision())];
        members.into_iter().filter_map(|(name, text)| Some((name, text?)))
    }

    /// The JSON object that it is, for the places where XML has no form of its own for it.
    pub(crate) fn to_value(&self) -> Value {
        let mut members = Vec::new();
        for (name, text) in self.members() {
            members.push((name.into(), text.into()));
        }
        members.extend_from_slice(self.extra());
        Value::Object(members)
    }

    /// Takes the members of a JSON object, or gives them back if they make no link: no href, or a known member that is no string.
    pub(crate) fn from_members(members: Vec<(Text, Value)>) -> Result<Self, Vec<(Text, Value)>> {
        let strings = |name: &str| {
            let mut named = members.iter().filter(|(key, _)| &**key == name);
            let first = named.next();
            first.is_none_or(|(_, value)| value.as_str().is_some()) && named.next().is_none()
        };
        let has_href = members.iter().any(|(key, _)| &**key == "href");
        if !(has_href && strings("href") && strings("title") && strings("revision")) {
            return Err(members);
        }
        let mut link = Self::default();
        for (name, value) in members {
            match (&*name, value) {
                ("href", Value::String(text)) => link.href = text,
                ("title", Value::String(text)) => link.attributes().title = Some(text),
                ("revision", Value::String(text)) => link.attributes().revision = Some(text),
                (_, value) => link.attributes().extra.push((name, value)),
            }
        }
        Ok(link)
    }
}

/// The members that it has.
impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show("Link", f)
    }
}

impl Link {
    fn show(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct(name);
        shown.field("href", &self.href);
        if let Some(Attributes { title, revision, extra }) = self.attributes.as_deref() {
            for (name, text) in [("title", title), ("revision", revision)] {
                if let Some(text) = text {
                    shown.field(name, text);
                }
            }
            if !extra.is_empty() {
                shown.field("extra", &AsMap(extra));
            }
        }
        shown.finish()
    }
}

impl FieldValue for Link {
    const KIND: Kind = Kind::Link;

    #[inline]
    fn put(incoming: WireValue<'_>) -> Result<(Self, Accepted), Rejected> {
        match incoming {
            WireValue::Link(link) => Ok((link, Accepted::Known)),
            other => Err(Rejected::kind("link", &other)),
        }
    }

    fn item(&self) -> ValueRef<'_> {
        ValueRef::Link(self)
    }

    #[inline]
    fn put_link(place: &mut Option<Self>, href: BorrowedText<'_>, title: Option<BorrowedText<'_>>) -> bool {
        place.get_or_insert_default().set(href, title);
        true
    }
}
