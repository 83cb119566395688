//! Rows → batches of a table.

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use ucwa_model::AnyResource;

use crate::{
    Table,
    builders::Builders,
    cell::{is_held, slot},
    rest::rest,
    row::{EventRow, ResponseRow},
    table::{Kind, Of},
};

/// The rows of the next batch.
#[derive(Debug)]
pub(crate) struct Rows {
    table: Table,
    builders: Builders,
    /// The slots of the resource whose values have been given, and whether those say all.
    given: Vec<(usize, bool)>,
}

impl Rows {
    /// No rows yet, and the most that a batch may have.
    pub(crate) fn new(table: &Table, most: usize) -> Self {
        Self { table: table.clone(), builders: Builders::new(&table.columns, table.schema(), most), given: Vec::new() }
    }

    pub(crate) fn kind(&self) -> Kind {
        self.table.kind
    }

    pub(crate) fn response(&mut self, row: &ResponseRow<'_>) {
        self.builders.push(&self.table.columns, |column, cell| match column.of {
            Of::Response(of) => of(row, cell),
            _ => cell.null(),
        });
    }

    pub(crate) fn event(&mut self, row: &EventRow<'_>) {
        let Self { table, builders, given } = self;
        given.clear();
        let resource = row.resource.map(|(_, resource)| resource);
        builders.push(&table.columns, |column, cell| match (&column.of, resource) {
            (Of::Event(of), _) => of(row, cell),
            (Of::Slot(index), Some(resource)) => given.push((*index, slot(resource.record(), *index, cell))),
            (Of::Rest(columns), Some(resource)) => {
                cell.written(|text| rest(resource, |slot| holds(columns, given, resource, slot), text));
            }
            _ => cell.null(),
        });
    }

    pub(crate) fn is_full(&self) -> bool {
        self.builders.is_full()
    }

    /// The rows so far, if there are any.
    pub(crate) fn finish(&mut self) -> Option<Result<RecordBatch, ArrowError>> {
        self.builders.finish()
    }
}

/// Whether one of the columns that a table has for slots holds all of one.
fn holds(columns: &[usize], given: &[(usize, bool)], resource: &AnyResource, slot: usize) -> bool {
    let given = given.iter().find(|(index, _)| *index == slot).map(|(_, is_held)| *is_held);
    given.unwrap_or_else(|| columns.contains(&slot) && is_held(resource.record(), slot))
}
