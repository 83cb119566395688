//! Reads a table of a log, and says how many rows it has: for profilers.
//!
//! ```text
//! cargo run --release -p ucwa-arrow --example read -- mixed.log events [COLUMN…]
//! ```

use std::error::Error;

use ucwa_arrow::{Reader, Table};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("expected a log, but found no argument")?;
    let table = Table::named(&arguments.next().unwrap_or_else(|| "events".into()))?;
    let columns: Vec<String> = arguments.collect();
    let table = if columns.is_empty() { table } else { table.with_columns(columns)? };
    let (mut rows, mut bytes) = (0, 0);
    for batch in Reader::open(path).table(table) {
        let batch = batch?;
        (rows, bytes) = (rows + batch.num_rows(), bytes + batch.get_array_memory_size());
    }
    println!("{rows} rows, {bytes} bytes");
    Ok(())
}
