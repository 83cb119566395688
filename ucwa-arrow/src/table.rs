//! [`Table`], which columns there are, in which order, and where each comes from.

mod column;

use std::{collections::BTreeSet, fmt, sync::Arc};

use arrow_schema::{Schema, SchemaRef};
use ucwa_model::{
    descriptor::{self, Form, Shape},
    dialect::plain_rel,
};

pub(crate) use self::column::{Column, Fixed, Of, Type, element};

/// A table of a log: `responses`, `events`, or one of the resources of a rel.
///
/// ```
/// use ucwa_arrow::Table;
///
/// let names: Vec<String> = Table::rel("message")?.schema().fields().iter().map(|field| field.name().clone()).collect();
/// assert_eq!(names[..3], ["offset", "event_index", "role"]);
/// assert!(names.contains(&"timeStamp".to_owned()) && names.contains(&"contact_href".to_owned()));
/// assert!(Table::rel("massage").is_err());
/// # Ok::<(), ucwa_arrow::UnknownTable>(())
/// ```
#[derive(Clone)]
pub struct Table {
    pub(crate) kind: Kind,
    pub(crate) columns: Arc<[Column]>,
    schema: SchemaRef,
}

/// What a row is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Responses,
    Events,
    Resources(&'static Shape),
}

/// There is no table of that name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected `responses`, `events` or the rel of a resource, but found `{name}`")]
#[non_exhaustive]
pub struct UnknownTable {
    /// What was asked for.
    pub name: String,
}

/// These are not columns that a table can have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnError {
    /// The table has no column of that name.
    #[error("expected a column of the table `{table}`, but found `{name}`")]
    #[non_exhaustive]
    Unknown {
        /// The table.
        table: &'static str,
        /// What was asked for.
        name: String,
    },
    /// A column was asked for twice; who reads the table would not know which of them is meant.
    #[error("expected each column once, but found `{name}` twice")]
    #[non_exhaustive]
    Repeated {
        /// The column.
        name: String,
    },
}

impl Table {
    /// The documents of a log, one a row.
    ///
    /// `offset` and `length` in bytes; `format`; of a response `self_href` and the `ack` in it, the link to go on with (`next_rel`, one of
    /// `next`, `resync` and `resume`, and `next_href`), how many `senders` and `events` it has, and how many of these are `broken`; of a
    /// response that ended in a fault, and of what is no response, `fault_code` and `fault_message`; of the latter `foreign_raw`, its
    /// bytes, of more than 16 KiB the first of them.
    #[must_use]
    pub fn responses() -> Self {
        Self::new(Kind::Responses, column::responses())
    }

    /// The events of a log, one a row.
    ///
    /// What the event says; `role`, `resource_rel` and `resource_href` of the first resource that came along; its `time`, where it has a
    /// `timeStamp`; its `text`, where it is a message or brings one; the `resource` itself as JSON, whichever format it came in. Of what
    /// is broken `error_code`, `error_path`, `error_message` and `raw`, its bytes. A document that is no response, as one in UTF-16,
    /// has no events, and shows in [`responses`](Self::responses) alone.
    ///
    /// `time` has microseconds. XML writes seven digits behind a second's point: the last one is cut off. JSON has milliseconds, so that
    /// times in `resource` have three digits, whichever format they came in.
    #[must_use]
    pub fn events() -> Self {
        Self::new(Kind::Events, column::events())
    }

    /// The resources of a rel that came along with events, one a row.
    ///
    /// `role`, and what the event says; then the resource: each property under its own name, of each data link the text, of each link
    /// the href with `_href` behind its name. `extra` is JSON of what no column holds: embedded resources, titles of links, content that
    /// is no text, and what the schema does not know. Where a name is taken by what the event says, `resource_` stands before it.
    ///
    /// Times have microseconds. XML writes seven digits behind a second's point: the last one is cut off, and does not count as what no
    /// column holds; `extra`, as JSON, has milliseconds.
    ///
    /// # Errors
    /// If the schema has no resource of that rel.
    pub fn rel(rel: &str) -> Result<Self, UnknownTable> {
        let shape = descriptor::shape_of_rel(rel).filter(|shape| shape.form == Form::Resource);
        let shape = shape.ok_or_else(|| UnknownTable { name: rel.to_owned() })?;
        Ok(Self::new(Kind::Resources(shape), column::resources(shape)))
    }

    /// The table of that name, as [`name`](Self::name) gives it.
    ///
    /// # Errors
    /// If there is none.
    pub fn named(name: &str) -> Result<Self, UnknownTable> {
        match plain_rel(name) {
            "responses" => Ok(Self::responses()),
            "events" => Ok(Self::events()),
            rel => Self::rel(rel),
        }
    }

    /// Only these columns, in this order. Others cost nothing: neither the `resource` of `events`, which is written as JSON, nor `extra`.
    ///
    /// ```
    /// use ucwa_arrow::{Reader, Table};
    ///
    /// let log = br#"{"sender":[{"rel":"people","href":"/people","events":[{"type":"added"},{"type":"deleted"}]}]}"#;
    /// let table = Table::events().with_columns(["event_type", "offset"])?;
    /// let batch = Reader::new(&log[..]).table(table).next().unwrap()?;
    /// assert_eq!((batch.num_rows(), batch.schema().field(0).name().as_str()), (2, "event_type"));
    /// let error = |names: [&str; 2]| Table::events().with_columns(names).unwrap_err().to_string();
    /// assert_eq!(error(["offset", "type"]), "expected a column of the table `events`, but found `type`");
    /// assert_eq!(error(["offset", "offset"]), "expected each column once, but found `offset` twice");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the table has no column of a name, or a name stands there twice.
    pub fn with_columns<S: AsRef<str>>(&self, names: impl IntoIterator<Item = S>) -> Result<Self, ColumnError> {
        let (mut columns, mut known) = (Vec::new(), BTreeSet::new());
        for name in names {
            let name = name.as_ref();
            let found = self.columns.iter().position(|column| column.name == name);
            let index = found.ok_or_else(|| ColumnError::Unknown { table: self.name(), name: name.to_owned() })?;
            if !known.insert(index) {
                return Err(ColumnError::Repeated { name: name.to_owned() });
            }
            columns.extend(self.columns.get(index).cloned());
        }
        Ok(Self::new(self.kind, columns))
    }

    /// The names of all tables: `responses`, `events`, then the rels in order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let shapes = descriptor::definitions().filter_map(|definition| descriptor::shape_of_rel(definition.rel));
        let rels: BTreeSet<_> = shapes.filter(|shape| shape.form == Form::Resource).map(|shape| shape.rel).collect();
        ["responses", "events"].into_iter().chain(rels)
    }

    fn new(kind: Kind, columns: Vec<Column>) -> Self {
        let schema = Schema::new(columns.iter().map(Column::field).collect::<Vec<_>>());
        Self { kind, columns: columns.into(), schema: schema.into() }
    }

    /// Its name: `responses`, `events`, or the rel.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self.kind {
            Kind::Responses => "responses",
            Kind::Events => "events",
            Kind::Resources(shape) => shape.rel,
        }
    }

    /// The columns.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Table({})", self.name())
    }
}
