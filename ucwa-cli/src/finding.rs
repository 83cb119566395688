//! Findings for people: what and where, the source line, a caret.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use ucwa_model::{Code, Report, Violation};

use crate::input::Input;

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

/// The finding with its source line.
pub(crate) fn render(level: Level<'_>, input: &Input, violation: &Violation) -> String {
    let name = if input.name == "-" { "<stdin>" } else { &input.name };
    let title = level.primary_title(format!("{name}:{violation}"));
    let Some(place) = violation.place else {
        return Renderer::styled().render(&[annotate_snippets::Group::with_title(title)]);
    };
    let (line, at) = excerpt(&input.bytes, place.offset);
    let span = at..at + line.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let snippet = Snippet::source(line).line_start(place.line).annotation(AnnotationKind::Primary.span(span));
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
    let after: Vec<char> = String::from_utf8_lossy(after).chars().collect();
    let mut line = String::new();
    if before.len() > CONTEXT {
        line.push('…');
    }
    line.extend(before.iter().skip(before.len().saturating_sub(CONTEXT)));
    let at = line.len();
    line.extend(after.iter().take(CONTEXT));
    if after.len() > CONTEXT {
        line.push('…');
    }
    (line, at)
}
