//! The command line of the benchmark.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use super::load;

/// Decodes and encodes a load of event channel responses, and compares ratios within one run.
#[derive(Debug, Default, Parser)]
#[command(name = "events")]
pub(crate) struct Args {
    /// Only contenders whose group or name contains this, and the bases of their groups
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
    /// Less load and fewer rounds
    #[arg(long)]
    pub(crate) quick: bool,
    /// Draw a chart of the ratios
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) plot: Option<PathBuf>,
    /// Measure nothing: write a load to the standard output, one response a line
    #[arg(long, value_name = "FORMAT")]
    pub(crate) generate: Option<Format>,
    /// The size of the responses to write
    #[arg(long, value_name = "SIZE", default_value = "large")]
    pub(crate) size: Size,
    /// How many bytes to write at least
    #[arg(long, value_name = "N", default_value_t = 16_000_000)]
    pub(crate) bytes: usize,
    /// The seed of the load
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub(crate) seed: u64,
    /// What cargo passes to benchmarks; without it, this is a test, and hardly anything is measured
    #[arg(long, hide = true)]
    pub(crate) bench: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    Json,
    Xml,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Size {
    Small,
    #[default]
    Large,
}

impl Args {
    /// The arguments of the process. Those of a test runner are none of this command's.
    pub(crate) fn of_process() -> Self {
        match Self::try_parse() {
            Err(error) if std::env::args().any(|argument| argument == "--bench") => error.exit(),
            args => args.unwrap_or_default(),
        }
    }
}

impl From<Size> for load::Size {
    fn from(size: Size) -> Self {
        match size {
            Size::Small => Self::Small,
            Size::Large => Self::Large,
        }
    }
}
