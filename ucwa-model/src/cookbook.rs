//! The tasks of the [front page](crate#what-it-can-do), at length: with errors handled, and with what real servers send.
//!
//! This page is about messages, and needs no feature but the areas.
#![cfg_attr(feature = "http", doc = "The page [`requests`] is about HTTP: following links, saving changes, serving.")]
#![cfg_attr(
    not(feature = "http"),
    doc = "With the feature `http` there is a page `requests`: following links, saving changes, serving."
)]
//!
//! # Read a message
//!
//! What a server sends is read leniently. Three things are never an error: a member that the schema does not know, a new value of
//! an enumeration, and a value that does not fit. All are kept and go out again; a [`Decoder`](crate::Decoder) reports them.
//!
//! ```
//! use ucwa_model::{
//!     Code, Codec, Decoded, Decoder, Error, Format, UnknownKind, communication::MessagingInvitation, enumerations::Importance,
//! };
//!
//! fn read(format: Format, body: &[u8]) -> Result<Decoded<MessagingInvitation>, Error> {
//!     Decoder::new(format).report_unknown().decode(body)
//! }
//!
//! let body = r#"{"rel":"messagingInvitation","importance":"Whenever","subject":5,"56de7bbf":"please pass this in a PUT request"}"#;
//! let Decoded { value: invitation, report, .. } = read(Format::Json, body.as_bytes())?;
//!
//! // a number where the schema has a text: no subject, but a deviation, and the number is kept
//! assert_eq!(invitation.subject, None);
//! assert_eq!((report.deviations[0].code, &*report.deviations[0].path), (Code::Type, "subject"));
//! assert_eq!(invitation.member("subject").unwrap().as_i64(), Some(5));
//!
//! // a new value is a value
//! assert_eq!(invitation.importance.as_ref().map(Importance::as_str), Some("Whenever"));
//! let kinds: Vec<_> = report.unknown.iter().map(|unknown| (&*unknown.path, unknown.kind)).collect();
//! assert_eq!(kinds, [("importance", UnknownKind::Value), ("56de7bbf", UnknownKind::Property)]);
//!
//! // everything goes out again
//! assert_eq!(invitation.extra.property("56de7bbf").unwrap().as_str(), Some("please pass this in a PUT request"));
//! assert_eq!(invitation.to_json()?.len(), body.len());
//!
//! // an error is what cannot be read at all; it says where
//! let error = read(Format::Json, br#"{"rel":"messagingInvitation","subject":"#).unwrap_err();
//! assert_eq!(error.place().unwrap().line, 1);
//! # Ok::<(), Error>(())
//! ```
//!
//! A text that is longer than its limit is of this kind too: its field is `None`, and [`Codec::member`](crate::Codec::member) has
//! the text. To refuse all of that, as a test of a server does, say [`strict`](crate::Decoder::strict).
//!
//! **Any message.** Where the kind of a message is not known beforehand, [`Document`](crate::Document) finds out, and
//! [`AnyResource::get`](crate::AnyResource::get) asks a resource for a type.
//!
//! ```
//! use ucwa_model::{Decoder, Document, Format, general::Reason, people::Contact};
//!
//! let body = r#"{"code":"Conflict","subcode":"AlreadyExists"}"#;
//! let Document::Resource(resource) = Decoder::new(Format::Json).decode::<Document>(body)?.value else {
//!     return Err("expected a resource".into());
//! };
//! assert_eq!(resource.get::<Reason>().unwrap().code.as_ref().unwrap().as_str(), "Conflict");
//! assert!(resource.get::<Contact>().is_none());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Limits.** Depth, sizes and counts are bounded for everybody; [`Limits`](crate::Limits) has the numbers. Less is better where
//! you know better, and logs that must not hold what people wrote leave excerpts out:
//!
//! ```
//! use ucwa_model::{Code, Decoder, Document, Format, Limits};
//!
//! const DECODER: Decoder = Decoder::new(Format::Json).with_limits(Limits::DEFAULT.with_depth(8)).without_excerpts();
//!
//! let deep = format!(r#"{{"rel":"note","x":{}{}}}"#, "[".repeat(20), "]".repeat(20));
//! assert_eq!(DECODER.decode::<Document>(deep).unwrap_err().code(), Code::Depth);
//! ```
//!
//! **Memory.** The texts of a value share the memory of its message. [`detach`](crate::Codec::detach) what you keep for long.
//!
//! # Write a body
//!
//! Inputs are strict. A value that breaks a limit cannot be made, and what is required is an argument of `new`, or is missed when
//! the input goes out. [`validate`](crate::Codec::validate) lists everything that is wrong.
//!
//! ```
//! use ucwa_model::{Code, Codec, DataLink, OperationId, SipUri, Subject, communication::StartMessaging2};
//!
//! // what people type may not fit: each of these is an error of its own
//! fn invite(to: &str, subject: &str, text: &str) -> Result<StartMessaging2, Box<dyn std::error::Error>> {
//!     Ok(StartMessaging2::new(OperationId::try_from("74cb7404")?)
//!         .with_to(to.parse::<SipUri>()?)
//!         .with_subject(Subject::try_from(subject)?)
//!         .with_message(DataLink::plain(text)))
//! }
//!
//! assert!(invite("sip:john@contoso.com", "Lunch", "At noon?")?.validate().is_empty());
//! let error = invite("sip:john@contoso.com", &"x".repeat(251), "At noon?").unwrap_err();
//! assert_eq!(error.to_string(), "expected at most 250 UTF-16 code units, but found 251");
//!
//! let nothing = StartMessaging2::default();
//! assert_eq!(nothing.to_xml().unwrap_err().code(), Code::Required);
//! assert_eq!(nothing.validate()[0].to_string(), "operationId: expected this member, but found nothing");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Read the event channel
//!
//! A response has senders, and each sender its events. Every event is read by itself: one that is broken stands in its place with
//! its bytes and the reason, and [`Events::recover`](crate::Events::recover) reads what came of a response that was cut off.
//!
//! ```
//! use ucwa_model::{Decoder, Events, Format, communication::{Message, MessagingInvitation}, enumerations::EventType, rel};
//!
//! #[derive(Default)]
//! struct Heard { invitations: Vec<String>, texts: Vec<String>, broken: Vec<Vec<u8>> }
//!
//! fn hear(events: &Events) -> Heard {
//!     let mut heard = Heard::default();
//!     for (_, event) in events.iter() {
//!         let event = match event {
//!             Ok(event) => event,
//!             Err(broken) => {
//!                 heard.broken.push(broken.raw().to_vec()); // `broken.error()` says why, and where
//!                 continue;
//!             }
//!         };
//!         // the resource may have come along, or there is only a link to it
//!         if event.resource_as::<MessagingInvitation>().is_some() && event.event_type == Some(EventType::Started) {
//!             heard.invitations.extend(event.link_as::<rel::MessagingInvitation>().map(|link| link.href.to_string()));
//!         }
//!         if let Some(Ok(text)) = event.resource_as::<Message>().and_then(|message| message.text()) {
//!             heard.texts.push(text);
//!         }
//!     }
//!     heard
//! }
//!
//! let body = br#"{"sender":[{"rel":"communication","href":"/c","events":[
//!     {"type":"started","link":{"rel":"messagingInvitation","href":"/i/1"},
//!         "_embedded":{"messagingInvitation":{"rel":"messagingInvitation"}}},
//!     5,
//!     {"type":"completed","link":{"rel":"message","href":"/m/1"},
//!         "_embedded":{"message":{"rel":"message","_links":{"plainMessage":{"href":"data:text/plain,Hi"}}}}},
//!     {"type":"upd"#; // the connection broke
//! let recovered = Events::recover(&Decoder::new(Format::Json), body);
//! let heard = hear(&recovered.events);
//! assert_eq!((heard.invitations, heard.texts), (vec!["/i/1".to_owned()], vec!["Hi".to_owned()]));
//! assert_eq!(heard.broken[0], b"5");
//! assert!(heard.broken.len() == 2 && recovered.fault.is_some());
//! ```
//!
//! A gateway that only passes events on need not decode them: [`Routes`](crate::Routes) hands out each with its sender, its type
//! and its bytes, and decodes what you ask for.
#![cfg_attr(
    feature = "http",
    doc = "What to ask for next, and what has become stale, says [`EventChannel`](crate::http::EventChannel)."
)]
//!
//! # Archive a log
//!
//! [`Responses`](crate::Responses) reads a file and [`Feed`](crate::Feed) bytes that arrive, in either format or both. A
//! checkpoint is a place to go on from: nothing is read twice, and nothing missed, even if the log ended in the middle of a
//! response.
//!
//! ```
//! use ucwa_model::{Place, Responses, StreamError, stream::Ending};
//!
//! #[derive(Debug, PartialEq)]
//! struct Archive { events: usize, broken: usize, foreign: Vec<usize>, seen: Place }
//!
//! impl Archive {
//!     /// Takes in what the log has got since the last time.
//!     fn update(&mut self, log: &[u8]) -> Result<(), StreamError> {
//!         // a file is opened, and sought to the offset
//!         let mut responses = Responses::new(&log[self.seen.offset..]).with_start(self.seen);
//!         let (mut events, mut broken) = (0, 0);
//!         while let Some(response) = responses.visit_next(|_sender, event| match event {
//!             Ok(_) => events += 1,
//!             Err(_) => broken += 1,
//!         }) {
//!             match response {
//!                 Ok(_) => {}
//!                 Err(StreamError::Unexpected(page)) if page.ending == Ending::Cut => {} // it may go on
//!                 Err(StreamError::Unexpected(page)) => self.foreign.push(page.start.line), // a proxy's page, a line of text
//!                 Err(error) => return Err(error), // the file cannot be read
//!             }
//!         }
//!         self.events += events;
//!         self.broken += broken;
//!         self.seen = responses.checkpoint();
//!         Ok(())
//!     }
//! }
//!
//! let log = br#"{"sender":[{"rel":"people","href":"/people","events":[{"type":"added"},5]}]}
//! 502 Bad Gateway
//! {"sender":[{"rel":"people","href":"/people","events":[{"type":"updated"}]}]}
//! "#;
//! let mut archive = Archive { events: 0, broken: 0, foreign: Vec::new(), seen: Place::START };
//! archive.update(&log[..150])?; // the last response has not come whole
//! assert_eq!((archive.events, archive.seen.line), (1, 3));
//! archive.update(log)?;
//! assert_eq!(archive, Archive { events: 2, broken: 1, foreign: vec![2], seen: archive.seen });
//! assert_eq!(archive.seen.offset, log.len());
//! # Ok::<(), StreamError>(())
//! ```
//!
//! With the feature `rayon`, a large file is decoded on all cores, and the results come in its order:
//!
//! ```
//! # #[cfg(feature = "rayon")] {
//! use ucwa_model::Responses;
//!
//! let log = "{\"sender\":[{\"rel\":\"people\",\"href\":\"/people\",\"events\":[{\"type\":\"added\"}]}]}\n".repeat(1000);
//! let counts = Responses::new(log.as_bytes()).par_map(|response| match response {
//!     Ok(response) => response.events.iter().filter(|(_, event)| event.is_ok()).count(),
//!     Err(_page) => 0,
//! });
//! assert_eq!(counts.sum::<Result<usize, _>>()?, 1000); // an error is one of the file
//! # }
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! With the feature `async`, a feed makes a `Stream` of anything that yields bytes. Where a log has other messages too,
//! [`Documents`](crate::Documents) hands out all of them.
//!
//! # Convert
//!
//! Whatever comes in goes out in the other format. One thing can be lost on the way: JSON has times in whole milliseconds, XML
//! finer ones. The encoder's report says where that has happened. The decoder's report says what does not fit the schema, which
//! is converted all the same.
//!
//! ```
//! use ucwa_model::{Decoder, Document, Encoder, Error, Format, Report};
//!
//! fn convert(from: Format, body: &[u8], to: Format) -> Result<(String, Report, Report), Error> {
//!     let decoded = Decoder::new(from).decode::<Document>(body)?;
//!     let mut text = String::new();
//!     // a broken event cannot go out: it is an error here
//!     let lost = Encoder::new(to).allow_incomplete().encode_into(&decoded.value, &mut text)?;
//!     Ok((text, decoded.report, lost))
//! }
//!
//! let xml = br#"<resource rel="message" href="/m/1" xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa">
//!   <property name="rel">message</property>
//!   <property name="timeStamp">2013-04-02T18:09:36.1350704Z</property>
//!   <property name="direction">Sideways</property>
//! </resource>"#;
//! let (json, odd, lost) = convert(Format::Xml, xml, Format::Json)?;
//! assert_eq!(
//!     json,
//!     r#"{"rel":"message","direction":"Sideways","timeStamp":"\/Date(1364926176135)\/","_links":{"self":{"href":"/m/1"}}}"#
//! );
//! assert!(odd.deviations.is_empty()); // a new value of an enumeration is none
//! assert_eq!(lost.deviations[0].path, "timeStamp");
//! # Ok::<(), Error>(())
//! ```
//!
//! What XML has no form for goes into attributes that only this library knows. For XML that goes to a server, leave them out with
//! [`without_markup`](crate::Encoder::without_markup); its page says what is lost then.
//!
//! # Types of one's own
//!
//! A resource that the schema does not have is a struct with [`#[derive(Codec)]`](derive@crate::Codec): it has the limits, the
//! report and the `extra` of all others, and an event is asked for it as for any other.
//!
//! ```
//! use ucwa_model::{Codec, Decoder, Enumeration, Events, Extra, Format, Link, Text, UnrecognizedValue};
//!
//! #[derive(Clone, Debug, PartialEq, Enumeration)]
//! enum Surface {
//!     Plain,
//!     #[ucwa(name = "dark-grid")]
//!     DarkGrid,
//!     Other(UnrecognizedValue),
//! }
//!
//! #[derive(Clone, Codec, Debug, Default, PartialEq)]
//! #[ucwa(rel = "whiteboard")]
//! struct Whiteboard {
//!     title: Option<Text>,
//!     #[ucwa(range = "1..=99")]
//!     pages: Option<i64>,
//!     surface: Option<Surface>,
//!     self_link: Option<Link>,
//!     extra: Extra,
//! }
//!
//! let body = r#"{"rel":"whiteboard","title":"Plan","pages":100,"surface":"dark-grid","_links":{"self":{"href":"/w/1"}}}"#;
//! let decoded = Decoder::new(Format::Json).decode::<Whiteboard>(body)?;
//! assert_eq!(decoded.value.surface, Some(Surface::DarkGrid));
//! assert_eq!((decoded.value.pages, &*decoded.report.deviations[0].path), (None, "pages"));
//! assert_eq!(Whiteboard::from_xml(decoded.value.to_xml()?)?, decoded.value);
//!
//! let events = format!(
//!     r#"{{"sender":[{{"rel":"conversation","href":"/c","events":[{{"type":"added","_embedded":{{"whiteboard":{body}}}}}]}}]}}"#
//! );
//! let events = Events::from_json(events)?;
//! let (_, event) = events.iter().next().unwrap();
//! assert_eq!(*event?.resource_as::<Whiteboard>().unwrap(), decoded.value);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(feature = "http")]
pub mod requests;
