//! The figures as tables.

use std::fmt::Write as _;

use super::{
    contender::{Contender, Group, Role},
    measure::Figures,
};

/// A contender with its figures.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) contender: &'a Contender,
    pub(crate) large: Figures,
    pub(crate) small: Figures,
}

/// A table in Markdown, aligned for those who read it as it is.
pub(crate) fn table(group: Group, rows: &[Row<'_>]) -> String {
    let heading = [group.title(), "large × base", "MB/s", "small × base", "MB/s", "allocations per event, large"];
    let mut lines = vec![heading.map(str::to_owned)];
    lines.extend(rows.iter().map(cells));
    let widths: [usize; 6] = std::array::from_fn(|column| {
        let widths = lines.iter().map(|line| line[column].chars().count());
        widths.max().unwrap_or_default()
    });
    let mut out = String::new();
    for (index, line) in lines.iter().enumerate() {
        for (column, (cell, width)) in line.iter().zip(widths).enumerate() {
            // writing to a string cannot fail
            let _ = if column == 0 { write!(out, "| {cell:<width$} ") } else { write!(out, "| {cell:>width$} ") };
        }
        out.push_str("|\n");
        if index == 0 {
            for (column, width) in widths.iter().enumerate() {
                let _ = write!(out, "| {}{} ", "-".repeat(width - 1), if column == 0 { '-' } else { ':' });
            }
            out.push_str("|\n");
        }
    }
    out
}

fn cells(row: &Row<'_>) -> [String; 6] {
    let Row { contender, large, small } = row;
    let mark = match contender.role {
        Role::Base => " (base)",
        Role::Bound => " (does less)",
        Role::Ours => " (ours)",
        Role::Peer | Role::Limit => "",
    };
    [
        format!("{}{mark}", contender.name),
        format!("{:.2}", large.ratio),
        format!("{:.0}", large.rate),
        format!("{:.2}", small.ratio),
        format!("{:.0}", small.rate),
        format!("{:.1}", large.allocations),
    ]
}
