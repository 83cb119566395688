//! Record batches → a Parquet file.

use std::io::Write;

use arrow_array::RecordBatchReader;
use arrow_schema::ArrowError;
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::properties::WriterProperties,
};

/// Writes all batches of a reader as a Parquet file, compressed by zstd, and gives the number of its rows. Memory is bounded by a row
/// group of 128 MiB or a million rows.
///
/// ```
/// use ucwa_arrow::{Reader, write_parquet};
///
/// let log = br#"{"sender":[{"rel":"people","href":"/people","events":[{"type":"added"}]}]}"#;
/// let mut file = Vec::new();
/// assert_eq!(write_parquet(Reader::new(&log[..]), &mut file)?, 1);
/// assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
/// # Ok::<(), ucwa_arrow::arrow_schema::ArrowError>(())
/// ```
///
/// # Errors
/// If the log cannot be read, or the file cannot be written.
pub fn write_parquet(reader: impl RecordBatchReader, file: impl Write + Send) -> Result<u64, ArrowError> {
    const GROUP: usize = 128 << 20;
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
    let mut writer = ArrowWriter::try_new(file, reader.schema(), Some(properties)).map_err(arrow)?;
    let mut rows = 0;
    for batch in reader {
        let batch = batch?;
        rows += batch.num_rows() as u64;
        writer.write(&batch).map_err(arrow)?;
        if writer.in_progress_size() >= GROUP {
            writer.flush().map_err(arrow)?;
        }
    }
    writer.close().map_err(arrow)?;
    Ok(rows)
}

fn arrow(error: ParquetError) -> ArrowError {
    ArrowError::ExternalError(Box::new(error))
}
