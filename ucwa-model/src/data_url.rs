//! Data URLs: message bodies and SDP, inside an href.

mod usual;

use std::{
    borrow::Cow,
    fmt::{self, Write},
    str,
};

use base64::{Engine, prelude::BASE64_STANDARD};
use data_url::{DataUrl, mime::Mime};

use crate::{Text, excerpt::Excerpt, value::AsMap};

/// How a data URL carries its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataEncoding {
    /// Form-urlencoded: `+` for a space, `%0d%0a` for a line break.
    Url,
    /// Base64.
    Base64,
}

/// The content of a data URL, with its media type and all parameters of that.
///
/// UCWA writes URL-encoded bodies as HTML forms do, not as RFC 2397 does: **`+` is a space**, and a plus sign is `%2b`. A `#` is
/// taken as content, since an href that carries a message has no fragment. Bodies are decoded exactly once.
///
/// ```
/// use ucwa_model::DataBody;
///
/// let body = DataBody::decode("data:text/plain;charset=utf8,a%2bb+100%2525+caf%c3%a9%0d%0aline2")?;
/// assert_eq!(body.media_type(), "text/plain");
/// assert_eq!(body.text()?, "a+b 100%25 café\r\nline2");
///
/// let offer = DataBody::decode("data:multipart/alternative;boundary=9BCE36B8,--9BCE36B8%0d%0a")?;
/// assert_eq!(offer.parameter("boundary"), Some("9BCE36B8"));
/// # Ok::<(), ucwa_model::DataUrlError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DataBody {
    /// The media type with its parameters, as it is written.
    header: Text,
    media_type: Text,
    parameters: Vec<(Text, Text)>,
    encoding: DataEncoding,
    bytes: Vec<u8>,
}

/// Of the content an excerpt, as of a [`Text`].
impl fmt::Debug for DataBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { header: _, media_type, parameters, encoding, bytes } = self;
        let said = String::from_utf8_lossy(bytes);
        f.debug_struct("DataBody")
            .field("media_type", media_type)
            .field("parameters", &AsMap(parameters))
            .field("encoding", encoding)
            .field("bytes", &Excerpt { before: "", said: &said })
            .finish()
    }
}

/// Why a data URL has no content, or its content no text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DataUrlError {
    /// It does not begin with `data:`.
    #[error("expected a URL that begins with `data:`")]
    NotData,
    /// No comma divides the media type from the body.
    #[error("expected `,` between the media type and the body of a data URL")]
    NoComma,
    /// The media type has more parameters than anybody needs.
    #[error("expected at most {limit} parameters of a media type")]
    Parameters {
        /// How many it may have.
        limit: usize,
    },
    /// The body says that it is base64, and is not.
    #[error("expected base64 after `;base64,`")]
    Base64,
    /// The charset is neither UTF-8 nor ASCII.
    #[error("expected the charset utf-8, but found {found:?}")]
    Charset {
        /// The label as written, at most 40 characters of it.
        found: String,
    },
    /// The bytes are not of the charset.
    #[error("expected text in UTF-8, but found other bytes from byte {valid} on")]
    NotText {
        /// How many bytes are text.
        valid: usize,
    },
}

impl DataBody {
    /// A body to be encoded. The media type may have parameters; what is none is written as it is.
    pub fn new(media_type: impl Into<Text>, bytes: impl AsRef<[u8]>) -> Self {
        let header: Text = media_type.into();
        let mime = if header.matches(';').count() > MAX_PARAMETERS { None } else { header.parse().ok().map(unique) };
        let bare = || header.split(';').next().unwrap_or_default().trim().into();
        let (media_type, parameters) = mime.map_or_else(|| (bare(), Vec::new()), parts);
        Self { header, media_type, parameters, encoding: DataEncoding::Url, bytes: bytes.as_ref().to_vec() }
    }

    /// Decodes a data URL, by the Fetch standard's rules but for `+` and `#`.
    ///
    /// # Errors
    /// If it is no data URL, its media type has more than a hundred parameters, or its base64 is broken.
    pub fn decode(url: &str) -> Result<Self, DataUrlError> {
        usual::try_fast_decode(url).map_or_else(|| Self::decode_any(url), Ok)
    }

    fn decode_any(url: &str) -> Result<Self, DataUrlError> {
        if url.split(',').next().unwrap_or_default().matches(';').count() > MAX_PARAMETERS {
            return Err(DataUrlError::Parameters { limit: MAX_PARAMETERS });
        }
        let base64 = is_base64(url);
        let url: Cow<'_, str> = if base64 { url.into() } else { url.replace('+', "%20").into() };
        let url = url.replace('#', "%23");
        let parsed = DataUrl::process(&url).map_err(|error| match error {
            data_url::DataUrlError::NotADataUrl => DataUrlError::NotData,
            data_url::DataUrlError::NoComma => DataUrlError::NoComma,
        })?;
        let (bytes, _) = parsed.decode_to_vec().map_err(|_| DataUrlError::Base64)?;
        let mime = mime_of(&url, base64);
        let header = mime.to_string().into();
        let (media_type, parameters) = parts(mime);
        let encoding = if base64 { DataEncoding::Base64 } else { DataEncoding::Url };
        Ok(Self { header, media_type, parameters, encoding, bytes })
    }

    /// Decodes also what documentation has damaged: white space round the colon, line breaks and indentation inside. Says whether
    /// anything was mended.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn decode_lenient(url: &str) -> Result<(Self, bool), DataUrlError> {
        let mended = mend(url);
        let changed = matches!(mended, Cow::Owned(_));
        Self::decode(&mended).map(|body| (body, changed))
    }

    /// The media type without parameters, in lower case, as in `text/plain`.
    #[must_use]
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// The parameters of the media type, in order, the first of each name: names in lower case, values without the quotes that they may have.
    ///
    /// ```
    /// use ucwa_model::DataBody;
    ///
    /// let body = DataBody::decode(r#"data:text/plain;Charset=utf-8;note="a;\"b\"",Hi"#)?;
    /// let parameters: Vec<_> = body.parameters().iter().map(|(name, value)| (&**name, &**value)).collect();
    /// assert_eq!(parameters, [("charset", "utf-8"), ("note", "a;\"b\"")]);
    /// # Ok::<(), ucwa_model::DataUrlError>(())
    /// ```
    #[must_use]
    pub fn parameters(&self) -> &[(Text, Text)] {
        &self.parameters
    }

    /// The parameter of that name, without case: the `boundary` of a multipart body.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    }

    /// The charset as written, if one was.
    #[must_use]
    pub fn charset(&self) -> Option<&str> {
        self.parameter("charset")
    }

    /// How the bytes were carried.
    #[must_use]
    pub fn encoding(&self) -> DataEncoding {
        self.encoding
    }

    /// The content.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The content as text. Without a charset it is read as UTF-8.
    ///
    /// # Errors
    /// If the charset is another one, or the bytes do not fit it.
    pub fn text(&self) -> Result<&str, DataUrlError> {
        self.check_charset()?;
        str::from_utf8(&self.bytes).map_err(not_text)
    }

    /// The content as text, taken out.
    ///
    /// # Errors
    /// As [`text`](Self::text).
    pub fn into_text(self) -> Result<String, DataUrlError> {
        self.check_charset()?;
        String::from_utf8(self.bytes).map_err(|error| not_text(error.utf8_error()))
    }

    fn check_charset(&self) -> Result<(), DataUrlError> {
        let known = ["utf-8", "utf8", "us-ascii", "ascii"];
        match self.charset().filter(|charset| !known.iter().any(|name| charset.eq_ignore_ascii_case(name))) {
            Some(charset) => Err(DataUrlError::Charset { found: charset.chars().take(40).collect() }),
            None => Ok(()),
        }
    }

    /// A data URL in the wire's own form: form-urlencoded, with lower-case escapes.
    #[must_use]
    pub fn to_url(&self) -> String {
        let mut url = format!("data:{},", self.header);
        for byte in &self.bytes {
            match byte {
                b' ' => url.push('+'),
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'!' | b'*' | b'(' | b')' => {
                    url.push(char::from(*byte));
                }
                byte => {
                    let _ = write!(url, "%{byte:02x}");
                }
            }
        }
        url
    }

    /// A data URL in base64.
    #[must_use]
    pub fn to_base64_url(&self) -> String {
        format!("data:{};base64,{}", self.header, BASE64_STANDARD.encode(&self.bytes))
    }
}

fn not_text(error: str::Utf8Error) -> DataUrlError {
    DataUrlError::NotText { valid: error.valid_up_to() }
}

/// Parameters that a media type may have: each is compared with those before it.
const MAX_PARAMETERS: usize = 100;

/// The media type of a data URL, by the Fetch standard's rules but for `?`, which begins no query in an href that is opaque: behind
/// it the URL parser would encode the quote that ends a value.
fn mime_of(url: &str, base64: bool) -> Mime {
    let header = url.split(',').next().unwrap_or_default();
    let header = header.split_once(':').map_or("", |(_, header)| header).trim_matches([' ', '\t', '\n', '\r']);
    let written = if base64 { header.rsplit_once(';').map_or("", |(written, _)| written) } else { header };
    let mut text = String::from(if written.starts_with(';') { "text/plain" } else { "" });
    for byte in written.bytes().filter(|byte| !matches!(byte, b'\t' | b'\n' | b'\r')) {
        match byte {
            b' '..=b'~' => text.push(char::from(byte)),
            _ => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    let default = || {
        let mut mime = Mime::new("text", "plain");
        mime.parameters.push(("charset".to_owned(), "US-ASCII".to_owned()));
        mime
    };
    text.parse().map_or_else(|_| default(), unique)
}

/// Keeps the first parameter of each name. The parser has names in lower case, and compares them as they were written.
fn unique(mut mime: Mime) -> Mime {
    for (name, value) in std::mem::take(&mut mime.parameters) {
        if mime.get_parameter(&*name).is_none() {
            mime.parameters.push((name, value));
        }
    }
    mime
}

/// The media type without parameters, and those.
fn parts(mime: Mime) -> (Text, Vec<(Text, Text)>) {
    let parameters = mime.parameters.into_iter().map(|(name, value)| (name.into(), value.into()));
    (format!("{}/{}", mime.type_, mime.subtype).into(), parameters.collect())
}

/// Whether the media type ends in `;base64`.
fn is_base64(url: &str) -> bool {
    let header = url.split(',').next().unwrap_or_default().trim_end();
    let (before, last) = header.rsplit_once(';').unwrap_or(("", ""));
    !before.is_empty() && last.trim().eq_ignore_ascii_case("base64")
}

/// Undoes the damage that documentation does to a URL; borrowed if there is none.
fn mend(url: &str) -> Cow<'_, str> {
    let colon = url.find(':').filter(|at| url.get(..*at).is_some_and(|scheme| scheme.trim().eq_ignore_ascii_case("data")));
    let Some(colon) = colon else {
        return url.into();
    };
    let (scheme, rest) = (url[..colon].trim(), url[colon + 1..].trim_start());
    let spaced = scheme.len() + rest.len() + 1 != url.len();
    if !spaced && !rest.contains('\n') {
        return url.into();
    }
    let lines: String = rest.split('\n').map(str::trim).collect();
    format!("{scheme}:{lines}").into()
}
