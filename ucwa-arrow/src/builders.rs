//! Values → columns.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, RecordBatch,
    builder::{ArrayBuilder, BooleanBuilder, Int64Builder, ListBuilder, StringBuilder, TimestampMicrosecondBuilder},
};
use arrow_schema::{ArrowError, SchemaRef};

use crate::{
    cell::Cell,
    table::{Column, Type, element},
};

/// A column that is being filled.
#[derive(Debug)]
enum Builder {
    Text(StringBuilder),
    Boolean(BooleanBuilder),
    Integer(Int64Builder),
    Time(TimestampMicrosecondBuilder),
    Texts(ListBuilder<StringBuilder>),
}

impl Builder {
    fn new(column: &Column) -> Self {
        match column.data {
            Type::Text => Self::Text(StringBuilder::new()),
            Type::Boolean => Self::Boolean(BooleanBuilder::new()),
            Type::Integer => Self::Integer(Int64Builder::new()),
            Type::Time => Self::Time(TimestampMicrosecondBuilder::new().with_timezone("UTC")),
            Type::Texts => Self::Texts(ListBuilder::new(StringBuilder::new()).with_field(element())),
        }
    }

    /// Adds a value, and gives the bytes that it takes. One of another type, which no column has, would be null.
    fn push(&mut self, cell: Cell<'_>) -> usize {
        match (self, cell) {
            (Self::Text(builder), Cell::Text(text)) => {
                builder.append_value(&text);
                return text.len();
            }
            (Self::Texts(builder), Cell::Texts(texts)) => {
                texts.iter().for_each(|text| builder.values().append_value(text));
                builder.append(true);
                return texts.iter().map(|text| text.len() + 4).sum();
            }
            (Self::Boolean(builder), Cell::Boolean(value)) => builder.append_value(value),
            (Self::Integer(builder), Cell::Integer(value)) => builder.append_value(value),
            (Self::Time(builder), Cell::Time(value)) => builder.append_value(value),
            (Self::Text(builder), _) => builder.append_null(),
            (Self::Boolean(builder), _) => builder.append_null(),
            (Self::Integer(builder), _) => builder.append_null(),
            (Self::Time(builder), _) => builder.append_null(),
            (Self::Texts(builder), _) => builder.append_null(),
        }
        0
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(builder) => Arc::new(builder.finish()),
            Self::Boolean(builder) => ArrayBuilder::finish(builder),
            Self::Integer(builder) => ArrayBuilder::finish(builder),
            Self::Time(builder) => ArrayBuilder::finish(builder),
            Self::Texts(builder) => ArrayBuilder::finish(builder),
        }
    }
}

/// The rows of the next batch.
#[derive(Debug)]
pub(crate) struct Builders {
    builders: Vec<Builder>,
    schema: SchemaRef,
    rows: usize,
    bytes: usize,
}

/// A batch of more bytes ends early: the offsets of its texts have 32 bits, and memory is bounded.
const BYTES: usize = 32 << 20;

impl Builders {
    pub(crate) fn new(columns: &[Column], schema: SchemaRef) -> Self {
        Self { builders: columns.iter().map(Builder::new).collect(), schema, rows: 0, bytes: 0 }
    }

    /// Adds a row: a value for each column.
    pub(crate) fn push<'c>(&mut self, cells: impl Iterator<Item = Cell<'c>>) {
        self.rows += 1;
        self.bytes += self.builders.iter_mut().zip(cells).map(|(builder, cell)| builder.push(cell)).sum::<usize>();
    }

    pub(crate) fn is_full(&self, rows: usize) -> bool {
        self.rows >= rows || self.bytes >= BYTES
    }

    /// The rows so far, if there are any.
    pub(crate) fn finish(&mut self) -> Option<Result<RecordBatch, ArrowError>> {
        if self.rows == 0 {
            return None;
        }
        (self.rows, self.bytes) = (0, 0);
        let columns = self.builders.iter_mut().map(Builder::finish).collect();
        Some(RecordBatch::try_new(self.schema.clone(), columns))
    }
}
