//! The front of the codecs: [`Codec`] for types, [`Decoder`] and [`Encoder`] for options.

mod decoder;
mod document;
mod encoder;
mod events;
mod message;
mod read_as;

use self::message::formats;
pub use self::{
    decoder::{Decoded, Decoder},
    encoder::Encoder,
    message::{Decode, Encode},
};
use crate::{
    Error, Format, Limits, Mode, Resource, Violation,
    descriptor::{Form, Shape},
    record::{MemberValue, Record},
    resource,
};

/// A resource, an input or an error body that speaks both formats. The definitions and [`#[derive(Codec)]`](derive@crate::Codec)
/// implement it.
///
/// ```
/// use ucwa_model::{Codec, communication::MessagingInvitation};
///
/// let invitation = MessagingInvitation::from_json(r#"{"rel":"messagingInvitation","subject":"Lunch?"}"#)?;
/// assert_eq!(invitation.subject.as_ref().unwrap().as_str(), "Lunch?");
///
/// let xml = invitation.to_xml()?;
/// assert!(xml.contains(r#"<property name="subject">Lunch?</property>"#));
/// assert_eq!(MessagingInvitation::from_xml(&xml)?, invitation);
/// # Ok::<(), ucwa_model::Error>(())
/// ```
pub trait Codec: Record + Default {
    /// The table that describes the type.
    const SHAPE: &'static Shape;

    /// The rel under which it travels: several revisions share one.
    ///
    /// ```
    /// use ucwa_model::{Codec, people::{Contact, Group2}};
    ///
    /// assert_eq!((Contact::REL, Group2::REL), ("contact", "group"));
    /// ```
    const REL: &'static str = Self::SHAPE.rel;

    /// The mode of the `from_…` functions and of serde: strict for what a request sends, lenient for what a server sent.
    const MODE: Mode = default_mode(Self::SHAPE.form);

    /// Decodes JSON. What does not fit the schema is an error for an input, and is kept in `extra` for the rest; use a
    /// [`Decoder`] to choose, and to be told.
    ///
    /// # Errors
    /// If the bytes are not JSON in UTF-8, exceed a limit, or, for an input, break a rule of the schema.
    fn from_json(bytes: impl AsRef<[u8]>) -> Result<Self, Error> {
        let mut value = Self::default();
        Decoder::new(Format::Json).decode_into(bytes.as_ref(), &mut value)?;
        Ok(value)
    }

    /// Decodes XML; see [`from_json`](Self::from_json).
    ///
    /// # Errors
    /// If the bytes are not XML in UTF-8, exceed a limit, or, for an input, break a rule of the schema.
    fn from_xml(bytes: impl AsRef<[u8]>) -> Result<Self, Error> {
        let mut value = Self::default();
        Decoder::new(Format::Xml).decode_into(bytes.as_ref(), &mut value)?;
        Ok(value)
    }

    /// Encodes as compact JSON.
    ///
    /// # Errors
    /// If an input lacks a required member, or the value is nested deeper than the limit.
    fn to_json(&self) -> Result<String, Error> {
        Encoder::new(Format::Json).encode(self)
    }

    /// Encodes as compact XML.
    ///
    /// # Errors
    /// If an input lacks a required member, the value is nested deeper than the limit, or an unknown member's name holds a
    /// character that XML cannot carry.
    fn to_xml(&self) -> Result<String, Error> {
        Encoder::new(Format::Xml).encode(self)
    }

    /// What stands under a member's name on the wire: the value of its field, or what was kept because it does not fit. So nothing
    /// that a server sent is overlooked: where a text is longer than its limit, the field is `None`, and the text is here.
    ///
    /// The name is that of a property, a link or an embedded resource, and is looked for in this order; a field comes before what was
    /// kept, and of repeated members the first counts.
    ///
    /// ```
    /// use ucwa_model::{Codec, communication::MessagingInvitation};
    ///
    /// let body = format!(r#"{{"rel":"messagingInvitation","subject":"{}"}}"#, "Lunch? ".repeat(40));
    /// let invitation = MessagingInvitation::from_json(body)?;
    /// assert_eq!(invitation.subject, None); // a subject has at most 250 characters
    /// assert_eq!(invitation.member("subject").unwrap().as_str().unwrap().len(), 280);
    /// # Ok::<(), ucwa_model::Error>(())
    /// ```
    fn member(&self, name: &str) -> Option<MemberValue<'_>> {
        crate::record::member(self, name)
    }

    /// Gives all texts of the value memory of their own, so that it does not keep the message that it was decoded from.
    ///
    /// Decoded texts of more than [`Text::INLINE`] bytes are parts of the message: a value of one event keeps all of a response in
    /// memory. That is best for what is used and dropped. Call this for what is kept when the rest of the message is not: a cache,
    /// a list of subjects, a queue. It copies each text; [`Text::detached`] does so for one. Also [`Events`](crate::Events::detach),
    /// a [`Sender`](crate::Sender::detach), an [`Event`](crate::Event::detach), an [`AnyResource`](crate::AnyResource::detach) and
    /// the values that a resource has can be detached.
    ///
    /// ```
    /// use ucwa_model::{Codec, communication::MessagingInvitation};
    ///
    /// let body = r#"{"rel":"messagingInvitation","subject":"Strategy for next quarter","threadId":"AdHImvRmKGPHFoIBQcWiHS0dvcF87Q=="}"#;
    /// let mut invitation = MessagingInvitation::from_json(body)?;
    /// let shared = invitation.clone();
    /// invitation.detach();
    /// assert_eq!(invitation, shared);
    /// # Ok::<(), ucwa_model::Error>(())
    /// ```
    ///
    /// [`Text::INLINE`]: crate::Text::INLINE
    /// [`Text::detached`]: crate::Text::detached
    fn detach(&mut self) {
        crate::record::detach(self);
    }

    /// Collects what the value breaks of the schema, here and in everything embedded: what a lenient [`Decoder`] reports of the
    /// value as it goes out, in the same order and words, without places. What a text alone can break, as raw control characters
    /// and XML's namespaces, is no matter of values.
    ///
    /// ```
    /// use ucwa_model::{Code, Codec, OperationId, communication::StartMessaging2};
    ///
    /// let mut start = StartMessaging2::default();
    /// assert_eq!(start.validate()[0].to_string(), "operationId: expected this member, but found nothing");
    ///
    /// start.operation_id = Some(OperationId::try_from("74cb7404")?);
    /// start.extra.push_property("subject", "x".repeat(300).as_str().into());
    /// assert_eq!(start.validate()[0].to_string(), "subject: expected at most 250 UTF-16 code units, but found 300");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn validate(&self) -> Vec<Violation> {
        crate::validate::validate(self, Limits::default())
    }
}

impl Codec for Resource {
    const SHAPE: &'static Shape = &resource::SHAPE;
}

const fn default_mode(form: Form) -> Mode {
    if form.is_input() { Mode::Strict } else { Mode::Lenient }
}
