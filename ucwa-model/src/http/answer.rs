//! [`Answer`], what a request is answered with: what a client receives and a server sends.

mod read;
mod write;

use ::http::{HeaderMap, StatusCode};

use crate::{
    AnyResource, Document, Events,
    http::{Content, Etag, Location},
};

/// A success.
///
/// ```
/// use http::Response;
/// use ucwa_model::http::{Answer, Operation};
///
/// let start = Operation::find("startMessaging2", "POST").unwrap();
/// let http = Response::builder().status(201).header("location", "/ucwa/v1/applications/192/communication/invitations/602");
/// let answer = Answer::read(start, &http.body("")?)?;
/// // the invitation itself arrives on the event channel
/// assert!(answer.started().unwrap().as_str().ends_with("/602"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Where the resource is made at once, it comes along, and some servers say where it is too:
///
/// ```
/// # use http::Response;
/// # use ucwa_model::http::{Answer, Operation};
/// let make = Operation::find("applications", "POST").unwrap();
/// let http = Response::builder().status(201).header("content-type", "application/json");
/// let http = http.header("location", "/ucwa/v1/applications/192").body(r#"{"rel":"application","culture":"en-US"}"#)?;
/// let answer = Answer::read(make, &http)?;
/// assert!(answer.as_resource().is_some() && answer.started().is_none());
/// assert_eq!(answer.location().unwrap().as_str(), "/ucwa/v1/applications/192");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// What it says.
    pub outcome: Outcome,
    /// The version of the resource, if the header names it.
    pub etag: Option<Etag>,
    /// All headers.
    pub headers: HeaderMap,
    /// The `Location` of anything but an operation that has been started, which has its own.
    place: Option<Location>,
}

/// What a success says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It is done: 204, or another success without a body.
    Done,
    /// The resource is as it was: 304.
    NotModified,
    /// 201: an operation has been started, and arrives on the event channel.
    Started(Location),
    /// A resource, a response of the event channel, or what OPTIONS says: 200, and 201 where something is made at once.
    Document(Box<Document>),
    /// A body that is no resource: a photo, a frame, the parts of a batch.
    Content(Content),
}

impl Answer {
    fn new(status: StatusCode, outcome: Outcome) -> Self {
        Self { status, outcome, etag: None, headers: HeaderMap::new(), place: None }
    }

    /// 204: it is done.
    #[must_use]
    pub fn done() -> Self {
        Self::new(StatusCode::NO_CONTENT, Outcome::Done)
    }

    /// 304: the resource is as it was.
    #[must_use]
    pub fn not_modified(etag: Etag) -> Self {
        Self::new(StatusCode::NOT_MODIFIED, Outcome::NotModified).with_etag(etag)
    }

    /// 201: an operation has been started there.
    #[must_use]
    pub fn starting(location: Location) -> Self {
        Self::new(StatusCode::CREATED, Outcome::Started(location))
    }

    /// 200 with a resource.
    #[must_use]
    pub fn resource(resource: AnyResource) -> Self {
        Self::new(StatusCode::OK, Outcome::Document(Box::new(Document::Resource(resource))))
    }

    /// 201 with the resource that was made.
    #[must_use]
    pub fn created(resource: AnyResource) -> Self {
        Self { status: StatusCode::CREATED, ..Self::resource(resource) }
    }

    /// 200 with a response of the event channel.
    #[must_use]
    pub fn events(events: Events) -> Self {
        Self::new(StatusCode::OK, Outcome::Document(Box::new(Document::Events(events))))
    }

    /// 200 with a body that is no resource.
    #[must_use]
    pub fn content(content: Content) -> Self {
        Self::new(StatusCode::OK, Outcome::Content(content))
    }

    /// Sets `ETag`, the version of the resource.
    #[must_use]
    pub fn with_etag(self, etag: Etag) -> Self {
        Self { etag: Some(etag), ..self }
    }

    /// Sets `Location`, for example of the created resource.
    #[must_use]
    pub fn with_location(mut self, location: Location) -> Self {
        match &mut self.outcome {
            Outcome::Started(place) => *place = location,
            _ => self.place = Some(location),
        }
        self
    }

    /// The `Location`: of the operation that was started, or of the resource that was made.
    #[must_use]
    pub fn location(&self) -> Option<&Location> {
        self.started().or(self.place.as_ref())
    }

    /// Where the operation is that has been started.
    #[must_use]
    pub fn started(&self) -> Option<&Location> {
        match &self.outcome {
            Outcome::Started(location) => Some(location),
            _ => None,
        }
    }

    /// The resource in the body.
    #[must_use]
    pub fn as_resource(&self) -> Option<&AnyResource> {
        match &self.outcome {
            Outcome::Document(document) => match &**document {
                Document::Resource(resource) => Some(resource),
                _ => None,
            },
            _ => None,
        }
    }

    /// The response of the event channel in the body.
    #[must_use]
    pub fn as_events(&self) -> Option<&Events> {
        match &self.outcome {
            Outcome::Document(document) => match &**document {
                Document::Events(events) => Some(events),
                _ => None,
            },
            _ => None,
        }
    }

    pub(crate) fn into_document(self) -> Option<Document> {
        match self.outcome {
            Outcome::Document(document) => Some(*document),
            _ => None,
        }
    }

    /// The response of the event channel in the body, taken out.
    #[must_use]
    pub fn into_events(self) -> Option<Events> {
        match self.into_document() {
            Some(Document::Events(events)) => Some(events),
            _ => None,
        }
    }

    /// The resource in the body, taken out.
    #[must_use]
    pub fn into_resource(self) -> Option<AnyResource> {
        match self.into_document() {
            Some(Document::Resource(resource)) => Some(resource),
            _ => None,
        }
    }
}
