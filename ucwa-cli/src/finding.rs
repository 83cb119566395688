//! Findings: for people with the source line and a caret, for programs as JSON.

use std::io;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::{Value, json};
use ucwa_model::{Code, Detail, Error, Place, Report, Violation};

use crate::{
    input::Input,
    source::shown_name,
    terminal::{Line, Lines},
};

/// Characters of a long line that are shown on either side of the place.
const CONTEXT: usize = 50;

/// What can be done about a message that does not say what it is.
const NAMES_NOTHING: &str = "what a request sends does not say it: name its type, as in --as startMessaging2:POST";

/// Prints a finding to standard error.
pub(crate) fn print(level: Level<'_>, input: &Input, violation: &Violation) {
    anstream::eprintln!("{}", render(level, input, violation));
}

/// Prints all findings of a lenient decoder.
pub(crate) fn print_all(level: &Level<'static>, input: &Input, report: &Report) {
    for violation in &report.deviations {
        print(level.clone(), input, violation);
    }
    if report.omitted > 0 {
        anstream::eprintln!("… and {} more", report.omitted);
    }
}

/// A finding on one line: the file, the place, the member, and what is wrong.
pub(crate) fn line(name: &str, violation: &Violation) -> String {
    let space = if violation.place.is_some() { "" } else { " " };
    Line(&format!("{}:{space}{violation}", shown_name(name))).to_string()
}

/// The finding with its source line.
pub(crate) fn render(level: Level<'_>, input: &Input, violation: &Violation) -> String {
    let Some(place) = violation.place else {
        return Renderer::styled().render(&[Group::with_title(level.primary_title(line(&input.name, violation)))]);
    };
    let (source, at) = excerpt(&input.bytes, place.offset);
    let span = at..at + source.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let mut placed = violation.clone();
    placed.place = Some(input.place(place));
    let title = level.primary_title(line(&input.name, &placed));
    let snippet = Snippet::source(source).line_start(input.place(place).line).annotation(AnnotationKind::Primary.span(span));
    let group = title.element(snippet);
    let group = if violation.code == Code::Unrecognized { group.element(Level::HELP.message(NAMES_NOTHING)) } else { group };
    Renderer::styled().render(&[group])
}

/// The line of an offset, shortened on both sides, and where the offset is in it. Only what is near is looked at: a message may be
/// one long line.
fn excerpt(bytes: &[u8], offset: usize) -> (String, usize) {
    let offset = offset.min(bytes.len());
    // a character has up to four bytes, and one more decides whether the line goes on
    let (first, last) = (offset.saturating_sub(4 * CONTEXT + 4), (offset + 4 * CONTEXT + 4).min(bytes.len()));
    let before = bytes.get(first..offset).unwrap_or_default();
    let after = bytes.get(offset..last).unwrap_or_default();
    let before = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    let after = after.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let before: Vec<char> = String::from_utf8_lossy(before).chars().collect();
    let after: Vec<char> = String::from_utf8_lossy(after.trim_ascii_end()).chars().collect();
    let shown = |characters: &[char]| Lines(&characters.iter().collect::<String>()).to_string();
    let skipped = before.len().saturating_sub(CONTEXT);
    let mut line = if skipped > 0 { "…".to_owned() } else { String::new() };
    line += &shown(before.get(skipped..).unwrap_or_default());
    let at = line.len();
    line += &shown(after.get(..CONTEXT).unwrap_or(&after));
    if after.len() > CONTEXT {
        line.push('…');
    }
    (line, at)
}

/// For programs: what is wrong with a member, as the contract has it.
pub(crate) fn to_json(violation: &Violation, place: Option<Place>) -> Value {
    let detail = |detail: &Option<Detail>| match detail {
        Some(Detail::Number(number)) => json!(number),
        Some(words) => json!(words.to_string()),
        None => Value::Null,
    };
    json!({
        "path": violation.path,
        "rule": violation.code.as_str(),
        "limit": detail(&violation.expected),
        "actual": detail(&violation.found),
        "line": place.map(|place| place.line),
        "column": place.map(|place| place.column),
    })
}

/// For programs: what is broken.
pub(crate) fn error_to_json(error: &Error) -> String {
    let place = error.place();
    object([
        ("code", json!(error.code().as_str())),
        ("path", json!(error.path())),
        ("message", json!(error.violation().message())),
        ("line", json!(place.map(|place| place.line))),
        ("column", json!(place.map(|place| place.column))),
    ])
}

/// An object whose members stand in the order of the contract.
pub(crate) fn object<const N: usize>(members: [(&str, Value); N]) -> String {
    let members = members.map(|(name, value)| format!("\"{name}\":{value}"));
    format!("{{{}}}", members.join(","))
}

/// For programs: the line of a file that cannot be read.
pub(crate) fn unreadable_to_json(name: &str, error: &io::Error) -> String {
    let error = json!({"code": "io", "path": "", "message": error.to_string(), "line": null, "column": null});
    format!("{{\"file\":{},\"offset\":null,\"line\":null,\"error\":{error}}}", json!(name))
}

/// For people: the line of a file that cannot be read.
pub(crate) fn unreadable(name: &str, error: &io::Error) -> String {
    format!("error: cannot read {}: {}", Line(shown_name(name)), Line(&error.to_string()))
}
