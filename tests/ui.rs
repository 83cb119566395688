//! What a wrong definition and a wrong attribute report.
//!
//! The compiler reads each `tests/ui/*.rs` beside the libraries that this test itself was built with, so that no dependency is built
//! a second time. `UPDATE_UI=1` writes the reports anew.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may stop")]

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

#[test]
fn mistakes_are_reported() {
    let built = Built::find();
    let mut cases: Vec<PathBuf> = fs::read_dir("tests/ui").unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    cases.sort();
    assert!(!cases.is_empty());
    let changed: Vec<String> = cases.iter().filter_map(|case| changed(case, &built.report(case))).collect();
    assert!(changed.is_empty(), "{}\nif that is right, run with UPDATE_UI=1 and review", changed.join("\n"));
}

/// What is to be said if a report is not the expected one.
fn changed(case: &Path, report: &str) -> Option<String> {
    let expected = case.with_extension("stderr");
    if env::var_os("UPDATE_UI").is_some() {
        fs::write(&expected, report).unwrap();
    }
    let written = fs::read_to_string(&expected).unwrap_or_default();
    (written != report).then(|| format!("expected {}:\n{written}\nbut found:\n{report}", expected.display()))
}

/// The libraries of the build that this test belongs to.
struct Built {
    model: PathBuf,
    derive: PathBuf,
    folders: BTreeSet<PathBuf>,
}

impl Built {
    /// They lie in the folder of the test, or, where cargo gives each package a folder of its own, in another one below an ancestor.
    fn find() -> Self {
        let test = env::current_exe().unwrap();
        let found = test.ancestors().skip(1).take(5).find_map(|ancestor| {
            let mut files = Vec::new();
            collect(ancestor, &mut files);
            let model = newest(&files, "libucwa_model-", &["rlib"])?;
            let derive = newest(&files, "ucwa_derive-", &["so", "dylib", "dll"])?;
            let folders = files.iter().filter_map(|file| file.parent().map(Path::to_owned)).collect();
            Some(Self { model, derive, folders })
        });
        found.unwrap_or_else(|| panic!("expected the libraries near {}, as cargo places them", test.display()))
    }

    /// What the compiler says of a case.
    fn report(&self, case: &Path) -> String {
        let mut compiler = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        compiler.args(["--edition=2024", "--emit=metadata", "--color=never", "--diagnostic-width=140", "--out-dir"]);
        compiler.arg(env!("CARGO_TARGET_TMPDIR")).arg(case);
        for (name, path) in [("ucwa_model", &self.model), ("ucwa_derive", &self.derive)] {
            compiler.arg("--extern").arg(format!("{name}={}", path.display()));
        }
        for folder in &self.folders {
            compiler.arg("-L").arg(format!("dependency={}", folder.display()));
        }
        let output = compiler.output().unwrap();
        assert!(!output.status.success(), "{} compiles", case.display());
        tidy(&String::from_utf8(output.stderr).unwrap())
    }
}

/// The libraries in a folder and below it.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| ["rlib", "so", "dylib", "dll"].iter().any(|one| extension == *one)) {
            files.push(path);
        }
    }
}

/// Of several, the one built last: other features may have been built before, of an older source.
fn newest(files: &[PathBuf], name: &str, extensions: &[&str]) -> Option<PathBuf> {
    let is = |path: &&PathBuf| {
        let file = path.file_name().and_then(|file| file.to_str()).unwrap_or_default();
        file.trim_start_matches("lib").starts_with(name.trim_start_matches("lib"))
            && extensions.iter().any(|extension| file.ends_with(&format!(".{extension}")))
    };
    let built = |path: &&PathBuf| path.metadata().and_then(|metadata| metadata.modified()).ok();
    files.iter().filter(is).max_by_key(built).cloned()
}

/// A report without what differs from one machine, or one edit of the library, to the next: folders, line numbers in libraries and
/// the margins that follow from them, counts of errors.
fn tidy(report: &str) -> String {
    const CLOSING: [&str; 3] = ["error: aborting due to", "Some errors have detailed", "For more information about"];
    let report = report.replace(&format!("{}/", env!("CARGO_MANIFEST_DIR")), "");
    let findings = report.split("\n\n").filter(|finding| !CLOSING.iter().any(|closing| finding.starts_with(closing)));
    let mut margin = 1;
    findings.map(|text| finding(text, &mut margin)).collect::<Vec<_>>().join("\n\n").trim().to_owned() + "\n"
}

/// Whose source lines are shown.
#[derive(PartialEq)]
enum Source {
    Case,
    Library,
    /// Not everybody has the sources of the standard library.
    Standard,
}

fn finding(text: &str, margin: &mut usize) -> String {
    let mut source = Source::Case;
    let lines = text.lines().filter_map(|line| {
        let rest = line.trim_start();
        let (number, code) = rest.split_at(rest.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(rest.len()));
        if let Some((arrow @ ("-->" | ":::"), written)) = rest.split_once(' ') {
            let place;
            (source, place) = place_of(written, margin);
            Some(format!("{:margin$}{arrow} {place}", ""))
        } else if !code.trim_start().starts_with(['|', '=']) {
            Some(line.to_owned())
        } else if source == Source::Standard && code.trim_start().starts_with('|') {
            None
        } else {
            Some(format!("{:margin$} {}", if source == Source::Case { number } else { "" }, code.trim_start()))
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A place, without its line unless it is in a case; then the margin has room for the number of the line.
fn place_of(place: &str, margin: &mut usize) -> (Source, String) {
    let (file, position) = place.split_once(':').unwrap_or((place, ""));
    if file.starts_with("tests/") {
        *margin = position.find(':').unwrap_or(1);
        (Source::Case, place.to_owned())
    } else if let Some((_, file)) = file.rsplit_once("/library/") {
        (Source::Standard, format!("$RUST/{file}"))
    } else {
        (Source::Library, file.to_owned())
    }
}
