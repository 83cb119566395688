//! [`Batch`], many requests in one.

mod message;
mod multipart;
mod read;

use std::{
    fmt::Write,
    hash::{DefaultHasher, Hasher},
};

use ::http::{HeaderMap, Request as HttpRequest, Response as HttpResponse, header::CONTENT_TYPE};

use crate::http::{Base, BatchError, BuildError, Content, Href, Request, header, media};

/// Many requests in one, as `multipart/batching`, and their answers.
///
/// ```
/// use ucwa_model::{Format, http::{Answer, Base, Batch, Operation, Request, Refusal}, enumerations::ErrorCode};
///
/// let mut batch = Batch::new();
/// batch.push(Request::get("me", "/me")?)?;
/// batch.push(Request::find("note", &http::Method::POST, "/me/note")?.with_query("message", "Away"))?;
/// let base = Base::new("https://lync.contoso.com", Format::Json)?;
/// let http = batch.to_http("/batch", &base)?;
///
/// // the server takes it apart, and answers each by its own
/// let route = |part: &http::Request<Vec<u8>>| Operation::find(part.uri().path().rsplit('/').next()?, part.method().as_str());
/// let requests = Batch::read(&http, route)?;
/// assert_eq!(requests[1].as_ref().unwrap().parameter_of("message"), Some("Away"));
/// let gone = Refusal::of(ErrorCode::Gone, None, "No such user.");
/// let answer = Batch::answer(&[gone.to_http(Format::Json)?, Answer::done().to_http(Format::Json)?])?;
///
/// // the client gets as many answers as it had requests
/// let answers = batch.answers(&answer)?;
/// assert_eq!(answers[0].as_ref().unwrap_err().to_string(), "410 Gone: No such user.");
/// assert_eq!(answers[1].as_ref().unwrap().status, 204);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    requests: Vec<Request>,
    boundary: Option<String>,
}

impl Batch {
    /// The most requests that a batch may have.
    pub const MAX_REQUESTS: usize = 100;

    /// A batch without requests so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the boundary between the parts. By default one is chosen that is in no part.
    #[must_use]
    pub fn with_boundary(self, boundary: impl Into<String>) -> Self {
        Self { boundary: Some(boundary.into()), ..self }
    }

    /// Adds a request, or the [`Call`](crate::http::Call) of a link.
    ///
    /// # Errors
    /// If it is a batch, a photo or the event channel, or there are too many.
    pub fn push(&mut self, request: impl Into<Request>) -> Result<(), BatchError> {
        let request = request.into();
        if media::is_barred_from_batch(request.operation()) {
            return Err(BatchError::Barred { operation: request.operation() });
        }
        if self.requests.len() >= Self::MAX_REQUESTS {
            return Err(BatchError::TooMany { limit: Self::MAX_REQUESTS, found: self.requests.len() + 1 });
        }
        self.requests.push(request);
        Ok(())
    }

    /// The requests, in order.
    #[must_use]
    pub fn requests(&self) -> &[Request] {
        &self.requests
    }

    /// Writes the batch for a server. The token goes along once, for the whole.
    ///
    /// # Errors
    /// If there is no request, one of them cannot be built, or the boundary of your own is in one of them.
    pub fn to_http(&self, href: impl Into<Href>, base: &Base) -> Result<HttpRequest<Vec<u8>>, BuildError> {
        Request::find("batch", &::http::Method::POST, href)?.with_content(self.to_content(base)?).to_http(base)
    }

    /// The body of the batch.
    pub(crate) fn to_content(&self, base: &Base) -> Result<Content, BuildError> {
        if self.requests.is_empty() {
            return Err(BatchError::Empty.into());
        }
        let part = |(index, request): (usize, &Request)| match request.to_http(base) {
            Ok(request) => Ok(message::write_request(&request)),
            Err(cause) => Err(BatchError::Part { number: index + 1, cause: Box::new(cause) }),
        };
        let parts = self.requests.iter().enumerate().map(part).collect::<Result<Vec<_>, _>>()?;
        let boundary = self.boundary.clone().map_or_else(|| Ok(choose(&parts)), |boundary| check(boundary, &parts))?;
        Ok(Content::new(content_type(&boundary), multipart::join(&boundary, "request", &parts)))
    }

    /// Joins the answers to the requests of a batch, in their order.
    ///
    /// # Errors
    /// Never, as long as the boundary that is chosen can be carried by a header.
    pub fn answer(answers: &[HttpResponse<Vec<u8>>]) -> Result<HttpResponse<Vec<u8>>, BuildError> {
        let parts: Vec<Vec<u8>> = answers.iter().map(message::write_response).collect();
        let boundary = choose(&parts);
        let mut response = HttpResponse::new(multipart::join(&boundary, "response", &parts));
        let media = header::value("content-type", &format!("{}; boundary=\"{boundary}\"", media::BATCH))?;
        *response.headers_mut() = HeaderMap::from_iter([(CONTENT_TYPE, media)]);
        Ok(response)
    }
}

/// Servers write requests' boundaries bare; one with other characters than a token's has to be quoted.
fn content_type(boundary: &str) -> String {
    let is_token = boundary.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._+'".contains(&byte));
    let quote = if is_token { "" } else { "\"" };
    format!("{};boundary={quote}{boundary}{quote}", media::BATCH)
}

/// A boundary that is in no part: made of the parts themselves, so that the same batch is always written the same way.
fn choose(parts: &[Vec<u8>]) -> String {
    let mut hasher = DefaultHasher::new();
    parts.iter().for_each(|part| hasher.write(part));
    loop {
        let mut boundary = String::from("batch-");
        let _ = write!(boundary, "{:016x}", hasher.finish());
        if !is_inside(&boundary, parts) {
            return boundary;
        }
        hasher.write_u8(0);
    }
}

fn check(boundary: String, parts: &[Vec<u8>]) -> Result<String, BatchError> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"'()+_,-./:=?".contains(&byte);
    let sound = (1..=70).contains(&boundary.len()) && boundary.bytes().all(fits) && !is_inside(&boundary, parts);
    if sound { Ok(boundary) } else { Err(BatchError::Boundary { found: boundary.chars().take(80).collect() }) }
}

fn is_inside(boundary: &str, parts: &[Vec<u8>]) -> bool {
    let finder = memchr::memmem::Finder::new(boundary.as_bytes());
    parts.iter().any(|part| finder.find(part).is_some())
}
