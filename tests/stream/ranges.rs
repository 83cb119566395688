//! Ranges that partition a file give each of its responses exactly once.

use std::io::Cursor;

use ucwa_model::{DecodeOptions, Responses};

use crate::{
    items,
    load::{Load, Size},
};

/// A log of some kind: JSON or XML or both, with damage and with lines between, or with neither.
fn log(dice: &mut fastrand::Rng) -> String {
    let (format, damage, mut log) = (dice.u8(..3), dice.bool(), String::new());
    for response in Load::new(dice.u64(..1000), Size::Small).take(dice.usize(1..8)) {
        let xml = format == 1 || format == 2 && dice.bool();
        let text = if xml { response.xml } else { response.json };
        let cut = dice.usize(..text.len());
        log += &match dice.u8(..if damage { 10 } else { 4 }) {
            4 => String::from_utf8_lossy(&text.as_bytes()[..cut]).into_owned(),
            5 => text.replace("><", ">\n<").replace(",\"", ",\n\""),
            6 => text.replace("?>", "?>\n<!-- </events> -->\n"),
            7 => text.replace("\"type\"", "\"type").replace("<sender", "<!-- <sender"),
            8 => "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n".to_owned(),
            9 => format!("{text}{text}"),
            _ => text,
        };
        log += if damage { ["\n", "\n", "\r\n", "\n\n \n", "\n\u{feff}", " ", ""][dice.usize(..7)] } else { "\n" };
    }
    log
}

fn start(item: &items::Item) -> (usize, usize, bool) {
    match item {
        Ok(response) => (response.start.offset, response.length, true),
        Err(unexpected) => (unexpected.start.offset, unexpected.length, false),
    }
}

fn check(plans: usize, seed: u64) {
    let mut dice = fastrand::Rng::with_seed(seed);
    let (mut log, mut whole) = (String::new(), Vec::new());
    for plan in 0..plans {
        if plan % 10 == 0 {
            log = self::log(&mut dice);
            whole = items::read(log.as_bytes(), DecodeOptions::new()).iter().map(start).collect();
        }
        let mut ends: Vec<usize> = (0..dice.usize(..8)).map(|_| dice.usize(..=log.len())).collect();
        ends.extend([0, log.len()]);
        ends.sort_unstable();
        let mut found = Vec::new();
        for range in ends.windows(2) {
            let responses = || Responses::range(Cursor::new(&log), range[0] as u64..range[1] as u64).unwrap();
            let part: Vec<_> = responses().map(|item| start(&item.map_err(items::unexpected))).collect();
            if plan % 50 == 0 {
                let parallel: Vec<_> = responses().par_map(|item| start(&item)).map(Result::unwrap).collect();
                assert_eq!(parallel, part, "{range:?}\n{log}");
            }
            found.extend(part);
        }
        assert!(found == whole, "plan {plan}: {ends:?}\n{found:?}\n{whole:?}\n{log}");
    }
}

#[test]
fn random_plans() {
    check(200, 1);
}

#[test]
#[ignore = "run it in a release build"]
fn ten_thousand_plans() {
    check(10_000, 2);
}
