//! Messages of every type as files, for validators that are none of ours: what strict mode takes, and what it refuses.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use fastrand::Rng;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, TestRunner},
};
use ucwa_model::{
    Decoder, Document, Encoder, Format,
    descriptor::{self, Shape},
};

use crate::{
    FORMATS,
    mutants::{json_mutant, xml_mutant},
    support::{Bounds, plans, record},
};

/// Where they go; a line of each file is a JSON object.
const FOLDER: &str = "MESSAGES";

/// How often a mutant is tried that strict mode may take.
const TRIES: usize = 40;

/// Each body of the schema, and what `ucwa schema export` calls it.
fn bodies() -> Vec<(String, &'static Shape)> {
    let own =
        descriptor::definitions().filter_map(|one| Some((one.name.to_owned(), one.shape.filter(|it| it.name == one.name)?)));
    let of = |one: &'static descriptor::Definition| one.operations.iter().map(move |operation| (one, operation));
    let operations = descriptor::definitions().flat_map(of);
    own.chain(operations.filter_map(|(one, operation)| Some((format!("{}_{}", one.name, operation.method), operation.input?))))
        .collect()
}

/// `MESSAGES=target/messages PROPERTY_CASES=1000 cargo test --release --test properties messages_for_other_validators -- --ignored`
#[test]
#[ignore = "writes files, for .ci/exports"]
fn messages_for_other_validators() {
    let folder = PathBuf::from(std::env::var(FOLDER).unwrap_or_else(|_| "target/messages".to_owned()));
    let cases = std::env::var("PROPERTY_CASES").map_or(16, |cases| cases.parse().unwrap());
    fs::create_dir_all(&folder).unwrap();
    let mut writers = FORMATS.map(|format| Writer::new(&folder, format));
    for (name, shape) in bodies() {
        for writer in &mut writers {
            writer.body(&name, shape, cases);
        }
    }
    for writer in &mut writers {
        writer.fixtures(Path::new("tests/fixtures"));
        writer.out.flush().unwrap();
    }
}

/// Writes messages of a format.
struct Writer {
    format: Format,
    out: BufWriter<File>,
    dice: Rng,
    runner: TestRunner,
}

impl Writer {
    fn new(folder: &Path, format: Format) -> Self {
        let file = File::create(folder.join(format!("{}.jsonl", extension(format)))).unwrap();
        // a runner counts what was drawn in vain over its whole life
        let config = Config { failure_persistence: None, max_local_rejects: u32::MAX, ..Config::default() };
        let runner = TestRunner::new_with_rng(config, proptest::test_runner::TestRng::deterministic_rng(Default::default()));
        Self { format, out: BufWriter::new(file), dice: Rng::with_seed(7), runner }
    }

    /// Valid messages of a type, and for each one that is not.
    fn body(&mut self, name: &str, shape: &'static Shape, cases: usize) {
        let rich = plans(shape, Bounds { depth: 2, extra: true });
        let plain = plans(shape, Bounds { depth: 2, extra: false });
        for case in 0..cases {
            let strategy = if case % 4 == 0 { &rich } else { &plain };
            let plan = strategy.new_tree(&mut self.runner).unwrap().current();
            let text = Encoder::new(self.format).encode(&*record(shape, &plan)).unwrap();
            if !self.is_valid(shape, &text) {
                continue; // an odd one: strict mode refuses it, though it goes out
            }
            self.line(name, true, &text);
            if let Some((what, mutant)) = self.mutant(shape, &text) {
                self.mutant_line(name, what, &mutant);
            }
        }
    }

    fn is_valid(&self, shape: &'static Shape, text: &str) -> bool {
        Decoder::new(self.format).strict().decode_into(text.as_bytes(), &mut *(shape.new)()).is_ok()
    }

    fn mutant(&mut self, shape: &'static Shape, text: &str) -> Option<(&'static str, String)> {
        let one = |writer: &mut Self| match writer.format {
            Format::Json => json_mutant(text, &mut writer.dice),
            Format::Xml => xml_mutant(text, &mut writer.dice),
        };
        (0..TRIES).find_map(|_| one(self).filter(|(_, mutant)| !self.is_valid(shape, mutant)))
    }

    /// The fixtures of the repository, as what they are.
    fn fixtures(&mut self, folder: &Path) {
        let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                self.fixtures(&path);
            } else if path.extension().is_some_and(|found| found == extension(self.format)) {
                self.fixture(&path);
            }
        }
    }

    fn fixture(&mut self, path: &Path) {
        let Ok(text) = fs::read_to_string(path) else { return };
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let input = bodies().into_iter().find(|(name, _)| *name == format!("{}_POST", stem.split('-').next().unwrap()));
        let (name, is_valid) = match input {
            Some((name, shape)) => (name, self.is_valid(shape, &text)),
            None => ("document".to_owned(), Decoder::new(self.format).strict().decode::<Document>(text.as_bytes()).is_ok()),
        };
        if is_valid {
            self.line(&name, true, &text);
        } else {
            self.mutant_line(&name, "a fixture", &text);
        }
    }

    fn line(&mut self, name: &str, valid: bool, text: &str) {
        let line = serde_json::json!({"name": name, "valid": valid, "text": text});
        writeln!(self.out, "{line}").unwrap();
    }

    fn mutant_line(&mut self, name: &str, what: &str, text: &str) {
        let line = serde_json::json!({"name": name, "valid": false, "what": what, "text": text});
        writeln!(self.out, "{line}").unwrap();
    }
}

fn extension(format: Format) -> &'static str {
    match format {
        Format::Json => "json",
        Format::Xml => "xml",
    }
}
