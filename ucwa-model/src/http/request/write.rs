//! A request on its way out: checked, then written.

use ::http::{
    HeaderMap, HeaderValue, Request as HttpRequest,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH},
};

use super::{Body, Request};
use crate::{
    Code, Error, Limits, Violation,
    http::{Base, BuildError, Content, header, media, query},
    record::Record,
    validate,
};

/// The header that asks for a revision of a resource.
pub(crate) const MIN_REVISION: &str = "x-ms-requiresminresourceversion";

impl Request {
    /// Checks the inputs, and writes the request for a server.
    ///
    /// The path is the server's own, byte for byte, and the query that it may have comes first. The token goes along if the base has
    /// one, and nowhere but there: an href that leads to another server is refused.
    ///
    /// # Errors
    /// If there is no link to follow, an input is missing or does not fit the schema, or the href leads elsewhere, is no URL, or has credentials.
    pub fn to_http(&self, base: &Base) -> Result<HttpRequest<Vec<u8>>, BuildError> {
        if let Some(rel) = self.missing_link {
            return Err(BuildError::NoLink { rel });
        }
        if !self.unchecked {
            self.check()?;
        }
        let uri = base.resolve(&self.href, &|target| query::append(target, &self.parameters, &self.href))?;
        let (content_type, body) = self.encode(base)?;
        let mut request = HttpRequest::new(body);
        *request.method_mut() = self.operation.method();
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers(base, content_type)?;
        Ok(request)
    }

    /// Checks the inputs against the schema, without writing anything.
    ///
    /// # Errors
    /// If an input is missing or does not fit.
    pub fn check(&self) -> Result<(), BuildError> {
        let operation = self.operation;
        if let Some(name) = self.missing() {
            return Err(BuildError::Missing { operation, name });
        }
        let queries = query::check(operation, &self.parameters, &self.href);
        queries.map_err(|(name, cause)| BuildError::Query { name, cause })?;
        match &self.body {
            Body::Empty if operation.media().is_empty() => Ok(()),
            Body::Empty => Err(self.misplaced(operation.media().join(" or "), media::NO_BODY.to_owned())),
            Body::Record(record) if operation.media().is_empty() => self.check_record(&**record),
            Body::Record(_) => Err(self.misplaced(operation.media().join(" or "), "a record".to_owned())),
            Body::Batch(_) if media::is_batch(operation) => Ok(()),
            Body::Batch(_) => Err(self.misplaced(self.expected(), "a batch".to_owned())),
            Body::Content(content) => self.check_content(content),
        }
    }

    fn check_record(&self, record: &dyn Record) -> Result<(), BuildError> {
        let shape = record.shape();
        if let Some(expected) = self.operation.input().filter(|expected| !std::ptr::eq(*expected, shape)) {
            return Err(self.misplaced(format!("the input of {}", expected.name), format!("`{}`", shape.name)));
        }
        // what is required may be in the query, which has been looked at; and a PUT gives back what did not fit, as it came
        let is_put = self.operation.is("PUT");
        let is_kept = |path: &str| path.split(['.', '[']).next().is_some_and(|name| record.extra().property(name).is_some());
        let counts = |violation: &Violation| match violation.code {
            Code::Required => shape.fields.iter().all(|field| field.name != violation.path),
            _ => !(is_put && is_kept(&violation.path)),
        };
        match validate::validate(record, Limits::default()).into_iter().find(counts) {
            Some(violation) => Err(BuildError::Body(Error::from(violation))),
            None => Ok(()),
        }
    }

    fn check_content(&self, content: &Content) -> Result<(), BuildError> {
        let allowed = self.operation.media();
        let found = || format!("`{}`", content.media_type());
        match content.mime() {
            // whoever reads it cannot tell it from no body at all
            _ if content.bytes().is_empty() && !allowed.is_empty() => {
                Err(self.misplaced(allowed.join(" or "), media::NO_BODY.to_owned()))
            }
            Some(mime) if media::is_one_of(&mime, allowed) => Ok(()),
            // a table without media types does not say that there is no body
            Some(_) if allowed.is_empty() && self.operation.input().is_none() => Ok(()),
            _ => Err(self.misplaced(self.expected(), found())),
        }
    }

    /// What kind of body the operation takes.
    fn expected(&self) -> String {
        let media = self.operation.media();
        if media.is_empty() { "a record".to_owned() } else { media.join(" or ") }
    }

    fn misplaced(&self, expected: String, found: String) -> BuildError {
        BuildError::Content { operation: self.operation, expected, found }
    }

    /// The content type and the bytes of the body.
    fn encode(&self, base: &Base) -> Result<(Option<HeaderValue>, Vec<u8>), BuildError> {
        match &self.body {
            Body::Empty => Ok((None, Vec::new())),
            Body::Record(record) => {
                let body = media::encoder(base.format()).allow_incomplete().encode(&**record).map_err(BuildError::Body)?;
                Ok((Some(HeaderValue::from_static(base.media().name())), body.into_bytes()))
            }
            Body::Batch(batch) => encode_content(&batch.to_content(base)?),
            Body::Content(content) => encode_content(content),
        }
    }

    fn headers(&self, base: &Base, content_type: Option<HeaderValue>) -> Result<HeaderMap, BuildError> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(media::accept(self.operation, base.media())));
        if let Some(token) = base.token() {
            headers.insert(AUTHORIZATION, token.header());
        }
        if let Some(value) = content_type {
            headers.insert(CONTENT_TYPE, value);
        }
        if let Some(revision) = &self.revision {
            headers.insert(MIN_REVISION, header::value(MIN_REVISION, revision.as_str())?);
        }
        if let Some(versions) = &self.if_match {
            headers.insert(IF_MATCH, versions.value("if-match")?);
        }
        if let Some(versions) = &self.if_none_match {
            headers.insert(IF_NONE_MATCH, versions.value("if-none-match")?);
        }
        Ok(headers)
    }
}

fn encode_content(content: &Content) -> Result<(Option<HeaderValue>, Vec<u8>), BuildError> {
    Ok((Some(header::value("content-type", content.media_type())?), content.bytes().to_vec()))
}
