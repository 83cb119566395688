//! What XML holds that is no member, kept as properties of special names.

use super::Extra;

/// The property in which XML is kept that is no member.
pub(crate) const KEPT_XML: &str = "_xml";

/// Stands before the name of an attribute that is kept as a property.
pub(crate) const KEPT_ATTRIBUTE: char = '@';

impl Extra {
    /// What an XML message holds beside its members: text, and elements that UCWA does not have, each as it was written, with the
    /// namespaces that it needs. It is kept in [properties](Self::properties) named `_xml`, which go out as such in both formats.
    ///
    /// ```
    /// use ucwa_model::{Codec, people::Contact};
    ///
    /// let xml = r#"<resource xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa" rel="contact">hello <b>you</b></resource>"#;
    /// let contact = Contact::from_xml(xml)?;
    /// assert_eq!(contact.extra.kept_xml().collect::<Vec<_>>(), ["hello", "<b>you</b>"]);
    /// # Ok::<(), ucwa_model::Error>(())
    /// ```
    pub fn kept_xml(&self) -> impl Iterator<Item = &str> {
        self.properties().iter().filter(|(name, _)| *name == KEPT_XML).filter_map(|(_, value)| value.as_str())
    }

    /// The attributes of an XML element without an href that have no place in its resource, by name. They are kept in
    /// [properties](Self::properties) named `@…`, which go out as such in both formats.
    ///
    /// ```
    /// use ucwa_model::{Codec, people::Contact};
    ///
    /// let xml = r#"<resource xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa" rel="contact" lang="en"/>"#;
    /// let contact = Contact::from_xml(xml)?;
    /// assert_eq!(contact.extra.kept_attributes().collect::<Vec<_>>(), [("lang", "en")]);
    /// # Ok::<(), ucwa_model::Error>(())
    /// ```
    pub fn kept_attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.properties().iter().filter_map(|(name, value)| Some((name.strip_prefix(KEPT_ATTRIBUTE)?, value.as_str()?)))
    }
}
