//! Values → columns.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, RecordBatch, RecordBatchOptions,
    builder::{ArrayBuilder, BooleanBuilder, Int64Builder, ListBuilder, StringBuilder, TimestampMicrosecondBuilder},
};
use arrow_schema::{ArrowError, SchemaRef};

use crate::table::{Column, Type, element};

/// A column that is being filled. Most values of most columns are null: those are counted, and added together.
#[derive(Debug)]
struct Builder {
    values: Values,
    /// How many nulls follow the values.
    nulls: usize,
}

#[derive(Debug)]
enum Values {
    Text(StringBuilder),
    Boolean(BooleanBuilder),
    Integer(Int64Builder),
    Time(TimestampMicrosecondBuilder),
    Texts(ListBuilder<StringBuilder>),
}

impl Builder {
    fn new(column: &Column) -> Self {
        let values = match column.data {
            Type::Text => Values::Text(StringBuilder::new()),
            Type::Boolean => Values::Boolean(BooleanBuilder::new()),
            Type::Integer => Values::Integer(Int64Builder::new()),
            Type::Time => Values::Time(TimestampMicrosecondBuilder::new().with_timezone("UTC")),
            Type::Texts => Values::Texts(ListBuilder::new(StringBuilder::new()).with_field(element())),
        };
        Self { values, nulls: 0 }
    }

    /// Where the next value goes.
    fn values(&mut self) -> &mut Values {
        let Self { values, nulls } = self;
        if *nulls > 0 {
            values.add_nulls(std::mem::take(nulls));
        }
        values
    }

    fn finish(&mut self) -> ArrayRef {
        self.values().finish()
    }
}

impl Values {
    fn add_nulls(&mut self, count: usize) {
        match self {
            Self::Text(builder) => builder.append_nulls(count),
            Self::Boolean(builder) => builder.append_nulls(count),
            Self::Integer(builder) => builder.append_nulls(count),
            Self::Time(builder) => builder.append_nulls(count),
            Self::Texts(builder) => builder.append_nulls(count),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(builder) => {
                let (rows, bytes) = (builder.offsets_slice().len(), builder.values_slice().len());
                let column = builder.finish();
                // the next batch is about as large
                *builder = StringBuilder::with_capacity(rows, bytes + bytes / 8);
                Arc::new(column)
            }
            Self::Boolean(builder) => ArrayBuilder::finish(builder),
            Self::Integer(builder) => ArrayBuilder::finish(builder),
            Self::Time(builder) => ArrayBuilder::finish(builder),
            Self::Texts(builder) => ArrayBuilder::finish(builder),
        }
    }
}

/// Takes the one value of a column in a row; what is never given is null. A value of another type, which no column has, would be null.
#[derive(Debug)]
pub(crate) struct Cell<'b> {
    builder: &'b mut Builder,
    bytes: &'b mut usize,
    /// For texts that have to be made.
    scratch: &'b mut String,
}

impl Cell<'_> {
    #[inline]
    pub(crate) fn null(self) {
        self.builder.nulls += 1;
    }

    /// A text that may be absent. An empty one, which stands for none in what the library reads, is.
    #[inline]
    pub(crate) fn text(self, text: Option<&str>) {
        self.exact(text.filter(|text| !text.is_empty()));
    }

    /// A text that may be absent or empty.
    pub(crate) fn exact(self, text: Option<&str>) {
        match text {
            Some(text) => self.value(text),
            None => self.null(),
        }
    }

    fn value(self, text: &str) {
        if let Values::Text(builder) = self.builder.values() {
            *self.bytes += text.len();
            builder.append_value(text);
        } else {
            self.null();
        }
    }

    /// A text that is written into an empty buffer, if the function says so.
    pub(crate) fn written(self, write: impl FnOnce(&mut String) -> Option<()>) {
        let Self { builder, bytes, scratch } = self;
        scratch.clear();
        let written = write(scratch);
        Cell { builder, bytes, scratch: &mut String::new() }.exact(written.map(|()| &**scratch));
    }

    pub(crate) fn boolean(self, value: bool) {
        match self.builder.values() {
            Values::Boolean(builder) => builder.append_value(value),
            _ => self.null(),
        }
    }

    /// An integer, or microseconds since 1970.
    pub(crate) fn integer(self, value: Option<i64>) {
        let Some(value) = value else { return self.null() };
        match self.builder.values() {
            Values::Integer(builder) => builder.append_value(value),
            Values::Time(builder) => builder.append_value(value),
            _ => self.null(),
        }
    }

    /// A number of bytes, or of things.
    pub(crate) fn count(self, count: usize) {
        self.integer(Some(i64::try_from(count).unwrap_or(i64::MAX)));
    }

    pub(crate) fn texts<'t>(self, texts: impl Iterator<Item = &'t str>) {
        let Values::Texts(builder) = self.builder.values() else { return self.null() };
        for text in texts {
            *self.bytes += text.len() + size_of::<i32>();
            builder.values().append_value(text);
        }
        builder.append(true);
    }
}

/// The rows of the next batch.
#[derive(Debug)]
pub(crate) struct Builders {
    builders: Vec<Builder>,
    schema: SchemaRef,
    /// How many rows a batch has, at most.
    most: usize,
    rows: usize,
    bytes: usize,
    scratch: String,
}

/// A batch of more bytes ends early: the offsets of its texts have 32 bits, and memory is bounded.
const BYTES: usize = 32 << 20;

impl Builders {
    pub(crate) fn new(columns: &[Column], schema: SchemaRef, most: usize) -> Self {
        let builders = columns.iter().map(Builder::new).collect();
        Self { builders, schema, most, rows: 0, bytes: 0, scratch: String::new() }
    }

    /// Adds a row: a function gives the value of each column.
    pub(crate) fn push(&mut self, columns: &[Column], mut give: impl FnMut(&Column, Cell<'_>)) {
        let Self { builders, bytes, scratch, .. } = self;
        for (builder, column) in builders.iter_mut().zip(columns) {
            give(column, Cell { builder, bytes, scratch });
        }
        self.rows += 1;
    }

    pub(crate) fn is_full(&self) -> bool {
        self.rows >= self.most || self.bytes >= BYTES
    }

    /// The rows so far, if there are any.
    pub(crate) fn finish(&mut self) -> Option<Result<RecordBatch, ArrowError>> {
        if self.rows == 0 {
            return None;
        }
        let options = RecordBatchOptions::new().with_row_count(Some(self.rows)); // for a table without columns
        (self.rows, self.bytes) = (0, 0);
        self.scratch = String::new(); // one may have been long
        let columns = self.builders.iter_mut().map(Builder::finish).collect();
        Some(RecordBatch::try_new_with_options(self.schema.clone(), columns, &options))
    }
}
