//! A request on its way in: what a server, or a test, makes of the bytes.

use ::http::{
    HeaderMap, HeaderName, Method, Request as HttpRequest,
    header::{IF_MATCH, IF_NONE_MATCH},
};

use super::{Body, Request, write::MIN_REVISION};
use crate::{
    Decoded, Format, Report, Resource,
    http::{Content, Operation, Precondition, Reading, RequestError, Revision, header, media, query},
    record::Record,
};

impl Request {
    /// Reads a request as an operation, and refuses what does not fit the schema; a [`Reading`] has options. HEAD is read as the GET
    /// that it stands for: some clients ask for a challenge so.
    ///
    /// # Errors
    /// If the method is another one, the body or a header cannot be read, or an input is missing or does not fit.
    pub fn read<B: AsRef<[u8]>>(operation: Operation, request: &HttpRequest<B>) -> Result<Self, RequestError> {
        Reading::strict().request(operation, request).map(|read| read.value)
    }
}

impl Reading {
    /// Reads a request as an operation, and says what was odd about its body.
    ///
    /// # Errors
    /// If the method is another one, or the body or a header cannot be read; in strict mode also if an input is missing or does
    /// not fit.
    pub fn request<B: AsRef<[u8]>>(
        &self,
        operation: Operation,
        request: &HttpRequest<B>,
    ) -> Result<Decoded<Request>, RequestError> {
        let is_head = request.method() == Method::HEAD && operation.is("GET");
        if !is_head && !operation.is(request.method().as_str()) {
            return Err(RequestError::Method { operation, found: request.method().to_string() });
        }
        let (headers, bytes) = (request.headers(), request.body().as_ref());
        self.check_size(headers, bytes)?;
        let mut value = head(operation, request)?;
        // clients end a request without a body in line breaks, inside a batch above all
        let is_content = !operation.media().is_empty();
        let is_empty = bytes.is_empty() || (!is_content && bytes.iter().all(u8::is_ascii_whitespace));
        let mime = media::content_type(headers);
        let (body, report) = match is_content {
            true if is_empty && self.is_strict() => return Err(no_body(operation)),
            _ if is_empty => (Body::Empty, Report::default()),
            true => (self.content(operation, mime.as_ref(), bytes)?, Report::default()),
            false => self.record(operation, mime.as_ref(), bytes)?,
        };
        value.body = body;
        if self.is_strict() {
            check(&value)?;
        }
        Ok(Decoded { value, report })
    }

    /// A body that is no record.
    fn content(&self, operation: Operation, mime: Option<&mime::Mime>, bytes: &[u8]) -> Result<Body, RequestError> {
        let fits = mime.is_some_and(|mime| media::is_one_of(mime, operation.media()));
        if self.is_strict() && !fits {
            return Err(unexpected(operation.media().join(" or "), mime));
        }
        Ok(content(mime, bytes))
    }

    fn record(&self, operation: Operation, mime: Option<&mime::Mime>, bytes: &[u8]) -> Result<(Body, Report), RequestError> {
        let format = match mime {
            Some(mime) => media::format(mime),
            None => Format::guess(bytes),
        };
        let Some(format) = format else {
            let is_open = operation.input().is_none() && !self.is_strict();
            let content = is_open.then(|| (content(mime, bytes), Report::default()));
            return content.ok_or_else(|| unexpected("JSON or XML".to_owned(), mime));
        };
        // where the table knows no inputs, and clients send some, they are kept
        let empty = || Box::new(Resource::default()) as Box<dyn Record>;
        let mut record = operation.input().map_or_else(empty, |shape| (shape.new)());
        let report = self.fill(&mut *record, format, bytes.trim_ascii_start())?;
        Ok((Body::Record(record), report))
    }

    /// Decodes the body. What is missing in it may be in the query.
    fn fill(&self, record: &mut dyn Record, format: Format, bytes: &[u8]) -> Result<Report, RequestError> {
        let decoder = self.decoder(format).allow_incomplete().report_unknown();
        let decoder = if record.shape().is_generic() { decoder.lenient() } else { decoder };
        decoder.decode_into(bytes, record).map_err(RequestError::Body)
    }
}

/// A request without its body.
fn head<B>(operation: Operation, request: &HttpRequest<B>) -> Result<Request, RequestError> {
    let headers = request.headers();
    let (href, parameters) = query::take(operation, &request.uri().to_string());
    let revision = min_revision(headers)?;
    let if_match = Precondition::of(headers, &IF_MATCH)?;
    let if_none_match = Precondition::of(headers, &IF_NONE_MATCH)?;
    Ok(Request { parameters, revision, if_match, if_none_match, ..Request::new(operation, href) })
}

/// The revision that a request asks for. One that cannot be read must not be taken for none.
fn min_revision(headers: &HeaderMap) -> Result<Option<Revision>, RequestError> {
    let name = HeaderName::from_static(MIN_REVISION);
    let Some(text) = header::list(headers, &name) else {
        return Ok(None);
    };
    let wrong = |_| RequestError::header(&name, "a revision such as `2` or `4.0`", header::excerpt(&text));
    text.trim().parse().map(Some).map_err(wrong)
}

fn check(request: &Request) -> Result<(), RequestError> {
    let operation = request.operation;
    if let Some(name) = request.missing() {
        return Err(RequestError::Missing { operation, name });
    }
    let queries = query::check(operation, &request.parameters, &request.href);
    queries.map_err(|(name, cause)| RequestError::Query { name, cause })
}

fn content(mime: Option<&mime::Mime>, bytes: &[u8]) -> Body {
    Body::Content(Content::new(mime.map_or("application/octet-stream", mime::Mime::as_ref), bytes))
}

fn no_body(operation: Operation) -> RequestError {
    RequestError::Media { expected: operation.media().join(" or "), found: media::NO_BODY.to_owned() }
}

fn unexpected(expected: String, found: Option<&mime::Mime>) -> RequestError {
    let found = found.map_or_else(|| "none that is named".to_owned(), |mime| format!("`{mime}`"));
    RequestError::Media { expected, found }
}
