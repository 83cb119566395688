//! Writes a log of the event channel to standard output, for measurements: JSON and XML by turns, unless one of them is asked for, and
//! damaged in places.
//!
//! ```text
//! cargo run --release -p ucwa-arrow --example log -- 200 [json|xml] > mixed.log
//! ```

#![allow(clippy::unwrap_used, clippy::panic, reason = "whoever measures may be stopped")]

use std::io::{self, BufWriter, Write};

#[path = "../../tests/support/load.rs"]
mod load;

use load::{Load, Size};

/// Of this number of responses one is damaged.
const DAMAGED: u32 = 500;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let megabytes: usize = arguments.next().map_or(200, |count| count.parse().expect("a number of megabytes"));
    let only = arguments.next();
    let (mut out, mut dice, mut written) = (BufWriter::new(io::stdout().lock()), fastrand::Rng::with_seed(1), 0);
    for response in Load::new(1, Size::Small) {
        let is_xml = only.as_deref().map_or_else(|| dice.bool(), |only| only == "xml");
        let mut text = if is_xml { response.xml } else { response.json };
        if only.is_none() && dice.u32(..DAMAGED) == 0 {
            text = damaged(&mut dice, &text);
        }
        writeln!(out, "{text}")?;
        written += text.len() + 1;
        if written >= megabytes << 20 {
            break;
        }
    }
    out.flush()
}

fn damaged(dice: &mut fastrand::Rng, text: &str) -> String {
    match dice.u8(..5) {
        0 => String::from_utf8_lossy(&text.as_bytes()[..dice.usize(..text.len())]).into_owned(),
        1 => text.replace("?>", "?>\n"),
        2 => text.replacen("\"type\"", "\"type", 1),
        3 => "HTTP/1.1 502 Bad Gateway".to_owned(),
        _ => "{\"rel\":\"me\"}".to_owned(),
    }
}
