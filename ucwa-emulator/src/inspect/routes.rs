//! What the port of the page answers: the page, and the exchanges, one server-sent event each.

use std::{convert::Infallible, net::IpAddr, sync::Arc, task::Poll, time::Duration};

use ::http::{
    HeaderName, StatusCode,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, X_CONTENT_TYPE_OPTIONS},
    request::Parts,
    uri::Authority,
};
use axum::{
    Router,
    extract::{FromRequestParts, State},
    response::{
        IntoResponse,
        sse::{Event, KeepAlive, Sse},
    },
    routing::get,
};
use futures_util::{Stream, stream};
use tokio::sync::watch;

use super::{Inspector, kept::At};

/// How often somebody who waits is told that the connection is alive; and it is found out that nobody is there any more.
const ALIVE: Duration = Duration::from_secs(15);

pub(crate) fn router(inspector: Arc<Inspector>) -> Router {
    Router::new().route("/", get(page)).route("/exchanges", get(exchanges)).with_state(inspector)
}

/// A request that names this machine. A page of others whose name leads here could read what is answered, if any name would do.
struct OfThisMachine;

impl<S: Sync> FromRequestParts<S> for OfThisMachine {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let host: Option<Authority> = parts.headers.get(HOST).and_then(|host| host.to_str().ok()?.parse().ok());
        let refused = (StatusCode::FORBIDDEN, "expected a loopback address or `localhost` in `Host`\n");
        host.filter(|host| is_of_this_machine(host.host())).map(|_| Self).ok_or(refused)
    }
}

fn is_of_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

const HEADERS: [(HeaderName, &str); 4] = [
    (CONTENT_TYPE, "text/html; charset=utf-8"),
    (CACHE_CONTROL, "no-store"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"), // the rest of the policy is in the page
];

async fn page(_: OfThisMachine, State(inspector): State<Arc<Inspector>>) -> impl IntoResponse {
    (HEADERS, inspector.page.clone())
}

async fn exchanges(
    _: OfThisMachine,
    last: Last,
    State(inspector): State<Arc<Inspector>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    Sse::new(told(inspector, last.0.as_deref())).keep_alive(KeepAlive::new().interval(ALIVE))
}

/// What a page that comes back had last, as the browser says it.
struct Last(Option<String>);

impl<S: Sync> FromRequestParts<S> for Last {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.headers.get("last-event-id").and_then(|last| last.to_str().ok()).map(str::to_owned)))
    }
}

/// Somebody who looks.
struct Reader {
    inspector: Arc<Inspector>,
    changed: watch::Receiver<bool>,
    next: Next,
}

/// What somebody is told next.
enum Next {
    /// From where on exchanges are there.
    Begin,
    /// The exchange at a place.
    At(u64),
    /// That they have to begin anew.
    Anew,
    Nothing,
}

/// What somebody is told who had an event last.
pub(super) fn told(inspector: Arc<Inspector>, last: Option<&str>) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
    let next = match last {
        None => Next::Begin,
        Some(last) => inspector.behind(last).map_or(Next::Anew, Next::At),
    };
    let reader = Reader { changed: inspector.closed.subscribe(), inspector, next };
    stream::unfold(reader, async |mut reader| reader.next().await.map(|event| (Ok(event), reader)))
}

impl Inspector {
    /// The place behind the one that an event had as its id; none if it is of another run.
    fn behind(&self, id: &str) -> Option<u64> {
        let (run, place) = id.split_once('-')?;
        if run != self.run.to_string() {
            return None;
        }
        place.parse::<u64>().ok()?.checked_add(1)
    }
}

impl Reader {
    async fn next(&mut self) -> Option<Event> {
        loop {
            match self.look() {
                Poll::Ready(event) => return event,
                Poll::Pending => self.changed.changed().await.ok()?,
            }
        }
    }

    /// What there is to say now; nothing more to whoever has to begin anew, or when the emulator is gone.
    fn look(&mut self) -> Poll<Option<Event>> {
        let state = self.inspector.lock();
        let (event, next) = match self.next {
            Next::Begin => {
                let gone = state.kept.gone();
                (Event::default().event("begin").data(gone.to_string()), Next::At(gone))
            }
            Next::At(place) => match state.kept.at(place) {
                At::Exchange(text) => {
                    let id = format!("{}-{place}", self.inspector.run);
                    (Event::default().event("exchange").id(id).data(text), Next::At(place + 1))
                }
                At::Gone => anew(),
                At::Ahead if *self.changed.borrow() => return Poll::Ready(None),
                At::Ahead => return Poll::Pending,
            },
            Next::Anew => anew(),
            Next::Nothing => return Poll::Ready(None),
        };
        self.next = next;
        Poll::Ready(Some(event))
    }
}

fn anew() -> (Event, Next) {
    (Event::default().event("anew").data("what comes next is not here"), Next::Nothing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine() {
        for (host, is_own) in [
            ("127.0.0.1", true),
            ("127.8.0.1", true),
            ("[::1]", true),
            ("LOCALHOST", true),
            ("localhost.example.com", false),
            ("10.0.0.1", false),
            ("", false),
        ] {
            assert_eq!(is_of_this_machine(host), is_own, "{host}");
        }
    }
}
