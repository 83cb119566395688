//! Lines and rows of two columns, as wide as the terminal.

use std::fmt::Write;

use crate::terminal::wrap;

/// The width of the first column.
const COLUMN: usize = 48;

/// A text that is being laid out.
pub(super) struct Page {
    pub(super) text: String,
    /// The characters of a line; without, each row is one line, for programs that look for words in lines.
    width: Option<usize>,
}

impl Page {
    pub(super) fn new(width: Option<usize>) -> Self {
        Self { text: String::new(), width }
    }

    /// A line; what does not fit goes on below, indented.
    pub(super) fn line(&mut self, indent: &str, line: &str) {
        let room = self.width.map_or(usize::MAX, |width| width.saturating_sub(indent.len() + 2).max(1));
        for (index, part) in wrap(line, room).iter().enumerate() {
            let more = if index == 0 { "" } else { "  " };
            let _ = writeln!(self.text, "{indent}{more}{part}");
        }
    }

    /// A line behind an empty one.
    pub(super) fn title(&mut self, indent: &str, title: &str) {
        self.text.push('\n');
        self.line(indent, title);
    }

    /// What something is, and what is said of it beside or, where there is little room, below.
    pub(super) fn row(&mut self, indent: &str, what: &str, doc: &str) {
        let Some(width) = self.width else {
            let _ = writeln!(self.text, "{}", format!("{indent}{what:<COLUMN$} {doc}").trim_end());
            return;
        };
        let room = width.saturating_sub(indent.len());
        if room < COLUMN + COLUMN / 2 {
            self.line(indent, what);
            self.line(&format!("{indent}    "), doc);
            return;
        }
        let (left, right) = (wrap(what, COLUMN), wrap(doc, room - COLUMN - 1));
        for index in 0..left.len().max(right.len()) {
            let cell = |cells: &[String]| cells.get(index).cloned().unwrap_or_default();
            let _ = writeln!(self.text, "{}", format!("{indent}{:<COLUMN$} {}", cell(&left), cell(&right)).trim_end());
        }
    }
}
