//! The transport: HTTP from clients of all kinds, and back.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ::http::{HeaderValue, Method, Request as HttpRequest, Response as HttpResponse, StatusCode, Uri, header};
use axum::body::{Body, to_bytes};
use tokio::time::sleep;
use ucwa_model::http::Reading;

use crate::{
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
        let mut response = self.answer(request).await;
        allow(&mut response, origin);
        if is_head {
            response.body_mut().clear();
        }
        response.map(Body::from)
    }

    async fn answer(&self, request: HttpRequest<Body>) -> HttpResponse<Vec<u8>> {
        let (mut head, body) = request.into_parts();
        if head.method == Method::OPTIONS && head.headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
            return preflight();
        }
        head.uri = own(&head.uri);
        let reading = Reading::lenient();
        let sound = reading.check_head(&head.headers).is_ok();
        let body = match to_bytes(body, reading.max_bytes()).await {
            Ok(body) if sound => body.to_vec(),
            _ => return empty(StatusCode::PAYLOAD_TOO_LARGE),
        };
        let reply = serve::answer(&mut self.lock(), &HttpRequest::from_parts(head, body));
        match reply {
            Reply::Now(response) => response,
            Reply::Wait(poll) => self.wait(&poll).await,
        }
    }

    /// Waits until there is something to say.
    async fn wait(&self, poll: &Poll) -> HttpResponse<Vec<u8>> {
        loop {
            let changed = poll.changed.notified();
            tokio::pin!(changed);
            // whatever happens from here on is not missed
            changed.as_mut().enable();
            let time = {
                let mut world = self.lock();
                if let Some(response) = serve::look(&mut world, poll) {
                    return response;
                }
                serve::wait(&world, poll)
            };
            tokio::select! {
                () = changed => {}
                () = sleep(time.unwrap_or(LONGEST).min(LONGEST)) => {}
            }
        }
    }
}

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
