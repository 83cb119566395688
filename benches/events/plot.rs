//! The ratios as a chart: bars to both sides of the base, on a logarithmic scale, where half and twice are as far.

use std::{error::Error, fs, path::Path};

use plotters::{
    coord::Shift,
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use super::{contender::Role, report::Row};

const WIDTH: u32 = 960;
const HEAD: u32 = 64;
const FOOT: u32 = 56;
/// The height of a line: a title, a bar or the space between groups.
const LINE: u32 = 24;
const NAMES: u32 = 330;

const PAPER: RGBColor = RGBColor(255, 255, 255);
const INK: RGBColor = RGBColor(31, 35, 40);
const PALE: RGBColor = RGBColor(89, 99, 110);
const GRID: RGBColor = RGBColor(209, 217, 224);
const PEER: RGBColor = RGBColor(129, 152, 178);
const BOUND: RGBColor = RGBColor(190, 200, 212);
const OURS: RGBColor = RGBColor(200, 80, 0);

/// What a dark page has instead of some colours.
const NIGHT: [(RGBColor, &str); 5] =
    [(PAPER, "#0d1117"), (INK, "#e6edf3"), (PALE, "#9198a1"), (GRID, "#3d444d"), (BOUND, "#4b5a6b")];

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Writes the chart. What only moves bytes is left out: it would leave no room for the others.
pub(crate) fn write(path: &Path, mut groups: Vec<(&str, Vec<Row<'_>>)>) -> Result<(), Box<dyn Error>> {
    for (_, rows) in &mut groups {
        rows.retain(|row| row.contender.role != Role::Limit);
    }
    let lines: usize = groups.iter().map(|(_, rows)| rows.len() + 2).sum();
    let height = HEAD + LINE * u32::try_from(lines)? + FOOT;
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        root.fill(&PAPER)?;
        draw(&root, &groups, height)?;
        root.present()?;
    }
    Ok(fs::write(path, themed(&svg))?)
}

fn draw(root: &Area<'_>, groups: &[(&str, Vec<Row<'_>>)], height: u32) -> Result<(), Box<dyn Error>> {
    let ratios = || groups.iter().flat_map(|(_, rows)| rows).map(|row| row.large.ratio);
    // whole octaves, and room for the last label
    let (low, high) = (ratios().fold(1.0, f64::min).log2().floor(), ratios().fold(1.0, f64::max).log2().ceil() + 0.5);
    let width = f64::from(WIDTH - NAMES - 40);
    let x = |ratio: f64| NAMES.cast_signed() + ((ratio.log2() - low) / (high - low) * width) as i32;
    let bottom = (height - FOOT).cast_signed();

    text(root, "Event channel, large responses: how many times as fast as the base", (24, 24), 19, INK, HPos::Left)?;
    for octave in low as i32..=high as i32 {
        let at = x(f64::from(octave).exp2());
        let colour = if octave == 0 { PALE } else { GRID };
        root.draw(&PathElement::new([(at, HEAD.cast_signed() - 12), (at, bottom)], colour))?;
        text(root, &format!("{}×", f64::from(octave).exp2()), (at, bottom + 14), 13, PALE, HPos::Center)?;
    }
    let axis = "speed relative to the base of the group, in one thread’s own time (logarithmic)";
    text(root, axis, (x(1.0).max(NAMES.cast_signed() + 240), bottom + 36), 13, PALE, HPos::Center)?;

    let mut line = HEAD.cast_signed();
    for (title, rows) in groups {
        text(root, title, (24, line + 11), 15, INK, HPos::Left)?;
        for row in rows {
            line += LINE.cast_signed();
            bar(root, row, line, &x)?;
        }
        line += 2 * LINE.cast_signed();
    }
    Ok(())
}

fn bar(root: &Area<'_>, row: &Row<'_>, top: i32, x: &impl Fn(f64) -> i32) -> Result<(), Box<dyn Error>> {
    let (colour, ink) = match row.contender.role {
        Role::Ours => (OURS, OURS),
        Role::Base | Role::Peer => (PEER, INK),
        Role::Bound | Role::Limit => (BOUND, PALE),
    };
    let note = match row.contender.role {
        Role::Base => " (base)",
        Role::Bound | Role::Limit => " (does less)",
        _ => "",
    };
    let (base, end) = (x(1.0), x(row.large.ratio));
    root.draw(&Rectangle::new([(base.min(end), top + 3), (base.max(end).max(base + 1), top + 19)], colour.filled()))?;
    text(root, &format!("{}{note}", row.contender.name), (NAMES.cast_signed() - 12, top + 11), 13, ink, HPos::Right)?;
    text(root, &format!("{:.2}×", row.large.ratio), (base.max(end) + 6, top + 11), 13, ink, HPos::Left)
}

fn text(root: &Area<'_>, words: &str, at: (i32, i32), size: i32, colour: RGBColor, side: HPos) -> Result<(), Box<dyn Error>> {
    let style = TextStyle::from(("sans-serif", size).into_font()).color(&colour).pos(Pos::new(side, VPos::Center));
    Ok(root.draw_text(words, &style, at)?)
}

/// The picture with a style that follows the reader's choice of light or dark.
fn themed(svg: &str) -> String {
    let rules = NIGHT.map(|(RGBColor(red, green, blue), night)| {
        let day = format!("#{red:02X}{green:02X}{blue:02X}");
        format!("[fill=\"{day}\"]{{fill:{night}}}[stroke=\"{day}\"]{{stroke:{night}}}")
    });
    let style = format!("<style>@media (prefers-color-scheme:dark){{{}}}</style>", rules.concat());
    match svg.split_once('>') {
        Some((begin, rest)) => format!("{begin}>\n{style}{rest}"),
        None => svg.to_owned(),
    }
}
