//! The tasks of the [front page](crate#what-it-can-do) that are about HTTP, at length. There is no I/O in here: `send` in these
//! examples is any HTTP client, as a function from a request to its response.
//!
//! # Follow a link
//!
//! A field of a resource that is a link makes the calls that its rel takes, and no others; a missing input does not compile.
//! Whether the link is there, only the server knows: one that is absent is an error when the call is written. A server takes a
//! link away from what cannot be done at the moment.
//!
//! ```
//! use http::{Request, Response};
//! use ucwa_model::{Codec, Format, communication::{Messaging, SendMessage}, http::{AnswerError, Base, Call, FromAnswer, Token}};
//!
//! type Outcome<T> = Result<T, Box<dyn std::error::Error>>;
//! type Send = fn(Request<Vec<u8>>) -> Outcome<Response<Vec<u8>>>;
//!
//! // all that a client needs to make a call
//! fn call<A: FromAnswer>(send: Send, base: &Base, call: &Call<A>) -> Outcome<A> {
//!     Ok(call.read(&send(call.to_http(base)?)?)?)
//! }
//!
//! let base = Base::new("https://lync.contoso.com", Format::Json)?.with_token(Token::new("cwt=AAEB")?);
//! let messaging = Messaging::from_json(r#"{"rel":"messaging","_links":{"sendMessage":{"href":"/messages"}}}"#)?;
//! let say = messaging.send_message_link.post(SendMessage::text("5", "Hi"));
//!
//! // the message has been sent; the link leads to it, and the token goes to no other server
//! let message = call(|request| {
//!     assert_eq!(request.headers()["authorization"], "Bearer cwt=AAEB");
//!     Ok(Response::builder().status(201).header("location", "/messages/5").body(Vec::new())?)
//! }, &base, &say)?;
//! assert_eq!(message.href, "/messages/5");
//!
//! // what the server refuses has a code, a subcode, and what the documentation of the operation says of it
//! let error = call(|_| {
//!     let body = r#"{"code":"Conflict","subcode":"AlreadyExists","message":"Once is enough."}"#;
//!     Ok(Response::builder().status(409).header("content-type", "application/json").body(body.into())?)
//! }, &base, &say).unwrap_err();
//! let error = error.downcast::<AnswerError>()?;
//! assert_eq!(error.refusal().unwrap().subcode().unwrap().as_str(), "AlreadyExists");
//!
//! // what a proxy answers has none
//! let busy = |_| Ok(Response::builder().status(503).header("retry-after", "9").body(Vec::new())?);
//! let error = call(busy, &base, &say).unwrap_err();
//! let error = error.downcast::<AnswerError>()?;
//! assert!(error.refusal().is_none() && error.retry_after().is_some());
//!
//! // a link that is not there
//! let error = call(|_| unreachable!(), &base, &messaging.stop_messaging_link.post()).unwrap_err();
//! assert!(error.to_string().contains("stopMessaging"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`AnswerError`](crate::http::AnswerError) is asked for what there is to do: sign in again
//! ([`is_unauthorized`](crate::http::AnswerError::is_unauthorized), [`challenges`](crate::http::AnswerError::challenges)), wait
//! ([`retry_after`](crate::http::AnswerError::retry_after)), make another application
//! ([`is_application_gone`](crate::http::AnswerError::is_application_gone)).
//!
//! The pages of the module [`rel`](crate::rel) say what each link takes and answers. By name rather than by type, as a gateway
//! does it, there is [`Request::find`](crate::http::Request::find).
//!
//! # Save a change
//!
//! A resource is fetched with its etag, changed, and put back: all its properties go, those too that the schema does not know,
//! with the etag in `If-Match`. If somebody else was faster, the server answers 412. Then fetch it again, make the change again,
//! and try once more.
//!
//! ```
//! use std::collections::VecDeque;
//! use http::{Request, Response};
//! use ucwa_model::{Format, Link, LinkTo, http::Base, people::Group2, rel};
//!
//! type Outcome<T> = Result<T, Box<dyn std::error::Error>>;
//!
//! fn rename(
//!     mut send: impl FnMut(Request<Vec<u8>>) -> Outcome<Response<Vec<u8>>>,
//!     base: &Base,
//!     group: &LinkTo<rel::Group, Link>,
//!     name: &str,
//! ) -> Outcome<()> {
//!     for _ in 0..3 {
//!         let get = group.at_revision::<2>().get();
//!         let mut group = get.read(&send(get.to_http(base)?)?)?;
//!         group.value.name = Some(name.parse()?);
//!         let put = group.put();
//!         match put.read(&send(put.to_http(base)?)?) {
//!             Err(error) if error.is_precondition_failed() => {} // it has changed meanwhile
//!             answer => return Ok(answer.map(drop)?),
//!         }
//!     }
//!     Err("expected the group to keep still".into())
//! }
//!
//! # let group = |etag: &str| {
//! #     let body = br#"{"rel":"group","id":"7","name":"Friends","56de7bbf":"x","_links":{"self":{"href":"/g/7"}}}"#;
//! #     let answer = Response::builder().header("content-type", "application/json");
//! #     answer.header("etag", format!("\"{etag}\"")).body(body.to_vec())
//! # };
//! # let refused = Response::builder().status(412).header("content-type", "application/json");
//! # let refused = refused.body(br#"{"code":"PreconditionFailed"}"#.to_vec());
//! let mut answers = VecDeque::from([group("1")?, refused?, group("2")?, Response::new(Vec::new())]);
//! let mut sent = Vec::new();
//! let send = |request: Request<Vec<u8>>| {
//!     sent.push((request.method().to_string(), request.headers().get("if-match").cloned()));
//!     answers.pop_front().ok_or_else(|| "expected no more requests".into())
//! };
//! rename(send, &Base::new("https://lync.contoso.com", Format::Json)?, &LinkTo::new("/g/7"), "Family")?;
//! let put = |etag: &str| ("PUT".to_owned(), Some(etag.parse().unwrap()));
//! assert_eq!(sent, [("GET".to_owned(), None), put("\"1\""), ("GET".to_owned(), None), put("\"2\"")]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A server checks the version with [`Request::check_version`](crate::http::Request::check_version), which is the 412, or the 428
//! of a PUT without an etag.
//!
//! # Sign in, and listen
//!
//! [`Discovery`](crate::http::Discovery) finds the server of a domain and signs in, [`KeepAlive`](crate::http::KeepAlive) says
//! when to report activity, [`EventChannel`](crate::http::EventChannel) what to ask for next, and
//! [`PendingOperations`](crate::http::PendingOperations) which event belongs to which request. The documentation of the [module
//! `http`](crate::http#a-client) has the loop that they make, whole. Its heart is this match:
//!
//! ```
//! use std::time::{Duration, SystemTime};
//! use http::Response;
//! use ucwa_model::http::{Answer, AnswerError, EventChannel, Next, Operation, Stale};
//!
//! #[derive(Debug, PartialEq)]
//! enum Todo { Ask, Wait(Duration), SignIn, Stop }
//!
//! fn next(channel: &mut EventChannel, answer: Result<Answer, AnswerError>) -> (Todo, Stale) {
//!     let turn = channel.receive(answer); // `turn.events` has what happened
//!     let todo = match turn.next {
//!         Next::Request => Todo::Ask,
//!         Next::Retry { .. } => Todo::Wait(turn.next.pause(SystemTime::now())),
//!         Next::SignIn => Todo::SignIn, // the challenges of `turn.error` say where
//!         _ => Todo::Stop, // another client took the channel over, or the application is gone
//!     };
//!     (todo, turn.stale)
//! }
//!
//! let get = Operation::find("events", "GET").ok_or("expected events")?;
//! let mut channel = EventChannel::new("/events?ack=1");
//! let body = r#"{"_links":{"self":{"href":"/events?ack=1"},"next":{"href":"/events?ack=2"}}}"#;
//! let answer = Response::builder().header("content-type", "application/json").body(body)?;
//! assert_eq!(next(&mut channel, Answer::read(get, &answer)), (Todo::Ask, Stale::Nothing));
//! let answer = Response::builder().status(503).header("retry-after", "9").body("")?;
//! assert_eq!(next(&mut channel, Answer::read(get, &answer)).0, Todo::Wait(Duration::from_secs(9)));
//! let answer = Response::builder().status(401).body("")?;
//! assert_eq!(next(&mut channel, Answer::read(get, &answer)).0, Todo::SignIn);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Serve
//!
//! A route names an operation. [`Request::read`](crate::http::Request::read) checks what came against it, with inputs in the body
//! or in the query; what does not fit is the client's mistake, and a [`Refusal`](crate::http::Refusal) says so in the format that
//! the client wants. [`Reading::check_head`](crate::http::Reading::check_head) refuses bodies that are too large before they are
//! read.
//!
//! ```
//! use ucwa_model::{
//!     Format, communication::{SendMessage, StartMessaging2}, enumerations::{ErrorCode, ErrorSubcode},
//!     http::{Answer, Location, MediaType, Operation, Refusal, Request, RequestError, Token},
//! };
//!
//! type Outcome = Result<Answer, Box<Refusal>>;
//!
//! #[derive(Default)]
//! struct Server { used: Vec<String>, said: Vec<String> }
//!
//! impl Server {
//!     fn serve(&mut self, request: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, Box<dyn std::error::Error>> {
//!         if Token::of(request.headers()).is_none_or(|token| token.expose() != "cwt=AAEB") {
//!             return Ok(http::Response::builder().status(401).body(Vec::new())?); // a `Challenge` says where tokens come from
//!         }
//!         let media = MediaType::accepted(request.headers()).unwrap_or(Format::Json.into());
//!         Ok(match self.answer(request) {
//!             Ok(answer) => answer.to_http(media)?,
//!             Err(refusal) => refusal.to_http(media)?,
//!         })
//!     }
//!
//!     fn answer(&mut self, request: &http::Request<Vec<u8>>) -> Outcome {
//!         let name = match request.uri().path() {
//!             "/start" => "startMessaging2",
//!             "/messages" => "sendMessage",
//!             _ => "",
//!         };
//!         let route = Operation::find(name, request.method().as_str());
//!         let route = route.ok_or_else(|| refuse(ErrorCode::NotFound, None, "There is no such resource."))?;
//!         let request = Request::read(route, request).map_err(invalid)?;
//!         match name {
//!             "startMessaging2" => self.start(request.into_inputs().map_err(invalid)?),
//!             _ => {
//!                 let text = request.text().unwrap_or_default().to_owned();
//!                 let _send: SendMessage = request.into_inputs().map_err(invalid)?;
//!                 self.said.push(text);
//!                 Ok(Answer::starting(Location::new("/messages/1").map_err(|_| internal())?))
//!             }
//!         }
//!     }
//!
//!     fn start(&mut self, start: StartMessaging2) -> Outcome {
//!         let id = start.operation_id.map(|id| id.to_string()).unwrap_or_default();
//!         if self.used.contains(&id) {
//!             return Err(refuse(ErrorCode::Conflict, Some(ErrorSubcode::AlreadyExists), "This id has been used."));
//!         }
//!         self.used.push(id);
//!         Ok(Answer::starting(Location::new("/invitations/602").map_err(|_| internal())?))
//!     }
//! }
//!
//! fn refuse(code: ErrorCode, subcode: Option<ErrorSubcode>, message: &str) -> Box<Refusal> {
//!     Box::new(Refusal::of(code, subcode, message))
//! }
//!
//! fn invalid(error: RequestError) -> Box<Refusal> {
//!     refuse(ErrorCode::BadRequest, None, &error.to_string())
//! }
//!
//! fn internal() -> Box<Refusal> {
//!     refuse(ErrorCode::ServiceFailure, None, "Sorry.")
//! }
//!
//! let post = |path: &str, media: &str, body: &str| {
//!     let request = http::Request::post(path).header("authorization", "Bearer cwt=AAEB").header("content-type", media);
//!     request.header("accept", "application/xml").body(body.into())
//! };
//! let mut server = Server::default();
//! let start = post("/start", "application/json", r#"{"operationId":"74cb7404"}"#)?;
//! assert_eq!(server.serve(&start)?.headers()["location"], "/invitations/602");
//! assert_eq!(server.serve(&start)?.status(), 409);
//! let refused = server.serve(&post("/start", "application/json", r#"{"operationId":5}"#)?)?;
//! assert_eq!((refused.status().as_u16(), &refused.headers()["content-type"]), (400, &"application/xml".parse()?));
//! assert_eq!(server.serve(&post("/messages?operationId=5", "text/plain", "Hi")?)?.status(), 201);
//! assert_eq!(server.said, ["Hi"]);
//! assert_eq!(server.serve(&post("/nowhere", "text/plain", "")?)?.status(), 404);
//! assert_eq!(server.serve(&http::Request::post("/start").body(Vec::new())?)?.status(), 401);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What clients do to a server is varied: HEAD for a challenge, batches ([`Batch::parts`](crate::http::Batch::parts)), a PUT with
//! a bare etag. `ucwa-emulator` is a server that copes with all of it, for tests of clients.
