//! What a stream has, in numbers.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    time::Instant,
};

use serde_json::{Value, json};
use ucwa_model::{Event, Response, Sender, UnexpectedDocument, enumerations::EventType};

use crate::{output::counted, terminal::Line};

/// How often each name came.
type Counts = BTreeMap<String, u64>;

/// Names that are counted one by one; a hostile stream may have any number.
const NAMES: usize = 1000;

pub(crate) struct Summary {
    start: Instant,
    bytes: u64,
    responses: u64,
    events: u64,
    broken: u64,
    faults: u64,
    foreign: u64,
    senders: Counts,
    types: Counts,
    rels: Counts,
    deviations: Counts,
    unknown: Counts,
}

impl Summary {
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            bytes: 0,
            responses: 0,
            events: 0,
            broken: 0,
            faults: 0,
            foreign: 0,
            senders: Counts::new(),
            types: Counts::new(),
            rels: Counts::new(),
            deviations: Counts::new(),
            unknown: Counts::new(),
        }
    }

    pub(crate) fn event(&mut self, sender: &Sender, event: &Event) {
        self.events += 1;
        count(&mut self.senders, &sender.rel, 1);
        count(&mut self.types, event.event_type.as_ref().map_or("-", EventType::as_str), 1);
        count(&mut self.rels, event.link.as_ref().and_then(|link| link.rel.as_deref()).unwrap_or("-"), 1);
    }

    pub(crate) fn broken(&mut self) {
        self.broken += 1;
    }

    pub(crate) fn response(&mut self, response: &Response) {
        self.responses += 1;
        self.bytes += response.length as u64;
        self.faults += u64::from(response.fault.is_some());
        for violation in &response.report.deviations {
            count(&mut self.deviations, violation.code.as_str(), 1);
        }
        for unknown in &response.report.unknown {
            count(&mut self.unknown, unknown.kind.as_str(), 1);
        }
        if response.report.omitted > 0 {
            count(&mut self.deviations, "omitted", response.report.omitted as u64);
        }
    }

    pub(crate) fn unexpected(&mut self, document: &UnexpectedDocument) {
        self.foreign += 1;
        self.bytes += document.length as u64;
    }

    /// Whether nothing was broken.
    pub(crate) fn is_clean(&self) -> bool {
        self.broken == 0 && self.faults == 0 && self.foreign == 0
    }

    pub(crate) fn write(&self, out: &mut impl Write, as_json: bool) -> io::Result<()> {
        let seconds = self.start.elapsed().as_secs_f64();
        if as_json { writeln!(out, "{}", self.to_json(seconds)) } else { self.write_text(out, seconds) }
    }

    fn to_json(&self, seconds: f64) -> Value {
        json!({
            "bytes": self.bytes,
            "seconds": seconds,
            "responses": self.responses,
            "events": self.events,
            "broken": self.broken,
            "faults": self.faults,
            "foreign": self.foreign,
            "senders": self.senders,
            "types": self.types,
            "rels": self.rels,
            "deviations": self.deviations,
            "unknown": self.unknown,
        })
    }

    fn write_text(&self, out: &mut impl Write, seconds: f64) -> io::Result<()> {
        let Self { responses, events, broken, faults, foreign, .. } = self;
        let (responses, events) = (counted(*responses, "response"), counted(*events, "event"));
        writeln!(out, "{responses}, {faults} with a fault; {} of another kind", counted(*foreign, "document"))?;
        writeln!(out, "{events}, {broken} broken")?;
        let all = [("sender", &self.senders), ("type", &self.types), ("rel", &self.rels)];
        let all = all.into_iter().chain([("deviation", &self.deviations), ("unknown", &self.unknown)]);
        for (title, counts) in all {
            let mut sorted: Vec<_> = counts.iter().collect();
            sorted.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            for (name, count) in sorted {
                writeln!(out, "{title:<10} {:<32} {count:>10}", Line(name).to_string())?;
            }
        }
        let megabytes = self.bytes as f64 / 1e6;
        writeln!(out, "{megabytes:.1} MB in {seconds:.2} s: {:.0} MB/s", megabytes / seconds)
    }
}

fn count(counts: &mut Counts, name: &str, by: u64) {
    if let Some(count) = counts.get_mut(name) {
        *count += by;
    } else if counts.len() < NAMES {
        counts.insert(name.to_owned(), by);
    } else {
        *counts.entry("…".to_owned()).or_default() += by;
    }
}
