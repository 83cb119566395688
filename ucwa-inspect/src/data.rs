//! Lines of JSON that can stand inside a `<script>`: nothing in them ends it, or is markup.

use std::borrow::Cow;

use serde_json::Value;

/// An object of one member, on one line.
pub(crate) fn line(name: &str, value: &Value) -> String {
    format!("{{\"{name}\":{}}}", escaped(&value.to_string()))
}

/// Characters of markup stand only in strings, where an escape means the same. So do line breaks that only JavaScript knows.
fn escaped(json: &str) -> Cow<'_, str> {
    let is_special = |character| matches!(character, '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\u{7f}');
    if !json.contains(is_special) {
        return Cow::Borrowed(json);
    }
    let mut text = String::with_capacity(json.len() + json.len() / 8);
    for character in json.chars() {
        if is_special(character) {
            text.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            text.push(character);
        }
    }
    Cow::Owned(text)
}

/// The value without members that are null, false or empty: of ten thousand exchanges they would be most of the page.
pub(crate) fn compact(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members.into_iter().map(|(name, value)| (name, compact(value))).filter(|(_, value)| !is_empty(value)).collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(compact).collect()),
        other => other,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_ends_the_element() {
        let hostile = "</script><!--<script>]]>&amp;\u{2028}\u{2029}\u{0}\u{202e}\r\n\u{7f}";
        let line = line("exchange", &json!({ "text": hostile }));
        assert!(!line.contains(['<', '>', '&', '\u{2028}', '\u{2029}', '\0', '\r', '\n']), "{line}");
        let read: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(read["exchange"]["text"], hostile);
    }

    #[test]
    fn what_is_empty_is_left_out() {
        assert_eq!(
            compact(json!({"a": null, "h": false, "b": [], "c": {"d": null}, "e": 0, "f": "", "g": [{"h": null}]})),
            json!({"e": 0, "f": "", "g": [{}]})
        );
    }
}
