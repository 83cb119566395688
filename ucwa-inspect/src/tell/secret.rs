//! What is left out of a page: values of members and parameters that are tokens, cookies or passwords, and keys of media.
//!
//! It looks at texts, not at records: what cannot be decoded is shown too. It rather leaves out too much.

use std::borrow::Cow;

use serde_json::Value;
use ucwa_model::DataBody;

/// What stands in place of a secret.
const LEFT_OUT: &str = "(left out)";

/// Words that names of secrets have in them, in lower case.
const NAMES: [&str; 8] = ["password", "passwd", "token", "cookie", "secret", "authorization", "credential", "assertion"];

/// What stands before a secret that has no such name: credentials in headers and in web tickets, signatures of URLs, and keys in session
/// descriptions.
const MARKS: [&str; 10] =
    ["bearer ", "cwt=", "cwt%3d", "sig=", "?code=", "&code=", "ice-pwd:", "ice-pwd%3a", "inline:", "inline%3a"];

/// How many characters a name may have behind such a word.
const REST_OF_NAME: usize = 64;

/// What may stand between a name and its value, and where the value ends then: longer ones first. In JSON, in JSON inside of a string, in
/// what scripts print, in XML, in URLs and forms, and in headers, which are left out to the end of their line.
const BETWEEN: [(&str, &str); 19] = [
    ("\\\": \\\"", "\\"),
    ("\\\":\\\"", "\\"),
    ("\": \"", "\""),
    ("\":\"", "\""),
    ("': '", "'"),
    ("':'", "'"),
    ("\": [", "]"),
    ("\":[", "]"),
    ("\": ", ",}\n"),
    ("\":", ",}\n"),
    ("\">", "<"),
    ("'>", "<"),
    (">", "<"),
    ("=\"", "\""),
    ("='", "'"),
    ("=", "&\"'<> \r\n;,"),
    ("%3d", "&\"'<> \r\n;,"),
    (": ", LINE),
    (":", "\"\r\n<\\ "),
];

/// What ends a header.
const LINE: &str = "\r\n<";

/// Whether the last member of a path is a secret.
pub(super) fn is_secret(path: &str) -> bool {
    let name = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    NAMES.iter().any(|word| name.contains(word))
}

/// The value without secrets in any of its texts.
pub(super) fn left_out(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(match without(&text) {
            Cow::Borrowed(_) => text,
            Cow::Owned(clean) => clean,
        }),
        Value::Array(items) => items.into_iter().map(left_out).collect(),
        Value::Object(members) => Value::Object(members.into_iter().map(|(name, value)| (name, left_out(value))).collect()),
        other => other,
    }
}

/// The text without secrets.
fn without(text: &str) -> Cow<'_, str> {
    match without_data(text) {
        Cow::Borrowed(text) => without_named(text),
        Cow::Owned(text) => Cow::Owned(without_named(&text).into_owned()),
    }
}

fn without_named(text: &str) -> Cow<'_, str> {
    let lower = text.to_ascii_lowercase();
    let mut words = Words::new(&lower);
    let mut shown = String::new();
    let mut at = 0;
    while let Some((end, is_name)) = words.next() {
        if end < at {
            continue; // a part of what is left out
        }
        let Some((from, to)) = secret(&lower, end, is_name) else { continue };
        shown.push_str(text.get(at..from).unwrap_or_default());
        shown.push_str(LEFT_OUT);
        at = to;
    }
    if at == 0 {
        return Cow::Borrowed(text);
    }
    shown.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(shown)
}

/// The secret behind a word, if there is one.
fn secret(text: &str, end: usize, is_name: bool) -> Option<(usize, usize)> {
    let (start, ends) = if is_name {
        let rest = text.get(end..)?;
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let rest = rest.get(rest.bytes().take(REST_OF_NAME).take_while(is_name).count()..)?;
        let (between, ends) = BETWEEN.iter().find(|(between, _)| rest.starts_with(between))?;
        (text.len() - rest.len() + between.len(), *ends)
    } else {
        (end, "&\"'<> \r\n;,|\\")
    };
    let is_none = |behind: &str| behind.starts_with('{') || behind.starts_with(LEFT_OUT) || behind.starts_with("(left+out)");
    let behind = text.get(start..).filter(|behind| !is_none(behind))?;
    let length = match ends {
        "<" if behind.trim_ascii_start().starts_with("<item") => behind.find("</propertylist").unwrap_or(behind.len()),
        // what looks like a header may stand in a string of JSON, and that ends the line
        LINE => behind.get(..value(behind, LINE)).unwrap_or(behind).trim_end_matches(['"', ',', '}', ']']).len(),
        _ => value(behind, ends),
    };
    (length > 0).then_some((start, start + length))
}

/// The length of a value up to one of the characters that end it. What is escaped in a string ends nothing, nor do the strings of a list.
fn value(text: &str, ends: &str) -> usize {
    let (mut escaped, mut quoted) = (false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if matches!(ends, "\"" | "]") => escaped = true,
            '"' if ends == "]" => quoted = !quoted,
            _ if quoted => {}
            _ if ends.contains(character) => return at,
            _ => {}
        }
    }
    text.len()
}

const WORDS: usize = NAMES.len() + MARKS.len();

/// The places behind words that may begin a secret, in order. Each word is looked for only once in each part of the text.
struct Words<'t> {
    text: &'t str,
    /// Where each word comes next, if it does.
    places: [Option<usize>; WORDS],
}

impl<'t> Words<'t> {
    fn new(text: &'t str) -> Self {
        let mut words = Self { text, places: [None; WORDS] };
        (0..WORDS).for_each(|index| words.look(index, 0));
        words
    }

    fn word(index: usize) -> &'static str {
        NAMES.iter().chain(&MARKS).nth(index).copied().unwrap_or_default()
    }

    fn look(&mut self, index: usize, from: usize) {
        let found = self.text.get(from..).and_then(|rest| rest.find(Self::word(index)));
        if let Some(place) = self.places.get_mut(index) {
            *place = found.map(|offset| from + offset);
        }
    }

    /// The place behind the next word, and whether that is a part of a name.
    fn next(&mut self) -> Option<(usize, bool)> {
        let places = self.places.iter().enumerate();
        let (place, index) = places.filter_map(|(index, place)| Some(((*place)?, index))).min()?;
        let end = place + Self::word(index).len();
        self.look(index, end);
        Some((end, index < NAMES.len()))
    }
}

/// Data links hold texts of their own, encoded.
fn without_data(text: &str) -> Cow<'_, str> {
    let mut shown = String::new();
    let (mut done, mut looked) = (0, 0);
    for (at, _) in text.match_indices("data:") {
        let Some(rest) = text.get(at..).filter(|_| at >= looked) else { continue };
        let url = rest.split(['"', '\'', '<', '>', ' ', '\n', '\\']).next().unwrap_or_default();
        looked = at + url.len();
        if let Some(clean) = clean_url(url) {
            shown.push_str(text.get(done..at).unwrap_or_default());
            shown.push_str(&clean);
            done = looked;
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    shown.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(shown)
}

/// A data URL without its secrets, if it has any.
fn clean_url(url: &str) -> Option<String> {
    let url = url.replace("&amp;", "&");
    // base64 that was cut lacks up to three characters
    let (body, _) = (0..4).find_map(|cut| DataBody::decode_lenient(url.get(..url.len().checked_sub(cut)?)?).ok())?;
    match without_named(body.text().ok()?) {
        Cow::Borrowed(_) => None,
        Cow::Owned(clean) => Some(DataBody::new(body.media_type(), clean.into_bytes()).to_url()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_left_out() {
        for (text, expected) in [
            (r#"{"password": "a\"b", "name": "Lene"}"#, r#"{"password": "(left out)", "name": "Lene"}"#),
            (
                r#"{"access_token":"abc","tokens": ["a","b"],"tokenCount": 5}"#,
                r#"{"access_token":"(left out)","tokens": [(left out)],"tokenCount": (left out)}"#,
            ),
            (r#"<property name="password">abc</property>"#, r#"<property name="password">(left out)</property>"#),
            (r#"{"href": "/a?access_token=abc&b=1"}"#, r#"{"href": "/a?access_token=(left out)&b=1"}"#),
            (r#"{"cookies": ["a]\"b", "c"], "name": "d"}"#, r#"{"cookies": [(left out)], "name": "d"}"#),
            (
                "<propertyList name=\"cookies\">\n  <item>a</item>\n  <item>b</item>\n</propertyList><a>b</a>",
                "<propertyList name=\"cookies\">(left out)</propertyList><a>b</a>",
            ),
            ("Authorization: Bearer abc.def\r\nA: b", "Authorization: (left out)\r\nA: b"),
            ("09:00 sent Bearer abc.def to b", "09:00 sent Bearer (left out) to b"),
            ("Set-Cookie: a=\"b\"; c=d\r\nA: b", "Set-Cookie: (left out)\r\nA: b"),
            (r#"{"text": "Cookie: a=b; c=d"}"#, r#"{"text": "Cookie: (left out)"}"#),
            (r#"{"text": "{\"password\":\"abc\",\"a\": 1}"}"#, r#"{"text": "{\"password\":\"(left out)\",\"a\": 1}"}"#),
            ("{'password': 'abc', 'name': 'Lene'}", "{'password': '(left out)', 'name': 'Lene'}"),
            ("<a token='abc' b='c'/>", "<a token='(left out)' b='c'/>"),
            ("/a?next=%2fb%3faccess_token%3dabc%26c%3dd&e=f", "/a?next=%2fb%3faccess_token%3d(left out)&e=f"),
            ("/a?code=abc&sig=def&e=f", "/a?code=(left out)&sig=(left out)&e=f"),
            (
                r#"{"rel": "mediaRelayAccessToken", "_links": {"token": {"href": "/t"}}}"#,
                r#"{"rel": "mediaRelayAccessToken", "_links": {"token": {"href": "/t"}}}"#,
            ),
            (
                r#"{"href": "data:application/sdp,a%3dice-pwd%3aabc%0d%0aa%3dmid%3a1"}"#,
                r#"{"href": "data:application/sdp,a%3Dice-pwd%3A(left+out)%0D%0Aa%3Dmid%3A1"}"#,
            ),
        ] {
            assert_eq!(without(text).to_lowercase(), expected.to_lowercase());
        }
    }

    #[test]
    fn many_secrets_take_no_longer_than_they_are_long() {
        let text = "token=a&".repeat(200_000);
        assert_eq!(without(&text).len(), "token=(left out)&".len() * 200_000);
        for (hostile, shown) in [("token", None), ("token>", Some("token>(left out)")), ("token\":{", None), ("data:", None)] {
            let text = hostile.repeat(200_000);
            assert_eq!(without(&text), shown.unwrap_or(&text));
        }
    }
}
