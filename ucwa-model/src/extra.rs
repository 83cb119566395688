//! [`Extra`], what a message says beyond the schema.

mod debug;
mod detach;
mod edit;
mod entries;
mod foreign;

use self::entries::{Entries, Resources};
pub(crate) use self::foreign::{KEPT_ATTRIBUTE, KEPT_XML};
use crate::{AnyResource, Link, Text, Value, descriptor::Section};

/// What a message holds beyond the schema, in its order: unknown properties, links and embedded resources, and known ones whose
/// value does not fit. It goes out again after the known members, so a PUT returns the server's random-named property untouched.
///
/// ```
/// use ucwa_model::{Codec, communication::Communication};
///
/// let body = br#"{"rel":"communication","56de7bbf":"please pass this in a PUT request"}"#;
/// let communication = Communication::from_json(body)?;
/// assert_eq!(communication.extra.property("56de7bbf").unwrap().as_str(), Some("please pass this in a PUT request"));
/// assert_eq!(format!("{:?}", communication.extra), r#"Extra { properties: {"56de7bbf": "please pass this in a PUT request"} }"#);
/// # Ok::<(), ucwa_model::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Extra {
    inner: Option<Box<Inner>>,
    /// Beside the box, because XML says it of most resources that real servers send.
    naming: Naming,
    /// Whether `_links`, and whether `_embedded`, came without members.
    empty: [bool; 2],
}

#[derive(Clone, Default, PartialEq, Eq)]
struct Inner {
    /// Another rel than the schema's: a dialect's prefix, a role, an input that names itself.
    rel: Option<Text>,
    properties: Vec<(Text, Value)>,
    links: Entries<Link>,
    embedded: Resources,
    /// The fields whose name has the prefix of a dialect, by index.
    prefixed: Vec<(usize, &'static str)>,
    flipped: Vec<usize>,
    /// The names of those known members that came in another case.
    spelled: Vec<(usize, Text)>,
}

/// Where a message names its own rel. Embedded in XML, a resource is named by the property alone: the attribute there is its role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Naming {
    /// Where its form has it: in JSON the member `rel`; in XML the property, and the attribute too if it is a resource.
    #[default]
    Usual,
    /// Nowhere, although its form would.
    Absent,
    /// In the attribute of its XML root alone, as real servers do.
    Attribute,
    /// In the property alone, although its form has the attribute too.
    Property,
    /// In both, although its form has the property alone.
    Both,
}

/// What stands under one unknown rel or role.
#[derive(Clone, PartialEq, Eq)]
pub enum Entry<T> {
    /// One.
    One(T),
    /// A list.
    Many(Vec<T>),
    /// Neither: kept as it came.
    Raw(Value),
}

impl<T> Entry<T> {
    /// The values, one after another.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        match self {
            Self::One(value) => std::slice::from_ref(value).iter(),
            Self::Many(values) => values.iter(),
            Self::Raw(_) => [].iter(),
        }
    }
}

impl Extra {
    /// Nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { inner: None, naming: Naming::Usual, empty: [false; 2] }
    }
}

/// Generates the three pairs of accessors over `Inner`.
macro_rules! members {
    ($($all:ident, $one:ident, $push:ident, $field:ident $(.$list:ident)?: $value:ty, $what:literal;)*) => {$(
        #[doc = concat!("The unknown ", $what, ", in order.")]
        #[must_use]
        pub fn $all(&self) -> &[(Text, $value)] {
            self.inner.as_ref().map_or(&[], |inner| &inner.$field$(.$list)?)
        }

        #[doc = concat!("The first unknown ", $what, " of that name.")]
        #[must_use]
        pub fn $one(&self, name: &str) -> Option<&$value> {
            self.$all().iter().find(|(key, _)| &**key == name).map(|(_, value)| value)
        }

        #[doc = concat!("Adds to the unknown ", $what, ".")]
        pub fn $push(&mut self, name: impl Into<Text>, value: $value) {
            self.inner().$field.push((name.into(), value));
        }
    )*};
}

impl Extra {
    members! {
        properties, property, push_property, properties: Value, "properties";
        links, link, push_link, links.list: Entry<Link>, "links";
        embedded, embedded_resource, push_embedded, embedded.list: Entry<AnyResource>, "embedded resources";
    }

    /// Whether there is nothing beyond the schema. An input's member that came in another case is not beyond it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let bare = |inner: &Inner| {
            let Inner { rel, properties, links, embedded, prefixed, flipped, spelled: _ } = inner;
            let members = properties.is_empty() && links.list.is_empty() && embedded.list.is_empty();
            members && rel.is_none() && prefixed.is_empty() && flipped.is_empty()
        };
        self.naming != Naming::Absent && self.inner.as_ref().is_none_or(|inner| bare(inner))
    }

    /// Whether every known member goes out as the schema says, and there are no others.
    pub(crate) fn is_plain(&self) -> bool {
        self.inner.is_none()
    }

    /// Whether there is nothing to say but where the message names its rel.
    #[inline]
    pub(crate) fn is_bare(&self) -> bool {
        self.inner.is_none() && self.empty == [false; 2]
    }

    fn has_no_members(&self) -> bool {
        self.inner.as_ref().is_none_or(|inner| **inner == Inner::default())
    }

    /// The resource's `etag`, which servers send in the body too, and which a PUT sends back in `If-Match`, in double quotes.
    #[must_use]
    pub fn etag(&self) -> Option<&str> {
        self.property(crate::descriptor::ETAG)?.as_str()
    }

    /// What the message calls itself, if that is another word than the schema's.
    pub(crate) fn rel(&self) -> Option<&str> {
        self.inner.as_ref()?.rel.as_deref()
    }

    pub(crate) fn naming(&self) -> Naming {
        self.naming
    }

    /// Whether a section came without members, which it may have got since.
    pub(crate) fn is_noted_empty(&self, section: Section) -> bool {
        self.empty[usize::from(section == Section::Embedded)]
    }

    /// The entries that have a place among the values of their field, by index: after how many of them.
    pub(crate) fn places(&self, section: Section) -> &[(usize, usize)] {
        self.inner.as_ref().map_or(&[], |inner| match section {
            Section::Embedded => &inner.embedded.places,
            _ => &inner.links.places,
        })
    }

    /// Whether there is anything under a rel or a role.
    pub(crate) fn has(&self, section: Section, name: &str) -> bool {
        self.inner.as_ref().is_some_and(|inner| match section {
            Section::Embedded => inner.embedded.position(name).is_some(),
            _ => inner.links.position(name).is_some(),
        })
    }

    /// Whether what stands latest under a rel or a role is a list of other values.
    pub(crate) fn has_raw_list(&self, section: Section, name: &str) -> bool {
        self.inner.as_ref().is_some_and(|inner| match section {
            Section::Embedded => inner.embedded.is_raw_list(name),
            _ => inner.links.is_raw_list(name),
        })
    }

    /// Whether the links or embedded resources are those of the fields, each as its field says.
    pub(crate) fn adds_nothing(&self, section: Section) -> bool {
        self.inner.as_ref().is_none_or(|inner| {
            let none = match section {
                Section::Embedded => inner.embedded.list.is_empty(),
                _ => inner.links.list.is_empty(),
            };
            none && inner.prefixed.is_empty() && inner.flipped.is_empty() && inner.spelled.is_empty()
        })
    }

    /// The prefix of a dialect that a known link or embedded resource was written with.
    pub(crate) fn prefix(&self, index: usize) -> Option<&'static str> {
        let prefixed = &self.inner.as_ref()?.prefixed;
        prefixed.iter().find(|(field, _)| *field == index).map(|(_, prefix)| *prefix)
    }

    /// The name under which a known member came, if it differs from the field's in case.
    pub(crate) fn spelling(&self, index: usize) -> Option<&Text> {
        self.inner.as_ref()?.spelled.iter().find(|(spelled, _)| *spelled == index).map(|(_, name)| name)
    }

    /// Whether a known member goes out as the schema says: under its name, single or as a list.
    pub(crate) fn is_usual(&self, index: usize) -> bool {
        !self.is_flipped(index) && self.spelling(index).is_none()
    }

    /// Whether a known member was single where the schema says many, or the other way round.
    pub(crate) fn is_flipped(&self, index: usize) -> bool {
        self.inner.as_ref().is_some_and(|inner| inner.flipped.contains(&index))
    }
}

/// Where XML names a message makes no difference: whether it does.
impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        let members = match (&self.inner, &other.inner) {
            (Some(one), Some(other)) => one == other,
            _ => self.has_no_members() && other.has_no_members(),
        };
        members && (self.naming == Naming::Absent) == (other.naming == Naming::Absent) && self.empty == other.empty
    }
}

impl Eq for Extra {}
