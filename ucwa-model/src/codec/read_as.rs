//! A resource as another type of its rel: of yours, or of an earlier revision.

use std::borrow::Cow;

use crate::{AnyResource, Codec, Decoder, Encoder, Format, dialect::is_rel};

impl AnyResource {
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
