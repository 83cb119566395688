//! UCWA, the hypermedia web API of Skype for Business and Lync servers, as validated types that speak JSON and XML.
//!
//! A message in either format decodes to one type, and what the schema does not know comes out again. There is no I/O in here: your
//! client, your server or your files bring the bytes and take them.
//!
//! # What it can do
//!
//! | task | what does it |
//! | --- | --- |
//! | [Read a message](#read-a-message) | [`Codec`] for a known type, [`Document`] for any, [`Decoder`] with options and a report |
//! | [Write a request](#write-a-request) | the inputs of each area, as [`communication::StartMessaging2`]; [`Encoder`] |
//! | [Follow a link](#follow-a-link) | [`LinkTo`] and [`rel`]; `http::Call` |
//! | [Read the event channel](#read-the-event-channel) | [`Events`]; `http::EventChannel` asks for them |
//! | [Archive a log](#archive-a-log) | [`Responses`], [`Feed`], [`stream`] |
//! | [Serve](#serve) | `http::Request`, `http::Answer`, `http::Refusal` |
//! | [Convert](#convert) | [`Decoder`], [`Document`], [`Encoder`] |
//!
//! The module [`cookbook`] goes through these tasks at length, with what goes wrong on the way. What is named `http::…` needs the
//! feature `http`.
//!
//! ## Read a message
//!
//! ```
//! # #[cfg(feature = "communication")] {
//! use ucwa_model::{Codec, communication::Message, enumerations::Direction};
//!
//! let body = r#"{"rel":"message","direction":"Incoming",
//!     "_links":{"plainMessage":{"href":"data:text/plain;charset=utf-8,Caf%c3%a9+at+noon%3f"}}}"#;
//! let message = Message::from_json(body)?;
//! assert_eq!(message.direction, Some(Direction::Incoming));
//! assert_eq!(message.text().unwrap()?, "Café at noon?");
//! assert_eq!(Message::from_xml(message.to_xml()?)?, message);
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## Write a request
//!
//! ```
//! # #[cfg(feature = "communication")] {
//! use ucwa_model::{Codec, DataLink, OperationId, Subject, communication::StartMessaging2};
//!
//! let start = StartMessaging2::new(OperationId::try_from("74cb7404e0a247d5a2d4eb0376a47dbf")?)
//!     .with_to("sip:john@contoso.com".parse()?)
//!     .with_message(DataLink::plain("Lunch at noon?"));
//! assert_eq!(
//!     start.to_json()?,
//!     concat!(
//!         r#"{"operationId":"74cb7404e0a247d5a2d4eb0376a47dbf","to":"sip:john@contoso.com","#,
//!         r#""_links":{"message":{"href":"data:text/plain;charset=utf-8,Lunch+at+noon%3f"}}}"#,
//!     )
//! );
//! assert!(Subject::try_from("x".repeat(251)).is_err()); // a value that breaks a limit cannot be made
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## Follow a link
//!
//! With the feature `http`: a link knows which calls it takes, and a call knows what its answer is.
//!
//! ```
//! # #[cfg(all(feature = "communication", feature = "http"))] {
//! use ucwa_model::{Codec, Format, communication::{MessagingInvitation, SendMessage}, http::{Base, Token}};
//!
//! let base = Base::new("https://lync.contoso.com", Format::Json)?.with_token(Token::new("cwt=AAEB")?);
//! let body = r#"{"rel":"messagingInvitation","_links":{"messaging":{"href":"/conversations/137/messaging"}}}"#;
//! let invitation = MessagingInvitation::from_json(body)?;
//!
//! let call = invitation.messaging_link.get();
//! assert_eq!(call.to_http(&base)?.uri(), "https://lync.contoso.com/conversations/137/messaging"); // any client sends it
//! # let body = r#"{"rel":"messaging","_links":{"sendMessage":{"href":"/conversations/137/messages"}}}"#;
//! # let response = http::Response::builder().header("content-type", "application/json").body(body)?;
//! let messaging = call.read(&response)?.value; // a `Messaging`
//! let call = messaging.send_message_link.post(SendMessage::text("5", "Hi"));
//! assert_eq!(call.to_http(&base)?.body(), b"Hi");
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## Read the event channel
//!
//! ```
//! # #[cfg(feature = "communication")] {
//! use ucwa_model::{Events, communication::Message};
//!
//! let body = r#"{"_links":{"next":{"href":"/events?ack=2"}},"sender":[{"rel":"conversation","href":"/c/1","events":[
//!     {"link":{"rel":"message","href":"/m/1"},"type":"completed","_embedded":{"message":{"rel":"message",
//!         "_links":{"plainMessage":{"href":"data:text/plain,Hi"}}}}},
//!     5]}]}"#;
//! let response = Events::from_json(body)?;
//! let mut texts = Vec::new();
//! for (_, event) in response.iter() {
//!     let Ok(event) = event else { continue }; // one that is broken costs no other
//!     texts.extend(event.resource_as::<Message>().and_then(|message| message.text()).transpose()?);
//! }
//! assert_eq!(texts, ["Hi"]);
//! assert_eq!(response.channel.next_link.unwrap().href, "/events?ack=2"); // ask there for what follows
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## Archive a log
//!
//! Many responses one after another, in a file or as they arrive; what is broken or foreign takes nothing else along.
//!
//! ```
//! use ucwa_model::{Responses, StreamError};
//!
//! let log = br#"{"sender":[{"rel":"people","href":"/people","events":[{"type":"added"},{"type":"updated"}]}]}
//! 502 Bad Gateway
//! <events xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa" href="/events?ack=3"><sender rel="me" href="/me"/></events>
//! "#;
//! let (mut responses, mut events) = (Responses::new(&log[..]), 0); // any `BufRead`
//! while let Some(response) = responses.visit_next(|_sender, event| events += usize::from(event.is_ok())) {
//!     match response {
//!         Ok(response) => assert!(response.fault.is_none()),
//!         Err(StreamError::Unexpected(page)) => assert_eq!((page.start.line, &*page.raw), (2, &b"502 Bad Gateway"[..])),
//!         Err(error) => return Err(error),
//!     }
//! }
//! assert_eq!((events, responses.checkpoint().offset), (2, log.len())); // where to go on when the log has grown
//! # Ok::<(), StreamError>(())
//! ```
//!
//! ## Serve
//!
//! With the feature `http`: a route says which operation it is for; what comes in is checked against it.
//!
//! ```
//! # #[cfg(all(feature = "communication", feature = "http"))] {
//! use ucwa_model::{
//!     Format, communication::StartMessaging2, enumerations::ErrorCode,
//!     http::{Answer, Location, MediaType, Operation, Refusal, Request},
//! };
//!
//! fn serve(request: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, Box<dyn std::error::Error>> {
//!     let operation = Operation::find("startMessaging2", "POST").ok_or("expected a route")?;
//!     let media = MediaType::accepted(request.headers()).unwrap_or(Format::Json.into());
//!     Ok(match Request::read(operation, request).and_then(Request::into_inputs::<StartMessaging2>) {
//!         Ok(_start) => Answer::starting(Location::new("/invitations/602")?).to_http(media)?,
//!         Err(error) => Refusal::of(ErrorCode::BadRequest, None, &error.to_string()).to_http(media)?,
//!     })
//! }
//!
//! let request = |body: &str| http::Request::post("/start").header("content-type", "application/json").body(body.into());
//! assert_eq!(serve(&request(r#"{"operationId":"74cb7404"}"#)?)?.headers()["location"], "/invitations/602");
//! assert_eq!(serve(&request("{}")?)?.status(), 400);
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## Convert
//!
//! ```
//! use ucwa_model::{Decoder, Document, Encoder, Format};
//!
//! let json = r#"{"rel":"whiteboard","pages":3,"_links":{"self":{"href":"/w/1"}}}"#; // the schema need not know it
//! let document = Decoder::new(Format::Json).decode::<Document>(json)?.value;
//! let xml = Encoder::new(Format::Xml).pretty().encode(&document)?;
//! assert!(xml.contains(r#"rel="whiteboard" href="/w/1""#));
//!
//! let back = Decoder::new(Format::Xml).decode::<Document>(&xml)?.value;
//! assert_eq!(Encoder::new(Format::Json).encode(&back)?, json);
//! # Ok::<(), ucwa_model::Error>(())
//! ```
//!
//! # Contents
//!
//! - One module per protocol area ([`communication`], [`people`], …) with a plain struct per resource, generated from the definitions in
//!   `schema/`: properties and data links under their own names, links with `_link` behind them, as a [`LinkTo`] that knows its rel (in a
//!   struct of yours, a [`Link`]), embedded resources under their role, and [`Extra`] for the rest.
//! - [`rel`] has a type for each rel, with a page of what its links take and answer; the fields of links say theirs: [`LinkTo`].
//! - [`AnyResource`] is a resource whose type is known at run time only, [`Resource`] one that the schema does not know.
//! - [`descriptor`] is the protocol as tables; the codecs are driven by them. [`dialect`] has the prefixes that some services put
//!   before its rels.
//! - With the feature `http`, the module `http` has the requests and responses around the bodies, batches, discovery and the event channel
//!   as types of the `http` crate, for clients and servers.
//! - `#[derive(Codec)]` gives a struct of yours what the schema's resources have, and `#[derive(Enumeration)]` an enum what its
//!   enumerations have; see [`derive@Codec`] and [`derive@Enumeration`].
//!
//! # Features
//!
//! | feature | on unless you choose | what it brings |
//! | --- | --- | --- |
//! | `communication` | yes | conversations, invitations, modalities and messages |
//! | `discovery` | yes | finding a server and making an application on it; turns the other four areas on |
//! | `me` | yes | the signed-in user: presence, phones, call forwarding |
//! | `online-meetings` | yes | online meetings: scheduled, and joined |
//! | `people` | yes | contacts, groups and presence subscriptions |
//! | `serde` | yes | `Serialize` and `Deserialize` for all values, for other serde formats: see below |
//! | `http` | no | the module `http`: operations as requests and answers, without I/O |
//! | `async` | no | `Feed` as a `Stream` over anything that yields bytes, for any runtime |
//! | `rayon` | no | streams decoded on all cores: `Responses::par_map` |
//!
//! # Two regimes
//!
//! A typed value is always valid. What does not fit the schema is an error in strict mode, which is the default for what a request
//! sends; in lenient mode, the default for what a server sent, it is kept verbatim in `extra` and reported. Unknown members and
//! new values of enumerations are normal in both.
//!
//! Limits of texts are of this kind: in what a server sent, a subject of more than 250 characters is no [`Subject`], so the field is
//! `None`. [`Codec::member`] gives a member by its name on the wire, typed or as it was kept. The [`cookbook`] shows it.
//!
//! # serde
//!
//! With the feature `serde` every value is `Serialize` and `Deserialize`, in the shape that it has in JSON:
//!
//! - messages and what they are made of: all resources and inputs, also those of `#[derive(Codec)]`; [`AnyResource`], [`Document`],
//!   [`Events`], [`Sender`], [`Event`], [`EventLink`], [`Embedded`], [`OptionsMetadata`], [`OperationsQueued`];
//! - what properties and links hold: [`Link`], [`DataLink`], [`Value`], [`Number`], [`Bag`], [`Parameter`];
//! - strings, in formats that do not describe themselves too: [`Text`], the limited texts as [`OperationId`], [`SipUri`], all
//!   enumerations, also those of `#[derive(Enumeration)]`, and [`Date`] in JSON's form, which has whole milliseconds;
//! - findings, for tools, which are `Serialize` alone: [`Report`], [`Violation`], [`Error`], [`Unknown`], [`Code`], [`Place`].
//!
//! [`Extra`] is neither: it also says how the fields of its resource were written, and means nothing without the resource.
//!
//! A value comes in as [`Codec::from_json`] would decode it, but errors have no places, and nothing is as deep as the default
//! [`Limits`] forbid. A number of more than 64 bits or with a fraction goes out as a float, and may lose digits there; an event
//! that is [`Broken`] cannot go out.

extern crate self as ucwa_model;

mod any;
mod bind;
mod codec;
mod context;
mod data_url;
mod document;
mod enumeration;
mod error;
mod events;
mod excerpt;
mod extra;
mod format;
mod growth;
#[cfg(feature = "serde")]
mod interop;
mod json;
mod link;
#[cfg(feature = "communication")]
mod message;
mod options;
mod place;
mod plain;
mod plan;
mod resource;
mod scan;
mod spare;
mod text;
mod unnamed;
mod validate;
mod value;
mod xml;

#[cfg(feature = "discovery")]
pub mod cookbook;
pub mod descriptor;
pub mod dialect;
#[cfg(feature = "http")]
pub mod http;
pub mod record;
pub mod stream;

#[doc(hidden)]
pub mod lookup;
#[doc(hidden)]
pub mod private;

/// What [`Date`] takes and gives, for those who would have to follow its version.
#[doc(no_inline)]
pub use jiff;

pub use self::{
    codec::{Codec, Decode, Decoded, Decoder, Encode, Encoder},
    context::Report,
    data_url::{DataBody, DataEncoding, DataUrlError},
    document::Document,
    enumeration::{Enumeration, UnrecognizedValue},
    error::{Code, Detail, Error, ErrorKind, Unknown, UnknownKind, Violation},
    events::{
        Broken, ChannelLinks, Embedded, Event, EventLink, Events, RawResource, Recovered, Routed, RoutedLink, Routes, Sender,
    },
    extra::{Entry, Extra},
    format::Format,
    link::{DataLink, Link, LinkTarget, LinkTo, LinksTo, MaybeLink, Rel, Represented, Revised},
    options::{DecodeOptions, Limits, Mode},
    place::Place,
    plain::{HttpMethodMetadata, OperationsQueued, OptionsMetadata, ParameterMetadata},
    resource::Resource,
    stream::{Documents, Feed, RawDocument, Response, Responses, StreamError, UnexpectedDocument},
    text::Text,
    value::*,
};
/// For a struct of yours:
///
/// ```
/// use ucwa_model::{Codec, Extra, Link, Text};
///
/// #[derive(Clone, Codec, Debug, Default, PartialEq)]
/// #[ucwa(rel = "whiteboard")]
/// struct Whiteboard {
///     title: Option<Text>,
///     self_link: Option<Link>,
///     extra: Extra,
/// }
///
/// let board = Whiteboard::from_json(r#"{"rel":"whiteboard","title":"Plan","_links":{"self":{"href":"/w/1"}}}"#)?;
/// assert_eq!(board.self_link.unwrap().href, "/w/1");
/// # Ok::<(), ucwa_model::Error>(())
/// ```
pub use ucwa_derive::Codec;
/// For an enum of yours:
///
/// ```
/// use ucwa_model::{Enumeration, UnrecognizedValue};
///
/// #[derive(Debug, PartialEq, Enumeration)]
/// enum Colour {
///     Red,
///     #[ucwa(name = "dark-blue")]
///     DarkBlue,
///     Other(UnrecognizedValue),
/// }
///
/// assert_eq!(Colour::from("dark-blue"), Colour::DarkBlue);
/// assert_eq!(Colour::from("pink").as_str(), "pink");
/// ```
pub use ucwa_derive::Enumeration;

ucwa_derive::schema! {
    "../schema";

    /// The open enumerations of all areas.
    pub mod enumerations;

    /// What belongs to no single area: the event channel, error bodies, policies.
    pub mod general;

    /// Conversations, invitations, modalities and messages.
    #[cfg(feature = "communication")]
    pub mod communication;

    /// Finding a server and making an application on it.
    #[cfg(feature = "discovery")]
    pub mod discovery;

    /// The signed-in user: presence, phones, call forwarding.
    #[cfg(feature = "me")]
    pub mod me;

    /// Online meetings: scheduled, and joined.
    #[cfg(feature = "online-meetings")]
    pub mod online_meetings;

    /// Contacts, groups and presence subscriptions.
    #[cfg(feature = "people")]
    pub mod people;
}

/// The examples of the README are compiled and run.
#[cfg(all(doctest, feature = "communication", feature = "http"))]
#[doc = include_str!("../README.md")]
struct Readme;
