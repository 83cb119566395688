//! The token service, and the challenge that leads to it.

use ::http::{
    HeaderValue, Request as HttpRequest, Response as HttpResponse, StatusCode,
    header::{CACHE_CONTROL, PRAGMA, WWW_AUTHENTICATE},
};
use ucwa_model::http::{Challenge, Grant, TokenRefusal};

use super::page;
use crate::{acts::sign_in, world::World};

/// The path of the token service, in lower case.
pub(super) const PATH: &str = "/webticket/oauthtoken";

/// As servers write it.
const SPELLED: &str = "/WebTicket/oauthtoken";

/// Who asks a real server is told of this application as the issuer's client.
const CLIENT_ID: &str = "00000004-0000-0ff1-ce00-000000000000";

/// Exchanges a grant for a token.
pub(super) fn answer(world: &mut World, request: &HttpRequest<Vec<u8>>) -> HttpResponse<Vec<u8>> {
    let outcome =
        Grant::read(request).map_err(|error| Box::new(error.refusal())).and_then(|grant| sign_in::sign_in(world, &grant));
    let written = match outcome {
        Ok(issued) => issued.to_http(),
        Err(refusal) => refusal.to_http().map(|response| diagnosed(response, &refusal)),
    };
    let mut response = written.unwrap_or_else(|error| super::fault(world, &error.to_string()));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

/// As servers say in a header why they give no token.
fn diagnosed(mut response: HttpResponse<Vec<u8>>, refusal: &TokenRefusal) -> HttpResponse<Vec<u8>> {
    let diagnosis = match &*refusal.error {
        TokenRefusal::UNSUPPORTED_GRANT_TYPE => "28029;source=\"localhost\";reason=\"Authentication type not allowed.\"",
        TokenRefusal::INVALID_GRANT => "28020;source=\"localhost\";reason=\"No valid security token.\"",
        _ => return response,
    };
    response.headers_mut().insert("x-ms-diagnostics", HeaderValue::from_static(diagnosis));
    response
}

/// 401: where to get a token.
pub(super) fn challenge(world: &World) -> HttpResponse<Vec<u8>> {
    let service = format!("{}{SPELLED}", world.origin);
    let own = Challenge::new("MsRtcOAuth").with_parameter("href", service).with_parameter("grant_type", sign_in::GRANT_TYPES);
    let bearer = Challenge::new("Bearer").with_parameter("trusted_issuers", "").with_parameter("client_id", CLIENT_ID);
    let mut response = page(StatusCode::UNAUTHORIZED, "401 - Unauthorized: Access is denied due to invalid credentials.");
    for challenge in [own, bearer] {
        if let Ok(value) = HeaderValue::from_str(&challenge.to_string()) {
            response.headers_mut().append(WWW_AUTHENTICATE, value);
        }
    }
    response
}
