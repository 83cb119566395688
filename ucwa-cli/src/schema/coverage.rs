//! A folder of messages against the schema: which members were never seen, and which are unknown.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};

use serde_json::json;
use ucwa_inspect::{document, type_of};
use ucwa_model::{
    Decoder, Document, Documents, Entry, Format, RawDocument, Report,
    descriptor::{self, Form, Shape},
    record::{Record, ValueRef},
};

use crate::{
    Failure, Outcome,
    capture::{self, Kind},
    output::{self, counted},
    source::{self, Named, Progress, Source},
    terminal::Line,
};

/// What a folder of messages shows.
#[derive(Default)]
struct Coverage {
    /// Messages that were read.
    messages: usize,
    /// Files that are no messages, and why.
    skipped: Vec<(String, String)>,
    /// Captures that could not be read to their end, and why: of what they hold, some may have been counted.
    cut: Vec<(String, String)>,
    /// By definition: how often it occurred, and which fields it had.
    seen: BTreeMap<&'static str, (usize, BTreeSet<usize>)>,
    /// Unknown members, and how often each occurred.
    unknown: BTreeMap<String, usize>,
}

pub(super) fn run(folder: &str, as_json: bool) -> Outcome {
    let mut coverage = Coverage::default();
    let mut files = Vec::new();
    if Path::new(folder).is_file() {
        files.push((Named::new(folder), None));
    } else {
        fs::read_dir(folder).map_err(|error| Failure::Usage(format!("cannot read {}: {error}", Line(folder))))?;
        source::messages(Path::new(folder), &mut files);
    }
    for (file, error) in files {
        coverage.read(&file, error);
    }
    output::write(if as_json { coverage.to_json() } else { coverage.to_text() })?;
    if coverage.cut.is_empty() { Ok(()) } else { Err(Failure::Input) }
}

impl Coverage {
    fn read(&mut self, file: &Named, error: Option<io::Error>) {
        match error.map_or_else(|| Source::open(file, &Progress::none()), Err) {
            Ok(source) => {
                if let Some(kind) = source.capture() {
                    return self.capture(file, kind, source);
                }
                for document in Documents::new(source) {
                    match document {
                        Ok(document) => self.document(file, &document),
                        Err(error) => self.skip(file, &error),
                    }
                }
            }
            Err(error) => self.skip(file, &error),
        }
    }

    /// What was sent and what came back.
    fn capture(&mut self, file: &Named, kind: Kind, source: Source) {
        let read = capture::recognised(kind, &file.name, source, &mut |recognised| {
            let exchange = Named::new(&capture::name_of(&file.name, &recognised.exchange));
            if let Some((format, shape, request)) = recognised.input() {
                self.typed(&exchange, format, shape, request.body());
            }
            match (recognised.output(), recognised.output_shape()) {
                (Some((format, body)), Some(shape)) => self.typed(&exchange, format, shape, body),
                (Some((format, body)), None) => self.any(&exchange, format, body),
                (None, _) => {}
            }
            Ok(())
        });
        if let Err(error) = read {
            self.cut.push((file.name.clone(), error.to_string()));
        }
    }

    /// A message whose type its operation names.
    fn typed(&mut self, file: &Named, format: Format, shape: &'static Shape, bytes: &[u8]) {
        let mut record = (shape.new)();
        match Decoder::new(format).lenient().report_unknown().allow_incomplete().decode_into(bytes, &mut *record) {
            Ok(report) => {
                self.messages += 1;
                if shape.form == Form::Resource {
                    self.record(&*record);
                }
                self.note(shape.name, &report);
            }
            Err(error) => self.skip(file, &error),
        }
    }

    fn document(&mut self, file: &Named, document: &RawDocument) {
        match document.format {
            Some(format) => self.any(file, format, &document.bytes),
            None => self.skip(file, &"neither JSON nor XML"),
        }
    }

    /// A message that says what it is.
    fn any(&mut self, file: &Named, format: Format, bytes: &[u8]) {
        match document(&Decoder::new(format).lenient().report_unknown(), bytes) {
            Ok((document, report)) => self.take(&document, &report),
            Err(error) => self.skip(file, &error),
        }
    }

    fn skip(&mut self, file: &Named, why: &impl ToString) {
        self.skipped.push((file.name.clone(), why.to_string()));
    }

    fn take(&mut self, document: &Document, report: &Report) {
        self.messages += 1;
        let name = match document {
            Document::Resource(resource) => {
                self.record(resource.record());
                type_of(resource).unwrap_or("unnamed").to_owned()
            }
            Document::Events(events) => {
                for event in events.iter().filter_map(|(_, event)| event.ok()) {
                    event.resources().for_each(|resource| self.record(resource.record()));
                }
                "events".to_owned()
            }
            _ => return,
        };
        self.note(&name, report);
    }

    /// Counts members that are not known.
    fn note(&mut self, name: &str, report: &Report) {
        for unknown in &report.unknown {
            *self.unknown.entry(format!("{} {name}: {}", unknown.kind.as_str(), unknown.path)).or_default() += 1;
        }
    }

    fn record(&mut self, record: &dyn Record) {
        let shape = record.shape();
        let mut children: Vec<&dyn Record> = Vec::new();
        let (count, seen) = self.seen.entry(shape.name).or_default();
        *count += 1;
        for index in 0..shape.fields.len() {
            let Some(slot) = record.slot(index).filter(|slot| slot.is_present()) else { continue };
            seen.insert(index);
            children.extend((0..slot.len()).filter_map(|item| match slot.item(item) {
                Some(ValueRef::Record(child)) => Some(child),
                _ => None,
            }));
        }
        let others = record.extra().embedded().iter().flat_map(|(_, entry)| Entry::iter(entry));
        others.for_each(|resource| self.record(resource.record()));
        children.into_iter().for_each(|child| self.record(child));
    }

    /// The shapes of the schema, each with its count and the names that were never seen.
    fn shapes(&self) -> impl Iterator<Item = (&'static Shape, usize, Vec<&'static str>)> {
        let own = descriptor::definitions().filter_map(|one| one.shape.filter(|shape| shape.name == one.name));
        own.map(|shape| {
            let none = (0, BTreeSet::new());
            let (count, seen) = self.seen.get(shape.name).unwrap_or(&none);
            let missing = shape.fields.iter().enumerate().filter(|(index, _)| !seen.contains(index));
            (shape, *count, missing.map(|(_, field)| field.name).collect())
        })
    }

    fn to_text(&self) -> String {
        let mut lines = vec![counted(self.messages as u64, "message")];
        for (shape, count, missing) in self.shapes() {
            let (name, all) = (shape.name, shape.fields.len());
            lines.push(match (count, missing.len()) {
                (0, _) => format!("{name}: never seen"),
                (_, 0) => format!("{name}: {count} seen, all {all} members"),
                (_, some) => format!("{name}: {count} seen, {} of {all} members, not {}", all - some, missing.join(", ")),
            });
        }
        lines.extend(self.unknown.iter().map(|(unknown, count)| format!("unknown {} ({count})", Line(unknown))));
        lines.extend(self.cut.iter().map(|(file, error)| format!("not read to its end: {}: {}", Line(file), Line(error))));
        lines.extend(self.skipped.iter().map(|(file, error)| format!("skipped {}: {}", Line(file), Line(error))));
        lines.join("\n") + "\n"
    }

    fn to_json(&self) -> String {
        let shapes = self.shapes().map(|(shape, count, missing)| {
            json!({"name": shape.name, "seen": count, "members": shape.fields.len(), "never_seen": missing})
        });
        let object = json!({
            "messages": self.messages,
            "resources": shapes.collect::<Vec<_>>(),
            "unknown": self.unknown.iter().map(|(member, count)| json!({"member": member, "count": count})).collect::<Vec<_>>(),
            "skipped": named(&self.skipped),
            "cut": named(&self.cut),
        });
        format!("{object}\n")
    }
}

fn named(files: &[(String, String)]) -> Vec<serde_json::Value> {
    files.iter().map(|(file, error)| json!({"file": file, "error": error})).collect()
}
