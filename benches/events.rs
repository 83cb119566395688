//! The event channel beside other parsers, in both formats: a load of responses, decoded into types and encoded again.
//!
//! In this folder, `cargo bench --bench events -- --help` lists the options. All contenders have to agree on the content before anything is
//! timed. Ratios compare within one run only; rates depend on the machine.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a benchmark may stop where the load is not what it should be")]
#![allow(missing_debug_implementations, reason = "nobody uses this crate")]

use std::io::{self, Write as _};

use args::{Args, Format};
use contender::{Contender, Group, Role};
use evidence::Content;
use load::{Load, Response, Size};
use report::Row;

// the path of a crate root's modules counts from its folder
#[path = "events/args.rs"]
mod args;
#[path = "events/contender.rs"]
mod contender;
#[path = "events/evidence.rs"]
mod evidence;
#[path = "events/instant.rs"]
mod instant;
#[path = "../tests/support/load.rs"]
mod load;
#[path = "events/markup.rs"]
mod markup;
#[path = "events/measure.rs"]
mod measure;
#[path = "events/plot.rs"]
mod plot;
#[path = "events/readers.rs"]
mod readers;
#[path = "events/report.rs"]
mod report;
#[path = "events/shapes.rs"]
mod shapes;
#[path = "events/table.rs"]
mod table;

fn main() {
    let args = Args::of_process();
    if let Some(format) = args.generate {
        return generate(&args, format);
    }
    let (bytes, rounds) = match (args.bench, args.quick) {
        (false, _) => (100_000, 1),
        (true, true) => (2_000_000, 3),
        (true, false) => (16_000_000, 7),
    };
    let loads = [Size::Large, Size::Small].map(|size| load(args.seed, size, bytes));
    let table = table::contenders();
    let groups: Vec<(Group, Vec<&Contender>)> = Group::ALL.map(|group| (group, chosen(&table, group, &args))).into();
    let chosen: Vec<&Contender> = groups.iter().flat_map(|(_, contenders)| contenders).copied().collect();
    for (size, responses) in ["large", "small"].iter().zip(&loads) {
        let digest = agree(&chosen, responses);
        println!("{size}: {} responses, all contenders agree on the content {digest:016x}", responses.len());
    }
    let mut measured = Vec::new();
    for (group, contenders) in &groups {
        let [large, small] = loads.each_ref().map(|responses| measure::measure(contenders, responses, rounds));
        let rows = contenders.iter().zip(large).zip(small);
        let rows: Vec<Row<'_>> = rows.map(|((contender, large), small)| Row { contender, large, small }).collect();
        // a test has run everything once; its times say nothing
        if args.bench && !rows.is_empty() {
            println!("\n{}", report::table(*group, &rows));
            measured.push((group.title(), rows));
        }
    }
    if let Some(path) = &args.plot {
        plot::write(path, measured).unwrap();
    }
}

/// Responses of a number of bytes in either format.
fn load(seed: u64, size: Size, bytes: usize) -> Vec<Response> {
    let mut left = bytes;
    let enough = |response: &Response| {
        let more = left > 0;
        left = left.saturating_sub(response.json.len());
        more
    };
    Load::new(seed, size).take_while(enough).collect()
}

/// The contenders of a group that the filter wants, with their base.
fn chosen<'a>(table: &'a [Contender], group: Group, args: &Args) -> Vec<&'a Contender> {
    let filter = args.filter.as_deref().unwrap_or_default().to_lowercase();
    let wanted = |contender: &&Contender| format!("{} {}", group.title(), contender.name).to_lowercase().contains(&filter);
    let of_group = table.iter().filter(|contender| contender.group == group);
    if !of_group.clone().any(|contender| wanted(&contender)) {
        return Vec::new();
    }
    of_group.filter(|contender| contender.role == Role::Base || wanted(contender)).collect()
}

/// Stops if a contender reads something else than the others; else the digest of all content.
fn agree(contenders: &[&Contender], responses: &[Response]) -> u64 {
    responses.iter().enumerate().fold(0, |digest: u64, (index, response)| {
        let content = Content::of(response);
        for contender in contenders {
            let Contender { name, group, evidence, .. } = contender;
            let agrees = content.agrees(evidence(group.text(response)));
            assert!(agrees, "{}: `{name}` disagrees on the content of response {index}", group.title());
        }
        digest.rotate_left(1) ^ content.digest()
    })
}

/// Writes a load to the standard output.
fn generate(args: &Args, format: Format) {
    let mut out = io::stdout().lock();
    let mut left = args.bytes;
    for response in Load::new(args.seed, args.size.into()) {
        let text = match format {
            Format::Json => response.json,
            Format::Xml => response.xml,
        };
        // a reader may close the pipe when it has enough
        if left == 0 || writeln!(out, "{text}").is_err() {
            return;
        }
        left = left.saturating_sub(text.len() + 1);
    }
}
