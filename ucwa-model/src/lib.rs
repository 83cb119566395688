//! UCWA, the hypermedia web API of Skype for Business and Lync servers, as validated types that speak JSON and XML.
//!
//! A message in either format decodes to the same type, and what the schema does not know comes out again:
//!
//! ```
//! use ucwa_model::{Codec, DataLink, OperationId, SipUri, communication::StartMessaging2};
//!
//! let start = StartMessaging2::new(OperationId::try_from("74cb7404e0a247d5a2d4eb0376a47dbf")?)
//!     .with_to("sip:john@contoso.com".parse::<SipUri>()?)
//!     .with_message(DataLink::plain("Lunch at noon?"));
//!
//! assert_eq!(
//!     start.to_json()?,
//!     concat!(
//!         r#"{"operationId":"74cb7404e0a247d5a2d4eb0376a47dbf","to":"sip:john@contoso.com","#,
//!         r#""_links":{"message":{"href":"data:text/plain;charset=utf-8,Lunch+at+noon%3f"}}}"#,
//!     )
//! );
//! let received = StartMessaging2::from_xml(start.to_xml()?)?;
//! assert_eq!(received, start);
//! assert_eq!(received.message.unwrap().decode()?.text()?, "Lunch at noon?");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Contents
//!
//! - One module per protocol area ([`communication`], [`people`], …) with a plain struct per resource, generated from the
//!   definitions in `schema/`: properties and data links under their own names, links with `_link` behind them, embedded resources
//!   under their role, and [`Extra`] for the rest.
//! - [`rel`] has a type for each rel, with a page of what its links take and answer; the fields of links say theirs: [`LinkTo`].
//! - [`Codec`] decodes and encodes; [`Decoder`] and [`Encoder`] have the options: strict or lenient, limits, indentation.
//! - [`Events`] is the event channel, [`Document`] any message whose kind is not known beforehand, [`Resource`] any resource that
//!   the schema does not know.
//! - [`Responses`] and [`Feed`] are many responses of the event channel one after another, as a log of them or a long poll brings
//!   them; see [`stream`].
//! - [`descriptor`] is the protocol as tables; the codecs are driven by them. [`dialect`] has the prefixes that some services put
//!   before its rels.
//! - With the feature `http`, the module `http` is what goes round the bodies: requests, answers, batches and the event channel as
//!   types of the `http` crate, for clients and servers, without I/O.
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
//! `None`. [`Codec::member`] gives a member by its name on the wire, typed or as it was kept:
//!
//! ```
//! use ucwa_model::{Codec, communication::MessagingInvitation};
//!
//! let body = format!(r#"{{"rel":"messagingInvitation","subject":"{}"}}"#, "Lunch? ".repeat(40));
//! let invitation = MessagingInvitation::from_json(body)?;
//! assert!(invitation.subject.is_none());
//! let subject = invitation.member("subject");
//! assert!(subject.as_ref().and_then(|subject| subject.as_str()).is_some_and(|text| text.starts_with("Lunch?")));
//! # Ok::<(), ucwa_model::Error>(())
//! ```
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
mod text;
mod unnamed;
mod validate;
mod value;
mod xml;

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
