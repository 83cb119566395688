//! The targets by name, and the seeds they start from.

pub mod agreement;
pub mod batch;
pub mod cross;
pub mod data_url;
pub mod differential;
pub mod event_stream;
pub mod json_decode;
pub mod limits;
pub mod reorder;
pub mod roundtrip;
pub mod xml_decode;

pub mod independent;
mod messages;

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A target.
pub type Target = fn(&[u8]);

/// All targets.
pub const ALL: &[(&str, Target)] = &[
    ("agreement", agreement::run),
    ("batch", batch::run),
    ("cross", cross::run),
    ("data_url", data_url::run),
    ("differential", differential::run),
    ("event_stream", event_stream::run),
    ("json_decode", json_decode::run),
    ("limits", limits::run),
    ("reorder", reorder::run),
    ("roundtrip", roundtrip::run),
    ("xml_decode", xml_decode::run),
];

/// What a target starts from: the fixtures of the tests, and what was once found.
pub fn seeds(root: &Path, target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folders: &[&str] = match target {
        "batch" => &["batches", "http"],
        "data_url" => &["proof/data-urls"],
        _ => &["seeds", "messages", "proof/seeds"],
    };
    let found = format!("proof/found/{target}");
    let folders = folders.iter().copied().chain([&*found]);
    let mut files: Vec<PathBuf> = folders
        .filter_map(|folder| fs::read_dir(root.join("tests/fixtures").join(folder)).ok())
        .flat_map(|entries| entries.filter_map(|entry| entry.ok().map(|entry| entry.path())))
        .collect();
    files.sort();
    files.into_iter().filter_map(|path| fs::read(&path).ok().map(|bytes| (path, bytes))).collect()
}
