//! Forms, `name=value`: written as `application/x-www-form-urlencoded`, read as `multipart/form-data` too.

use ::http::HeaderMap;
use mime::Mime;
use url::form_urlencoded;

use crate::http::{
    FormError, MultipartError, media,
    multipart::{self, MAX_DELIMITERS},
};

/// The media type of a form that is written.
pub(crate) const URL_ENCODED: &str = "application/x-www-form-urlencoded";

const MULTIPART: &str = "multipart/form-data";

/// The most fields that a form may have.
const MAX_FIELDS: usize = 64;

type Fields = Vec<(String, String)>;

pub(crate) fn write(fields: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// Reads a form. Without a media type it is taken for the form that most clients send.
pub(crate) fn read(headers: &HeaderMap, body: &[u8]) -> Result<Fields, FormError> {
    let mime = media::content_type(headers);
    let is = |kind: &str| mime.as_ref().is_some_and(|mime| media::is_one_of(mime, &[kind]));
    if is(MULTIPART) {
        return parts(headers, body);
    }
    if mime.is_some() && !is(URL_ENCODED) {
        let found = mime.map(|mime| mime.to_string()).unwrap_or_default();
        return Err(FormError::Media { found });
    }
    let pairs = form_urlencoded::parse(body.trim_ascii());
    let fields: Fields = pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).take(MAX_FIELDS + 1).collect();
    check(fields)
}

fn parts(headers: &HeaderMap, body: &[u8]) -> Result<Fields, FormError> {
    let boundary = multipart::boundary(headers, MULTIPART)?;
    let delimiters = multipart::delimiters(body, &boundary);
    if delimiters.is_empty() {
        return Err(MultipartError::NoDelimiter { boundary }.into());
    }
    if delimiters.len() > MAX_FIELDS.min(MAX_DELIMITERS) {
        return Err(FormError::TooMany { limit: MAX_FIELDS });
    }
    let mut fields = Fields::new();
    for (index, delimiter) in delimiters.iter().enumerate().filter(|(_, delimiter)| !delimiter.closes) {
        let end = delimiters.get(index + 1).map_or(body.len(), |next| next.start);
        fields.push(field(body.get(delimiter.end..end).unwrap_or_default(), index + 1)?);
    }
    check(fields)
}

/// The name and the value that a part holds.
fn field(part: &[u8], number: usize) -> Result<(String, String), MultipartError> {
    let mut name = None;
    let value = multipart::content(part, number, |header, value| {
        if header.eq_ignore_ascii_case(b"content-disposition") {
            name = std::str::from_utf8(value).ok().and_then(name_of);
        }
        Ok(())
    })?;
    let name = name.ok_or_else(|| MultipartError::message(number, "a `Content-Disposition` with a name", part))?;
    Ok((name, String::from_utf8_lossy(value).into_owned()))
}

/// The `name` of `form-data; name="username"`, quoted or not.
fn name_of(disposition: &str) -> Option<String> {
    // its parameters have the syntax of those of a media type
    let parts: Vec<&str> = disposition.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
    let mime: Mime = format!("multipart/{}", parts.join(";")).parse().ok()?;
    Some(mime.get_param("name")?.as_str().to_owned())
}

/// What is there twice could be read in two ways.
fn check(fields: Fields) -> Result<Fields, FormError> {
    if fields.len() > MAX_FIELDS {
        return Err(FormError::TooMany { limit: MAX_FIELDS });
    }
    let repeated =
        fields.iter().enumerate().find(|(index, (name, _))| fields.iter().take(*index).any(|(other, _)| other == name));
    match repeated {
        Some((_, (name, _))) => Err(FormError::Repeated { name: name.chars().take(60).collect() }),
        None => Ok(fields),
    }
}
