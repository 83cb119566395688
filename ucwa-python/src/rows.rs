//! Record batches → rows as dictionaries.

use arrow_array::{
    Array, RecordBatch,
    cast::AsArray,
    types::{Int64Type, TimestampMicrosecondType},
};
use arrow_schema::{DataType, Schema};
use pyo3::{
    prelude::*,
    types::{PyDict, PyString},
};

use crate::dates;

/// The names of columns, as the keys of rows: made once, and not for each row.
pub(crate) type Names = Vec<Py<PyString>>;

pub(crate) fn names(py: Python<'_>, schema: &Schema) -> Names {
    schema.fields().iter().map(|field| PyString::intern(py, field.name()).unbind()).collect()
}

/// A row of a batch.
pub(crate) fn row<'py>(py: Python<'py>, names: &Names, batch: &RecordBatch, index: usize) -> PyResult<Bound<'py, PyDict>> {
    let row = PyDict::new(py);
    for (name, column) in names.iter().zip(batch.columns()) {
        row.set_item(name.bind(py), value(py, column, index)?)?;
    }
    Ok(row)
}

fn value<'py>(py: Python<'py>, column: &dyn Array, index: usize) -> PyResult<Bound<'py, PyAny>> {
    if column.is_null(index) {
        return Ok(py.None().into_bound(py));
    }
    match column.data_type() {
        DataType::Boolean => Ok(column.as_boolean().value(index).into_pyobject(py)?.to_owned().into_any()),
        DataType::Int64 => Ok(column.as_primitive::<Int64Type>().value(index).into_pyobject(py)?.into_any()),
        DataType::Timestamp(..) => {
            let microseconds = column.as_primitive::<TimestampMicrosecondType>().value(index);
            dates::of_microseconds(py, microseconds)
        }
        DataType::List(_) => {
            let items = column.as_list::<i32>().value(index);
            let texts = items.as_string::<i32>().iter().collect::<Vec<_>>();
            texts.into_pyobject(py)
        }
        _ => Ok(column.as_string::<i32>().value(index).into_pyobject(py)?.into_any()),
    }
}
