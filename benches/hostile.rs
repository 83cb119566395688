//! Hostile inputs: how long each takes and how much memory at most, against the bytes that came.
//!
//! In this folder, `cargo bench --bench hostile`; with `-- --slow` only what took more than a second or eight times its size. A small
//! input may take about as much as one of 100,000 bytes. Of the changes of a message the worst is shown.

#![allow(clippy::print_stdout, missing_docs, reason = "it prints a table")]

use std::time::{Duration, Instant};

use mockalloc::Mockalloc;
use ucwa_model::Format;

#[path = "../tests/support/hostile.rs"]
mod inputs;

use inputs::Input;

#[global_allocator]
static ALLOCATOR: Mockalloc<std::alloc::System> = Mockalloc(std::alloc::System);

/// What an input costs.
struct Cost {
    time: Duration,
    /// Memory at most, for each byte.
    factor: f64,
    outcome: String,
}

fn main() {
    println!("| format | input | MB | seconds | peak / size | outcome |\n| --- | --- | ---: | ---: | ---: | --- |");
    for input in inputs::inputs(1_000_000) {
        let cost = cost(&input);
        show(&input, &cost);
    }
    let changes = [
        ("a message that ends at every byte", cuts as fn(&[u8]) -> Vec<Vec<u8>>),
        ("a message with half a character at every byte", half_characters),
        ("a message with each byte changed to each other", changes),
    ];
    for (name, change) in changes {
        for (format, message) in [(Format::Json, "events.json"), (Format::Xml, "events.xml")] {
            let bytes = std::fs::read(format!("../tests/fixtures/proof/seeds/{message}")).unwrap_or_default();
            let mut worst = Cost { time: Duration::ZERO, factor: 0.0, outcome: String::new() };
            let all = change(&bytes);
            let count = all.len();
            for bytes in all {
                let cost = cost(&Input { name, format, bytes });
                worst.time = worst.time.max(cost.time);
                worst.factor = worst.factor.max(cost.factor);
            }
            worst.outcome = format!("{count} inputs");
            show(&Input { name, format, bytes }, &worst);
        }
    }
}

fn cost(input: &Input) -> Cost {
    let start = Instant::now();
    let outcome = inputs::outcome(input);
    // both readings of it, one after the other
    let time = start.elapsed() / 2;
    let peak = mockalloc::record_allocs(|| drop(inputs::outcome(input))).peak_mem();
    // what is small may take a little more than its size
    let factor = peak as f64 / input.bytes.len().max(100_000) as f64;
    Cost { time, factor, outcome }
}

fn show(input: &Input, cost: &Cost) {
    let Cost { time, factor, outcome } = cost;
    let slow = std::env::args().any(|argument| argument == "--slow");
    if slow && *time <= Duration::from_secs(1) && *factor <= 8.0 {
        return;
    }
    let outcome: String = outcome.chars().take(160).collect();
    let (format, name, megabytes, seconds) = (input.format, input.name, input.bytes.len() as f64 / 1e6, time.as_secs_f64());
    println!("| {format:?} | {name} | {megabytes:.2} | {seconds:.3} | {factor:.1} | {} |", outcome.replace('|', "\\|"));
}

fn cuts(message: &[u8]) -> Vec<Vec<u8>> {
    (0..message.len()).filter_map(|length| message.get(..length).map(<[u8]>::to_vec)).collect()
}

fn half_characters(message: &[u8]) -> Vec<Vec<u8>> {
    let mut all = cuts(message);
    all.iter_mut().for_each(|cut| cut.extend(b"\xf0\x9f\xa6"));
    all
}

fn changes(message: &[u8]) -> Vec<Vec<u8>> {
    let one = |at: usize, byte: u8| {
        let mut changed = message.to_vec();
        changed.get_mut(at).into_iter().for_each(|place| *place ^= byte);
        changed
    };
    (0..message.len()).flat_map(|at| (1..=255).map(move |byte| (at, byte))).map(|(at, byte)| one(at, byte)).collect()
}
