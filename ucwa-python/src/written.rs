//! Dictionaries of Python → JSON.

use pyo3::{
    exceptions::{PyRecursionError, PyTypeError, PyValueError},
    prelude::*,
    sync::PyOnceLock,
    types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple},
};

/// More levels than any message may have.
const LEVELS: usize = 500;

/// The JSON of a dictionary, and the paths of the members that a `datetime` stood for, which it holds in XML's form.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) json: String,
    pub(crate) datetimes: Vec<String>,
    path: String,
    level: usize,
}

impl Written {
    pub(crate) fn of(value: &Bound<'_, PyDict>) -> PyResult<Self> {
        let mut written = Self::default();
        written.object(value)?;
        Ok(written)
    }

    fn value(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        if let Ok(text) = value.cast::<PyString>() {
            self.text(text.to_str()?)
        } else if let Ok(object) = value.cast::<PyDict>() {
            self.object(object)
        } else if let Ok(list) = value.cast::<PyList>() {
            self.list(list.iter())
        } else if let Ok(list) = value.cast::<PyTuple>() {
            self.list(list.iter())
        } else {
            let scalar = if value.is_none() { "null".to_owned() } else { self.scalar(value)? };
            self.json.push_str(&scalar);
            Ok(())
        }
    }

    fn object(&mut self, object: &Bound<'_, PyDict>) -> PyResult<()> {
        self.inside(|this| {
            this.json.push('{');
            for (index, (name, value)) in object.iter().enumerate() {
                let wrong = || PyTypeError::new_err(format!("expected text as the name of a member, but found {name}"));
                let name = name.cast::<PyString>().map_err(|_| wrong())?.to_str()?;
                this.json.push_str(if index == 0 { "" } else { "," });
                this.text(name)?;
                this.json.push(':');
                this.step(if this.path.is_empty() { "" } else { "." }, name, "", &value)?;
            }
            this.json.push('}');
            Ok(())
        })
    }

    fn list<'py>(&mut self, items: impl Iterator<Item = Bound<'py, PyAny>>) -> PyResult<()> {
        self.inside(|this| {
            this.json.push('[');
            for (index, item) in items.enumerate() {
                this.json.push_str(if index == 0 { "" } else { "," });
                this.step("[", &index.to_string(), "]", &item)?;
            }
            this.json.push(']');
            Ok(())
        })
    }

    /// A value one step further down the path.
    fn step(&mut self, before: &str, name: &str, behind: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let length = self.path.len();
        self.path.extend([before, name, behind]);
        self.value(value)?;
        self.path.truncate(length);
        Ok(())
    }

    fn inside(&mut self, write: impl FnOnce(&mut Self) -> PyResult<()>) -> PyResult<()> {
        if self.level == LEVELS {
            return Err(PyRecursionError::new_err(format!("expected at most {LEVELS} levels, but found more")));
        }
        self.level += 1;
        write(self)?;
        self.level -= 1;
        Ok(())
    }

    fn text(&mut self, text: &str) -> PyResult<()> {
        let text = serde_json::to_string(text).map_err(|error| PyValueError::new_err(error.to_string()))?;
        self.json.push_str(&text);
        Ok(())
    }

    fn scalar(&mut self, value: &Bound<'_, PyAny>) -> PyResult<String> {
        if let Ok(boolean) = value.cast::<PyBool>() {
            return Ok(boolean.is_true().to_string());
        }
        if value.is_instance_of::<PyInt>() {
            return value.py().get_type::<PyInt>().call_method1("__repr__", (value,))?.extract();
        }
        if value.is_instance_of::<PyFloat>() {
            let number = value.extract::<f64>()?;
            return if number.is_finite() { Ok(format!("{number:?}")) } else { Err(no_number(value)) };
        }
        if is(value, &DECIMAL, "decimal", "Decimal")? {
            let is_finite = value.call_method0("is_finite")?.is_truthy()?;
            return if is_finite { Ok(value.str()?.to_string()) } else { Err(no_number(value)) };
        }
        if is(value, &DATETIME, "datetime", "datetime")? {
            return self.datetime(value);
        }
        let name = value.get_type().name()?;
        Err(PyTypeError::new_err(format!("expected what JSON can hold, or a datetime, but found {name}")))
    }

    fn datetime(&mut self, value: &Bound<'_, PyAny>) -> PyResult<String> {
        if value.call_method0("utcoffset")?.is_none() {
            let found = value.repr()?;
            return Err(PyValueError::new_err(format!("expected a datetime with a time zone, but found {found}")));
        }
        self.datetimes.push(self.path.clone());
        Ok(format!("\"{}\"", value.call_method0("isoformat")?))
    }
}

static DECIMAL: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
static DATETIME: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

fn is(value: &Bound<'_, PyAny>, class: &'static PyOnceLock<Py<PyAny>>, module: &str, name: &str) -> PyResult<bool> {
    value.is_instance(class.import(value.py(), module, name)?)
}

fn no_number(value: &Bound<'_, PyAny>) -> PyErr {
    PyValueError::new_err(format!("expected a number that JSON can hold, but found {value}"))
}
