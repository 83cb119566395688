//! The headers that every answer has, and what lets pages of other origins send requests.

use std::sync::atomic::{AtomicU64, Ordering};

use ::http::{HeaderMap, HeaderName, HeaderValue, Method, Request as HttpRequest, Response as HttpResponse, StatusCode, header};

use super::empty;

/// Which server it was; support asks for it, and for the number of the request.
const SERVER: HeaderName = HeaderName::from_static("x-ms-server-fqdn");
const CORRELATION: HeaderName = HeaderName::from_static("x-ms-correlation-id");
/// A client may number its requests itself.
const CLIENT_REQUEST: HeaderName = HeaderName::from_static("client-request-id");

/// Headers that a page may read.
const EXPOSED: &str = "ETag, Location, WWW-Authenticate, Retry-After, X-MS-Correlation-Id, X-MS-Server-Fqdn, client-request-id";
/// Headers that a page may send.
const ALLOWED: &str = "Accept, Authorization, Content-Type, If-Match, If-None-Match, X-MS-RequiresMinResourceVersion, X-Ms-Namespace, \
                       X-Ms-SDK-Instance, X-Ms-Origin, X-Requested-With, client-request-id";

/// Adds the headers that an answer has whatever it is.
pub(super) fn add(response: &mut HttpResponse<Vec<u8>>, request: &HttpRequest<Vec<u8>>) {
    static LAST: AtomicU64 = AtomicU64::new(2_147_480_000);
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    headers.insert(CORRELATION, HeaderValue::from(LAST.fetch_add(1, Ordering::Relaxed)));
    headers.insert(SERVER, HeaderValue::from_static("localhost"));
    if let Some(own) = request.headers().get(CLIENT_REQUEST) {
        headers.insert(CLIENT_REQUEST, own.clone());
    }
    if let Some(origin) = request.headers().get(header::ORIGIN) {
        allow(headers, origin);
    }
}

/// A page of any origin may talk to the emulator.
fn allow(headers: &mut HeaderMap, origin: &HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
}

/// Whether a browser asks what a page may do.
pub(super) fn is_preflight(request: &HttpRequest<Vec<u8>>) -> bool {
    request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// What a page may do.
pub(super) fn preflight() -> HttpResponse<Vec<u8>> {
    let mut response = empty(StatusCode::NO_CONTENT);
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD, POST, PUT, DELETE, OPTIONS"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(ALLOWED));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    response
}
