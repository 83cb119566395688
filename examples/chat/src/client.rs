//! The client: what the library builds, sent with reqwest.

use std::time::{Duration, SystemTime};

use http::{Request as HttpRequest, Response as HttpResponse};
use ucwa_model::{
    DataUrlError, Event, Format, LengthError, Link, LinkTo, OperationId, ParseSipUriError,
    communication::{Message, Messaging, MessagingInvitation, SendMessage, StartMessaging2},
    discovery::{Application, ApplicationsPost},
    enumerations::{Direction, EventStatus},
    http::{
        Answer, AnswerError, Base, BuildError, Call, EventChannel, FromAnswer, HrefError, InvalidToken, Next, PendingOperations,
        Progress, Reading, Request, Stage, Stale, TimerError, Token, TooLarge,
    },
    rel,
};

/// A server may ask for any pause, and is asked again after this one.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// A server, and how to get there.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    http: reqwest::Client,
    base: Base,
}

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClientError {
    #[error(transparent)]
    Build(#[from] BuildError),
    #[error(transparent)]
    Answer(#[from] AnswerError),
    #[error(transparent)]
    Base(#[from] HrefError),
    #[error(transparent)]
    Token(#[from] InvalidToken),
    #[error(transparent)]
    Timer(#[from] TimerError),
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    #[error(transparent)]
    Transport(#[from] reqwest::Error),
    #[error("a message cannot be read")]
    Message(#[from] DataUrlError),
    #[error("expected a SIP URI")]
    Address(#[from] ParseSipUriError),
    #[error("expected a shorter text")]
    Length(#[from] LengthError),
    #[error("expected {0}, but found none")]
    Missing(&'static str),
    #[error("the channel is closed: {0:?}")]
    Closed(Next),
    #[error("the operation failed: {0:?}")]
    Failed(Box<Progress>),
}

impl Client {
    pub(crate) fn new(origin: &str, format: Format, token: &str) -> Result<Self, ClientError> {
        let base = Base::new(origin, format)?.with_token(Token::new(token)?);
        // a redirection may lead to another server: the library does not send the token there, so the transport must not either
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        Ok(Self { http, base })
    }

    /// Sends a request, and reads the answer.
    pub(crate) async fn send(&self, request: &Request) -> Result<Answer, ClientError> {
        let response = self.exchange(request.to_http(&self.base)?).await?;
        Ok(Answer::read(request.operation(), &response)?)
    }

    /// Follows a link: what it leads to is what its call says.
    pub(crate) async fn call<A: FromAnswer>(&self, call: &Call<A>) -> Result<A, ClientError> {
        Ok(call.finish(self.send(call).await?)?)
    }

    /// The transport, which is all that is not the library's: bytes there and bytes back, no more than the limit.
    async fn exchange(&self, request: HttpRequest<Vec<u8>>) -> Result<HttpResponse<Vec<u8>>, ClientError> {
        let reading = Reading::lenient();
        let mut received = self.http.execute(request.try_into()?).await?;
        reading.check_head(received.headers())?;
        let mut body = Vec::new();
        while let Some(chunk) = received.chunk().await? {
            body.extend_from_slice(&chunk);
            if body.len() > reading.max_bytes() {
                return Err(TooLarge { limit: reading.max_bytes(), found: body.len() as u64 }.into());
            }
        }
        let mut response = HttpResponse::new(body);
        *response.status_mut() = received.status();
        *response.headers_mut() = std::mem::take(received.headers_mut());
        Ok(response)
    }
}

/// A signed-in client, with its event channel.
#[derive(Debug)]
pub(crate) struct Chat {
    pub(crate) client: Client,
    pub(crate) application: Application,
    pub(crate) channel: EventChannel,
    operations: PendingOperations,
    /// What the last turn of the channel made stale.
    pub(crate) stale: Stale,
    sent: usize,
}

impl Chat {
    /// Makes an application: all else is found by its links.
    pub(crate) async fn sign_in(client: Client) -> Result<Self, ClientError> {
        let input = ApplicationsPost::new("en-US".parse()?, "a917c6f4".parse()?, "Chat/1.0".parse()?);
        let applications: LinkTo<rel::Applications, Link> = LinkTo::new("/ucwa/v1/applications");
        let application = client.call(&applications.at_revision::<1>().post(input)).await?.value;
        let events = application.events_link.as_ref().ok_or(ClientError::Missing("the link `events`"))?;
        let channel = EventChannel::new(events).with_timeout(180)?;
        Ok(Self { client, channel, application, operations: PendingOperations::new(), stale: Stale::Nothing, sent: 0 })
    }

    /// Starts a conversation, says something, and waits for an answer to each: the conversation, line by line.
    pub(crate) async fn talk(&mut self, to: &str, subject: &str, texts: &[&str]) -> Result<Vec<String>, ClientError> {
        let mut lines = vec![format!("* to {to} about {subject}")];
        let messaging = self.invite(to, subject).await?;
        for text in texts {
            lines.push(format!("> {text}"));
            lines.push(format!("< {}", self.say(&messaging, text).await?));
        }
        Ok(lines)
    }

    /// Starts a conversation, and gives its messaging.
    pub(crate) async fn invite(&mut self, to: &str, subject: &str) -> Result<Messaging, ClientError> {
        let start = self.start(to)?.with_subject(subject.parse()?);
        let communication =
            self.application.communication.as_ref().ok_or(ClientError::Missing("the resource `communication`"))?;
        let events = self.operate(&communication.start_messaging_link.post(start)).await?;
        let mut invitations = events.iter().rev().filter_map(Event::resource_as::<MessagingInvitation>);
        let invitation = invitations.next().ok_or(ClientError::Missing("the invitation"))?;
        Ok(self.client.call(&invitation.messaging_link.get()).await?.value)
    }

    fn start(&mut self, to: &str) -> Result<StartMessaging2, ClientError> {
        Ok(StartMessaging2::new(self.next_id().parse::<OperationId>()?).with_to(to.parse()?))
    }

    fn next_id(&mut self) -> String {
        self.sent += 1;
        format!("chat-{}", self.sent)
    }

    /// Sends a message, and waits for the next one from the other side.
    async fn say(&mut self, messaging: &Messaging, text: &str) -> Result<String, ClientError> {
        let send = messaging.send_message_link.post(SendMessage::text(self.next_id(), text));
        let mut events = self.operate(&send).await?;
        loop {
            if let Some(text) = events.iter().find_map(incoming) {
                return text;
            }
            events = self.poll().await?.0;
        }
    }

    /// Sends a request that starts an operation, and waits until it has ended: every event up to there.
    async fn operate(&mut self, request: &Request) -> Result<Vec<Event>, ClientError> {
        let id = self.operations.expect_request(request).ok_or(ClientError::Missing("the operation id"))?;
        let answer = match self.client.send(request).await {
            Ok(answer) => answer,
            Err(error) => {
                self.operations.forget(&id);
                return Err(error);
            }
        };
        let mut progress = self.operations.answered(&id, &answer);
        let mut seen = Vec::new();
        while !progress.iter().any(|one| one.operation_id == id && one.stage == Stage::Completed) {
            let (events, more) = self.poll().await?;
            seen.extend(events);
            progress.extend(more);
        }
        match progress.into_iter().find(|one| one.status == Some(EventStatus::Failure)) {
            Some(failed) => Err(ClientError::Failed(Box::new(failed))),
            None => Ok(seen),
        }
    }

    /// One turn of the event channel.
    pub(crate) async fn poll(&mut self) -> Result<(Vec<Event>, Vec<Progress>), ClientError> {
        let request = self.channel.request()?;
        let turn = match self.client.send(&request).await {
            Ok(answer) => self.channel.receive(Ok(answer)),
            Err(ClientError::Answer(error)) => self.channel.receive(Err(error)),
            Err(_) => self.channel.lost(),
        };
        self.stale = self.stale.max(turn.stale);
        if turn.stale >= Stale::State {
            self.operations.clear();
        }
        match turn.next {
            Next::Request => {}
            Next::Retry { attempt, after } => {
                let own = Duration::from_millis(100 << attempt.min(8));
                let pause = after.map_or(own, |after| after.wait(SystemTime::now()).min(LONGEST_PAUSE));
                tokio::time::sleep(pause).await;
            }
            next => return turn.error.map_or(Err(ClientError::Closed(next)), |error| Err(error.into())),
        }
        let Some(events) = turn.events else {
            return Ok((Vec::new(), Vec::new()));
        };
        let progress = self.operations.events(&events);
        Ok((events.iter().filter_map(|(_, event)| event.ok().cloned()).collect(), progress))
    }
}

/// The text of a message from the other side.
fn incoming(event: &Event) -> Option<Result<String, ClientError>> {
    let message = event.resource_as::<Message>()?;
    let body = message.plain_message.as_ref().filter(|_| message.direction == Some(Direction::Incoming))?;
    let text = |body: &ucwa_model::DataLink| Ok(body.decode()?.text()?.trim_end().to_owned());
    Some(text(body))
}
