//! An answer on its way in: what a client makes of the bytes.

use ::http::{HeaderMap, Response as HttpResponse, StatusCode, header::LOCATION};

use super::{Answer, Outcome};
use crate::{
    AnyResource, Decoded, Document, Format, Report,
    enumerations::ErrorSubcode,
    general::Reason,
    http::{AnswerError, Content, Etag, InvalidLocation, Location, Operation, Reading, Refusal, UnexpectedAnswer, media},
};

impl Answer {
    /// Reads the answer to an operation. What does not fit the schema is kept; a [`Reading`] has options, and a report.
    ///
    /// # Errors
    /// If the server refuses, answers something that is not UCWA's, or the body cannot be read.
    pub fn read<B: AsRef<[u8]>>(operation: Operation, response: &HttpResponse<B>) -> Result<Self, AnswerError> {
        Reading::lenient().answer(operation, response).map(|read| read.value)
    }
}

impl Reading {
    /// Reads the answer to an operation, and says what was odd about its body.
    ///
    /// # Errors
    /// If the server refuses, answers something that is not UCWA's, or the body cannot be read.
    pub fn answer<B: AsRef<[u8]>>(
        &self,
        operation: Operation,
        response: &HttpResponse<B>,
    ) -> Result<Decoded<Answer>, AnswerError> {
        let (status, headers, body) = (response.status(), response.headers(), response.body().as_ref());
        self.check_size(headers, body)?;
        let body = if media::content_of(operation).is_some() { body } else { body.trim_ascii_start() };
        let location = headers.get(LOCATION).filter(|_| status.is_success()).map(location).transpose()?;
        let (outcome, report) = match status {
            StatusCode::NOT_MODIFIED => (Outcome::NotModified, Report::default()),
            status if status.is_success() => self.success(operation, status, headers, body)?,
            _ => return Err(self.refused(operation, status, headers, body)),
        };
        let answer = Answer { status, outcome, etag: Etag::of(headers), headers: headers.clone(), place: None };
        let value = match location {
            Some(location) if status == StatusCode::CREATED && answer.outcome == Outcome::Done => {
                Answer { outcome: Outcome::Started(location), ..answer }
            }
            Some(location) => answer.with_location(location),
            None => answer,
        };
        Ok(Decoded { value, report })
    }

    fn success(
        &self,
        operation: Operation,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(Outcome, Report), AnswerError> {
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok((Outcome::Done, Report::default()));
        }
        let unexpected = || Box::new(UnexpectedAnswer::new(status, headers, body));
        if let Some(expected) = media::content_of(operation) {
            let content = content(expected, headers, body).ok_or_else(unexpected)?;
            return Ok((Outcome::Content(content), Report::default()));
        }
        let format = media::format_of(headers, body).ok_or_else(unexpected)?;
        let read = self.document(operation, format, body).map_err(|cause| AnswerError::Body { status, cause });
        read.map(|(document, report)| (Outcome::Document(Box::new(document)), report))
    }

    /// Decodes a body as what it calls itself, or, if it does not, as what the schema says of the operation.
    fn document(&self, operation: Operation, format: Format, body: &[u8]) -> Result<(Document, Report), crate::Error> {
        let decoder = self.decoder(format);
        let expected = operation.success().body.unwrap_or_default();
        if expected == "events" {
            return decoder.decode(body).map(|Decoded { value, report }| (Document::Events(value), report));
        }
        // strict mode is for the type that it turns out to be
        let Decoded { value: document, report } = decoder.lenient().decode::<Document>(body)?;
        let is_nameless = |resource: &AnyResource| matches!(resource, AnyResource::Other(other) if other.rel().is_none());
        match document {
            Document::Resource(resource) if is_nameless(&resource) => {
                let mut resource = AnyResource::for_rel(expected);
                let report = decoder.decode_into(body, resource.record_mut())?;
                Ok((Document::Resource(resource), report))
            }
            document if report.deviations.is_empty() => Ok((document, report)),
            _ => decoder.decode(body).map(|Decoded { value, report }| (value, report)),
        }
    }

    /// An error of UCWA is told from others by its media type, and its code or subcode.
    fn refused(&self, operation: Operation, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> AnswerError {
        let format = media::format_of(headers, body);
        let decode = |format| self.decoder(format).lenient().decode::<Reason>(body).ok();
        match format
            .and_then(decode)
            .map(|decoded| decoded.value)
            .filter(|reason| reason.code.is_some() || reason.subcode.is_some())
        {
            Some(reason) => {
                let code = reason.code.as_ref().map_or("", |code| code.as_str());
                let subcode = reason.subcode.as_ref().map(ErrorSubcode::as_str);
                let documented = operation.error(status, code, subcode);
                Box::new(Refusal { status, documented, headers: headers.clone(), reason }).into()
            }
            None => Box::new(UnexpectedAnswer::new(status, headers, body)).into(),
        }
    }
}

/// A body that is no resource. Any image is a photo, and a page of a proxy is none.
fn content(expected: &str, headers: &HeaderMap, body: &[u8]) -> Option<Content> {
    let mime = media::content_type(headers);
    let kind = mime.as_ref().map_or(expected, mime::Mime::as_ref);
    (kind.split('/').next() == expected.split('/').next()).then(|| Content::new(kind, body))
}

fn location(value: &::http::HeaderValue) -> Result<Location, InvalidLocation> {
    // bytes that are no text are shown as such, and refused
    Location::new(String::from_utf8_lossy(value.as_bytes()).trim())
}
