//! What a terminal may show of texts that others wrote: nothing that speaks to the terminal, or that hides or turns round what
//! stands there.

use std::{
    fmt::{self, Write},
    io::{self, IsTerminal},
};

use ucwa_model::Format;

/// A text on one line.
pub(crate) struct Line<'a>(pub(crate) &'a str);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escape(self.0, |_| false, f)
    }
}

/// A text that may have several lines.
pub(crate) struct Lines<'a>(pub(crate) &'a str);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escape(self.0, |character| matches!(character, '\n' | '\t'), f)
    }
}

fn escape(text: &str, is_fine: impl Fn(char) -> bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for piece in text.split_inclusive(is_unsafe) {
        match piece.chars().next_back().filter(|last| is_unsafe(*last) && !is_fine(*last)) {
            Some(last) => {
                f.write_str(piece.strip_suffix(last).unwrap_or(piece))?;
                write!(f, "{}", last.escape_default())?;
            }
            None => f.write_str(piece)?,
        }
    }
    Ok(())
}

/// Whether a character does something else than being shown: controls of the terminal, of the direction of writing, line breaks that
/// are none of ours, and what is invisible.
pub(crate) fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A message for standard output: as it is, or, for a terminal, with the escapes of its format in place of what a terminal may not
/// get, so that it still means the same.
pub(crate) fn message(text: String, format: Format) -> String {
    if io::stdout().is_terminal() { escaped(&text, format) } else { text }
}

fn escaped(text: &str, format: Format) -> String {
    let mut shown = String::with_capacity(text.len());
    // a byte order mark has no escape
    for character in text.trim_start_matches('\u{feff}').chars() {
        if !is_unsafe(character) || matches!(character, '\n' | '\t') {
            shown.push(character);
            continue;
        }
        let _ = match format {
            Format::Json => character.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(shown, "\\u{unit:04x}")),
            Format::Xml => write!(shown, "&#x{:x};", u32::from(character)),
        };
    }
    shown
}

/// How many characters a line of standard output has, if it is a terminal's.
pub(crate) fn width() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(usize::from(width.0))
}

/// Breaks a text into lines of at most a width, between words where that is possible.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let (mut lines, mut line, mut length) = (Vec::new(), String::new(), 0);
    for word in text.split(' ') {
        let more = word.chars().count();
        if length > 0 && length + 1 + more > width {
            lines.push(std::mem::take(&mut line));
            length = 0;
        } else if length > 0 {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += more;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_speaks_to_the_terminal() {
        let text = "a\u{1b}[31mb\r\n\u{9b}c\u{202e}d\u{2028}e\u{7f}f\u{200b}g é ü 漢 🎉\tx";
        assert_eq!(Line(text).to_string(), "a\\u{1b}[31mb\\r\\n\\u{9b}c\\u{202e}d\\u{2028}e\\u{7f}f\\u{200b}g é ü 漢 🎉\\tx");
        assert_eq!(Lines(text).to_string(), "a\\u{1b}[31mb\\r\n\\u{9b}c\\u{202e}d\\u{2028}e\\u{7f}f\\u{200b}g é ü 漢 🎉\tx");
    }

    #[test]
    fn messages_keep_their_meaning() {
        let text = "\"a\u{9b}\u{202e}\u{e0001}\"\n";
        let json = escaped(text, Format::Json);
        assert_eq!(json, "\"a\\u009b\\u202e\\udb40\\udc01\"\n");
        assert_eq!(serde_json::from_str::<String>(&json).ok().as_deref(), Some("a\u{9b}\u{202e}\u{e0001}"));
        assert_eq!(escaped(text, Format::Xml), "\"a&#x9b;&#x202e;&#xe0001;\"\n");
    }

    #[test]
    fn lines_are_wrapped_between_words() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("incomprehensible is one", 5), ["incomprehensible", "is", "one"]);
        assert_eq!(wrap("", 5), [""]);
    }
}
