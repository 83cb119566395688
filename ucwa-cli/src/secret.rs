//! What is secret in what people have recorded, put out of sight where it stands: byte for byte, so that all places stay where they are.
//!
//! It looks at text, not at records: what cannot be decoded is shown too, and messages stand in logs. It rather hides too much.

mod name;
mod value;

use std::borrow::Cow;

use ucwa_inspect::utf16;

use self::{
    name::{Name, is_scheme, is_secret},
    value::{Hidden, of_element, of_name, of_pair, of_scheme},
};

/// Puts stars in the place of secrets.
pub(crate) fn mask(bytes: &mut [u8]) {
    hide(&secrets(bytes), bytes);
}

fn hide(secrets: &[Hidden], bytes: &mut [u8]) {
    for Hidden { range, way } in secrets {
        way.hide(bytes.get_mut(range.clone()).unwrap_or_default());
    }
}

/// The text with stars in the place of secrets.
pub(crate) fn masked(text: &str) -> Cow<'_, str> {
    let secrets = secrets(text.as_bytes());
    if secrets.is_empty() {
        return Cow::Borrowed(text); // as nearly all are
    }
    let mut bytes = text.as_bytes().to_vec();
    hide(&secrets, &mut bytes);
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// A message for whoever reads what is wrong with it, in UTF-8 and without secrets.
pub(crate) fn shown(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = utf16::decoded(bytes).map_or_else(|| bytes.to_vec(), String::into_bytes);
    mask(&mut bytes);
    bytes
}

/// Where secrets stand, in order.
fn secrets(bytes: &[u8]) -> Vec<Hidden> {
    let mut found: Vec<Hidden> = Vec::new();
    let mut done = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if at < done {
            continue; // a part of what is hidden
        }
        let mut hidden = match byte {
            b':' | b'=' => behind_name(bytes, at, 1),
            b'%' if is_separator(bytes, at) => behind_name(bytes, at, 3),
            b' ' | b'+' if is_scheme(bytes, at) => of_scheme(bytes, at + 1).into_iter().collect(),
            b'<' => of_element(bytes, at).into_iter().collect(),
            _ => continue,
        };
        done = hidden.last().map_or(done, |last| last.range.end);
        found.append(&mut hidden);
    }
    found
}

/// A colon or an equals sign as URLs have them.
fn is_separator(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at + 1..at + 3), Some([b'3', b'a' | b'A' | b'd' | b'D']))
}

/// What stands behind a separator, if the name before it is that of a secret, or if it is itself such a name, as in
/// `"name":"Cookie","value":"a=b"`.
fn behind_name(bytes: &[u8], at: usize, length: usize) -> Vec<Hidden> {
    let Some(name) = Name::before(bytes, at) else { return Vec::new() };
    if is_secret(name.text, name.is_in_query) {
        return of_name(bytes, &name, at..at + length);
    }
    match name.text {
        b"name" | b"Name" => of_pair(bytes, at + length).into_iter().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written, and what is shown of it.
    const CASES: &[(&str, &str)] = &[
        // JSON
        (r#"{"password":"a\"b","userName":"c"}"#, r#"{"password":"****","userName":"c"}"#),
        ("{\"Password\" :\n 123}", "{\"Password\" :\n 111}"),
        (
            r#"{"PASSWORD":"ab","passWord":"ab","\u0070assword":"ab"}"#,
            r#"{"PASSWORD":"**","passWord":"**","\u0070assword":"**"}"#,
        ),
        (r#"{"password":null,"x":"password","y":1}"#, r#"{"password":null,"x":"password","y":1}"#),
        (r#"{"password":["a","b"],"c":"d"}"#, r#"{"password":["*","*"],"c":"d"}"#),
        (r#"{"token":{"a":"b","c":[1,{"d":"e]"}]},"c":"d"}"#, r#"{"token":{"a":"*","c":[1,{"d":"**"}]},"c":"d"}"#),
        (r#"{"cwt":"ab","access_token":"ab","Authorization":"ab"}"#, r#"{"cwt":"**","access_token":"**","Authorization":"**"}"#),
        (r#"{"password":"cut\"#, r#"{"password":"****"#),
        (r#"{"x":"{\"password\":\"ab\",\"c\":1}","y":"z"}"#, r#"{"x":"{\"password\":\"**\",\"c\":1}","y":"z"}"#),
        (r#"{"x":"{\"tokens\":[\"ab\"]}"}"#, r#"{"x":"{\"tokens\":[\"**\"]}"}"#),
        (r#"{"name":"Cookie","value":"a=\"b"}"#, r#"{"name":"Cookie","value":"*****"}"#),
        (r#"{"saveCredentials":"Enabled","token_type":"x"}"#, r#"{"saveCredentials":"Enabled","token_type":"*"}"#),
        (r#"{"_links":{"token":{"href":"/t"}}}"#, r#"{"_links":{"token":{"href":"/t"}}}"#),
        (
            r#"{"_embedded":{"mediaRelayAccessToken":{"userName":"a"}},"rel":"mediaRelayAccessToken"}"#,
            r#"{"_embedded":{"mediaRelayAccessToken":{"userName":"a"}},"rel":"mediaRelayAccessToken"}"#,
        ),
        // XML
        (r#"<property name="password">a&amp;</property>"#, r#"<property name="password">******</property>"#),
        (r#"<property name="pass&#119;ord">ab</property>"#, r#"<property name="pass&#119;ord">**</property>"#),
        ("<u:property\nname = 'password' >a\nb</u:property>", "<u:property\nname = 'password' >*\n*</u:property>"),
        (r#"<property a=">" name="password" b=">">ab</property>"#, r#"<property a=">" name="password" b=">">**</property>"#),
        (r#"<property name="password"><![CDATA[a]]></property>"#, r#"<property name="password">*************</property>"#),
        (
            r#"<propertyList name="cookies"><item>a</item></propertyList><a/>"#,
            r#"<propertyList name="cookies">**************</propertyList><a/>"#,
        ),
        (r#"<property name="password"/><a>b</a>"#, r#"<property name="password"/><a>b</a>"#),
        (r#"<link title="password"><a>b</a>"#, r#"<link title="password"><a>b</a>"#),
        (r#"<property name="password">cut"#, r#"<property name="password">***"#),
        (r#"<s:Assertion a="b">c</s:Assertion><a>b</a>"#, r#"<s:Assertion a="b">*</s:Assertion><a>b</a>"#),
        ("<access_token>ab</access_token>", "<access_token>**</access_token>"),
        ("<a token='ab' c='d'/>", "<a token='**' c='d'/>"),
        // URLs and forms
        (r#"{"href":"/a?access_token=ab&b=1&key=c#d"}"#, r#"{"href":"/a?access_token=**&b=1&key=***"}"#),
        ("<a href=\"/a?b=c&amp;key=d\"/>", "<a href=\"/a?b=c&amp;key=*\"/>"),
        ("/a?ack=1&code=ab&sig=c&key", "/a?ack=1&code=**&sig=*&key"),
        ("/a;cwt=ab/b code=1 key=2", "/a;cwt=**** code=1 key=2"),
        ("grant_type=password&password=ab&username=c", "grant_type=password&password=**&username=c"),
        ("/a?next=%2fb%3faccess_token%3dab%26c%3dd&e=f", "/a?next=%2fb%3faccess_token%3d**%26c%3dd&e=f"),
        ("data:application/sdp,a%3dice-pwd%3aab%0d%0aa%3dmid%3a1", "data:application/sdp,a%3dice-pwd%3a**%0d%0aa%3dmid%3a1"),
        ("; name=\"password\"\r\n\r\nab\r\n--x", "; name=\"password\"\r\n\r\n**\r\n--x"),
        // headers
        ("Authorization: Bearer ab\r\nA: b", "Authorization: *********\r\nA: b"),
        ("> Cookie: a=\"b\"; c\r\n  Set-Cookie: a\nA: b", "> Cookie: ********\r\n  Set-Cookie: *\nA: b"),
        ("proxy-authorization:Basic ab\n", "proxy-authorization:********\n"),
        ("09:00 sent Bearer abcdefghijklmnop to b", "09:00 sent Bearer **************** to b"),
        ("Bearer of news, basic training", "Bearer of news, basic training"),
        (r#"{"text":"Cookie: a=b","c":"d"}"#, r#"{"text":"Cookie: ***","c":"d"}"#),
        ("{'password': 'ab', 'name': 'c'}", "{'password': '**', 'name': 'c'}"),
        ("a: b=c, {\"d\":\"e\"} https://a:443/b?c=d", "a: b=c, {\"d\":\"e\"} https://a:443/b?c=d"),
    ];

    #[test]
    fn secrets_are_masked_where_they_stand() {
        for (written, expected) in CASES {
            assert_eq!(masked(written), *expected);
            assert_eq!(masked(expected), *expected, "twice");
        }
    }

    #[test]
    fn what_is_in_utf_16_is_shown_without_secrets() {
        let text = "\u{feff}{\"password\":\"ab\"}";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(shown(&bytes), b"{\"password\":\"**\"}");
        assert_eq!(shown(b"Cookie: \xff\nA: \xff"), b"Cookie: *\nA: \xff");
    }

    #[test]
    fn many_secrets_take_no_longer_than_they_are_long() {
        for hostile in [
            "token=a&",
            "\"token\":",
            "\"token\":[",
            "\"token\":{",
            "<token>",
            "<p name=\"token\">",
            "name=\"token\"",
            "%3a",
            "token:'",
        ] {
            let text = hostile.repeat(200_000);
            assert_eq!(masked(&text).len(), text.len(), "{hostile}");
        }
    }
}
