//! A fuzzer without a compiler's help: changes the seeds a little, by seeded dice, for some seconds, and runs a target.
//!
//! `cargo run --release --bin mutate -- TARGET [SECONDS [SEED]]`; a failing input is written to `artifacts/`.

use std::{
    fs, panic,
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

use ucwa_fuzz::targets;

/// What the grammars and the protocol are made of.
const WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "\\",
    "\\u",
    "\\ud83d\\ude00",
    "null",
    "true",
    "false",
    "-1.5e9",
    "0",
    "\"rel\":",
    "\"_links\":{",
    "\"_embedded\":{",
    "\"href\":\"",
    ",{\"href\":\"",
    "\"title\":\"",
    "\"in\":{\"",
    "[[",
    "]]",
    "\"ms:rtc:saas:",
    "\"_embedded\":{\"message\":[",
    "\"sender\":[",
    "\"events\":[",
    "\"type\":\"added\"",
    "<",
    ">",
    "/>",
    "</",
    "&amp;",
    "&#65;",
    "&#x0;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?",
    "?>",
    "<property name=\"",
    "</property>",
    "<propertyList name=\"",
    "<item>",
    "</item>",
    "<link rel=\"",
    "<link rel=\"x\" href=\"/\"/>",
    "<in rel=\"x\"/>",
    " href=\"",
    " title=\"",
    " status=\"",
    " xmlns:u=\"urn:ucwa-model:markup\" u:json=\"[{",
    " u:json=\"5\"",
    " u:list=\"true\"",
    " u:literal=\"json\"",
    "<resource rel=\"",
    "</resource>",
    "<events",
    "<sender",
    "<added",
    "<updated",
    " xmlns:a=\"urn:b\"",
    " xmlns=\"\"",
    "a:",
    " xsi:nil=\"true\"",
    "data:",
    ";base64,",
    "%20",
    "+",
    "#",
    ";charset=utf-8",
    "/Date(0)/",
    "\u{feff}",
    "\u{0}",
    "\u{1f}",
    "\u{fffe}",
    "\u{1f980}",
    "--76b633fe",
    "\r\n",
    "\r\n\r\n",
    "HTTP/1.1 200 OK",
    "Content-Length: 3",
];

struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }

    /// Changes an input in one place.
    fn change(&mut self, input: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let at = self.below(input.len() + 1);
        let end = at + self.below(1 + (input.len() - at).min(40));
        match self.below(8) {
            0 if at < input.len() => input[at] = self.below(256) as u8,
            1 if at < input.len() => input[at] ^= 1 << self.below(8),
            2 => drop(input.drain(at..end)),
            3 => {
                let copy = input[at..end].to_vec();
                let to = self.below(input.len() + 1);
                input.splice(to..to, copy);
            }
            4 => input.truncate(at),
            5 => {
                let other = &seeds[self.below(seeds.len())];
                let from = self.below(other.len() + 1);
                let to = from + self.below(1 + (other.len() - from).min(200));
                input.splice(at..end, other[from..to].iter().copied());
            }
            _ => drop(input.splice(at..at, WORDS[self.below(WORDS.len())].bytes())),
        }
    }
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let Some((_, target)) = targets::ALL.iter().find(|(known, _)| *known == name) else {
        eprintln!("expected one of {:?}, but found {name:?}", targets::ALL.map_names());
        return ExitCode::from(2);
    };
    let seconds = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(10);
    let mut dice = Dice(arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seeds: Vec<Vec<u8>> = targets::seeds(&root.join(".."), &name).into_iter().map(|(_, bytes)| bytes).collect();
    seeds.push(Vec::new());
    let (start, mut count, mut slowest) = (Instant::now(), 0_u64, (Duration::ZERO, 0));
    while start.elapsed() < Duration::from_secs(seconds) {
        let mut input = seeds[dice.below(seeds.len())].clone();
        for _ in 0..=dice.below(6) {
            dice.change(&mut input, &seeds);
        }
        let began = Instant::now();
        if panic::catch_unwind(|| target(&input)).is_err() {
            let path = root.join("artifacts").join(format!("{name}-{count}"));
            let written = fs::create_dir_all(root.join("artifacts")).and_then(|()| fs::write(&path, &input));
            eprintln!("{name}: input {count} fails; {written:?} {}", path.display());
            return ExitCode::FAILURE;
        }
        slowest = slowest.max((began.elapsed(), input.len()));
        count += 1;
    }
    println!("{name}: {count} inputs, the slowest of {} bytes in {:?}", slowest.1, slowest.0);
    ExitCode::SUCCESS
}

trait Names {
    fn map_names(&self) -> Vec<&'static str>;
}

impl Names for [(&'static str, targets::Target)] {
    fn map_names(&self) -> Vec<&'static str> {
        self.iter().map(|(name, _)| *name).collect()
    }
}
