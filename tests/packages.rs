//! What the packages say of themselves is true: the Rust they need, their features, and where the links of their pages lead.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may stop")]

use std::{env, fs, path::Path, process::Command};

use serde_json::Value;

/// What cargo knows of all packages that are locked and built on this machine. Those that building this test did not need are fetched.
fn metadata() -> Value {
    let tool = |name: &str| Command::new(env::var_os(name).unwrap_or_else(|| name.to_lowercase().into()));
    let version = String::from_utf8(tool("RUSTC").arg("-vV").output().unwrap().stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let mut cargo = tool("CARGO");
    cargo.args(["metadata", "--format-version=1", "--all-features", "--locked", "--filter-platform", host]);
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The packages of the workspace that others use.
fn published(metadata: &Value) -> impl Iterator<Item = &Value> {
    let own = metadata["packages"].as_array().unwrap().iter().filter(|package| package["source"].is_null());
    own.filter(|package| package["publish"].is_null())
}

/// `1.89` and `1.89.0` alike.
fn version(text: &str) -> [u32; 3] {
    let mut numbers = text.split('.').map(|number| number.parse().unwrap());
    [0; 3].map(|missing| numbers.next().unwrap_or(missing))
}

#[test]
fn every_locked_package_is_content_with_our_rust() {
    let metadata = metadata();
    let ours = published(&metadata).find(|package| package["name"] == "ucwa-model").unwrap()["rust_version"].as_str().unwrap();
    let mut compared = 0;
    for package in metadata["packages"].as_array().unwrap() {
        let Some(needed) = package["rust_version"].as_str() else { continue };
        assert!(
            version(needed) <= version(ours),
            "{} {} needs Rust {needed}, and we promise {ours}",
            package["name"],
            package["version"]
        );
        compared += 1;
    }
    assert!(compared > 50, "{compared}");
    for readme in ["README.md", "ucwa-model/README.md"] {
        let promise = format!("Rust {ours} or later");
        assert!(fs::read_to_string(readme).unwrap().contains(&promise), "{readme} says `{promise}`");
    }
}

#[test]
fn features_are_in_the_tables() {
    let metadata = metadata();
    let model = published(&metadata).find(|package| package["name"] == "ucwa-model").unwrap();
    let on = model["features"]["default"].as_array().unwrap();
    for page in ["ucwa-model/README.md", "ucwa-model/src/lib.rs"] {
        let text = fs::read_to_string(page).unwrap();
        for feature in model["features"].as_object().unwrap().keys().filter(|feature| *feature != "default") {
            let row = format!("| `{feature}` | {} |", if on.contains(&Value::from(feature.as_str())) { "yes" } else { "no" });
            assert!(text.contains(&row), "{page} has a row `{row}`");
        }
    }
}

#[test]
fn packages_are_whole() {
    let metadata = metadata();
    let mut names: Vec<&str> = published(&metadata).map(|package| package["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["ucwa-cli", "ucwa-derive", "ucwa-inspect", "ucwa-model"]);
    for package in published(&metadata) {
        let folder = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap();
        for file in ["README.md", "LICENSE-APACHE", "LICENSE-MIT"] {
            assert!(folder.join(file).exists(), "{} has {file}", folder.display());
        }
        assert_eq!(package["readme"], "README.md");
        for field in ["description", "license"] {
            assert!(package[field].is_string(), "{} has the field `{field}`", package["name"]);
        }
    }
}

/// The targets of the links and images of a page.
fn links(text: &str) -> Vec<&str> {
    text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target).collect()
}

#[test]
fn links_lead_somewhere() {
    for page in [
        "README.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "docs/architecture.md",
        "docs/coverage.md",
        "schema/README.md",
        "fuzz/README.md",
    ] {
        let folder = Path::new(page).parent().unwrap();
        for target in links(&fs::read_to_string(page).unwrap()) {
            let file = folder.join(target.split('#').next().unwrap());
            assert!(target.starts_with("https://") || file.exists(), "{page} leads to {target}");
        }
    }
    // the page of a package stands alone, wherever it is shown
    for page in ["ucwa-model/README.md", "ucwa-derive/README.md", "ucwa-inspect/README.md", "ucwa-cli/README.md"] {
        for target in links(&fs::read_to_string(page).unwrap()) {
            assert!(target.starts_with("https://"), "{page} leads to {target}");
        }
    }
}

/// The documentation tests run those of the library's page; the first page shows the same.
#[test]
fn examples_of_the_first_page_are_tested() {
    let library = fs::read_to_string("ucwa-model/README.md").unwrap();
    let first = fs::read_to_string("README.md").unwrap();
    let examples: Vec<&str> =
        first.split("```rust\n").skip(1).filter_map(|rest| rest.split_once("```")).map(|(code, _)| code).collect();
    assert!(!examples.is_empty());
    for example in examples {
        assert!(library.contains(example), "ucwa-model/README.md has\n{example}");
    }
}
