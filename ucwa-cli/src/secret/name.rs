//! Names as they stand in texts, before what is secret.

use ucwa_inspect::{is_credentials_scheme, is_secret_name, is_secret_parameter};

/// How many bytes of a name are looked at.
const LONGEST: usize = 64;

/// How many spaces may stand between a name and its separator.
const MOST_SPACES: usize = 8;

/// A name as it stands before a separator.
pub(super) struct Name<'a> {
    pub(super) text: &'a [u8],
    /// The quote behind it, and how many backslashes stand before that.
    pub(super) quote: Option<(u8, usize)>,
    /// Whether it is a parameter of a URL or of a form.
    pub(super) is_in_query: bool,
    pub(super) start: usize,
}

impl<'a> Name<'a> {
    /// The name that ends before a separator.
    pub(super) fn before(bytes: &'a [u8], separator: usize) -> Option<Self> {
        let window = bytes.get(separator.saturating_sub(LONGEST + 2 * MOST_SPACES)..separator)?;
        let spaces = window.iter().rev().take(MOST_SPACES).take_while(|byte| byte.is_ascii_whitespace()).count();
        let window = window.get(..window.len() - spaces)?;
        let (text, quote) = match window {
            [before @ .., quote @ (b'"' | b'\'')] => {
                let slashes = before.iter().rev().take_while(|byte| **byte == b'\\').count();
                let before = before.get(..before.len() - slashes)?;
                let begin = before.iter().rposition(|byte| byte == quote).map_or(0, |begin| begin + 1);
                (before.get(begin..)?, Some((*quote, slashes)))
            }
            bare => {
                let length =
                    bare.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
                (bare.get(bare.len() - length..)?, None)
            }
        };
        let behind = quote.map_or(0, |(_, slashes)| slashes + 1) + spaces;
        let start = separator - behind - text.len();
        let before = start.checked_sub(1).and_then(|before| bytes.get(before));
        // an escape is no part of a name
        let escape = if before == Some(&b'%') && text.len() >= 2 { text.get(..2) } else { None };
        let text = escape.map_or(Some(text), |_| text.get(2..))?;
        let is_in_query = matches!(before, Some(b'?' | b'&' | b';')) || matches!(escape, Some(b"26" | b"3f" | b"3F"));
        Some(Self { text, quote, is_in_query, start })
    }
}

/// Whether something of that name is secret.
pub(super) fn is_secret(name: &[u8], is_in_query: bool) -> bool {
    let name = without_escapes(name);
    if is_in_query { is_secret_parameter(&name) } else { is_secret_name(&name) }
}

/// The name without escapes, those of JSON and those of XML.
fn without_escapes(name: &[u8]) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut rest = name;
    while let [first, behind @ ..] = rest {
        let (character, length) = escape(rest).unwrap_or((char::from(*first), 1));
        plain.push(character);
        rest = rest.get(length..).unwrap_or(behind);
    }
    plain
}

/// A character that is written as an escape, and how many bytes that takes.
fn escape(text: &[u8]) -> Option<(char, usize)> {
    let number = |digits: &[u8], radix| char::from_u32(u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()?);
    match text {
        [b'\\', b'u', rest @ ..] => Some((number(rest.get(..4)?, 16)?, 6)),
        [b'&', b'#', rest @ ..] => {
            let end = rest.iter().take(8).position(|byte| *byte == b';')?;
            let digits = rest.get(..end)?;
            let hex = digits.strip_prefix(b"x").or_else(|| digits.strip_prefix(b"X"));
            Some((hex.map_or_else(|| number(digits, 10), |hex| number(hex, 16))?, end + 3))
        }
        _ => None,
    }
}

/// Whether the word before a space says that credentials follow.
pub(super) fn is_scheme(bytes: &[u8], space: usize) -> bool {
    let before = bytes.get(..space).unwrap_or_default();
    let length = before.iter().rev().take(LONGEST).take_while(|byte| byte.is_ascii_alphabetic()).count();
    before.get(before.len() - length..).and_then(|word| std::str::from_utf8(word).ok()).is_some_and(is_credentials_scheme)
}
