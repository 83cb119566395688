//! The protocol's tables: every resource, enumeration and operation of `schema/`, as static data.
//!
//! The codecs are driven by [`Shape`]; tools read [`Definition`] and [`EnumerationDefinition`] as well. Nothing here is built at run time.
//!
//! ```
//! use ucwa_model::descriptor;
//!
//! let invitation = descriptor::definition("messagingInvitation").unwrap();
//! let shape = invitation.shape.unwrap();
//! assert!(shape.properties().iter().any(|field| field.name == "subject"));
//! ```

mod all;
pub(crate) mod constructors;
mod names;
mod section;

use std::fmt;

pub use self::all::{definitions, operations};
#[doc(hidden)]
pub use self::names::Names;
pub(crate) use self::section::{ETAG, Section, find, find_input, find_other_case, section};
use crate::{dialect::plain_rel, record::Record};

/// A page of the protocol: what travels under a rel, and what can be done with it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Definition {
    /// The protocol's name for it, as in `startMessaging2`.
    pub name: &'static str,
    /// The rel that it travels under, as in `startMessaging`.
    pub rel: &'static str,
    /// The revision of the rel that it describes; 1 unless a later page replaces an earlier one.
    pub revision: u8,
    /// The protocol area, which is the folder of its definition.
    pub area: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// The representation, if the resource has one of its own.
    pub shape: Option<&'static Shape>,
    /// The events that tell of it.
    pub events: &'static [EventDefinition],
    /// What can be done with it, by method.
    pub operations: &'static [OperationDefinition],
    /// OAuth scopes; one of them is needed.
    pub scopes: &'static [&'static str],
    /// Where sources disagree, and which reading was taken.
    pub notes: &'static [&'static str],
}

impl Definition {
    /// The operation of a method, in upper case.
    #[must_use]
    pub fn operation(&self, method: &str) -> Option<&'static OperationDefinition> {
        self.operations.iter().find(|operation| operation.method == method)
    }
}

/// The fields of a body, in the order in which they go out.
#[non_exhaustive]
pub struct Shape {
    /// The name of the definition that it belongs to.
    pub name: &'static str,
    /// The rel that a body of it carries.
    pub rel: &'static str,
    /// What kind of body it is.
    pub form: Form,
    /// Properties, then links, then embedded resources.
    pub fields: &'static [Field],
    /// The index of the first link.
    pub(crate) links: usize,
    /// The index of the first embedded resource.
    pub(crate) embedded: usize,
    /// Makes an empty one.
    pub new: fn() -> Box<dyn Record>,
    /// Whether any field is required.
    pub(crate) demands: bool,
    /// Where each name stands among the fields; see [`lookup`](crate::lookup).
    pub(crate) places: &'static [u16],
}

impl Shape {
    /// The properties.
    #[must_use]
    pub fn properties(&self) -> &'static [Field] {
        self.fields.get(..self.links).unwrap_or_default()
    }

    /// The links.
    #[must_use]
    pub fn links(&self) -> &'static [Field] {
        self.fields.get(self.links..self.embedded).unwrap_or_default()
    }

    /// The embedded resources.
    #[must_use]
    pub fn embedded(&self) -> &'static [Field] {
        self.fields.get(self.embedded..).unwrap_or_default()
    }
}

impl Shape {
    /// Whether it describes whatever the schema does not know.
    pub(crate) fn is_generic(&self) -> bool {
        self.rel.is_empty()
    }
}

impl fmt::Debug for Shape {
    /// The name alone: shapes refer to each other in circles.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shape({})", self.name)
    }
}

/// What kind of body a shape describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// A resource: it names itself by its rel; XML root `<resource>`.
    Resource,
    /// What a request sends: it does not name itself; XML root `<input>`.
    Input,
    /// What a PUT sends that replaces a resource; XML root `<resource>` with no attributes.
    Replacement,
    /// A part of another document, as an event: it does not name itself, and what it embeds is open.
    Part,
    /// An error body: it does not name itself; XML root `<reason>`, whose properties are elements.
    Reason,
}

impl Form {
    /// Whether a request sends it. Servers match its names without case.
    pub(crate) const fn is_input(self) -> bool {
        matches!(self, Self::Input | Self::Replacement)
    }
}

/// One member of a body, or one query parameter.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Field {
    /// The name on the wire.
    pub name: &'static str,
    /// The name as JSON and as XML write it; see [`__names`](crate::__names).
    pub(crate) json: &'static str,
    pub(crate) xml: &'static str,
    /// What one value is.
    pub kind: Kind,
    /// Whether it is a list.
    pub many: bool,
    /// Whether the protocol asks for it.
    pub required: bool,
    /// The smallest and the largest allowed number.
    pub range: Option<(i64, i64)>,
    /// What it is.
    pub doc: &'static str,
}

/// What one value of a member is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Kind {
    /// Text, with a limit of its length in UTF-16 code units, if it has one.
    String {
        /// The limit, if there is one.
        limit: Option<u32>,
    },
    /// A SIP URI.
    SipUri,
    /// A boolean.
    Boolean,
    /// A 64-bit integer.
    Integer,
    /// A point in time.
    Date,
    /// A value of an open enumeration.
    Enumeration(&'static EnumerationDefinition),
    /// Named values, in an error body.
    Bag,
    /// An input at fault, in an error body.
    Parameter,
    /// A link to another resource.
    Link,
    /// A link that carries its content in its href.
    Data,
    /// A resource inside this one; a function, for shapes refer to each other in circles.
    Embedded(fn() -> &'static Shape),
}

/// An open enumeration.
#[derive(Debug)]
#[non_exhaustive]
pub struct EnumerationDefinition {
    /// The protocol's name for it.
    pub name: &'static str,
    /// What it classifies.
    pub doc: &'static str,
    /// The known values.
    pub values: &'static [KnownValue],
    /// Where sources disagree, and which reading was taken.
    pub notes: &'static [&'static str],
}

/// A known value of an enumeration.
#[derive(Debug)]
#[non_exhaustive]
pub struct KnownValue {
    /// The value on the wire.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
}

/// An event of the event channel that tells of a resource.
#[derive(Debug)]
#[non_exhaustive]
pub struct EventDefinition {
    /// `added`, `updated`, `deleted`, `started` or `completed`.
    pub event_type: &'static str,
    /// The rel of the resource that it tells of.
    pub resource: &'static str,
    /// The rel of the sender that it comes under.
    pub sender: &'static str,
    /// How soon it is delivered.
    pub priority: &'static str,
    /// What it says.
    pub doc: &'static str,
}

/// What a method does to a resource.
#[derive(Debug)]
#[non_exhaustive]
pub struct OperationDefinition {
    /// The HTTP method, in upper case.
    pub method: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// Query parameters.
    pub query: &'static [Field],
    /// The body of the request, if there is one.
    pub input: Option<&'static Shape>,
    /// The media types of a body that is no resource, as the text of a message.
    pub media: &'static [&'static str],
    /// What success looks like.
    pub success: Success,
    /// The documented errors.
    pub errors: &'static [Failure],
}

/// What a successful answer looks like.
#[derive(Debug)]
#[non_exhaustive]
pub struct Success {
    /// The HTTP status.
    pub status: u16,
    /// The rel of the resource in the body of the answer.
    pub body: Option<&'static str>,
    /// The rel of the resource that a `Location` header names and the event channel delivers.
    pub starts: Option<&'static str>,
}

/// A documented error.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failure {
    /// The HTTP status.
    pub status: u16,
    /// The `code` of the error body.
    pub code: &'static str,
    /// The `subcode` of the error body.
    pub subcode: Option<&'static str>,
    /// What went wrong.
    pub doc: &'static str,
}

/// All enumerations.
#[must_use]
pub fn enumerations() -> &'static [&'static EnumerationDefinition] {
    crate::enumerations::ENUMERATIONS
}

/// The definition of that name, as in `startMessaging2`, with or without the prefix of a [dialect](crate::dialect).
#[must_use]
pub fn definition(name: &str) -> Option<&'static Definition> {
    let name = plain_rel(name);
    definitions().find(|definition| definition.name == name)
}

/// The representation that travels under a rel, with or without the prefix of a [dialect](crate::dialect): that of the latest
/// revision that has one.
#[must_use]
pub fn shape_of_rel(rel: &str) -> Option<&'static Shape> {
    let rel = plain_rel(rel);
    let candidates = definitions().filter(|definition| definition.rel == rel && definition.shape.is_some());
    candidates.max_by_key(|definition| definition.revision)?.shape
}
