//! [`Request`], an operation with its inputs: what a client sends and a server receives.

mod inputs;
mod read;
mod write;

use std::fmt;

use ::http::Method;

use crate::{
    Codec,
    http::{Batch, BuildError, Content, Href, Operation, Precondition, QueryParameter, Revision, fields},
    record::Record,
};

/// An operation on a link, with its inputs.
///
/// A client makes one, and writes it for a server with [`to_http`](Self::to_http), which checks the inputs first:
///
/// ```
/// use ucwa_model::{Format, Link, OperationId, communication::StartMessaging2, http::{Base, Request}};
///
/// let link = Link::new("/ucwa/v1/applications/192/communication/startMessaging?tag=%3d");
/// let start = StartMessaging2::new(OperationId::try_from("74cb7404")?);
/// let request = Request::with_input(&link, start)?;
///
/// let base = Base::new("https://lync.contoso.com", Format::Json)?;
/// let http = request.to_http(&base)?;
/// assert_eq!(http.uri(), "https://lync.contoso.com/ucwa/v1/applications/192/communication/startMessaging?tag=%3d");
/// assert_eq!(http.body(), br#"{"operationId":"74cb7404"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A server reads it back, given what the route is for:
///
/// ```
/// # use ucwa_model::{communication::StartMessaging2, http::{Operation, Request}};
/// # let http = http::Request::post("/start").header("content-type", "application/json");
/// # let http = http.body(br#"{"operationId":"74cb7404"}"#)?;
/// let request = Request::read(Operation::find("startMessaging2", "POST").unwrap(), &http)?;
/// assert_eq!(request.input::<StartMessaging2>().unwrap().operation_id.as_ref().unwrap().as_str(), "74cb7404");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Request {
    operation: Operation,
    href: Href,
    parameters: Vec<QueryParameter>,
    body: Body,
    revision: Option<Revision>,
    if_match: Option<Precondition>,
    if_none_match: Option<Precondition>,
    unchecked: bool,
    /// The rel of the link that it would follow, where there is none.
    missing_link: Option<&'static str>,
}

/// What a request carries.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum Body {
    /// Nothing.
    #[default]
    Empty,
    /// A record, in the format of the session.
    Record(Box<dyn Record>),
    /// Other requests, which are written when their format is known.
    Batch(Batch),
    /// Anything else.
    Content(Content),
}

impl Request {
    /// An operation on a link, without inputs so far.
    pub fn new(operation: Operation, href: impl Into<Href>) -> Self {
        Self {
            operation,
            href: href.into(),
            parameters: Vec::new(),
            body: Body::Empty,
            revision: None,
            if_match: None,
            if_none_match: None,
            unchecked: false,
            missing_link: None,
        }
    }

    /// An operation on a link that is not there, which is said when it is to be sent.
    pub(crate) fn without_link(operation: Operation, rel: &'static str) -> Self {
        Self { missing_link: Some(rel), ..Self::new(operation, "") }
    }

    /// An operation by the name of its definition, or its rel, and its method.
    ///
    /// # Errors
    /// If the schema has no such operation, or not with the features that are on.
    pub fn find(name: &str, method: &Method, href: impl Into<Href>) -> Result<Self, BuildError> {
        let operation = Operation::find(name, method.as_str());
        let missing = || BuildError::NoOperation { found: format!("{method} {name}") };
        Ok(Self::new(operation.ok_or_else(missing)?, href))
    }

    /// Fetches a resource.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub fn get(name: &str, href: impl Into<Href>) -> Result<Self, BuildError> {
        Self::find(name, &Method::GET, href)
    }

    /// The operation that takes an input of that type.
    ///
    /// # Errors
    /// If no operation takes it.
    pub fn with_input<T: Codec>(href: impl Into<Href>, input: T) -> Result<Self, BuildError> {
        let operation = Operation::of_input::<T>();
        let operation = operation.ok_or_else(|| BuildError::NoOperation { found: T::SHAPE.name.to_owned() })?;
        Ok(Self::new(operation, href).with_record(Box::new(input)))
    }

    /// Sets a record as the body. Where the body is something else, as the text of a message, the record's inputs go to the query.
    #[must_use]
    pub fn with_record(self, record: Box<dyn Record>) -> Self {
        let is_content = !self.operation.media().is_empty();
        let request = Self { body: Body::Record(record), ..self };
        if is_content { request.inputs_in_query() } else { request }
    }

    /// Sets a body that is no record, as the text of a message.
    ///
    /// ```
    /// use ucwa_model::{Format, OperationId, communication::SendMessage, http::{Base, Content, Request}};
    ///
    /// let link = "/ucwa/v1/applications/192/communication/conversations/137/messaging/messages";
    /// let send = Request::with_input(link, SendMessage::new("5"))?.with_content(Content::plain("Hi Tosh"));
    /// let http = send.to_http(&Base::new("https://lync.contoso.com", Format::Xml)?)?;
    /// assert_eq!(http.uri().query(), Some("operationId=5"));
    /// assert_eq!(http.body(), b"Hi Tosh");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_content(self, content: Content) -> Self {
        Self { body: Body::Content(content), ..self }
    }

    /// Sets requests as the body, if the operation is the batch.
    #[must_use]
    pub fn with_batch(self, batch: Batch) -> Self {
        Self { body: Body::Batch(batch), ..self }
    }

    /// Adds a query parameter that the schema knows. It is checked before it leaves.
    #[must_use]
    pub fn with_query(self, name: &str, value: impl fmt::Display) -> Self {
        self.parameter(name, value.to_string(), true)
    }

    /// Adds a query parameter that the schema need not know.
    #[must_use]
    pub fn with_extra_query(self, name: &str, value: impl fmt::Display) -> Self {
        self.parameter(name, value.to_string(), false)
    }

    fn parameter(mut self, name: &str, value: String, known: bool) -> Self {
        let name = self.operation.parameter(name).map_or(name, |field| field.name).to_owned();
        self.parameters.push(QueryParameter { name, value, known });
        self
    }

    /// Moves the inputs to the query, as far as the schema lets them travel there. The body goes if nothing is left in it.
    #[must_use]
    pub fn inputs_in_query(mut self) -> Self {
        let Body::Record(mut record) = std::mem::take(&mut self.body) else {
            return self;
        };
        let moved = fields::take_texts(&mut *record, |name| self.operation.query().iter().any(|field| field.name == name));
        for (name, value) in moved {
            self.parameters.push(QueryParameter { name: name.to_owned(), value, known: true });
        }
        if !fields::is_blank(&*record) {
            self.body = Body::Record(record);
        }
        self
    }

    /// Asks for this revision of the resource, or a later one.
    #[must_use]
    pub fn with_min_revision(self, revision: impl Into<Revision>) -> Self {
        Self { revision: Some(revision.into()), ..self }
    }

    /// Sets `If-Match`: the request holds only while the resource has that version, or one of these; else the answer is 412.
    #[must_use]
    pub fn with_if_match(self, versions: impl Into<Precondition>) -> Self {
        Self { if_match: Some(versions.into()), ..self }
    }

    /// Sets `If-None-Match`: the request holds only if the resource has another version than that, or these; else the answer is 304.
    #[must_use]
    pub fn with_if_none_match(self, versions: impl Into<Precondition>) -> Self {
        Self { if_none_match: Some(versions.into()), ..self }
    }

    /// Lets the request go out although its inputs do not fit the schema, as when a captured one is sent again.
    #[must_use]
    pub fn unchecked(self) -> Self {
        Self { unchecked: true, ..self }
    }
}

impl PartialEq for Request {
    fn eq(&self, other: &Self) -> bool {
        let Self { operation, href, parameters, body, revision, if_match, if_none_match, unchecked: _, missing_link } = self;
        *operation == other.operation
            && *href == other.href
            && *parameters == other.parameters
            && *body == other.body
            && *revision == other.revision
            && *if_match == other.if_match
            && *if_none_match == other.if_none_match
            && *missing_link == other.missing_link
    }
}

impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Empty, Self::Empty) => true,
            (Self::Record(one), Self::Record(other)) => **one == **other,
            (Self::Batch(one), Self::Batch(other)) => one == other,
            (Self::Content(one), Self::Content(other)) => one == other,
            _ => false,
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &format_args!("{}", self.operation))
            .field("href", &self.href.as_str())
            .field("parameters", &self.parameters)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
