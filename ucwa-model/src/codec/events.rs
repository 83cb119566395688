//! [`Events`] in both formats: decoded whole, handed out one by one, and encoded.

use super::{Decode, Decoded, Decoder, Encode, Encoder, Format, formats};
use crate::{
    Broken, Error, Event, Events, Recovered, Report, Sender,
    context::Context,
    events::{Visitor, one_by_one, until_failure},
    json, xml,
};

formats!(Events);

/// In strict mode an event that breaks a rule of the schema is broken too.
impl Decode for Events {
    fn decode_by(decoder: &Decoder, bytes: &[u8]) -> Result<Decoded<Self>, Error> {
        let Recovered { events: value, report, fault } = Self::recover(decoder, bytes);
        fault.map_or(Ok(Decoded { value, report }), Err)
    }
}

/// A response with a [`Broken`] event cannot be encoded.
impl Encode for Events {
    fn encode_by(&self, encoder: &Encoder, buffer: &mut String) -> Result<Report, Error> {
        let events = self.senders.iter().flatten().map(|sender| sender.events.len()).sum::<usize>();
        let room = Encoder::USUAL + events * Encoder::USUAL_EVENT;
        encoder.run(buffer, room, |writer| json::events::encode(writer, self), |writer| xml::events::encode(writer, self))
    }
}

impl Events {
    /// Decodes as much as can be decoded. Of a response that was cut off, that is every event up to the fault that ended it; the fault
    /// comes too.
    ///
    /// ```
    /// use ucwa_model::{Decoder, Events, Format};
    ///
    /// let cut = br#"{"sender":[{"rel":"people","href":"/people","events":[{"type":"added"},{"type":"upd"#;
    /// let recovered = Events::recover(&Decoder::new(Format::Json), cut);
    /// let events: Vec<_> = recovered.events.iter().map(|(_, event)| event.is_ok()).collect();
    /// assert_eq!(events, [true, false]);
    /// assert!(recovered.fault.is_some());
    /// ```
    #[must_use]
    pub fn recover(decoder: &Decoder, bytes: &[u8]) -> Recovered {
        Self::run(decoder, bytes, Visitor::default())
    }

    /// Decodes a response, and hands out each event as soon as it has been read, with its sender, in order. Memory is that of one
    /// event, and what is used up at once stays in the processor's caches: this is the fastest way through a large response. What
    /// comes back has the links and the senders, without events.
    ///
    /// ```
    /// use ucwa_model::{Decoder, Events, Format};
    ///
    /// let body = br#"{"sender":[{"rel":"people","href":"/people","events":[{"type":"added"},{"type":"deleted"}]}]}"#;
    /// let mut count = 0;
    /// let rest = Events::visit(&Decoder::new(Format::Json), body, |sender, event| {
    ///     assert_eq!(sender.rel, "people");
    ///     count += usize::from(event.is_ok());
    /// });
    /// assert_eq!((count, rest.fault), (2, None));
    /// ```
    pub fn visit(decoder: &Decoder, bytes: &[u8], mut visit: impl FnMut(&Sender, Result<Event, Broken>)) -> Recovered {
        let mut visit = one_by_one(|sender, event| {
            visit(sender, event);
            true
        });
        Self::run(decoder, bytes, Visitor { visit: Some(&mut visit), filter: None })
    }

    /// Decodes a response, and hands out each event, as [`visit`](Self::visit) does, until the function fails.
    ///
    /// ```
    /// use ucwa_model::{Decoder, Events, Format};
    ///
    /// let body = br#"{"sender":[{"rel":"people","href":"/people","events":[{"type":"added"},{"type":"deleted"}]}]}"#;
    /// let mut count = 0;
    /// let failed = Events::try_visit(&Decoder::new(Format::Json), body, |_, _| {
    ///     count += 1;
    ///     Err("the disk is full")
    /// });
    /// assert_eq!((failed.unwrap_err(), count), ("the disk is full", 1));
    /// ```
    ///
    /// # Errors
    /// What the function gives; nothing is handed out after it.
    pub fn try_visit<E>(
        decoder: &Decoder,
        bytes: &[u8],
        visit: impl FnMut(&Sender, Result<Event, Broken>) -> Result<(), E>,
    ) -> Result<Recovered, E> {
        until_failure(visit, |visit| Self::run(decoder, bytes, Visitor { visit: Some(&mut *visit), filter: None }))
    }

    pub(crate) fn run(decoder: &Decoder, bytes: &[u8], visitor: Visitor<'_>) -> Recovered {
        let mut events = Self::default();
        let (report, fault) = decoder.recover(bytes, |cx, text| events.read(cx, decoder.format(), text, visitor));
        Recovered { events, report, fault }
    }

    pub(crate) fn read(&mut self, cx: &mut Context<'_>, format: Format, text: &str, visitor: Visitor<'_>) -> Result<(), Error> {
        match format {
            Format::Json => json::events::decode(cx, text, self, visitor),
            Format::Xml => xml::events::decode(cx, text, self, visitor),
        }
    }
}
