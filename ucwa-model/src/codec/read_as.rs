//! A resource as another type of its rel, of yours or of an earlier revision, and the way back.

use std::borrow::Cow;

use crate::{AnyResource, Codec, Decoder, Encoder, Error, Format, dialect::is_rel, extra::Naming, record};

impl AnyResource {
    /// The value as a resource: of the type that the schema has for its rel, or else as a [`Resource`](struct@crate::Resource). So a type
    /// of yours can stand among the resources of an event; [`get`](Self::get) and [`read_as`](Self::read_as) are the way back.
    ///
    /// ```
    /// use ucwa_model::{AnyResource, Codec, Embedded, Entry, Extra, Text};
    ///
    /// #[derive(Clone, Codec, Debug, Default, PartialEq)]
    /// #[ucwa(rel = "whiteboard")]
    /// struct Whiteboard {
    ///     title: Option<Text>,
    ///     extra: Extra,
    /// }
    ///
    /// let board = Whiteboard { title: Some("Plan".into()), ..Whiteboard::default() };
    /// let mut embedded = Embedded::default();
    /// embedded.push("whiteboard", Entry::One(AnyResource::of(&board)?));
    /// let resource = embedded[0].1.iter().next().unwrap();
    /// assert_eq!((resource.rel(), resource.get::<Whiteboard>().as_deref()), (Some("whiteboard"), Some(&board)));
    /// # Ok::<(), ucwa_model::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the value exceeds one of the default [`Limits`](crate::Limits).
    pub fn of<T: Codec>(value: &T) -> Result<Self, Error> {
        let rel = T::SHAPE.rel;
        let mut resource = Self::for_rel(rel);
        if std::ptr::eq(resource.record().shape(), T::SHAPE) {
            record::copy(value, resource.record_mut());
            return Ok(resource);
        }
        let json = Encoder::new(Format::Json).allow_incomplete().encode(value)?;
        Decoder::new(Format::Json).lenient().decode_into(json.as_bytes(), resource.record_mut())?;
        if let Self::Other(other) = &mut resource
            && other.rel().is_none()
        {
            // an input does not name itself
            other.extra.set_naming(Naming::Usual);
            other.extra.set_rel(rel.into());
        }
        Ok(resource)
    }

    /// The resource as a type of its rel: as it is, if it is of that type, and read anew if that is another type of the rel, as one of
    /// yours with `#[derive(Codec)]`, or an earlier revision. `None` if the type is of another rel.
    ///
    /// ```
    /// use ucwa_model::{AnyResource, Codec, Extra, Resource, Text, communication::Message};
    ///
    /// #[derive(Clone, Codec, Debug, Default, PartialEq)]
    /// #[ucwa(rel = "whiteboard")]
    /// struct Whiteboard {
    ///     title: Option<Text>,
    ///     extra: Extra,
    /// }
    ///
    /// let body = Resource::from_json(r#"{"rel":"whiteboard","title":"Plan"}"#)?;
    /// let resource = AnyResource::from(body);
    /// assert_eq!(resource.get::<Whiteboard>().unwrap().title.as_deref(), Some("Plan"));
    /// assert!(resource.get::<Message>().is_none());
    /// # Ok::<(), ucwa_model::Error>(())
    /// ```
    #[must_use]
    pub fn get<T: Codec + Clone>(&self) -> Option<Cow<'_, T>> {
        self.downcast_ref().map(Cow::Borrowed).or_else(|| self.reread().map(Cow::Owned))
    }

    /// The resource as a type of its rel, as [`get`](Self::get) has it.
    ///
    /// # Errors
    /// The resource, if the type is of another rel.
    pub fn read_as<T: Codec>(self) -> Result<T, Self> {
        self.downcast().or_else(|resource: Self| resource.reread().ok_or(resource))
    }

    /// Another type of the rel, by way of the format that carries all that a resource holds.
    fn reread<T: Codec>(&self) -> Option<T> {
        if !is_rel(self.rel()?, T::SHAPE.rel) {
            return None;
        }
        let json = Encoder::new(Format::Json).encode(self.record()).ok()?;
        Some(Decoder::new(Format::Json).lenient().decode(json.as_bytes()).ok()?.value)
    }
}
