//! [`DataLink`], a link that carries its content.

use std::fmt;

use super::Link;
use crate::{
    DataBody, DataEncoding, DataUrlError,
    descriptor::Kind,
    record::{Accepted, BorrowedText, FieldValue, Rejected, ValueRef, WireValue},
};

/// A link that carries its content in its href: a message body, an SDP offer.
///
/// It is a `data:` URL that is decoded on request; what does not decode stays as written.
///
/// ```
/// use ucwa_model::DataLink;
///
/// let message = DataLink::plain("Hi Tosh");
/// assert_eq!(message.href(), "data:text/plain;charset=utf-8,Hi+Tosh");
/// assert_eq!(message.decode()?.text()?, "Hi Tosh");
/// # Ok::<(), ucwa_model::DataUrlError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DataLink(Link);

impl DataLink {
    /// A plain text message, in the wire's own form: form-urlencoded UTF-8.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self::new("text/plain;charset=utf-8", text)
    }

    /// An HTML message, in the wire's own form: form-urlencoded UTF-8.
    #[must_use]
    pub fn html(html: &str) -> Self {
        Self::new("text/html;charset=utf-8", html)
    }

    /// A session description, in the wire's own form: form-urlencoded.
    #[must_use]
    pub fn sdp(description: impl AsRef<[u8]>) -> Self {
        Self::new("application/sdp", description)
    }

    /// Any content, in the wire's own form: form-urlencoded. What is no text is shorter in [base64](Self::base64).
    ///
    /// ```
    /// use ucwa_model::{Codec, DataLink, Resource};
    ///
    /// let context = Resource::new("order").to_json()?;
    /// let link = DataLink::new("application/json;charset=utf-8", context);
    /// assert_eq!(link.href(), "data:application/json;charset=utf-8,%7b%22rel%22%3a%22order%22%7d");
    /// # Ok::<(), ucwa_model::Error>(())
    /// ```
    pub fn new(media_type: &str, content: impl AsRef<[u8]>) -> Self {
        DataBody::new(media_type, content).into()
    }

    /// Any content, in base64.
    #[must_use]
    pub fn base64(media_type: &str, bytes: &[u8]) -> Self {
        Self(Link::new(DataBody::new(media_type, bytes).to_base64_url()))
    }

    /// The href as written.
    #[must_use]
    pub fn href(&self) -> &str {
        &self.0.href
    }

    /// Decodes the content.
    ///
    /// # Errors
    /// If the href is no `data:` URL, or its base64 is broken; [`href`](Self::href) still has what was written.
    pub fn decode(&self) -> Result<DataBody, DataUrlError> {
        DataBody::decode(self.href())
    }

    /// Decodes the content as text.
    ///
    /// ```
    /// use ucwa_model::DataLink;
    ///
    /// assert_eq!(DataLink::plain("Hi Tosh").text()?, "Hi Tosh");
    /// # Ok::<(), ucwa_model::DataUrlError>(())
    /// ```
    ///
    /// # Errors
    /// As [`decode`](Self::decode), and if it is no text in UTF-8.
    pub fn text(&self) -> Result<String, DataUrlError> {
        self.decode()?.into_text()
    }

    /// Decodes the content, also of the damaged forms that documentation prints: white space round the colon, line breaks inside.
    /// Says whether anything had to be mended.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn decode_lenient(&self) -> Result<(DataBody, bool), DataUrlError> {
        DataBody::decode_lenient(self.href())
    }

    /// Gives all texts memory of their own; see [`Codec::detach`](crate::Codec::detach).
    pub fn detach(&mut self) {
        self.0.detach();
    }

    /// The link that it is on the wire.
    #[must_use]
    pub fn as_link(&self) -> &Link {
        &self.0
    }
}

/// The members that it has.
impl fmt::Debug for DataLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show("DataLink", f)
    }
}

/// In the form that the body came in: urlencoded if it is a new one.
impl From<DataBody> for DataLink {
    fn from(body: DataBody) -> Self {
        Self(Link::new(match body.encoding() {
            DataEncoding::Url => body.to_url(),
            DataEncoding::Base64 => body.to_base64_url(),
        }))
    }
}

impl From<Link> for DataLink {
    fn from(link: Link) -> Self {
        Self(link)
    }
}

impl From<DataLink> for Link {
    fn from(data: DataLink) -> Self {
        data.0
    }
}

impl FieldValue for DataLink {
    const KIND: Kind = Kind::Data;

    #[inline]
    fn put(incoming: WireValue<'_>) -> Result<(Self, Accepted), Rejected> {
        <Link as FieldValue>::put(incoming).map(|(link, fit)| (Self(link), fit))
    }

    fn item(&self) -> ValueRef<'_> {
        ValueRef::Link(&self.0)
    }

    #[inline]
    fn put_link(place: &mut Option<Self>, href: BorrowedText<'_>, title: Option<BorrowedText<'_>>) -> bool {
        place.get_or_insert_with(|| Self(Link::default())).0.set(href, title);
        true
    }
}
