//! Hostile inputs: how long each takes and how much memory at most, against the bytes that came.
//!
//! `cargo bench --bench hostile`; with `-- --slow` only what took more than a second or eight times its size.

#![allow(clippy::print_stdout, missing_docs, reason = "it prints a table")]

use std::time::{Duration, Instant};

use mockalloc::Mockalloc;

#[path = "../tests/support/hostile.rs"]
mod inputs;

#[global_allocator]
static ALLOCATOR: Mockalloc<std::alloc::System> = Mockalloc(std::alloc::System);

fn main() {
    let slow = std::env::args().any(|argument| argument == "--slow");
    println!("| format | input | MB | seconds | peak / size | outcome |\n| --- | --- | ---: | ---: | ---: | --- |");
    for input in inputs::inputs(1_000_000) {
        let start = Instant::now();
        let outcome = inputs::outcome(&input);
        // both readings of it, one after the other
        let time = start.elapsed() / 2;
        let peak = mockalloc::record_allocs(|| drop(inputs::outcome(&input))).peak_mem();
        let size = input.bytes.len();
        // what is small may take a little more than its size
        let factor = peak as f64 / size.max(100_000) as f64;
        if slow && time <= Duration::from_secs(1) && factor <= 8.0 {
            continue;
        }
        let outcome: String = outcome.chars().take(160).collect();
        let (format, name, megabytes, seconds) = (input.format, input.name, size as f64 / 1e6, time.as_secs_f64());
        println!("| {format:?} | {name} | {megabytes:.2} | {seconds:.3} | {factor:.1} | {} |", outcome.replace('|', "\\|"));
    }
}
