//! How far the input has been read.

use std::{
    fs,
    io::{self, IsTerminal, Read},
};

use indicatif::{ProgressBar, ProgressStyle};

use super::Named;

/// The bar that shows how much of all files has been read.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    /// A bar for long inputs whose size is known, if errors go to a terminal.
    pub(crate) fn over<'n>(files: impl Iterator<Item = &'n Named>) -> Self {
        const LONG: u64 = 16 << 20;
        let size = |file: &Named| fs::metadata(&file.path).ok().filter(fs::Metadata::is_file).map(|data| data.len());
        let total: Option<u64> = files.map(size).sum();
        let bar = total.filter(|total| *total >= LONG && io::stderr().is_terminal()).map(|total| {
            let style = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}");
            ProgressBar::new(total).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        Self { bar }
    }

    /// No bar.
    pub(crate) fn none() -> Self {
        Self { bar: None }
    }

    /// Counts what is read.
    pub(super) fn watch(&self, reader: Box<dyn Read>) -> Box<dyn Read> {
        match &self.bar {
            Some(bar) => Box::new(bar.wrap_read(reader)),
            None => reader,
        }
    }

    pub(crate) fn is_shown(&self) -> bool {
        self.bar.is_some()
    }

    /// Writes to the terminal beside the bar.
    pub(crate) fn suspend<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
