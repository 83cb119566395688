//! A request on its way in: what a server, or a test, makes of the bytes.

use ::http::{
    Request as HttpRequest,
    header::{IF_MATCH, IF_NONE_MATCH},
};

use super::{Body, Request, write::MIN_REVISION};
use crate::{
    Code, Decoded, Decoder, Format, Mode, Report, Resource,
    http::{Content, Etag, Operation, Reading, RequestError, fields, media, query},
    record::Record,
};

impl Request {
    /// Reads a request as an operation, and refuses what does not fit the schema; a [`Reading`] has options.
    ///
    /// # Errors
    /// If the method is another one, the body cannot be read, or an input is missing or does not fit.
    pub fn read<B: AsRef<[u8]>>(operation: Operation, request: &HttpRequest<B>) -> Result<Self, RequestError> {
        Reading::strict().request(operation, request).map(|read| read.value)
    }
}

impl Reading {
    /// Reads a request as an operation, and says what was odd about its body.
    ///
    /// # Errors
    /// If the method is another one, or the body cannot be read; in strict mode also if an input is missing or does not fit.
    pub fn request<B: AsRef<[u8]>>(
        &self,
        operation: Operation,
        request: &HttpRequest<B>,
    ) -> Result<Decoded<Request>, RequestError> {
        if !operation.is(request.method().as_str()) {
            return Err(RequestError::Method { operation, found: request.method().to_string() });
        }
        let bytes = request.body().as_ref();
        self.check_size(request.headers(), bytes)?;
        let target = request.uri().to_string();
        let (href, parameters) = query::take(operation, &target);
        let mut value = Request::new(operation, href);
        value.parameters = parameters;
        let headers = request.headers();
        value.if_match = Etag::from_header(headers, &IF_MATCH);
        value.if_none_match = Etag::from_header(headers, &IF_NONE_MATCH);
        value.revision = headers.get(MIN_REVISION).and_then(|value| value.to_str().ok()?.trim().parse().ok());
        let (body, report) = self.body(operation, request, bytes)?;
        value.body = body;
        if self.mode() == Mode::Strict {
            check(&value)?;
        }
        Ok(Decoded { value, report })
    }

    fn body<B>(&self, operation: Operation, request: &HttpRequest<B>, bytes: &[u8]) -> Result<(Body, Report), RequestError> {
        // clients end a request without a body in line breaks, inside a batch above all
        if bytes.iter().all(u8::is_ascii_whitespace) && operation.media().is_empty() || bytes.is_empty() {
            return Ok((Body::Empty, Report::default()));
        }
        let mime = media::content_type(request.headers());
        let strict = self.mode() == Mode::Strict;
        if !operation.media().is_empty() {
            let fits = mime.as_ref().is_some_and(|mime| media::is_one_of(mime, operation.media()));
            if strict && !fits {
                return Err(unexpected(operation.media().join(" or "), mime.as_ref()));
            }
            return Ok((Body::Content(content(mime.as_ref(), bytes)), Report::default()));
        }
        let format = match mime.as_ref() {
            Some(mime) => media::format(mime),
            None => Format::guess(bytes),
        };
        let Some(format) = format else {
            if operation.input().is_none() && !strict {
                return Ok((Body::Content(content(mime.as_ref(), bytes)), Report::default()));
            }
            return Err(unexpected("JSON or XML".to_owned(), mime.as_ref()));
        };
        // the table knows no inputs, and clients send some: they are kept
        let mut record =
            operation.input().map_or_else(|| Box::new(Resource::default()) as Box<dyn Record>, |shape| (shape.new)());
        let report = self.record(format, bytes.trim_ascii_start(), &mut *record)?;
        Ok((Body::Record(record), report))
    }

    /// Decodes leniently, for names to be matched without case; then strict mode is applied to what is left to say.
    fn record(&self, format: Format, bytes: &[u8], record: &mut dyn Record) -> Result<Report, RequestError> {
        let decoder = Decoder::new(format).lenient().limits(self.bounds());
        let mut report = decoder.decode_into(bytes, record).map_err(RequestError::Body)?;
        fields::fold_case(record);
        // what is missing here may be in the query
        let shape = record.shape();
        let elsewhere = |path: &str| shape.fields.iter().any(|field| field.name == path);
        report.deviations.retain(|violation| violation.code != Code::Required || !elsewhere(&violation.path));
        match report.deviations.first().filter(|_| self.mode() == Mode::Strict && !shape.is_generic()) {
            Some(violation) => Err(violation.clone().into()),
            None => Ok(report),
        }
    }
}

fn check(request: &Request) -> Result<(), RequestError> {
    let operation = request.operation;
    if let Some(name) = request.missing() {
        return Err(RequestError::Missing { operation, name });
    }
    let queries = query::check(operation, &request.parameters, &request.href);
    queries.map_err(|(name, source)| RequestError::Query { name, source })
}

fn content(mime: Option<&mime::Mime>, bytes: &[u8]) -> Content {
    Content::new(mime.map_or("application/octet-stream", mime::Mime::as_ref), bytes)
}

fn unexpected(expected: String, found: Option<&mime::Mime>) -> RequestError {
    let found = found.map_or_else(|| "none that is named".to_owned(), |mime| format!("`{mime}`"));
    RequestError::Media { expected, found }
}
