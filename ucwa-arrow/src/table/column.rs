//! The columns of each table.

use std::sync::Arc;

use arrow_schema::{DataType, Field, TimeUnit};
use ucwa_model::descriptor::{self, Kind, Shape};

use crate::row::{EventCell, EventRow, ResponseCell, ResponseRow};

/// A column.
#[derive(Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) data: Type,
    pub(crate) of: Of,
}

/// The types that there are: those that Spark, pandas and the others agree on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    Boolean,
    Integer,
    Time,
    Texts,
}

/// Where a column's values come from.
#[derive(Clone)]
pub(crate) enum Of {
    /// A response.
    Response(ResponseCell),
    /// An event, and what came along with it.
    Event(EventCell),
    /// A slot of the resource.
    Slot(usize),
    /// What is not in these slots of the resource, which have columns.
    Rest(Arc<[usize]>),
}

/// A column that does not depend on the schema.
pub(crate) type Fixed<F> = (&'static str, Type, F);

impl Column {
    pub(super) fn field(&self) -> Field {
        let data = match self.data {
            Type::Text => DataType::Utf8,
            Type::Boolean => DataType::Boolean,
            Type::Integer => DataType::Int64,
            Type::Time => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Type::Texts => DataType::List(element()),
        };
        Field::new(&self.name, data, true) // as Spark has it: what a reader gives may be null
    }
}

/// The items of a list, by the name that Spark and Parquet have for them.
pub(crate) fn element() -> Arc<Field> {
    Arc::new(Field::new("element", DataType::Utf8, true))
}

pub(super) fn responses() -> Vec<Column> {
    let column = |(name, data, of): &Fixed<_>| Column { name: (*name).into(), data: *data, of: Of::Response(*of) };
    ResponseRow::COLUMNS.iter().map(column).collect()
}

fn fixed<'c>(columns: &'c [Fixed<EventCell>]) -> impl Iterator<Item = Column> + use<'c> {
    columns.iter().map(|(name, data, of)| Column { name: (*name).into(), data: *data, of: Of::Event(*of) })
}

pub(super) fn events() -> Vec<Column> {
    let columns = [EventRow::KEY, EventRow::ENVELOPE, EventRow::REST];
    columns.into_iter().flat_map(fixed).collect()
}

pub(super) fn resources(shape: &'static Shape) -> Vec<Column> {
    let mut columns: Vec<_> = [EventRow::KEY, EventRow::ROLE, EventRow::ENVELOPE].into_iter().flat_map(fixed).collect();
    let mut slots = Vec::new();
    for (index, field) in shape.fields.iter().enumerate() {
        if let Some((name, data)) = of_field(field) {
            let name = free(&columns, name);
            columns.push(Column { name, data, of: Of::Slot(index) });
            slots.push(index);
        }
    }
    columns.push(Column { name: free(&columns, "extra".into()), data: Type::Text, of: Of::Rest(slots.into()) });
    columns
}

/// What a field of a resource is as a column. What has a structure of its own is none.
fn of_field(field: &descriptor::Field) -> Option<(String, Type)> {
    let one = match field.kind {
        Kind::Boolean => Type::Boolean,
        Kind::Integer => Type::Integer,
        Kind::Date => Type::Time,
        Kind::String { .. } | Kind::SipUri | Kind::Enumeration(_) | Kind::Link | Kind::Data => Type::Text,
        _ => return None,
    };
    let data = match (one, field.many) {
        (one, false) => one,
        (Type::Text, true) => Type::Texts,
        (_, true) => return None,
    };
    let link = matches!(field.kind, Kind::Link);
    Some((format!("{}{}", field.name, if link { "_href" } else { "" }), data))
}

/// A name that no other column has, whatever its case: SQL tells names by their letters alone.
fn free(columns: &[Column], mut name: String) -> String {
    while columns.iter().any(|column| column.name.eq_ignore_ascii_case(&name)) {
        name.insert_str(0, "resource_");
    }
    name
}
