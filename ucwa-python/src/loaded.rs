//! JSON → dictionaries of Python.

use std::{collections::BTreeSet, fmt};

use pyo3::{prelude::*, sync::PyOnceLock};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// The dictionary that JSON is. Of members of one name the first counts, and numbers are exact: what `json` alone would do otherwise costs
/// twice the time, and is rare.
pub(crate) fn load<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    static PLAIN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    static EXACT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let (load, name) = if is_plain(json) { (&PLAIN, "_load_plain") } else { (&EXACT, "_load_exact") };
    load.import(py, "ucwa_codec._types", name)?.call1((json,))
}

/// Whether each member of JSON has a name of its own, and no number is beyond 64 bits.
fn is_plain(json: &str) -> bool {
    let is_plain = Look.deserialize(&mut serde_json::Deserializer::from_str(json));
    is_plain.is_ok_and(|is_plain| is_plain)
}

/// Looks at a value.
struct Look;

impl<'de> DeserializeSeed<'de> for Look {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<bool, A::Error> {
        let (mut names, mut is_plain) = (BTreeSet::new(), true);
        while let Some(name) = members.next_key::<String>()? {
            is_plain &= names.insert(name) & members.next_value_seed(Self)?;
        }
        Ok(is_plain)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<bool, A::Error> {
        let mut is_plain = true;
        while let Some(item) = items.next_element_seed(Self)? {
            is_plain &= item;
        }
        Ok(is_plain)
    }

    fn visit_str<E>(self, _: &str) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(true)
    }

    /// It may have had more digits, or have been an integer.
    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }
}
