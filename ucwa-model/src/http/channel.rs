//! [`EventChannel`], what to request next, and what to drop.

use ::http::{StatusCode, header::RETRY_AFTER};

use crate::{
    Events,
    enumerations::ErrorSubcode,
    http::{Answer, AnswerError, BuildError, Href, Operation, Request, query},
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
    resets: u32,
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
        /// How many seconds the server asks to wait.
        after: Option<u32>,
    },
    /// Get another token, and send the request again. The [challenges](AnswerError::challenges) of the error say where.
    SignIn,
    /// Stop: another request of the same application has taken the channel over.
    Replaced,
    /// Stop: make another application, and take its channel.
    Gone,
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
        Self { href: start.clone(), start, timers: Vec::new(), failures: 0, resets: 0 }
    }

    /// The same, with so many seconds for events of low priority to pile up.
    ///
    /// # Errors
    /// If it is out of the range of the schema, 5 to 1800.
    pub fn with_low(self, seconds: u32) -> Result<Self, TimerError> {
        self.with("low", seconds)
    }

    /// The same, with so many seconds for events of medium priority to pile up.
    ///
    /// # Errors
    /// If it is out of the range of the schema, 5 to 1800.
    pub fn with_medium(self, seconds: u32) -> Result<Self, TimerError> {
        self.with("medium", seconds)
    }

    /// The same, with so many seconds until the server answers without events.
    ///
    /// # Errors
    /// If it is out of the range of the schema, 180 to 1800.
    pub fn with_timeout(self, seconds: u32) -> Result<Self, TimerError> {
        self.with("timeout", seconds)
    }

    /// The same, with a rank among requests for the same events: the timers of the highest count.
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
        Ok(missing.fold(request, |request, (name, value)| request.query(name, value)))
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

    /// Says that no answer came at all. The server still has the events that were not acknowledged.
    pub fn lost(&mut self) -> Turn {
        self.retry(None, None)
    }

    /// Goes where the server leads: on, back in step, or to a state that begins anew. Without any link, back to the start.
    fn advance(&mut self, events: Events) -> Turn {
        self.failures = 0;
        let links = &events.channel;
        let (href, stale) = match (&links.resume_link, &links.resync_link, &links.next_link) {
            (Some(resume), ..) => (resume.into(), Stale::State),
            (None, Some(resync), _) => (resync.into(), Stale::Resources),
            (None, None, Some(next)) => (next.into(), Stale::Nothing),
            (None, None, None) => (self.start.clone(), Stale::Resources),
        };
        self.href = href;
        self.resets = if stale == Stale::Nothing { 0 } else { self.resets.saturating_add(1) };
        // a server that sends in circles is not asked without a pause
        let next = if self.resets > 2 { Next::Retry { attempt: self.resets - 2, after: None } } else { Next::Request };
        // what a broken event told is not known
        let stale = if events.broken().next().is_some() { stale.max(Stale::Resources) } else { stale };
        Turn { events: Some(events), stale, next, error: None }
    }

    fn fail(&mut self, error: AnswerError) -> Turn {
        let stop = |stale, next, error| Turn { events: None, stale, next, error: Some(error) };
        let subcode = error.refusal().and_then(|refusal| refusal.subcode());
        match (error.status(), subcode) {
            (_, Some(ErrorSubcode::PGetReplaced)) => stop(Stale::Nothing, Next::Replaced, error),
            (_, Some(ErrorSubcode::ApplicationNotFound)) => stop(Stale::Application, Next::Gone, error),
            (Some(StatusCode::GONE), _) if error.refusal().is_some() => stop(Stale::Application, Next::Gone, error),
            (Some(StatusCode::UNAUTHORIZED), _) => stop(Stale::Nothing, Next::SignIn, error),
            // the same bytes would come again: the events in them are lost
            _ if matches!(error, AnswerError::Body { .. }) => {
                self.href = self.start.clone();
                Turn { stale: Stale::Resources, ..self.retry(None, Some(error)) }
            }
            _ => {
                let after = error.headers().and_then(|headers| headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok());
                self.retry(after, Some(error))
            }
        }
    }

    fn retry(&mut self, after: Option<u32>, error: Option<AnswerError>) -> Turn {
        self.failures = self.failures.saturating_add(1);
        Turn { events: None, stale: Stale::Nothing, next: Next::Retry { attempt: self.failures, after }, error }
    }
}
