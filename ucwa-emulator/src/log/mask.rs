//! What no log may hold: tokens and passwords.

use std::borrow::Cow;

use ::http::{HeaderName, Request as HttpRequest, header::AUTHORIZATION};
use ucwa_model::http::{Grant, TokenService};

/// What stands in place of a secret.
pub(super) const MASK: &str = "***";

/// What tokens begin with; hexadecimal digits follow.
const TOKEN: &str = "cwt=";

/// A text without the tokens in it.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    if !text.contains(TOKEN) {
        return Cow::Borrowed(text);
    }
    let mut pieces = text.split(TOKEN);
    let mut masked = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let rest = piece.trim_start_matches(|character: char| character.is_ascii_hexdigit());
        masked.push_str(TOKEN);
        masked.push_str(MASK);
        masked.push_str(rest);
    }
    Cow::Owned(masked)
}

/// The value of a header.
pub(super) fn header<'a>(name: &HeaderName, value: &'a str) -> Cow<'a, str> {
    match value.split_once(' ') {
        _ if name != AUTHORIZATION => text(value),
        Some((scheme, _)) => format!("{scheme} {MASK}").into(),
        None => MASK.into(),
    }
}

/// Whether a request is for the token service.
pub(super) fn is_for_tokens(request: &HttpRequest<Vec<u8>>) -> bool {
    request.uri().path().to_ascii_lowercase().contains("oauthtoken")
}

/// The fields of a form with which somebody signs in, without what is secret of them. Nothing if it is none.
pub(super) fn form(request: &HttpRequest<Vec<u8>>) -> Option<Vec<(String, String)>> {
    let mut grant = is_for_tokens(request).then(|| Grant::read(request).ok())??;
    for secret in ["password", "ms_rtc_renew", "client_secret", "assertion"] {
        if grant.field(secret).is_some() {
            grant = grant.with_field(secret, MASK);
        }
    }
    // the library writes forms for token services alone
    let written = TokenService::new("http://localhost/").ok()?.request(&grant);
    Some(url::form_urlencoded::parse(written.body()).into_owned().collect())
}
