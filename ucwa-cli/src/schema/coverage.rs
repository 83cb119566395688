//! A folder of messages against the schema: which members were never seen, and which are unknown.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use serde_json::json;
use ucwa_model::{
    Decoder, Document, Entry, Format, Report,
    descriptor::{self, Shape},
    record::{Item, Record},
};

use crate::{Failure, Outcome, input, output};

/// What a folder of messages shows.
#[derive(Default)]
struct Coverage {
    /// Messages that were read.
    messages: usize,
    /// Files that are no messages, and why.
    skipped: Vec<(String, String)>,
    /// By definition: how often it occurred, and which fields it had.
    seen: BTreeMap<&'static str, (usize, BTreeSet<usize>)>,
    /// Unknown members, and how often each occurred.
    unknown: BTreeMap<String, usize>,
}

pub(super) fn run(folder: &str, as_json: bool) -> Outcome {
    let mut coverage = Coverage::default();
    let files = files(Path::new(folder)).map_err(|error| Failure::Usage(format!("cannot read `{folder}`: {error}")))?;
    for file in files {
        coverage.read(&file);
    }
    output::write(if as_json { coverage.to_json() } else { coverage.to_text() })
}

/// The messages of a folder, in order, and of the folders inside.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    let mut found = Vec::new();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "json" || extension == "xml") {
            found.push(path);
        }
    }
    Ok(found)
}

impl Coverage {
    fn read(&mut self, file: &Path) {
        let outcome = fs::read(file).map_err(|error| error.to_string()).and_then(|bytes| {
            let format = Format::guess(&bytes).ok_or("neither JSON nor XML")?;
            let decoder = Decoder::new(format).lenient().report_unknown();
            Document::decode(&decoder, &bytes).map_err(|error| error.to_string())
        });
        match outcome {
            Ok((document, report)) => self.take(&document, &report),
            Err(error) => self.skipped.push((file.display().to_string(), error)),
        }
    }

    fn take(&mut self, document: &Document, report: &Report) {
        self.messages += 1;
        let name = match document {
            Document::Resource(resource) => {
                self.record(resource.record());
                input::type_of(resource).unwrap_or("unnamed").to_owned()
            }
            Document::Events(events) => {
                for event in events.iter().filter_map(|(_, event)| event.ok()) {
                    event.resources().for_each(|resource| self.record(resource.record()));
                }
                "events".to_owned()
            }
            _ => return,
        };
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
                Some(Item::Record(child)) => Some(child),
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
        let mut lines = vec![format!("{} messages", self.messages)];
        for (shape, count, missing) in self.shapes() {
            let (name, all) = (shape.name, shape.fields.len());
            lines.push(match (count, missing.len()) {
                (0, _) => format!("{name}: never seen"),
                (_, 0) => format!("{name}: {count} seen, all {all} members"),
                (_, some) => format!("{name}: {count} seen, {} of {all} members, not {}", all - some, missing.join(", ")),
            });
        }
        lines.extend(self.unknown.iter().map(|(unknown, count)| format!("unknown {unknown} ({count})")));
        lines.extend(self.skipped.iter().map(|(file, error)| format!("skipped {file}: {error}")));
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
            "skipped": self.skipped.iter().map(|(file, error)| json!({"file": file, "error": error})).collect::<Vec<_>>(),
        });
        format!("{object}\n")
    }
}
