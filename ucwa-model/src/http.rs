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
//! # A client
//!
//! Four state machines make a client, and none of them does I/O or knows a clock: [`Discovery`] finds the server and signs in,
//! [`EventChannel`] says what happens, [`PendingOperations`] which of that comes of one's own requests, and [`KeepAlive`] when to say
//! that the user is active. Over a transport that blocks, they make one loop:
//!
//! ```
//! use std::{error::Error, thread, time::{Duration, Instant, SystemTime}};
//! use http::{Request, Response};
//! use ucwa_model::{
//!     Events, Format,
//!     communication::{Message, StartMessaging2},
//!     discovery::Applications2Post,
//!     enumerations::ModalityType,
//!     http::{Answer, Discovery, EventChannel, Grant, IssuedToken, KeepAlive, Next, PendingOperations, Stale},
//!     me::MakeMeAvailable2,
//! };
//!
//! // any HTTP client that follows no redirections by itself: a token has no business where they lead
//! fn run<E: Error + 'static>(exchange: impl Fn(Request<Vec<u8>>) -> Result<Response<Vec<u8>>, E>) -> Result<(), Box<dyn Error>> {
//!     let grant = Grant::password("lenea@contoso.com", "pass@word1");
//!     let mut home = Discovery::new("contoso.com", Format::Json)?.with_grant(grant).run(&exchange)?;
//!     let clock = Instant::now();
//!     let mut renew_at = home.issued.as_ref().and_then(IssuedToken::renew_in);
//!
//!     // an application, which is ready for messages
//!     let make = Applications2Post::new().with_culture("en-US".parse()?).with_user_agent("Example/1.0".parse()?);
//!     let make = home.applications_link.post(make.with_endpoint_id("a917c6f4".parse()?));
//!     let application = make.read(&exchange(make.to_http(&home.base)?)?)?.value;
//!     let me = application.me.as_ref().ok_or("expected `me`")?;
//!     let available = MakeMeAvailable2::new().with_supported_modalities([ModalityType::Messaging]);
//!     exchange(me.make_me_available_link.post(available).to_http(&home.base)?)?;
//!     let me = me.self_link.get();
//!     let me = me.read(&exchange(me.to_http(&home.base)?)?)?.value;
//!     let mut keep_alive = me.report_my_activity_link.as_ref().map(|link| KeepAlive::new(link, clock.elapsed()));
//!     let mut channel = EventChannel::new(application.events_link.as_ref().ok_or("expected `events`")?).with_base(&home.base);
//!
//!     // an operation of its own, whose events are told from others
//!     let mut operations = PendingOperations::new();
//!     let communication = application.communication.as_ref().ok_or("expected `communication`")?;
//!     let start = StartMessaging2::new("74cb7404".parse()?).with_to("sip:john@contoso.com".parse()?);
//!     let start = communication.start_messaging_link.post(start);
//!     operations.expect_request(&start);
//!     let answer = Answer::read(start.operation(), &exchange(start.to_http(&home.base)?)?)?;
//!     operations.answered("74cb7404", &answer);
//!
//!     loop {
//!         // nothing else happens while the channel is waited for
//!         let away = Duration::from_secs(channel.timeout().into());
//!         if let Some(keep_alive) = &mut keep_alive {
//!             keep_alive.report(clock.elapsed(), away, &home.base, &exchange)?;
//!         }
//!         let turn = channel.poll(&home.base, &exchange)?;
//!         if turn.stale >= Stale::State {
//!             operations.clear();
//!         }
//!         for (_, event) in turn.events.iter().flat_map(Events::iter) {
//!             // a broken event costs no other one
//!             let Ok(event) = event else { continue };
//!             if let Some(progress) = operations.event(event) {
//!                 println!("{} is {:?}", progress.operation_id, progress.stage);
//!             }
//!             if let Some(text) = event.resource_as::<Message>().and_then(|message| message.text()) {
//!                 println!("{}", text?);
//!             }
//!         }
//!         let expires = renew_at.is_some_and(|at| clock.elapsed() + away >= at);
//!         if turn.next == Next::SignIn || expires {
//!             home.receive_token(&exchange(home.token_request().ok_or("expected a token service")?)?)?;
//!             renew_at = home.issued.as_ref().and_then(IssuedToken::renew_in).map(|lasts| clock.elapsed() + lasts);
//!         }
//!         match turn.next {
//!             Next::Request | Next::SignIn => {}
//!             Next::Retry { .. } => thread::sleep(turn.next.pause(SystemTime::now())),
//!             ended => return Err(format!("the event channel has ended: {ended:?}").into()),
//!         }
//!     }
//! }
//! # let nobody = run(|_| Err(std::fmt::Error)).unwrap_err();
//! # assert!(nobody.to_string().starts_with("no server was found"));
//! ```
//!
//! An asynchronous client writes the four lines of `run`, `report` and `poll` itself: each is a request, an `.await`, and `receive` or
//! `lost`. `examples/bot` is such a loop with a purpose, over `ureq`; `examples/chat` an asynchronous one, over `reqwest`.
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
#[cfg(feature = "discovery")]
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

#[cfg(feature = "discovery")]
pub use self::discovery::{Attempt, Discovery, DiscoveryError, Fault, Home, Secret, SignIn, Step, Untrusted};
pub use self::{
    answer::{Answer, Outcome},
    base::Base,
    batch::Batch,
    call::{Call, FromAnswer},
    challenge::Challenge,
    channel::{EventChannel, Next, Stale, TimerError, Turn},
    content::Content,
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
