//! [`Call`], a request that knows what its answer is.

use std::{fmt, marker::PhantomData, ops::Deref};

use ::http::Response as HttpResponse;

use crate::{
    Codec, Document, Events, Link, LinkTo, OptionsMetadata,
    http::{Answer, AnswerError, Body, Content, Fetched, Input, Operation, Outcome, Precondition, Request, Revision},
};

/// A request that knows what its answer is: what following a link makes.
///
/// It derefs to a [`Request`], which writes it for a server; [`read`](Self::read) makes of the answer
/// - a resource with its version, [`Fetched`];
/// - where the operation is that has been started, a link that can be followed: `LinkTo<rel::MessagingInvitation, Link>`;
/// - `()` where nothing comes, [`Content`] where that is no resource, [`Events`] of the event channel;
/// - or why it failed: [`AnswerError`], with the operation's own errors as [`Refusal`](crate::http::Refusal).
///
/// ```
/// use http::Response;
/// use ucwa_model::{Codec, Format, LinkTo, communication::{MessagingInvitation, SendMessage}, http::Base, rel};
///
/// let base = Base::new("https://lync.contoso.com", Format::Json)?;
/// let body = r#"{"rel":"messagingInvitation","_links":{"messaging":{"href":"/conversations/137/messaging"}}}"#;
/// let invitation = MessagingInvitation::from_json(body)?;
///
/// let call = invitation.messaging_link.get();
/// assert_eq!(call.to_http(&base)?.uri(), "https://lync.contoso.com/conversations/137/messaging");
/// let body = r#"{"rel":"messaging","_links":{"sendMessage":{"href":"/conversations/137/messages"}}}"#;
/// let messaging = call.read(&Response::builder().header("content-type", "application/json").body(body)?)?.value;
///
/// let call = messaging.send_message_link.post(SendMessage::text("5", "Hi"));
/// assert_eq!(call.to_http(&base)?.body(), b"Hi");
/// let answer = Response::builder().status(201).header("location", "/conversations/137/messages/5").body("")?;
/// let message: LinkTo<rel::Message, _> = call.read(&answer)?;
/// assert_eq!(message.get().to_http(&base)?.uri().path(), "/conversations/137/messages/5");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "a call is to be sent"]
pub struct Call<A> {
    request: Request,
    answer: PhantomData<fn() -> A>,
}

impl<A> Call<A> {
    pub(crate) fn new(operation: Operation, link: Option<&Link>, rel: &'static str) -> Self {
        let request = link.map_or_else(|| Request::without_link(operation, rel), |link| Request::new(operation, link));
        Self { request, answer: PhantomData }
    }

    pub(crate) fn with_input(self, input: impl Input) -> Self {
        self.map(|request| input.add_to(request))
    }

    /// Changes the request, as by the setters that it has and a call has not.
    pub fn map(self, change: impl FnOnce(Request) -> Request) -> Self {
        Self { request: change(self.request), ..self }
    }

    /// Adds a query parameter that the schema knows. It is checked before it leaves.
    pub fn with_query(self, name: &str, value: impl fmt::Display) -> Self {
        self.map(|request| request.with_query(name, value))
    }

    /// Asks for this revision of the resource, or a later one.
    pub fn with_min_revision(self, revision: impl Into<Revision>) -> Self {
        self.map(|request| request.with_min_revision(revision))
    }

    /// Sets `If-Match`: the request holds only while the resource has that version, or one of these; else the answer is 412.
    pub fn with_if_match(self, versions: impl Into<Precondition>) -> Self {
        self.map(|request| request.with_if_match(versions))
    }

    /// The request without what is known of its answer.
    #[must_use]
    pub fn into_request(self) -> Request {
        self.request
    }

    /// Reads the answer. What does not fit the schema is kept; for options, read it with a [`Reading`](crate::http::Reading) and
    /// [`finish`](Self::finish).
    ///
    /// # Errors
    /// If the server refuses, answers something that is not UCWA's, the body cannot be read, or it is not what the schema says.
    pub fn read<B: AsRef<[u8]>>(&self, response: &HttpResponse<B>) -> Result<A, AnswerError>
    where
        A: FromAnswer,
    {
        self.finish(Answer::read(self.operation(), response)?)
    }

    /// Converts an answer that has been read already into what the call returns.
    ///
    /// # Errors
    /// If it is not what the schema says.
    pub fn finish(&self, answer: Answer) -> Result<A, AnswerError>
    where
        A: FromAnswer,
    {
        A::from_answer(answer, &self.request)
    }
}

impl<A> Deref for Call<A> {
    type Target = Request;

    fn deref(&self) -> &Request {
        &self.request
    }
}

impl<A> From<Call<A>> for Request {
    fn from(call: Call<A>) -> Self {
        call.request
    }
}

impl<A> Clone for Call<A> {
    fn clone(&self) -> Self {
        Self { request: self.request.clone(), ..*self }
    }
}

impl<A> PartialEq for Call<A> {
    fn eq(&self, other: &Self) -> bool {
        self.request == other.request
    }
}

impl<A> fmt::Debug for Call<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({:?})", self.request)
    }
}

/// What an answer is to a call.
#[diagnostic::on_unimplemented(
    message = "no answer can be read as `{Self}`",
    label = "expected what the rel's method answers",
    note = "that is `Fetched` of a resource, `LinkTo` what was started, `()`, `Content`, `Events`, or an `Answer` as it came"
)]
pub trait FromAnswer: Sized {
    /// Makes it of an answer to a request.
    ///
    /// # Errors
    /// If the answer is something else.
    fn from_answer(answer: Answer, request: &Request) -> Result<Self, AnswerError>;
}

/// As it came: for what the schema does not describe.
impl FromAnswer for Answer {
    fn from_answer(answer: Answer, _: &Request) -> Result<Self, AnswerError> {
        Ok(answer)
    }
}

/// Any success will do.
impl FromAnswer for () {
    fn from_answer(_: Answer, _: &Request) -> Result<Self, AnswerError> {
        Ok(())
    }
}

impl<T: Codec> FromAnswer for Fetched<T> {
    fn from_answer(answer: Answer, _: &Request) -> Result<Self, AnswerError> {
        answer.into_fetched()
    }
}

/// Where the operation is that has been started.
impl<R> FromAnswer for LinkTo<R, Link> {
    fn from_answer(answer: Answer, _: &Request) -> Result<Self, AnswerError> {
        let location = answer.location().ok_or(AnswerError::NoLocation)?;
        Ok(Self::new(location.as_str()))
    }
}

impl FromAnswer for Content {
    fn from_answer(answer: Answer, request: &Request) -> Result<Self, AnswerError> {
        match answer.outcome {
            Outcome::Content(content) => Ok(content),
            _ => Err(another(request)),
        }
    }
}

impl FromAnswer for Events {
    fn from_answer(answer: Answer, request: &Request) -> Result<Self, AnswerError> {
        answer.into_events().ok_or_else(|| another(request))
    }
}

impl FromAnswer for OptionsMetadata {
    fn from_answer(answer: Answer, request: &Request) -> Result<Self, AnswerError> {
        match answer.into_document() {
            Some(Document::OptionsMetadata(metadata)) => Ok(metadata),
            _ => Err(another(request)),
        }
    }
}

/// An answer for each request of a batch, in order.
impl FromAnswer for Vec<Result<Answer, AnswerError>> {
    fn from_answer(answer: Answer, request: &Request) -> Result<Self, AnswerError> {
        match request.body() {
            Body::Batch(batch) => batch.split_answer(&answer),
            _ => Err(another(request)),
        }
    }
}

/// The error of a body that is something else than the schema says.
fn another(request: &Request) -> AnswerError {
    let expected = request.operation().success().body.unwrap_or("metadata").to_owned();
    AnswerError::Resource { expected, found: "something else".to_owned() }
}
