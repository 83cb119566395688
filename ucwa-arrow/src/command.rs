//! What the command is asked for, and what it does, in order.

mod fingerprint;
mod folder;
mod logs;
mod state;
mod work;
mod write;

use std::{collections::BTreeSet, path::PathBuf};

use anyhow::{Error, Result, ensure};
use clap::{
    Parser, ValueEnum,
    builder::{PathBufValueParser, TypedValueParser},
};
use ucwa_arrow::Table;

use self::{
    state::{Made, State},
    work::Job,
};

/// Makes tables of logs of the UCWA event channel, as Parquet, CSV or Arrow files
///
/// Logs hold any number of responses, in JSON, in XML or both, in UTF-8, damaged or not, also compressed by gzip. Of a folder those files
/// are read, also in folders inside, that end in .log, .json, .jsonl, .ndjson or .xml, whatever the case; behind that may stand a number,
/// as in x.log.1, and behind that .gz. Names that begin with `_` or `.` are passed over.
///
/// The files stand in a folder for each log, `file=NAME`, with its path as it was given; of a long one its end, behind a checksum. A log in
/// which nothing is finished yet has no file. The examples show how to read all of them as one table with a column `file`.
///
/// What has been done is noted in the output folder: the command goes on where it was interrupted, adds what is new when a log has grown,
/// and makes files again that are gone. A log that cannot be read does not keep others from being read; the exit status is 1 then.
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
    #[arg(short, long, value_name = "FOLDER", value_parser = PathBufValueParser::new().try_map(|path| named(path, "a folder")))]
    output: PathBuf,
    /// The logs; a folder stands for all logs inside
    #[arg(required = true, value_name = "LOG", value_parser = PathBufValueParser::new().try_map(|path| named(path, "a file")))]
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

const EXAMPLES: &str = r#"Examples:
  ucwa-tables events --to parquet -o events/ 2026-*.log.gz
  ucwa-tables message --to csv -o messages/ --sender conversation logs/

To read all files as one table:
  DuckDB   SELECT file, "offset", sender_href FROM 'events/*/*.parquet'
  Polars   polars.scan_parquet("events/*/*.parquet", hive_partitioning=True)
  pyarrow  pyarrow.dataset.dataset("events/", partitioning="hive")
  Spark    spark.read.parquet("events/")"#;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns, compressed: the smallest, and the quickest to read again
    Parquet,
    /// Text with a line for each row; lists are JSON. An empty text looks as if there were none, and a spreadsheet may take text that
    /// begins with `=`, `+`, `-` or `@` for a formula
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

/// A path, but not that of standard input or output: logs are read in parts, and what is made are several files.
fn named(path: PathBuf, expected: &str) -> Result<PathBuf, String> {
    if path.as_os_str() == "-" { Err(format!("expected {expected}, but found `-`")) } else { Ok(path) }
}

/// Names in order, each once: it does not matter how they were said.
fn sorted(names: &[String]) -> Vec<String> {
    names.iter().collect::<BTreeSet<_>>().into_iter().cloned().collect()
}

/// Makes what is missing, and gives what has gone wrong with single logs.
pub(crate) fn run(args: &Args) -> Result<Vec<Error>> {
    let made = Made {
        table: args.table.name().to_owned(),
        to: args.to.extension().to_owned(),
        senders: sorted(&args.senders),
        types: sorted(&args.types),
    };
    let logs = logs::find(&args.logs)?;
    ensure!(!logs.is_empty(), "expected logs that end in .{}, also with .gz, but found none", logs::ENDINGS.join(", ."));
    let mut state = State::open(&args.output, made)?;
    let (mut jobs, mut failures) = (Vec::new(), Vec::new());
    for log in &logs {
        match state.missing(log, args.part << 20, args.last) {
            Ok(parts) => jobs.extend(parts.into_iter().map(|part| Job { log: log.clone(), part })),
            Err(error) => failures.push(error.context(log.path.display().to_string())),
        }
    }
    failures.extend(work::run(args, &mut state, jobs));
    Ok(failures)
}
