//! [`Operation`], a method of a definition: what can be asked for, as data.

use std::fmt;

use ::http::{Method, StatusCode};

use crate::{
    Codec,
    descriptor::{self, Definition, Failure, Field, Shape, Success},
    dialect::plain_rel,
    http::media,
};

/// A method on a link: which inputs it takes, what success looks like, and how it may fail.
///
/// ```
/// use ucwa_model::http::Operation;
///
/// let search = Operation::find("search2", "GET").unwrap();
/// assert_eq!(search.to_string(), "GET search2");
/// assert_eq!(search.rel(), "search");
/// assert!(search.query().iter().any(|parameter| parameter.name == "limit" && parameter.range == Some((1, 100))));
/// assert!(search.errors().iter().any(|failure| failure.status == 409));
/// ```
#[derive(Clone, Copy)]
pub struct Operation {
    definition: &'static Definition,
    table: &'static descriptor::OperationDefinition,
}

impl Operation {
    /// The operation of a definition, or, if none is named so, of the latest revision that travels under such a rel and has the
    /// method. Methods are compared without case, for samples write `Get`, and a rel may have the prefix of a
    /// [dialect](crate::dialect).
    #[must_use]
    pub fn find(name: &str, method: &str) -> Option<Self> {
        let name = plain_rel(name);
        let mut latest: Option<Self> = None;
        for one in Self::all() {
            if !one.is(method) {
                continue;
            }
            if one.name() == name {
                return Some(one);
            }
            if one.rel() == name && latest.is_none_or(|latest| latest.definition.revision <= one.definition.revision) {
                latest = Some(one);
            }
        }
        latest
    }

    /// The operation whose request body is of that type.
    ///
    /// ```
    /// use ucwa_model::{communication::StartMessaging2, http::Operation};
    ///
    /// assert_eq!(Operation::of_input::<StartMessaging2>(), Operation::find("startMessaging2", "POST"));
    /// ```
    #[must_use]
    pub fn of_input<T: Codec>() -> Option<Self> {
        Self::all().find(|one| one.input().is_some_and(|shape| std::ptr::eq(shape, T::SHAPE)))
    }

    /// The operation of an area's definition, each by its place in the tables.
    ///
    /// # Panics
    /// At compile time, if there is none.
    #[doc(hidden)]
    #[must_use]
    pub const fn at(definitions: &'static [&'static Definition], definition: usize, operation: usize) -> Self {
        let definition = definitions[definition];
        Self { definition, table: &definition.operations[operation] }
    }

    /// All operations, by area and definition.
    pub fn all() -> impl Iterator<Item = Self> {
        descriptor::operations().map(|(definition, table)| Self { definition, table })
    }

    /// The definition that it belongs to.
    #[must_use]
    pub fn definition(self) -> &'static Definition {
        self.definition
    }

    /// The table of it.
    #[must_use]
    pub fn table(self) -> &'static descriptor::OperationDefinition {
        self.table
    }

    /// The name of the definition, as in `startMessaging2`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.definition.name
    }

    /// The rel of the link that it is for, as in `startMessaging`.
    #[must_use]
    pub fn rel(self) -> &'static str {
        self.definition.rel
    }

    /// The method.
    #[must_use]
    pub fn method(self) -> Method {
        Method::from_bytes(self.table.method.as_bytes()).unwrap_or_default()
    }

    /// Whether its method is that one, without case.
    #[must_use]
    pub fn is(self, method: &str) -> bool {
        self.table.method.eq_ignore_ascii_case(method)
    }

    /// The query parameters that it knows.
    #[must_use]
    pub fn query(self) -> &'static [Field] {
        self.table.query
    }

    /// The body that it takes, if that is a record.
    #[must_use]
    pub fn input(self) -> Option<&'static Shape> {
        self.table.input
    }

    /// The media types of a body that is no record: the text of a message, a session description, the parts of a batch.
    #[must_use]
    pub fn media(self) -> &'static [&'static str] {
        if media::is_batch(self) { &[media::BATCH] } else { self.table.media }
    }

    /// What success looks like.
    #[must_use]
    pub fn success(self) -> &'static Success {
        &self.table.success
    }

    /// The documented errors.
    #[must_use]
    pub fn errors(self) -> &'static [Failure] {
        self.table.errors
    }

    /// The documented error of a status, a code and a subcode. `None` and an absent subcode are the same.
    #[must_use]
    pub fn error(self, status: StatusCode, code: &str, subcode: Option<&str>) -> Option<&'static Failure> {
        let subcode = subcode.filter(|subcode| *subcode != "None");
        let fits = |failure: &&Failure| failure.status == status && failure.code == code && failure.subcode == subcode;
        self.errors().iter().find(fits)
    }

    /// OAuth scopes, any one of which is enough; none where nothing needs to be granted.
    #[must_use]
    pub fn scopes(self) -> &'static [&'static str] {
        self.definition.scopes
    }

    /// The query parameter of that name, without case: samples send `Message` for `message`.
    pub(crate) fn parameter(self, name: &str) -> Option<&'static Field> {
        let other =
            OTHER_NAMES.iter().find(|(operation, other, _)| *operation == self.name() && other.eq_ignore_ascii_case(name));
        let name = other.map_or(name, |(_, _, name)| name);
        let exact = self.query().iter().find(|field| field.name == name);
        exact.or_else(|| self.query().iter().find(|field| field.name.eq_ignore_ascii_case(name)))
    }
}

/// Other names of query parameters, which a sample and clients use: the operation, that name, and the one of the schema.
const OTHER_NAMES: &[(&str, &str, &str)] = &[("sendMessage", "OperationContext", "operationId")];

impl PartialEq for Operation {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.table, other.table)
    }
}

impl Eq for Operation {}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.table.method, self.definition.name)
    }
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Operation({self})")
    }
}
