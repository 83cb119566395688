//! An answer on its way out: what a server makes of it.

use ::http::{
    HeaderMap, HeaderValue, Response as HttpResponse,
    header::{CONTENT_ENCODING, CONTENT_TYPE, ETAG, LOCATION},
};

use super::{Answer, Outcome};
use crate::http::{BuildError, MediaType, Refusal, header, media};

impl Answer {
    /// Writes the answer in a format, or as the [`MediaType`] that the request [accepts](MediaType::accepted).
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
    pub fn to_http(&self, media: impl Into<MediaType>) -> Result<HttpResponse<Vec<u8>>, BuildError> {
        let (content_type, body) = self.encode(media.into())?;
        let mut response = HttpResponse::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = without_framing(&self.headers);
        let headers = response.headers_mut();
        if let Some(media) = content_type {
            headers.insert(CONTENT_TYPE, header::value("content-type", media)?);
        }
        if let Some(etag) = &self.etag {
            headers.insert(ETAG, header::value("etag", &etag.to_string())?);
        }
        if let Some(location) = self.location() {
            headers.insert(LOCATION, header::value("location", location.as_str())?);
        }
        Ok(response)
    }

    fn encode(&self, media: MediaType) -> Result<(Option<&str>, Vec<u8>), BuildError> {
        match &self.outcome {
            Outcome::Done | Outcome::NotModified | Outcome::Started(_) => Ok((None, Vec::new())),
            Outcome::Content(content) => Ok((Some(content.media_type()), content.bytes().to_vec())),
            Outcome::Document(document) => {
                let body = media::encoder(media.format).encode(&**document).map_err(BuildError::Body)?;
                Ok((Some(media.name()), body.into_bytes()))
            }
        }
    }
}

impl Refusal {
    /// Writes the error in a format, or as the [`MediaType`] that the request [accepts](MediaType::accepted).
    ///
    /// # Errors
    /// If the reason cannot be encoded.
    pub fn to_http(&self, media: impl Into<MediaType>) -> Result<HttpResponse<Vec<u8>>, BuildError> {
        let media = media.into();
        let body = media::encoder(media.format).encode(&self.reason).map_err(BuildError::Body)?;
        let mut response = HttpResponse::new(body.into_bytes());
        *response.status_mut() = self.status;
        *response.headers_mut() = without_framing(&self.headers);
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media.name()));
        Ok(response)
    }
}

/// The headers of an answer that may have come from another server, without those that say how its bytes were sent.
fn without_framing(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    header::remove_framing(&mut headers);
    for name in [CONTENT_ENCODING, CONTENT_TYPE] {
        headers.remove(name);
    }
    headers
}
