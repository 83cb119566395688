//! [`LinkTo`], a link that knows its rel, and [`Rel`], what there is to know of one.

use std::{
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
    ops::{Deref, DerefMut},
};

use super::Link;
use crate::{Text, record::Record};

/// A rel of the schema, as a type: the module [`rel`](crate::rel) has one for each.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no rel",
    label = "expected a marker of the module `rel`, as `rel::Messaging`",
    note = "for a rel that the schema does not know, implement `Rel` for a type of yours"
)]
pub trait Rel: 'static {
    /// The name on the wire.
    const NAME: &'static str;

    /// The name of the definition that describes it, as `startMessaging2` for the latest revision of `startMessaging`; see
    /// [`descriptor::definition`](crate::descriptor::definition).
    const DEFINITION: &'static str = Self::NAME;
}

/// A rel that leads to a resource with a representation.
#[diagnostic::on_unimplemented(
    message = "the rel `{Self}` leads to no resource that can be looked at",
    label = "the schema has no representation of it",
    note = "it is there to be acted on: its documentation lists what it takes"
)]
pub trait Represented: Rel {
    /// The type of the resource.
    type Resource: Record + Default;
}

/// A rel of which the schema has that revision.
#[diagnostic::on_unimplemented(message = "the rel `{Self}` has no revision {N}", label = "the schema has no such revision")]
pub trait Revised<const N: u8>: Rel {
    /// The rel in that revision.
    type Rel: Rel;
}

/// A link, and the rel that says what it leads to.
///
/// `L` is what is known of the link: `Option<Link>` in the fields of resources, for any link may be absent; [`Link`] or `&Link` where
/// there is one; and a list in [`LinksTo`]. It is what a `LinkTo` derefs to, so that a field is asked as an option is. With the feature
/// `http` it can be followed, in the ways that the schema has for the rel: `get`, `post`, `put` and `delete` make a
#[cfg_attr(feature = "http", doc = "[`Call`](crate::http::Call).")]
#[cfg_attr(not(feature = "http"), doc = "call.")]
///
/// ```
/// use ucwa_model::{Codec, Link, communication::Messaging};
///
/// let body = r#"{"rel":"messaging","_links":{"sendMessage":{"href":"/messages"}}}"#;
/// let mut messaging = Messaging::from_json(body)?;
/// assert_eq!(messaging.send_message_link.as_ref().unwrap().href, "/messages");
/// assert!(messaging.stop_messaging_link.is_none());
///
/// messaging.stop_messaging_link = Link::new("/stop").into();
/// messaging.send_message_link.take();
/// assert_eq!(messaging.to_json()?, r#"{"rel":"messaging","_links":{"stopMessaging":{"href":"/stop"}}}"#);
/// # Ok::<(), ucwa_model::Error>(())
/// ```
pub struct LinkTo<R, L = Option<Link>> {
    #[doc(hidden)]
    pub target: LinkTarget<R, L>,
}

/// Links of one rel, each of which leads somewhere else.
///
/// ```
/// use ucwa_model::{Codec, communication::Conversation};
///
/// let body = r#"{"rel":"conversation","_links":{"localParticipant":{"href":"/me"}}}"#;
/// let conversation = Conversation::from_json(body)?;
/// assert_eq!(conversation.local_participant_link.as_ref().unwrap().href, "/me");
/// # Ok::<(), ucwa_model::Error>(())
/// ```
pub type LinksTo<R> = LinkTo<R, Vec<Link>>;

/// What a [`LinkTo`] derefs to first. It is a type of its own to have a second `post`, for rels whose POST takes an input.
pub struct LinkTarget<R, L> {
    /// What codecs see: one type for all rels, so that they are compiled once.
    #[doc(hidden)]
    pub slot: L,
    rel: PhantomData<fn() -> R>,
}

/// One link, if there is one.
pub trait MaybeLink {
    /// The link.
    fn link(&self) -> Option<&Link>;
}

impl MaybeLink for Link {
    fn link(&self) -> Option<&Link> {
        Some(self)
    }
}

impl<L: MaybeLink> MaybeLink for Option<L> {
    fn link(&self) -> Option<&Link> {
        self.as_ref()?.link()
    }
}

impl<L: MaybeLink> MaybeLink for &L {
    fn link(&self) -> Option<&Link> {
        (**self).link()
    }
}

/// No link, and no links: the values that absent fields have.
pub(crate) const fn typed<R, L>(slot: L) -> LinkTo<R, L> {
    LinkTo { target: LinkTarget { slot, rel: PhantomData } }
}

impl<R, L> LinkTo<R, L> {
    /// What is known of the link, without its rel.
    pub fn into_inner(self) -> L {
        self.target.slot
    }
}

impl<R> LinkTo<R, Link> {
    /// A link with nothing but an href.
    pub fn new(href: impl Into<Text>) -> Self {
        Link::new(href).into()
    }
}

impl<R, L: Clone> LinkTo<R, L> {
    /// The link as one of another revision of its rel.
    ///
    /// ```
    /// use ucwa_model::{LinkTo, Rel, rel};
    ///
    /// let link: LinkTo<rel::StartMessaging, _> = LinkTo::new("/start");
    /// assert_eq!(definition(&link), "startMessaging2");
    /// assert_eq!(definition(&link.at_revision::<1>()), "startMessaging");
    ///
    /// fn definition<R: Rel, L>(_: &LinkTo<R, L>) -> &'static str {
    ///     R::DEFINITION
    /// }
    /// ```
    #[must_use]
    pub fn at_revision<const N: u8>(&self) -> LinkTo<R::Rel, L>
    where
        R: Revised<N>,
    {
        typed(self.target.slot.clone())
    }
}

impl<R> LinksTo<R> {
    /// Each link, with its rel; `iter` gives them without.
    pub fn each(&self) -> impl Iterator<Item = LinkTo<R, &Link>> {
        self.iter().map(LinkTo::from)
    }
}

impl<R, L> Deref for LinkTo<R, L> {
    type Target = LinkTarget<R, L>;

    fn deref(&self) -> &LinkTarget<R, L> {
        &self.target
    }
}

impl<R, L> DerefMut for LinkTo<R, L> {
    fn deref_mut(&mut self) -> &mut LinkTarget<R, L> {
        &mut self.target
    }
}

impl<R, L> Deref for LinkTarget<R, L> {
    type Target = L;

    fn deref(&self) -> &L {
        &self.slot
    }
}

impl<R, L> DerefMut for LinkTarget<R, L> {
    fn deref_mut(&mut self) -> &mut L {
        &mut self.slot
    }
}

// by hand, because derived they would ask something of the rel
impl<R, L: Clone> Clone for LinkTo<R, L> {
    fn clone(&self) -> Self {
        typed(self.target.slot.clone())
    }
}

impl<R, L: Copy> Copy for LinkTo<R, L> where LinkTarget<R, L>: Copy {}

impl<R, L: Copy> Clone for LinkTarget<R, L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R, L: Copy> Copy for LinkTarget<R, L> {}

impl<R, L: Default> Default for LinkTo<R, L> {
    fn default() -> Self {
        typed(L::default())
    }
}

impl<R, L: PartialEq> PartialEq for LinkTo<R, L> {
    fn eq(&self, other: &Self) -> bool {
        self.target.slot == other.target.slot
    }
}

impl<R, L: Eq> Eq for LinkTo<R, L> {}

impl<R, L: Hash> Hash for LinkTo<R, L> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.target.slot.hash(state);
    }
}

/// A field may be compared with what it holds.
impl<R, L: PartialEq> PartialEq<L> for LinkTo<R, L> {
    fn eq(&self, other: &L) -> bool {
        self.target.slot == *other
    }
}

/// As the link without its rel.
impl<R, L: fmt::Debug> fmt::Debug for LinkTo<R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.target.slot.fmt(f)
    }
}

impl<R, L: fmt::Debug> fmt::Debug for LinkTarget<R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.slot.fmt(f)
    }
}

impl<R, L> From<L> for LinkTo<R, L> {
    fn from(slot: L) -> Self {
        typed(slot)
    }
}

impl<R> From<Link> for LinkTo<R> {
    fn from(link: Link) -> Self {
        typed(Some(link))
    }
}

impl<R> From<LinkTo<R, Link>> for LinkTo<R> {
    fn from(link: LinkTo<R, Link>) -> Self {
        typed(Some(link.into_inner()))
    }
}

impl<R> FromIterator<Link> for LinksTo<R> {
    fn from_iter<I: IntoIterator<Item = Link>>(links: I) -> Self {
        typed(links.into_iter().collect())
    }
}

impl<'a, R> IntoIterator for &'a LinksTo<R> {
    type Item = &'a Link;
    type IntoIter = std::slice::Iter<'a, Link>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
