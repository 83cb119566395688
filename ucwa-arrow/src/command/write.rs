//! Record batches → a file of any format.

use std::{
    fs::File,
    io::{BufWriter, IntoInnerError},
    path::Path,
    sync::Arc,
};

use anyhow::{Error, Result};
use arrow_csv::WriterBuilder;
use arrow_ipc::writer::FileWriter;
use ucwa_arrow::{
    arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchReader, StringArray, cast::AsArray, types::TimestampMicrosecondType},
    arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef},
    write_parquet,
};
use ucwa_model::jiff::Timestamp;

use super::Format;

/// Writes all batches, and gives the number of rows and of the file's bytes, which are on the disk then.
pub(super) fn write(reader: impl RecordBatchReader, format: Format, path: &Path) -> Result<(u64, u64)> {
    let mut file = BufWriter::new(File::create(path)?);
    let rows = batches(reader, format, &mut file).map_err(plain)?;
    let file = file.into_inner().map_err(IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok((rows, file.metadata()?.len()))
}

fn batches(reader: impl RecordBatchReader, format: Format, file: &mut BufWriter<File>) -> Result<u64, ArrowError> {
    Ok(match format {
        Format::Parquet => write_parquet(reader, file)?,
        Format::Arrow => {
            let mut writer = FileWriter::try_new(file, &reader.schema())?;
            let rows = each(reader, |batch| writer.write(batch))?;
            writer.finish()?;
            rows
        }
        Format::Csv => {
            let mut writer = WriterBuilder::new().with_header(true).build(file);
            let schema = flat_schema(&reader.schema());
            writer.write(&RecordBatch::new_empty(schema.clone()))?; // the header, though there may be no rows
            each(reader, |batch| writer.write(&flat(batch, &schema)?))?
        }
    })
}

/// An error of Arrow, or the one of the file in it.
pub(super) fn plain(error: ArrowError) -> Error {
    match error {
        ArrowError::IoError(_, error) => error.into(),
        other => other.into(),
    }
}

fn each(
    reader: impl RecordBatchReader,
    mut write: impl FnMut(&RecordBatch) -> Result<(), ArrowError>,
) -> Result<u64, ArrowError> {
    let mut rows = 0;
    for batch in reader {
        let batch = batch?;
        rows += batch.num_rows() as u64;
        write(&batch)?;
    }
    Ok(rows)
}

/// CSV has texts, numbers and booleans alone: lists are written as JSON, times as RFC 3339.
fn flat_schema(schema: &Schema) -> SchemaRef {
    let flat = |field: &Arc<Field>| match field.data_type() {
        DataType::List(_) | DataType::Timestamp(..) => Arc::new(Field::new(field.name(), DataType::Utf8, true)),
        _ => field.clone(),
    };
    Arc::new(Schema::new(schema.fields().iter().map(flat).collect::<Vec<_>>()))
}

fn flat(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let column = |column: &ArrayRef| -> ArrayRef {
        match column.data_type() {
            DataType::List(_) => {
                Arc::new(column.as_list::<i32>().iter().map(|list| list.as_ref().map(json)).collect::<StringArray>())
            }
            DataType::Timestamp(..) => {
                let times = column.as_primitive::<TimestampMicrosecondType>().iter();
                Arc::new(times.map(|time| time.map(rfc_3339)).collect::<StringArray>())
            }
            _ => column.clone(),
        }
    };
    RecordBatch::try_new(schema.clone(), batch.columns().iter().map(column).collect())
}

fn json(list: &ArrayRef) -> String {
    serde_json::Value::from(list.as_string::<i32>().iter().flatten().collect::<Vec<_>>()).to_string()
}

/// The first and the last day of the calendar, where there is no such form, as the number.
fn rfc_3339(microseconds: i64) -> String {
    Timestamp::from_microsecond(microseconds).map_or_else(|_| microseconds.to_string(), |time| time.to_string())
}
