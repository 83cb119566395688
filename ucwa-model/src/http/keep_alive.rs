//! [`KeepAlive`], when to tell the server that the user is active.

use std::time::Duration;

use ::http::{Method, Request as HttpRequest, Response as HttpResponse};

use crate::{
    enumerations::ErrorSubcode,
    http::{Answer, AnswerError, Base, BuildError, Href, Request, RetryAfter},
};

/// When to send `reportMyActivity`. The documentation asks for it **at least once every four minutes**, or else the user appears as
/// less available; and an application from which no request comes for some time expires.
///
/// It has no clock: the caller says what time it is, as the time since any moment that stays the same, such as `start.elapsed()`. A
/// program that does one thing at a time also says for how long it will not ask again, so that the report is early rather than late:
///
/// ```
/// use std::time::Duration;
/// use ucwa_model::{Format, http::{Answer, Base, KeepAlive}};
///
/// let base = Base::new("https://lync.contoso.com", Format::Json)?;
/// let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
/// // `me` has the link as soon as `makeMeAvailable` was answered, which counts as activity
/// let mut keep_alive = KeepAlive::new("/ucwa/v1/applications/192/me/reportMyActivity", minutes(0));
///
/// // a long poll of three minutes is to begin
/// assert!(keep_alive.request(minutes(0), minutes(3))?.is_none());
/// let request = keep_alive.request(minutes(2), minutes(3))?.expect("five minutes would be late");
/// assert_eq!(request.to_http(&base)?.uri().path(), "/ucwa/v1/applications/192/me/reportMyActivity");
/// keep_alive.receive(minutes(2), Ok(Answer::done()));
/// assert_eq!(keep_alive.wait(minutes(3)), minutes(3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A bot is always active. A client with people before it asks only while somebody is: then the report says what it is meant to.
#[derive(Clone, Debug)]
pub struct KeepAlive {
    href: Href,
    /// When the next report is due. `None`: never.
    due: Option<Duration>,
    failures: u32,
}

/// What the answer to a report means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Activity {
    /// The server knows.
    Reported,
    /// It did not work: the next request comes after a pause.
    Retry {
        /// How many times in a row it went wrong, from 1.
        attempt: u32,
    },
    /// `makeMeAvailable` has to be called first. The next request comes after the usual time.
    MakeMeAvailable,
    /// Anonymous users have no activity: no further request comes.
    NotAllowed,
    /// Get another token; the next request comes at once.
    SignIn,
    /// The application is gone: no further request comes.
    Gone,
}

impl KeepAlive {
    /// The documented time between two reports, at most.
    pub const INTERVAL: Duration = Duration::from_secs(4 * 60);

    /// The pause after a failure, which doubles with each further one up to the interval.
    const PAUSE: Duration = Duration::from_secs(15);

    /// Reports to the link `reportMyActivity` of `me`, for the first time an interval after now.
    pub fn new(link: impl Into<Href>, now: Duration) -> Self {
        Self { href: link.into(), due: Some(now.saturating_add(Self::INTERVAL)), failures: 0 }
    }

    /// How long until the next report is due; [`Duration::MAX`] if none is.
    #[must_use]
    pub fn wait(&self, now: Duration) -> Duration {
        self.due.map_or(Duration::MAX, |due| due.saturating_sub(now))
    }

    /// What to send now, if a report is due before the caller asks again: `away` is how long that may take, as long as the
    /// [timeout of the event channel](crate::http::EventChannel::timeout) for whoever waits for that; zero with a timer.
    ///
    /// # Errors
    /// If the schema is compiled without the area of `me`.
    pub fn request(&self, now: Duration, away: Duration) -> Result<Option<Request>, BuildError> {
        if self.wait(now) > away {
            return Ok(None);
        }
        Request::find("reportMyActivity", &Method::POST, self.href.clone()).map(Some)
    }

    /// Reports if that is due, with a transport that blocks: from a request to its answer, or to any error if none comes.
    ///
    /// # Errors
    /// If the request cannot be built.
    pub fn report<E>(
        &mut self,
        now: Duration,
        away: Duration,
        base: &Base,
        exchange: impl FnOnce(HttpRequest<Vec<u8>>) -> Result<HttpResponse<Vec<u8>>, E>,
    ) -> Result<Option<Activity>, BuildError> {
        let Some(request) = self.request(now, away)? else {
            return Ok(None);
        };
        Ok(Some(match exchange(request.to_http(base)?) {
            Ok(response) => self.receive(now, Answer::read(request.operation(), &response)),
            Err(_) => self.lost(now),
        }))
    }

    /// Takes the answer to a report.
    pub fn receive(&mut self, now: Duration, answer: Result<Answer, AnswerError>) -> Activity {
        let error = match answer {
            Ok(_) => return self.succeed(now),
            Err(error) => error,
        };
        let subcode = error.refusal().and_then(|refusal| refusal.subcode());
        match subcode {
            Some(ErrorSubcode::MakeMeAvailableRequired) => {
                self.succeed(now);
                Activity::MakeMeAvailable
            }
            Some(ErrorSubcode::AnonymousNotAllowed) => self.stop(Activity::NotAllowed),
            _ if error.is_application_gone() => self.stop(Activity::Gone),
            _ if error.is_unauthorized() => {
                self.due = Some(now);
                Activity::SignIn
            }
            _ => self.retry(now, error.retry_after()),
        }
    }

    /// Says that no answer came at all.
    pub fn lost(&mut self, now: Duration) -> Activity {
        self.retry(now, None)
    }

    /// Counts anything else that the server takes for activity, as a `makeMeAvailable` that was answered.
    pub fn active(&mut self, now: Duration) {
        if self.due.is_some() {
            self.succeed(now);
        }
    }

    fn succeed(&mut self, now: Duration) -> Activity {
        self.failures = 0;
        self.due = Some(now.saturating_add(Self::INTERVAL));
        Activity::Reported
    }

    fn stop(&mut self, activity: Activity) -> Activity {
        self.due = None;
        activity
    }

    fn retry(&mut self, now: Duration, after: Option<RetryAfter>) -> Activity {
        self.failures = self.failures.saturating_add(1);
        let own = Self::PAUSE.saturating_mul(1 << (self.failures - 1).min(4)).min(Self::INTERVAL);
        let pause = match after {
            Some(RetryAfter::Seconds(seconds)) => Duration::from_secs(seconds),
            // without a clock a date says nothing
            _ => own,
        };
        self.due = Some(now.saturating_add(pause));
        Activity::Retry { attempt: self.failures }
    }
}
