//! The transport: HTTP from clients of all kinds, and back.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use ::http::{HeaderValue, Method, Request as HttpRequest, Response as HttpResponse, StatusCode, Uri, header};
use axum::body::{Body, to_bytes};
use futures_util::stream;
use tokio::time::sleep;
use ucwa_model::http::Reading;

use crate::{
    acts::time,
    faults::change::Leaving,
    serve::{self, LONGEST, Poll, Reply},
    world::World,
};

/// The world, as all connections share it.
#[derive(Clone, Debug)]
pub(crate) struct Shared(Arc<Mutex<World>>);

impl Shared {
    pub(crate) fn new(world: World) -> Self {
        Self(Arc::new(Mutex::new(world)))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers a request.
    pub(crate) async fn serve(self, request: HttpRequest<Body>) -> HttpResponse<Body> {
        let origin = request.headers().get(header::ORIGIN).cloned();
        let is_head = request.method() == Method::HEAD;
        let Leaving { mut response, delay, cut } = self.answer(request).await;
        self.pause(delay).await;
        allow(&mut response, origin);
        match cut {
            _ if is_head => response.map(|_| Body::empty()),
            Some(at) => break_off(response, at),
            None => response.map(Body::from),
        }
    }

    async fn answer(&self, request: HttpRequest<Body>) -> Leaving {
        let (mut head, body) = request.into_parts();
        if head.method == Method::OPTIONS && head.headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
            return preflight().into();
        }
        head.uri = own(&head.uri);
        let reading = Reading::lenient();
        let sound = reading.check_head(&head.headers).is_ok();
        let body = match to_bytes(body, reading.max_bytes()).await {
            Ok(body) if sound => body.to_vec(),
            _ => return empty(StatusCode::PAYLOAD_TOO_LARGE).into(),
        };
        let reply = {
            let mut world = self.lock();
            let before = time::next(&world);
            let reply = serve::answer(&mut world, &HttpRequest::from_parts(head, body));
            if time::next(&world) != before {
                world.clock.moved.notify_waiters();
            }
            reply
        };
        match reply {
            Reply::Now(leaving) => leaving,
            Reply::Wait(poll) => self.wait(&poll).await,
        }
    }

    /// Waits until there is something to say.
    async fn wait(&self, poll: &Poll) -> Leaving {
        loop {
            let changed = poll.changed.notified();
            tokio::pin!(changed);
            // whatever happens from here on is not missed
            changed.as_mut().enable();
            let time = {
                let mut world = self.lock();
                if let Some(leaving) = serve::look(&mut world, poll) {
                    return leaving;
                }
                serve::wait(&world, poll)
            };
            tokio::select! {
                () = changed => {}
                () = sleep(time.unwrap_or(LONGEST).min(LONGEST)) => {}
            }
        }
    }

    /// Waits, by the emulator's clock.
    async fn pause(&self, delay: Duration) {
        let until = self.lock().now() + delay;
        while !delay.is_zero() && self.lock().now() < until {
            self.sleep_until(|_| Some(until)).await;
        }
    }

    /// Lets happen what is to happen at a certain time, whether a request comes or not; it does not end.
    pub(crate) async fn keep_time(self) {
        loop {
            time::pass(&mut self.lock());
            self.sleep_until(time::next).await;
        }
    }

    /// Waits for a time; less if the clock is moved meanwhile.
    async fn sleep_until(&self, until: impl Fn(&World) -> Option<Duration>) {
        let clock = Arc::clone(&self.lock().clock.moved);
        let moved = clock.notified();
        tokio::pin!(moved);
        moved.as_mut().enable();
        let time = {
            let world = self.lock();
            until(&world).and_then(|until| world.clock.real(until))
        };
        tokio::select! {
            () = moved => {}
            () = sleep(time.unwrap_or(LONGEST).min(LONGEST)) => {}
        }
    }
}

/// An answer whose body ends too early, and with it the connection.
fn break_off(response: HttpResponse<Vec<u8>>, at: usize) -> HttpResponse<Body> {
    let (mut head, mut body) = response.into_parts();
    head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    body.truncate(at);
    let pieces = stream::unfold(Some(body), async |rest| match rest {
        Some(rest) => Some((Ok(rest), None)),
        None => {
            // what there is goes out first
            sleep(FLUSHED).await;
            Some((Err(io::Error::from(io::ErrorKind::ConnectionAborted)), None))
        }
    });
    HttpResponse::from_parts(head, Body::from_stream(pieces))
}

/// How long the beginning of a body needs to get on its way.
const FLUSHED: Duration = Duration::from_millis(10);

/// The path and the query alone: a proxy sends all of a URL, and some clients double the first slash.
fn own(uri: &Uri) -> Uri {
    let text = uri.path_and_query().map_or("/", |own| own.as_str());
    let path = format!("/{}", text.trim_start_matches('/'));
    path.parse().unwrap_or_else(|_| Uri::from_static("/"))
}

fn empty(status: StatusCode) -> HttpResponse<Vec<u8>> {
    let mut response = HttpResponse::new(Vec::new());
    *response.status_mut() = status;
    response
}

/// A page of any origin may talk to the emulator.
fn allow(response: &mut HttpResponse<Vec<u8>>, origin: Option<HeaderValue>) {
    let Some(origin) = origin else { return };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers
        .insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("ETag, Location, WWW-Authenticate, Retry-After"));
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
}

fn preflight() -> HttpResponse<Vec<u8>> {
    let mut response = empty(StatusCode::NO_CONTENT);
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD, POST, PUT, DELETE, OPTIONS"));
    let allowed = "Accept, Authorization, Content-Type, If-Match, If-None-Match, X-MS-RequiresMinResourceVersion, X-Ms-Namespace, X-Ms-SDK-Instance, X-Requested-With";
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(allowed));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    response
}
