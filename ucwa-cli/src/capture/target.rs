//! The target of a request, as tools write it.

use std::fmt::Write as _;

use http::Uri;

/// The URL, of which what may not stand there is escaped; of one whose server cannot be read, as where a variable of an editor stands
/// in its place, the path and the query.
pub(super) fn uri(written: &str) -> Uri {
    let whole = || written.trim().parse().ok();
    let escaped = || escaped(written.trim()).parse().ok();
    let path = || {
        let escaped = self::escaped(written.trim());
        let behind = escaped.split_once("://").map_or(&*escaped, |(_, behind)| behind);
        let path = behind.get(behind.find('/')?..)?;
        // a query may be longer than a URI can be
        path.parse().ok().or_else(|| path.split('?').next()?.parse().ok())
    };
    whole().or_else(escaped).or_else(path).unwrap_or_default()
}

fn escaped(written: &str) -> String {
    let mut url = String::with_capacity(written.len());
    for byte in written.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte) {
            url.push(char::from(byte));
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_in_what_is_no_url() {
        for (written, path) in [
            ("https://a/b?c=d", "/b"),
            ("https://a/b c?d=<e>", "/b%20c"),
            ("/b\"<c>", "/b%22%3Cc%3E"),
            ("https://{{host}}/b", "/b"),
            ("{{host}}/b?c", "/b"),
            ("https://a/\u{fc}", "/\u{fc}"),
            ("nothing at all", "/"),
        ] {
            assert_eq!(uri(written).path(), path, "{written}");
        }
    }
}
