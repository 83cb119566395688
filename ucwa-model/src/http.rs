//! HTTP without I/O: requests and answers as types of the [`http`] crate, for clients and servers.
//!
//! Everything is driven by the operations of the schema. A client follows links: the rel of a [`LinkTo`](crate::LinkTo) says which calls
//! it takes, and a [`Call`] what its answer is. Below that, [`Operation`] says what can be asked for, [`Request`] is an operation with
//! its inputs, [`Answer`] what comes of it. Which client and which server carry them is not this library's business.
//!
//! ```
//! use ucwa_model::{
//!     Format, Link, OperationId, SipUri,
//!     communication::StartMessaging2,
//!     http::{Answer, Base, Location, Operation, Request, Token},
//! };
//!
//! // the client
//! let base = Base::new("https://lync.contoso.com", Format::Json)?.with_token(Token::new("cwt=AAEB")?);
//! let link = Link::new("/ucwa/v1/applications/192/communication/messagingInvitations");
//! let start = StartMessaging2::new(OperationId::try_from("74cb7404")?).with_to("sip:john@contoso.com".parse::<SipUri>()?);
//! let request = Request::with_input(&link, start)?.to_http(&base)?;
//!
//! // the server
//! let operation = Operation::find("startMessaging2", "POST").unwrap();
//! let start: StartMessaging2 = Request::read(operation, &request)?.into_inputs()?;
//! assert_eq!(start.to.unwrap().as_str(), "sip:john@contoso.com");
//! let response = Answer::starting(Location::new("/ucwa/v1/applications/192/communication/invitations/602")?);
//! let response = response.to_http(Format::Json)?;
//!
//! // the client again
//! let answer = Answer::read(operation, &response)?;
//! assert!(answer.started().is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Contents
//!
//! - [`Operation`], [`scopes`](fn@scopes): what the schema says, as data.
//! - [`Discovery`]: from a domain to the [`Home`] of a user, and to a token for it.
//! - [`Base`], [`Token`], [`Href`]: where requests go. A token never goes to another server than the base. [`TokenService`] is where
//!   tokens come from: a [`Grant`] is exchanged for an [`IssuedToken`].
//! - [`Call`]: what a link makes, by its rel: a request, and what its answer is. [`Get`], [`Post`], [`Put`], [`Delete`] and [`Options`] say
//!   what the types of the module [`rel`](crate::rel) take. [`TextMessage`], [`SdpAnswer`], [`SdpEscalation`] and [`SdpRenegotiation`]
//!   are inputs with a body that is no record.
//! - [`Request`], [`Body`], [`Content`]: built and checked, or read; for gateways, any operation by its name.
//! - [`Answer`], [`Outcome`], and the errors [`Refusal`] (UCWA's own) and [`UnexpectedAnswer`] (anybody else's). A 401 says in its
//!   [`Challenge`]s where to get a token.
//! - [`Fetched`]: a resource with its [`Etag`], which can be put back. [`Precondition`]: which versions a request is for.
//!   [`Revision`]: which revision of a resource is asked for.
//! - [`Batch`]: many requests in one.
//! - [`EventChannel`]: what to request next, and what to drop; [`RetryAfter`]: how long to wait. [`PendingOperations`]: which event belongs to which request.
//!   [`KeepAlive`]: when to say that the user is active.
//! - [`Reading`]: strict or lenient, and how many bytes at most. [`MediaType`]: which format a client wants.

mod answer;
mod base;
mod batch;
mod call;
mod challenge;
mod channel;
mod content;
mod discovery;
mod error;
mod etag;
mod fetched;
mod fields;
mod follow;
mod form;
mod grant;
mod header;
mod href;
mod input;
mod keep_alive;
mod media;
mod multipart;
mod operation;
mod pending;
mod precondition;
mod query;
mod reading;
mod refusal;
mod request;
mod retry_after;
mod revision;
mod scopes;
mod token;
mod token_service;

/// The requests and responses that all of this is about.
#[doc(no_inline)]
pub use ::http;
/// What [`Base::url`] gives.
#[doc(no_inline)]
pub use ::url;

pub use self::{
    answer::{Answer, Outcome},
    base::Base,
    batch::Batch,
    call::{Call, FromAnswer},
    challenge::Challenge,
    channel::{EventChannel, Next, Stale, TimerError, Turn},
    content::Content,
    discovery::{Attempt, Discovery, DiscoveryError, Fault, Home, Secret, SignIn, Step, Untrusted},
    error::{
        AnswerError, BatchError, BuildError, FormError, HrefError, MultipartError, QueryError, RequestError, TokenError, TooLarge,
    },
    etag::Etag,
    fetched::Fetched,
    follow::{Delete, Get, Options, Post, Put, Replaceable},
    grant::Grant,
    href::{Href, InvalidLocation, Location},
    input::{Input, SdpAnswer, SdpEscalation, SdpRenegotiation, TextMessage},
    keep_alive::{Activity, KeepAlive},
    media::{MediaStyle, MediaType},
    operation::Operation,
    pending::{PendingOperations, Progress, Stage},
    precondition::{ParsePreconditionError, Precondition},
    query::QueryParameter,
    reading::Reading,
    refusal::{Refusal, UnexpectedAnswer},
    request::{Body, Request},
    retry_after::{ParseRetryAfterError, RetryAfter},
    revision::{ParseRevisionError, Revision},
    scopes::scopes,
    token::{InvalidToken, Token},
    token_service::{IssuedToken, TokenRefusal, TokenService},
};
