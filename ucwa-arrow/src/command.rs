//! What the command is asked for, and what it does, in order.

mod begin;
mod logs;
mod state;
mod work;
mod write;

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::{Parser, ValueEnum};
use ucwa_arrow::Table;

use self::{
    state::{Made, State},
    work::Job,
};

/// Makes tables of logs of the UCWA event channel, as Parquet, CSV or Arrow files
///
/// Logs hold any number of responses, in JSON, in XML or both, damaged or not, also compressed by gzip. The files stand in a folder for
/// each log, `file=NAME`, which DuckDB, Spark, Polars and pyarrow read as one table with a column `file`. What has been done is noted
/// in the output folder: the command goes on where it was interrupted, and when a log has grown, what is new is added.
#[derive(Debug, Parser)]
#[command(name = "ucwa-tables", version, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Args {
    /// `responses`, `events`, or the rel of a resource, as `message`
    #[arg(value_parser = table)]
    table: Table,
    /// The format to write
    #[arg(long, value_name = "FORMAT")]
    to: Format,
    /// The folder to write to; a new one, or one of an earlier run of the same table
    #[arg(short, long, value_name = "FOLDER")]
    output: PathBuf,
    /// The logs; a folder stands for all logs inside
    #[arg(required = true, value_name = "LOG")]
    logs: Vec<PathBuf>,
    /// Only events of senders of this rel; may be said again
    #[arg(long = "sender", value_name = "REL")]
    senders: Vec<String>,
    /// Only events of this type; may be said again
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// The logs do not grow any more: also take what their end has cut
    #[arg(long = "final")]
    last: bool,
    /// About how many megabytes of a log go into a file
    #[arg(long, value_name = "MB", default_value_t = 256, value_parser = clap::value_parser!(u64).range(1..=1 << 20))]
    part: u64,
    /// How many parts are made at a time; all cores unless said
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
}

const EXAMPLES: &str = "\
Examples:
  ucwa-tables events --to parquet -o events/ 2026-*.log.gz
  ucwa-tables message --to csv -o messages/ --sender conversation logs/
  duckdb -c \"SELECT sender_href, count(*) FROM 'events/*/*.parquet' GROUP BY ALL\"";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns, compressed: the smallest, and the quickest to read again
    Parquet,
    /// Text with a line for each row; lists are JSON
    Csv,
    /// Columns as they lie in memory, in Arrow's file format
    Arrow,
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
            Self::Arrow => "arrow",
        }
    }
}

fn table(name: &str) -> Result<Table, String> {
    Table::named(name).map_err(|error| error.to_string())
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let made = Made {
        table: args.table.name().to_owned(),
        to: args.to.extension().to_owned(),
        senders: args.senders.clone(),
        types: args.types.clone(),
    };
    let logs = logs::find(&args.logs)?;
    ensure!(!logs.is_empty(), "expected logs that end in .{}, also with .gz, but found none", logs::ENDINGS.join(", ."));
    let mut state = State::open(&args.output, made)?;
    let mut jobs = Vec::new();
    for log in &logs {
        let parts = state.missing(log, args.part << 20, args.last).with_context(|| log.path.display().to_string())?;
        jobs.extend(parts.into_iter().map(|part| Job { log: log.clone(), part }));
    }
    work::run(args, &mut state, jobs)
}
