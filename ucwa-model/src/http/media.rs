//! Media types: which an operation asks for and sends, and what those of a message mean.

use ::http::{
    HeaderMap,
    header::{ACCEPT, CONTENT_TYPE},
};
use mime::Mime;

use crate::{Encoder, Format, http::Operation};

/// What a batch is, both ways.
pub(crate) const BATCH: &str = "multipart/batching";

/// What is found where a body belongs that is no record, as the text of a message.
pub(crate) const NO_BODY: &str = "no body";

/// The bodies of answers that are no resources. The tables name them like resources, and no definition has their shape.
const CONTENTS: &[(&str, &str)] =
    &[("batch", BATCH), ("contactPhoto", "image/jpeg"), ("photo", "image/jpeg"), ("xframe", "text/html")];

/// Which of a format's two names is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MediaStyle {
    /// `application/json` and `application/xml`.
    #[default]
    Plain,
    /// `application/vnd.microsoft.com.ucwa+json` and `…+xml`.
    Vendor,
}

/// The media type of a record: its format, and which name that goes by.
///
/// ```
/// use http::{HeaderMap, header::ACCEPT};
/// use ucwa_model::{Format, http::MediaType};
///
/// let mut headers = HeaderMap::new();
/// headers.insert(ACCEPT, "application/json;q=0.5, application/vnd.microsoft.com.ucwa+xml".parse()?);
/// let accepted = MediaType::accepted(&headers).unwrap();
/// assert_eq!(accepted.format, Format::Xml);
/// assert_eq!(accepted.name(), "application/vnd.microsoft.com.ucwa+xml");
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaType {
    /// The format.
    pub format: Format,
    /// Which of its names.
    pub style: MediaStyle,
}

impl From<Format> for MediaType {
    fn from(format: Format) -> Self {
        Self { format, style: MediaStyle::Plain }
    }
}

impl MediaType {
    /// As headers have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match (self.format, self.style) {
            (Format::Json, MediaStyle::Plain) => "application/json",
            (Format::Xml, MediaStyle::Plain) => "application/xml",
            (Format::Json, MediaStyle::Vendor) => "application/vnd.microsoft.com.ucwa+json",
            (Format::Xml, MediaStyle::Vendor) => "application/vnd.microsoft.com.ucwa+xml",
        }
    }

    /// The media type that a request wants its answer in: what its `Accept` prefers, or else that of its own body.
    #[must_use]
    pub fn accepted(headers: &HeaderMap) -> Option<Self> {
        let ranges = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
        let mut best: Option<(f32, Self)> = None;
        for mime in ranges.filter_map(|range| range.trim().parse::<Mime>().ok()) {
            let weight = mime.get_param("q").and_then(|q| q.as_str().parse().ok()).unwrap_or(1.0_f32);
            if let Some(media) = Self::of(&mime)
                && weight > best.map_or(0.0, |(most, _)| most)
            {
                best = Some((weight, media));
            }
        }
        best.map(|(_, media)| media).or_else(|| Self::of(&content_type(headers)?))
    }

    fn of(mime: &Mime) -> Option<Self> {
        let is_vendor = mime.subtype().as_str().starts_with("vnd.microsoft.");
        let style = if is_vendor { MediaStyle::Vendor } else { MediaStyle::Plain };
        Some(Self { format: format(mime)?, style })
    }
}

/// The encoder of all bodies. Who reads them knows nothing of this library's attributes.
pub(crate) fn encoder(format: Format) -> Encoder {
    Encoder::new(format).without_markup()
}

/// Whether an operation is the batch, whose body is other operations.
pub(crate) fn is_batch(operation: Operation) -> bool {
    operation.name() == "batch"
}

/// Whether an operation may not be in a batch: another batch, a photo, or the event channel.
pub(crate) fn is_barred_from_batch(operation: Operation) -> bool {
    matches!(operation.name(), "batch" | "contactPhoto" | "events" | "photo")
}

/// The media type of an operation's answer, if that is no resource.
pub(crate) fn content_of(operation: Operation) -> Option<&'static str> {
    let rel = operation.success().body?;
    CONTENTS.iter().find(|(name, _)| *name == rel).map(|(_, media)| *media)
}

/// What an operation accepts.
pub(crate) fn accept(operation: Operation, media: MediaType) -> &'static str {
    content_of(operation).unwrap_or_else(|| media.name())
}

/// The `Content-Type` of a message. `None` if it has none, or one that is no media type.
///
/// Spaces before a semicolon are allowed, though the parser does not know; parameters that cannot be read do not cost the type.
pub(crate) fn content_type(headers: &HeaderMap) -> Option<Mime> {
    let text = headers.get(CONTENT_TYPE)?.to_str().ok()?.trim();
    let tight = || text.split(';').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(";");
    let bare = || text.split([';', ',']).next().unwrap_or_default().trim().parse();
    text.parse().or_else(|_| tight().parse()).or_else(|_| bare()).ok()
}

/// The format that a media type stands for: the plain names, the vendor's in both spellings, and anything else in JSON or XML.
pub(crate) fn format(mime: &Mime) -> Option<Format> {
    let word = mime.suffix().map_or(mime.subtype().as_str(), |suffix| suffix.as_str());
    match (mime.type_().as_str(), word) {
        ("application" | "text", "json") => Some(Format::Json),
        ("application" | "text", "xml") => Some(Format::Xml),
        _ => None,
    }
}

/// The format of a body: by its media type, or else, if it has none, by its first byte.
pub(crate) fn format_of(headers: &HeaderMap, body: &[u8]) -> Option<Format> {
    match headers.get(CONTENT_TYPE).filter(|value| !value.is_empty()) {
        Some(_) => content_type(headers).and_then(|mime| format(&mime)),
        None => Format::guess(body),
    }
}

/// Whether a media type is one of a list, parameters aside.
pub(crate) fn is_one_of(mime: &Mime, list: &[&str]) -> bool {
    list.iter().any(|media| mime.essence_str().eq_ignore_ascii_case(media))
}
