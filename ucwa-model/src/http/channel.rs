//! [`EventChannel`], what to request next, and what to drop.

mod circles;
mod reach;

use std::time::{Duration, SystemTime};

use ::http::{Request as HttpRequest, Response as HttpResponse};

use crate::{
    Events,
    enumerations::ErrorSubcode,
    http::{Answer, AnswerError, Base, BuildError, Href, Operation, Request, RetryAfter, query},
};

use self::{
    circles::Circles,
    reach::{Lead, Reach},
};

/// The long poll of an application, as a state machine: [`request`](Self::request) says what to send, and
/// [`receive`](Self::receive) what to make of the answer.
///
/// ```
/// use http::Response;
/// use ucwa_model::{Format, http::{Answer, Base, EventChannel, Next, Operation, Stale}};
///
/// let mut channel = EventChannel::new("/applications/192/events?ack=1").with_timeout(300)?;
/// let base = Base::new("https://lync.contoso.com", Format::Json)?;
/// let request = channel.request()?.to_http(&base)?;
/// assert_eq!(request.uri().path_and_query().unwrap(), "/applications/192/events?ack=1&timeout=300");
///
/// // the server has forgotten the events in between
/// let body = r#"{"_links":{"self":{"href":"/events?ack=1"},"resync":{"href":"/applications/192/events?ack=7"}}}"#;
/// let response = Response::builder().header("content-type", "application/json").body(body)?;
/// let turn = channel.receive(Answer::read(Operation::find("events", "GET").unwrap(), &response));
/// assert_eq!((turn.next, turn.stale), (Next::Request, Stale::Resources));
/// assert!(channel.request()?.to_http(&base)?.uri().query().unwrap().starts_with("ack=7"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct EventChannel {
    start: Href,
    href: Href,
    timers: Vec<(&'static str, u32)>,
    failures: u32,
    circles: Circles,
    reach: Reach,
    /// Whether the next request goes to a server that may be another one: no answer has come from there.
    unproven: bool,
}

/// What an answer of the event channel means.
#[derive(Debug)]
#[non_exhaustive]
pub struct Turn {
    /// What has happened. `None` if nothing came that could be read.
    pub events: Option<Events>,
    /// What to drop of what is known so far.
    pub stale: Stale,
    /// What to do next.
    pub next: Next,
    /// Why nothing came.
    pub error: Option<AnswerError>,
}

/// What an answer of the event channel makes stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stale {
    /// Nothing: every event has arrived.
    Nothing,
    /// Events are lost: resources that are kept have to be fetched again, and operations that are waited for may have ended.
    Resources,
    /// The server has lost its state: conversations and operations are gone, and so is every resource that is kept.
    State,
    /// The application is gone, and every link with it.
    Application,
}

/// What to do after an answer of the event channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Next {
    /// Send the next request at once.
    Request,
    /// Wait, and send the request again.
    Retry {
        /// How many times in a row it went wrong, from 1: wait the longer, the more it is.
        attempt: u32,
        /// How long the server asks to wait.
        after: Option<RetryAfter>,
    },
    /// Get another token, and send the request again. The [challenges](AnswerError::challenges) of the error say where.
    SignIn,
    /// Stop: another request of the same application has taken the channel over.
    Replaced,
    /// Stop: make another application, and take its channel.
    Gone,
}

impl Next {
    /// How long to wait before the next request: no time, unless it is to be sent [again](Self::Retry). Then as long as the server asks,
    /// or else from a fifth of a second on, twice as long with each attempt; five minutes at most, whatever the server asks.
    #[must_use]
    pub fn pause(self, now: SystemTime) -> Duration {
        const FIRST: Duration = Duration::from_millis(200);
        const LONGEST: Duration = Duration::from_secs(300);
        match self {
            Self::Retry { after: Some(after), .. } => after.wait(now).min(LONGEST),
            Self::Retry { attempt, after: None } => FIRST.saturating_mul(1 << attempt.saturating_sub(1).min(20)).min(LONGEST),
            _ => Duration::ZERO,
        }
    }
}

/// A timer out of its range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {name} from {} to {} seconds, but found {found}", range.0, range.1)]
pub struct TimerError {
    name: &'static str,
    range: (i64, i64),
    found: u32,
}

impl EventChannel {
    /// The server's own time to hold a request, in seconds.
    const TIMEOUT: u32 = 180;

    /// The channel that the application's `events` link leads to.
    pub fn new(link: impl Into<Href>) -> Self {
        let start = link.into();
        let reach = Reach::of(&start);
        Self { href: start.clone(), start, timers: Vec::new(), failures: 0, circles: Circles::default(), reach, unproven: false }
    }

    /// Names the server of the channel. Without it, if the first link does not name the server, a link to another one is only
    /// noticed when it fails.
    #[must_use]
    pub fn with_base(self, base: &Base) -> Self {
        Self { reach: Reach::known(base), ..self }
    }

    /// Sets how long, in seconds, the server may collect events of low priority before it answers.
    ///
    /// # Errors
    /// If it is out of the range of the schema, 5 to 1800.
    pub fn with_low(self, seconds: u32) -> Result<Self, TimerError> {
        self.with("low", seconds)
    }

    /// Sets how long, in seconds, the server may collect events of medium priority before it answers.
    ///
    /// # Errors
    /// If it is out of the range of the schema, 5 to 1800.
    pub fn with_medium(self, seconds: u32) -> Result<Self, TimerError> {
        self.with("medium", seconds)
    }

    /// Sets after how many seconds the server answers although there are no events.
    ///
    /// # Errors
    /// If it is out of the range of the schema, 180 to 1800.
    pub fn with_timeout(self, seconds: u32) -> Result<Self, TimerError> {
        self.with("timeout", seconds)
    }

    /// Sets the rank of this request among requests for the same events: the timers of the highest rank count.
    #[must_use]
    pub fn with_priority(mut self, rank: u32) -> Self {
        self.set("priority", rank);
        self
    }

    fn with(mut self, name: &'static str, seconds: u32) -> Result<Self, TimerError> {
        let field = Operation::find("events", "GET").and_then(|operation| operation.parameter(name));
        match field.and_then(|field| field.range) {
            Some(range) if !(range.0..=range.1).contains(&i64::from(seconds)) => Err(TimerError { name, range, found: seconds }),
            _ => {
                self.set(name, seconds);
                Ok(self)
            }
        }
    }

    fn set(&mut self, name: &'static str, value: u32) {
        self.timers.retain(|(other, _)| *other != name);
        self.timers.push((name, value));
    }

    /// How many seconds the server may hold the request: a client has to be more patient than that.
    #[must_use]
    pub fn timeout(&self) -> u32 {
        self.timers.iter().find(|(name, _)| *name == "timeout").map_or(Self::TIMEOUT, |(_, seconds)| *seconds)
    }

    /// What to send now. A timer that the server has put into its link already is left as it is there.
    ///
    /// # Errors
    /// If the schema is compiled without the event channel.
    pub fn request(&self) -> Result<Request, BuildError> {
        let request = Request::get("events", self.href.clone())?;
        let missing = self.timers.iter().filter(|(name, _)| query::own(&self.href, name).is_none());
        Ok(missing.fold(request, |request, (name, value)| request.with_query(name, value)))
    }

    /// One turn with a transport that blocks: from a request to its answer, or to any error if none comes.
    ///
    /// # Errors
    /// If the request cannot be built.
    pub fn poll<E>(
        &mut self,
        base: &Base,
        exchange: impl FnOnce(HttpRequest<Vec<u8>>) -> Result<HttpResponse<Vec<u8>>, E>,
    ) -> Result<Turn, BuildError> {
        let request = self.request()?;
        Ok(match exchange(request.to_http(base)?) {
            Ok(response) => self.receive(Answer::read(request.operation(), &response)),
            Err(_) => self.lost(),
        })
    }

    /// Takes the answer.
    pub fn receive(&mut self, answer: Result<Answer, AnswerError>) -> Turn {
        match answer.map(Answer::into_events) {
            Ok(Some(events)) => self.advance(events),
            // no events and no error: a proxy may have answered
            Ok(None) => self.retry(None, None),
            Err(error) => self.fail(error),
        }
    }

    /// Says that no answer came at all, or that the request cannot be sent. The server still has the events that were not
    /// acknowledged. A link to a server that has never answered is left behind for the start.
    pub fn lost(&mut self) -> Turn {
        self.retry(None, None)
    }

    /// Goes where the server leads: on, back in step, or to a state that begins anew. Without any link, or with one that leads to
    /// another server, back to the start.
    fn advance(&mut self, events: Events) -> Turn {
        self.failures = 0;
        self.reach.answered(&self.href);
        let links = &events.channel;
        let (href, stale) = match (&links.resume_link, &links.resync_link, &links.next_link) {
            (Some(resume), ..) => (resume.into(), Stale::State),
            (None, Some(resync), _) => (resync.into(), Stale::Resources),
            (None, None, Some(next)) => (next.into(), Stale::Nothing),
            (None, None, None) => (self.start.clone(), Stale::Resources),
        };
        let lead = self.reach.lead(&href);
        let (href, stale) = if lead == Lead::Astray { (self.start.clone(), stale.max(Stale::Resources)) } else { (href, stale) };
        self.unproven = lead == Lead::Somewhere;
        let from = std::mem::replace(&mut self.href, href);
        let pause = self.circles.turn(from, &self.href, stale != Stale::Nothing);
        let next = pause.map_or(Next::Request, |attempt| Next::Retry { attempt, after: None });
        // what a broken event told is not known
        let stale = if events.broken().next().is_some() { stale.max(Stale::Resources) } else { stale };
        Turn { events: Some(events), stale, next, error: None }
    }

    fn fail(&mut self, error: AnswerError) -> Turn {
        let stop = |stale, next, error| Turn { events: None, stale, next, error: Some(error) };
        match error.refusal().and_then(|refusal| refusal.subcode()) {
            Some(ErrorSubcode::PGetReplaced) => stop(Stale::Nothing, Next::Replaced, error),
            _ if error.is_application_gone() => stop(Stale::Application, Next::Gone, error),
            _ if error.is_unauthorized() => stop(Stale::Nothing, Next::SignIn, error),
            // the same bytes would come again: the events in them are lost
            _ if matches!(error, AnswerError::Body { .. }) => {
                let stale = self.restart();
                Turn { stale, ..self.retry(None, Some(error)) }
            }
            _ => self.retry(error.retry_after(), Some(error)),
        }
    }

    fn retry(&mut self, after: Option<RetryAfter>, error: Option<AnswerError>) -> Turn {
        self.failures = self.failures.saturating_add(1);
        let stale = if self.unproven { self.restart() } else { Stale::Nothing };
        Turn { events: None, stale, next: Next::Retry { attempt: self.failures, after }, error }
    }

    /// Back to the start: what was to come from the link is lost.
    fn restart(&mut self) -> Stale {
        self.href = self.start.clone();
        self.unproven = false;
        Stale::Resources
    }
}
