//! An answer on its way out: what a server makes of it.

use ::http::{
    HeaderMap, HeaderValue, Response as HttpResponse,
    header::{CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, LOCATION, TRANSFER_ENCODING},
};

use super::{Answer, Outcome};
use crate::{
    Encoder, Format,
    http::{BuildError, MediaStyle, Refusal, media},
};

impl Answer {
    /// Writes the answer in a format, which [`accepted_format`](crate::http::accepted_format) finds in the request.
    ///
    /// ```
    /// use ucwa_model::{Format, http::{Answer, Location}};
    ///
    /// let location = Location::new("/ucwa/v1/applications/192/communication/invitations/602")?;
    /// let http = Answer::starting(location).to_http(Format::Json)?;
    /// assert_eq!(http.status(), 201);
    /// assert_eq!(http.headers()["location"], "/ucwa/v1/applications/192/communication/invitations/602");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the body cannot be encoded, or a header cannot carry its value.
    pub fn to_http(&self, format: Format) -> Result<HttpResponse<Vec<u8>>, BuildError> {
        let (content_type, body) = self.encode(format)?;
        let mut response = HttpResponse::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = without_framing(&self.headers);
        let headers = response.headers_mut();
        if let Some(media) = content_type {
            headers.insert(CONTENT_TYPE, value("content-type", media)?);
        }
        if let Some(etag) = &self.etag {
            headers.insert(ETAG, value("etag", &etag.to_string())?);
        }
        if let Some(location) = self.location() {
            headers.insert(LOCATION, value("location", location.as_str())?);
        }
        Ok(response)
    }

    fn encode(&self, format: Format) -> Result<(Option<&str>, Vec<u8>), BuildError> {
        match &self.outcome {
            Outcome::Done | Outcome::NotModified | Outcome::Started(_) => Ok((None, Vec::new())),
            Outcome::Content(content) => Ok((Some(content.media_type()), content.bytes().to_vec())),
            Outcome::Document(document) => {
                let body = document.encode(&Encoder::new(format)).map_err(BuildError::Body)?;
                Ok((Some(media::of_format(format, MediaStyle::Plain)), body.into_bytes()))
            }
        }
    }
}

impl Refusal {
    /// Writes the error in a format.
    ///
    /// # Errors
    /// If the reason cannot be encoded.
    pub fn to_http(&self, format: Format) -> Result<HttpResponse<Vec<u8>>, BuildError> {
        let body = Encoder::new(format).encode(&self.reason).map_err(BuildError::Body)?;
        let mut response = HttpResponse::new(body.into_bytes());
        *response.status_mut() = self.status;
        *response.headers_mut() = without_framing(&self.headers);
        let media = media::of_format(format, MediaStyle::Plain);
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
        Ok(response)
    }
}

/// The headers of an answer that may have come from another server, without those that say how its bytes were sent.
fn without_framing(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    for name in [CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING] {
        headers.remove(name);
    }
    headers
}

fn value(header: &'static str, text: &str) -> Result<HeaderValue, BuildError> {
    HeaderValue::from_str(text).map_err(|_| BuildError::Header { header })
}
