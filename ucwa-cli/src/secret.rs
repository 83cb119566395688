//! What is secret in messages, put out of sight where it stands: byte for byte, so that all places stay where they are.

use std::ops::Range;

use memchr::memmem;
use ucwa_model::Format;

/// The name of a property that holds a secret, as `mediaRelayAccessToken` has it, but for its first letter, which may be a capital.
const NAME: &[u8] = b"assword";

/// How far a tag is looked for.
const TAG: usize = 1 << 10;

/// Puts stars in the place of secrets.
pub(crate) fn mask(bytes: &mut [u8], format: Format) {
    let (places, mut done): (Vec<usize>, _) = (memmem::find_iter(bytes, NAME).collect(), 0);
    for at in places {
        let value = match format {
            _ if at < done => None,
            Format::Json => json_value(bytes, at),
            Format::Xml => xml_value(bytes, at),
        };
        let Some(value) = value else { continue };
        done = value.end;
        let is_text = format == Format::Xml || value.start.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'"');
        bytes.get_mut(value).into_iter().flatten().for_each(|byte| hide(byte, is_text));
    }
}

/// Line breaks stay, and what is no text remains what it is.
fn hide(byte: &mut u8, is_text: bool) {
    match *byte {
        b'\n' => {}
        _ if is_text => *byte = b'*',
        b'0'..=b'9' => *byte = b'1',
        _ => {}
    }
}

/// Where the name stands whose end has been found, with the quotes round it.
fn quoted(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let (start, end) = (at.checked_sub(2)?, at + NAME.len());
    let (quote, closing) = (bytes.get(start)?, bytes.get(end)?);
    let is_name = matches!(bytes.get(start + 1), Some(b'p' | b'P')) && matches!(quote, b'"' | b'\'') && quote == closing;
    is_name.then_some(start..end + 1)
}

fn skip_space(bytes: &[u8], at: usize) -> usize {
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// What a string holds, or a number.
fn json_value(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let colon = skip_space(bytes, quoted(bytes, at)?.end);
    if bytes.get(colon) != Some(&b':') {
        return None;
    }
    let start = skip_space(bytes, colon + 1);
    if bytes.get(start) != Some(&b'"') {
        let is_end = |byte: &u8| matches!(byte, b',' | b'}' | b']') || byte.is_ascii_whitespace();
        let length = bytes.get(start..)?.iter().position(is_end);
        return Some(start..length.map_or(bytes.len(), |length| start + length));
    }
    let (start, mut end) = (start + 1, start + 1);
    while let Some(byte) = bytes.get(end).filter(|byte| **byte != b'"') {
        end += if *byte == b'\\' { 2 } else { 1 };
    }
    Some(start..end.min(bytes.len()))
}

/// What stands between the tags of a property, markup too.
fn xml_value(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let name = quoted(bytes, at)?;
    let tag = bytes.get(name.start.saturating_sub(TAG)..name.start)?;
    let tag = tag.get(tag.iter().rposition(|byte| *byte == b'<')? + 1..)?;
    let element = tag.split(u8::is_ascii_whitespace).next()?.rsplit(|byte| *byte == b':').next()?;
    let attribute = tag.trim_ascii_end().strip_suffix(b"=")?.trim_ascii_end();
    if element != b"property" || !attribute.ends_with(b"name") {
        return None;
    }
    let close = name.end + bytes.get(name.end..)?.iter().take(TAG).position(|byte| *byte == b'>')?;
    if bytes.get(close - 1) == Some(&b'/') {
        return None;
    }
    let start = close + 1;
    let length = memmem::find(bytes.get(start..)?, b"</");
    Some(start..length.map_or(bytes.len(), |length| start + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_where_they_stand() {
        for (format, written, expected) in [
            (Format::Json, r#"{"password":"a\"b","userName":"c"}"#, r#"{"password":"****","userName":"c"}"#),
            (Format::Json, "{\"Password\" :\n 123}", "{\"Password\" :\n 111}"),
            (Format::Json, r#"{"password":null,"x":"password","y":1}"#, r#"{"password":null,"x":"password","y":1}"#),
            (Format::Json, r#"{"x":"\"password\":\"y\""}"#, r#"{"x":"\"password\":\"y\""}"#),
            (Format::Json, r#"{"password":"cut\"#, r#"{"password":"****"#),
            (Format::Xml, r#"<property name="password">a&amp;</property>"#, r#"<property name="password">******</property>"#),
            (
                Format::Xml,
                "<u:property\nname = 'password' >a\nb</u:property>",
                "<u:property\nname = 'password' >*\n*</u:property>",
            ),
            (Format::Xml, r#"<property name="password"><![CDATA[a]]></x>"#, r#"<property name="password">*************</x>"#),
            (Format::Xml, r#"<property name="password"/><a>b</a>"#, r#"<property name="password"/><a>b</a>"#),
            (Format::Xml, r#"<link title="password"><a>b</a>"#, r#"<link title="password"><a>b</a>"#),
            (Format::Xml, r#"<property name="password">cut"#, r#"<property name="password">***"#),
        ] {
            let mut bytes = written.as_bytes().to_vec();
            mask(&mut bytes, format);
            assert_eq!(String::from_utf8(bytes).unwrap(), expected);
        }
    }
}
