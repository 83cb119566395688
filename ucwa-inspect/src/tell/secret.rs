//! What is left out of a page: values of members and parameters that are tokens, cookies or passwords, and keys of media.
//!
//! Of a message that can be read, whatever a member of such a name holds is left out before it is written in either format; other texts
//! are looked through by [`text`]. It rather leaves out too much.

mod data_link;
mod text;
mod view;

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::secret_name::is_secret_name;

/// What stands in place of a secret.
const LEFT_OUT: &str = "(left out)";

/// The members that say what other members of an object are about.
const LABELS: [&str; 5] = ["name", "key", "header", "field", "parameter"];

/// Whether a path leads through a member that holds a secret.
pub(super) fn is_secret(path: &str) -> bool {
    path.split(['.', '[', ']', '"']).any(is_secret_name)
}

/// Leaves secrets out of a message, and says whether it had any.
fn leave_out(value: &mut Value) -> bool {
    match value {
        Value::String(text) => match without(text) {
            Cow::Borrowed(_) => false,
            Cow::Owned(clean) => {
                *text = clean;
                true
            }
        },
        Value::Array(items) => items.iter_mut().fold(false, |found, item| leave_out(item) | found),
        Value::Object(members) => leave_out_members(members, false),
        _ => false,
    }
}

/// Leaves secrets out of the members of an object. Among links and embedded resources, names are rels.
fn leave_out_members(members: &mut Map<String, Value>, are_rels: bool) -> bool {
    let is_pair = !are_rels && is_labelled(members);
    let mut found = false;
    for (name, value) in members {
        let is_named = is_secret_name(name) && !(are_rels && is_resource(value));
        found |= match value {
            Value::Null | Value::Bool(_) => false,
            Value::String(text) if text == LEFT_OUT => false,
            _ if is_named || (is_pair && !is_label(name)) => {
                *value = LEFT_OUT.into();
                true
            }
            Value::Object(members) => leave_out_members(members, matches!(&**name, "_links" | "_embedded")),
            other => leave_out(other),
        };
    }
    found
}

/// Whether an object says itself that it holds a secret, as `{"name": "Cookie", "value": "a"}`. A resource may be called so.
fn is_labelled(members: &Map<String, Value>) -> bool {
    let is_resource = ["href", "rel", "_links"].iter().any(|name| members.contains_key(*name));
    let names_secret = members.iter().any(|(name, value)| is_label(name) && value.as_str().is_some_and(is_secret_name));
    names_secret && (members.contains_key("value") || !is_resource)
}

/// Whether a member says what others are about; attributes of foreign elements have an `@`.
fn is_label(name: &str) -> bool {
    LABELS.contains(&name.trim_start_matches('@'))
}

/// How many members there are in a message.
fn members(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(members).sum(),
        Value::Object(all) => all.len() + all.values().map(members).sum::<usize>(),
        _ => 0,
    }
}

/// The members of a message that has been written on lines, without secrets, if it has any. Of two members of one name only one can be
/// looked at, and the other is left out.
pub(super) fn without_secrets(json: &str) -> serde_json::Result<Option<Value>> {
    let mut tree: Value = serde_json::from_str(json)?;
    let written = json.lines().filter(|line| line.trim_start().starts_with('"') && line.contains("\": ")).count();
    let is_twice = written != members(&tree);
    Ok((leave_out(&mut tree) || is_twice).then_some(tree))
}

/// Whether it is a link or a resource, or several.
fn is_resource(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(is_resource),
        Value::Object(members) => ["href", "rel", "_links"].iter().any(|name| members.contains_key(*name)),
        _ => false,
    }
}

/// What is told, without secrets in any of its texts, but for messages in both formats: these have been written without.
pub(super) fn left_out(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(match without(&text) {
            Cow::Borrowed(_) => text,
            Cow::Owned(clean) => clean,
        }),
        Value::Array(items) => items.into_iter().map(left_out).collect(),
        Value::Object(members) => {
            let clean = |(name, value): (String, Value)| match &*name {
                "json" | "xml" => (name, value),
                _ => (name, left_out(value)),
            };
            Value::Object(members.into_iter().map(clean).collect())
        }
        other => other,
    }
}

/// The text without secrets.
fn without(text: &str) -> Cow<'_, str> {
    let mut shown = String::new();
    let (mut rest, mut changed) = (text, false);
    loop {
        let link = data_link::first(rest);
        let (before, behind) = rest.split_at(link.as_ref().map_or(rest.len(), |(range, _)| range.start));
        let (clean, to_end) = text::without(before);
        changed |= matches!(clean, Cow::Owned(_));
        shown.push_str(&clean);
        let Some((range, link)) = link else { break };
        if to_end {
            shown.push_str(LEFT_OUT); // the link is what the name is about
            return Cow::Owned(shown);
        }
        changed |= matches!(link, Cow::Owned(_));
        shown.push_str(&link);
        rest = behind.get(range.len()..).unwrap_or_default();
    }
    if changed { Cow::Owned(shown) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Texts, and what is shown of them.
    const TEXTS: &[(&str, &str)] = &[
        (r#"{"name": "Lene", "password": "S", "a": 1}"#, r#"{"name": "Lene", "password": (left out)"#),
        (r#"{"access_token" :"S""#, r#"{"access_token" :(left out)"#),
        ("{\"access_token\":\n \"S\"", "{\"access_token\":\n (left out)"),
        (r#"{"pass\u0077ord":"S""#, r#"{"pass\u0077ord":(left out)"#),
        (r#"{"tokens":  ["x","S"]"#, r#"{"tokens":  (left out)"#),
        (r#"{\"password\":\"S\",\"a\": 1}"#, r#"{\"password\":(left out)"#),
        ("{'password': 'S', 'name': 'Lene'}", "{'password': (left out)"),
        (r#"<property name="token"><![CDATA[S]]></property>"#, r#"<property name="token">(left out)"#),
        (r#"<property name="token" ><!-- a -->S</property>"#, r#"<property name="token" >(left out)"#),
        ("<property name = 'token'>S</property>", "<property name = 'token'>(left out)"),
        (r#"<token a="b">S</token>"#, r#"<token (left out)"#),
        (r#"<wsse:Password Type="x">S"#, r#"<wsse:Password (left out)"#),
        (r#"<saml:Assertion ID="a"><SignatureValue>S"#, r#"<saml:Assertion (left out)"#),
        (r#"<header name="Cookie" value="S"/>"#, r#"<header name="Cookie" (left out)"#),
        (r#"{"name":"Cookie","value":"S"}"#, r#"{"name":"Cookie"(left out)"#),
        ("; name=\"password\"\r\n\r\nS\r\n--x", "; name=\"password\"\r\n\r\n(left out)"),
        ("<header><name>Cookie</name><value>S</value>", "<header><name>Cookie(left out)"),
        ("Cookie:a=x; c=S\r\nA: b", "Cookie:(left out)\r\nA: b"),
        ("Cookie:\ta=x\n c=S\nA: b", "Cookie:\t(left out)\nA: b"),
        ("Cookie : S", "Cookie : (left out)"),
        ("Set-Cookie = S", "Set-Cookie = (left out)"),
        ("Set-Cookie: a=\"b\"; c=S\r\nA: b", "Set-Cookie: (left out)\r\nA: b"),
        ("access_token => S", "access_token => (left out)"),
        ("SAMLResponse=S", "SAMLResponse=(left out)"),
        ("Bearer\tS", "Bearer\t(left out)"),
        ("09:00 sent Basic S to b", "09:00 sent Basic (left out) to b"),
        ("/a?access_token=S&b=1", "/a?access_token=(left out)&b=1"),
        ("/a?b=1&code=S&sig=S&e=f", "/a?b=1&code=(left out)&sig=(left out)&e=f"),
        ("a?b=1&amp;code=S", "a?b=1&amp;code=(left out)"),
        ("/a?next=%2fb%3faccess_token%253DS&e=f", "/a?next=%2fb%3faccess_token%253D(left out)&e=f"),
        ("t\0o\0k\0e\0n\0=\0S\0", "t\0o\0k\0e\0n\0=\0(left out)"),
        ("https://lene:S@contoso.com/a", "https://(left out)@contoso.com/a"),
        ("a=ice-pwd:S\r\na=mid:1", "a=ice-pwd:(left out)\r\na=mid:1"),
        (
            "data:application/sdp,a%3dice-pwd%3aS%0d%0aa%3dmid%3a1",
            "data:application/sdp,a%3Dice-pwd%3A(left+out)%0D%0Aa%3Dmid%3A1",
        ),
        ("DATA:application/sdp;base64,YT1pY2UtcHdkOlM=", "data:application/sdp,a%3Dice-pwd%3A(left+out)"),
        ("data:application/sdp;base64,//5hPWljZS1wd2Q6Uw==", "data:application/sdp,%EF%BF%BD%EF%BF%BDa%3Dice-pwd%3A(left+out)"),
        ("data:application/sdp;charset=utf-16le;base64,cAB3AGQAOgBTAA==", "data:application/sdp,pwd%3A(left+out)"),
        ("token: data:text/plain,S", "token: (left out)"),
        // what is no secret
        ("I lost the token. The token's gone, basic training is over", ""),
        (r#"{"rel": "mediaRelayAccessToken", "code": "NotFound", "key=1"}"#, ""),
        ("https://contoso.com:443/a@b?c=d metadata: 1, a", ""),
        ("data:text/plain,a%2bb+c", ""),
    ];

    #[test]
    fn texts_are_shown_without_secrets() {
        for (written, expected) in TEXTS {
            let expected = if expected.is_empty() { written } else { expected };
            assert_eq!(without(written).to_lowercase(), expected.to_lowercase());
            assert_eq!(without(expected), *expected, "twice");
        }
    }

    #[test]
    fn members_of_such_names_are_left_out_whatever_they_hold() {
        for secret in [
            json!({"token": {"value": "S"}}),
            json!({"cookies": {"a": ["S"]}, "password": 5}),
            json!({"tokens": [["a", "x"], ["b", "S"]]}),
            json!({"name": "token", "reason": "S"}),
            json!({"parameters": [{"name": "cwt", "value": "S"}]}),
            json!({"@name": "Cookie", "@value": "S"}),
            json!({"_links": {"token": "S"}}),
            json!({"_embedded": {"me": {"token": [1, "S"]}}}),
            json!({"_links": {"self": {"href": "/a?b=c&code=S"}}}),
        ] {
            let mut shown = secret.clone();
            assert!(leave_out(&mut shown), "{secret}");
            let text = shown.to_string();
            assert!(!text.contains('S') && text.contains(LEFT_OUT), "{text}");
            assert!(!leave_out(&mut shown), "twice: {text}");
        }
        let mut harmless = json!({
            "rel": "mediaRelayAccessToken", "_links": {"token": {"href": "/t"}}, "password": null,
            "_embedded": {"cookies": [{"rel": "cookies", "name": "Cookie"}]},
        });
        assert!(!leave_out(&mut harmless), "{harmless}");
        assert!(without_secrets("{\n  \"a\": \"b\",\n  \"c\": 1\n}").unwrap().is_none());
        assert_eq!(without_secrets("{\n  \"a\": \"Bearer S\",\n  \"a\": \"b\"\n}").unwrap(), Some(json!({"a": "b"})));
    }

    #[test]
    fn many_secrets_take_no_longer_than_they_are_long() {
        for hostile in
            ["?token=a&", "token ", "token>", "token\":{", "data:", "\"data:,a\"", "://", "%25", "&amp;", "\\", "<a:token:", "d"]
        {
            assert!(!without(&hostile.repeat(50_000)).is_empty());
        }
    }
}
