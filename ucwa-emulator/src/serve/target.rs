//! Which resource a request is for: clients write one path in many ways.

use ::http::{Request as HttpRequest, Uri};

use crate::world::application::APPLICATIONS;

/// The path and the query alone, as the emulator writes them: a proxy sends all of a URL, some clients double slashes or end in one, and
/// case does not matter.
pub(crate) fn normal(uri: &Uri) -> Uri {
    let parts: Vec<&str> = uri.path().split('/').filter(|part| !part.is_empty()).collect();
    let mut text = format!("/{}", parts.join("/"));
    if let Some(begin) = text.get_mut(..APPLICATIONS.len()).filter(|begin| begin.eq_ignore_ascii_case(APPLICATIONS)) {
        begin.make_ascii_lowercase();
    }
    if let Some(query) = uri.query() {
        text.push('?');
        text.push_str(query);
    }
    text.parse().unwrap_or_else(|_| Uri::from_static("/"))
}

/// The request, for the path as the emulator writes it.
pub(super) fn normalized(mut request: HttpRequest<Vec<u8>>) -> HttpRequest<Vec<u8>> {
    *request.uri_mut() = normal(request.uri());
    request
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_path_is_written_in_many_ways() {
        for (written, meant) in [
            ("/ucwa/v1/applications/7/me", "/ucwa/v1/applications/7/me"),
            ("http://x:80/ucwa/v1/applications/7/me/?a=//", "/ucwa/v1/applications/7/me?a=//"),
            ("//ucwa//V1/Applications//7/Me//", "/ucwa/v1/applications/7/Me"),
            ("/", "/"),
            ("///?x", "/?x"),
            ("/UCWA", "/UCWA"),
        ] {
            assert_eq!(normal(&written.parse().unwrap()), meant, "{written}");
        }
    }
}
