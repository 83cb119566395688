//! Data links hold texts of their own, encoded.

use std::{borrow::Cow, ops::Range};

use ucwa_model::DataBody;

use super::{LEFT_OUT, text};

/// Where the first data link stands, and what it is without secrets.
pub(super) fn first(text: &str) -> Option<(Range<usize>, Cow<'_, str>)> {
    let trimmed = text.trim_start();
    if starts(trimmed)
        && let Some(clean) = clean(trimmed)
    {
        return Some((text.len() - trimmed.len()..text.len(), clean));
    }
    let mut looked = 0;
    while let Some(at) = find(text, looked) {
        let rest = text.get(at..)?;
        let url = rest.split(['"', '\'', '<', '>', ' ', '\n', '\\']).next().unwrap_or_default();
        if let Some(clean) = clean(url) {
            return Some((at..at + url.len(), clean));
        }
        looked = at + url.len();
    }
    None
}

fn starts(text: &str) -> bool {
    text.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// The next place that may be the beginning of one.
fn find(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_start = |at: &usize| {
        let is_word = at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(u8::is_ascii_alphanumeric);
        !is_word && text.get(*at..).is_some_and(starts)
    };
    (from..bytes.len()).filter(|at| matches!(bytes.get(*at), Some(b'd' | b'D'))).find(is_start)
}

/// A data link without its secrets; `None` if it is none. Base64 that cannot be read is left out: who knows what a reader makes of it.
fn clean(written: &str) -> Option<Cow<'_, str>> {
    let url = written.replace("&amp;", "&");
    // base64 that was cut lacks up to three characters
    let body = (0..4).find_map(|cut| DataBody::decode_lenient(url.get(..url.len().checked_sub(cut)?)?).ok());
    let Some((body, _)) = body else {
        let (head, _) = url.split_once(',').filter(|(head, _)| head.to_ascii_lowercase().contains("base64"))?;
        return Some(Cow::Owned(format!("{head},{LEFT_OUT}")));
    };
    let media = body.media_type();
    if media.starts_with("image/") && media != "image/svg+xml" {
        return Some(Cow::Borrowed(written)); // bits say nothing by name
    }
    Some(match text::without(&String::from_utf8_lossy(body.bytes())).0 {
        Cow::Borrowed(_) => Cow::Borrowed(written),
        Cow::Owned(clean) => Cow::Owned(DataBody::new(media, clean.replace('\0', "")).to_url()),
    })
}
