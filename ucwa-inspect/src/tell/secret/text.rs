//! Secrets in texts that nobody has read as what they are: headers, forms, broken messages, messages in logs.
//!
//! Where a secret ends cannot be known in all of these. A parameter of a URL ends where that does, a header with its line; behind a name
//! in quotes, and in an element, all the rest is left out.

use std::{borrow::Cow, ops::Range};

use super::{LEFT_OUT, view::View};
use crate::secret_name::{is_credentials_scheme, is_secret_name, is_secret_parameter};

/// How much of a name is looked at, from its end.
const LONGEST: usize = 64;

/// How far the `@` of a URL is looked for.
const MOST_USER: usize = 512;

/// The text without secrets, and whether they reach to its end.
pub(super) fn without(text: &str) -> (Cow<'_, str>, bool) {
    let view = View::new(text);
    let mut shown = String::new();
    let (mut done, mut at, mut to_end) = (0, 0, false);
    while let Some(character) = view.at(at) {
        let next = if is_name(character) { view.skip(at, is_name) } else { at + 1 };
        let secret = if is_name(character) { behind_name(&view, at, next) } else { user(&view, at) };
        at = next;
        let Some(secret) = secret else { continue };
        at = secret.end.max(next);
        to_end = secret.end == view.len();
        if !secret.is_empty() && !matches!(view.text(secret.start, secret.end).trim(), LEFT_OUT | "(left+out)") {
            shown.push_str(text.get(done..view.place(secret.start)).unwrap_or_default());
            shown.push_str(LEFT_OUT);
            done = view.place(secret.end);
        }
    }
    if done == 0 {
        return (Cow::Borrowed(text), to_end);
    }
    shown.push_str(text.get(done..).unwrap_or_default());
    (Cow::Owned(shown), to_end)
}

fn is_name(character: u8) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, b'-' | b'_')
}

fn is_space(character: u8) -> bool {
    character.is_ascii_whitespace()
}

/// The secret behind a name, if it is that of one.
fn behind_name(view: &View, start: usize, end: usize) -> Option<Range<usize>> {
    let name = view.text(start.max(end.saturating_sub(LONGEST)), end);
    if is_credentials_scheme(&name) {
        return credentials(view, end, name.eq_ignore_ascii_case("bearer"));
    }
    let before = start.checked_sub(1).and_then(|before| view.at(before));
    let in_query = matches!(before, Some(b'?' | b'&' | b';' | b'#'));
    let is_secret = if in_query { is_secret_parameter(&name) } else { is_secret_name(&name) };
    if !is_secret || is_possessive(view, end) {
        return None;
    }
    let gap = view.skip(end, |character| is_space(character) || b"\"'\\])`*".contains(&character));
    let is_quoted = (end..gap).any(|at| matches!(view.at(at), Some(b'"' | b'\'' | b'\\')));
    match view.at(gap) {
        _ if is_quoted || is_element(view, start) => Some(rest(view, gap)),
        Some(b'>') => Some(rest(view, gap)),
        Some(b'<') if gap == end => Some(rest(view, gap)),
        Some(b'=') if in_query => Some(parameter(view, gap + 1)),
        Some(b':' | b'=') => Some(line(view, gap + 1)),
        _ => None,
    }
}

/// As in "the token's".
fn is_possessive(view: &View, end: usize) -> bool {
    view.at(end) == Some(b'\'')
        && view.at(end + 1) == Some(b's')
        && !view.at(end + 2).is_some_and(|next| is_name(next) || next == b'\'')
}

/// Whether a name is that of an element, with a prefix or without one.
fn is_element(view: &View, start: usize) -> bool {
    let Some(before) = start.checked_sub(1) else { return false };
    match view.at(before) {
        Some(b'<') => true,
        Some(b':') => {
            let prefix = (0..before).rev().take(LONGEST).find(|at| !view.at(*at).is_some_and(is_name));
            prefix.is_some_and(|at| view.at(at) == Some(b'<'))
        }
        _ => false,
    }
}

/// All that follows, but for what divides it from the name.
fn rest(view: &View, from: usize) -> Range<usize> {
    view.skip(from, |character| is_space(character) || matches!(character, b':' | b'=' | b'>'))..view.len()
}

fn parameter(view: &View, from: usize) -> Range<usize> {
    match view.at(from) {
        _ if is_left_out(view, from) => from..from + LEFT_OUT.len(),
        Some(b'"' | b'\'' | b'\\') => rest(view, from),
        _ => from..view.skip(from, |character| !is_space(character) && !b"&#\"'<>\\".contains(&character)),
    }
}

/// What a line holds, and lines that go on with it. What may go on otherwise is left out to the end.
fn line(view: &View, from: usize) -> Range<usize> {
    let start = view.skip(from, |character| is_space(character) || matches!(character, b'=' | b'>'));
    let breaks = (from..start).any(|at| view.at(at) == Some(b'\n'));
    if breaks || view.at(start).is_some_and(|first| b"\"'{[<\\(|`".contains(&first) && !is_left_out(view, start)) {
        return start..view.len();
    }
    let mut end = start;
    loop {
        end = view.skip(end, |character| !matches!(character, b'\r' | b'\n'));
        let next = view.skip(end, |character| matches!(character, b'\r' | b'\n'));
        if next == end || !matches!(view.at(next), Some(b' ' | b'\t')) {
            return start..end;
        }
        end = next;
    }
}

fn is_left_out(view: &View, start: usize) -> bool {
    matches!(view.text(start, start + LEFT_OUT.len()).as_str(), LEFT_OUT | "(left+out)")
}

/// What stands behind the name of a scheme, unless it is a word.
fn credentials(view: &View, from: usize, is_any: bool) -> Option<Range<usize>> {
    let start = view.skip(from, |character| is_space(character) || b"+\"'".contains(&character));
    if is_left_out(view, start) {
        return Some(start..start + LEFT_OUT.len());
    }
    let end = view.skip(start, |character| !is_space(character) && !b"\"'<,;\\".contains(&character));
    let word = view.text(start, end);
    let is_word = word.trim_end_matches(['.', ':', '!', '?', ')']).bytes().all(|byte| byte.is_ascii_lowercase());
    (start > from && end > start && (is_any || !is_word)).then_some(start..end)
}

/// The user and the password of a URL.
fn user(view: &View, colon: usize) -> Option<Range<usize>> {
    if [0, 1, 2].map(|offset| view.at(colon + offset)) != [Some(b':'), Some(b'/'), Some(b'/')] {
        return None;
    }
    let start = colon + 3;
    let ends = |at: &usize| view.at(*at).is_none_or(|character| is_space(character) || b"/\"'<>?#\\".contains(&character));
    let end = (start..start + MOST_USER).find(ends)?;
    let at = (start..end).rev().find(|at| view.at(*at) == Some(b'@'))?;
    Some(start..at)
}
