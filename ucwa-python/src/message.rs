//! One message: converted, validated, decoded and encoded.

use pyo3::{exceptions::PyValueError, prelude::*, types::PyDict};
use ucwa_model::{
    Code, Decoder, Document, Encoder, Error, Format, Report, Violation,
    descriptor::{self, Shape},
    dialect::plain_rel,
    record::Record,
};

use crate::{
    dates,
    error::{exception, misfit as misfit_of, violation},
    loaded, path,
    source::Source,
    written::Written,
};

/// A message of a type that was given, or that it names itself.
enum Message {
    Typed(Box<dyn Record>),
    Document(Document),
}

impl Message {
    fn decode(decoder: &Decoder, bytes: &[u8], shape: Option<&'static Shape>) -> Result<(Self, Report), Error> {
        match shape {
            Some(shape) => {
                let mut record = (shape.new)();
                let report = decoder.decode_into(bytes, &mut *record)?;
                Ok((Self::Typed(record), report))
            }
            None => decoder.decode(bytes).map(|decoded| (Self::Document(decoded.value), decoded.report)),
        }
    }

    /// Whether the member at a path is a date.
    fn holds_date(&self, at: &str) -> bool {
        match self {
            Self::Typed(record) => path::is_date(&**record, at),
            Self::Document(document) => path::is_date_in(document, at),
        }
    }

    fn encode(&self, encoder: &Encoder) -> Result<String, Error> {
        let encoder = encoder.allow_incomplete();
        match self {
            Self::Typed(record) => encoder.encode(&**record),
            Self::Document(document) => encoder.encode(document),
        }
    }
}

fn format(name: Option<&str>) -> PyResult<Option<Format>> {
    match name {
        None => Ok(None),
        Some("json") => Ok(Some(Format::Json)),
        Some("xml") => Ok(Some(Format::Xml)),
        Some(other) => Err(PyValueError::new_err(format!("expected `json` or `xml`, but found `{other}`"))),
    }
}

/// The body that `NAME` or `NAME:METHOD` stands for.
fn shape(name: Option<&str>) -> PyResult<Option<&'static Shape>> {
    let Some(name) = name else { return Ok(None) };
    let plain = plain_rel(name); // a dialect's prefix has colons of its own
    let (resource, method) = plain.split_once(':').map_or((plain, None), |(resource, method)| (resource, Some(method)));
    let shape = descriptor::definition(resource).and_then(|definition| match method {
        Some(method) => definition.operation(&method.to_uppercase())?.input.or(definition.shape),
        None => definition.shape.or_else(|| definition.operations.iter().find_map(|operation| operation.input)),
    });
    shape
        .map(Some)
        .ok_or_else(|| PyValueError::new_err(format!("expected a resource of the schema that has a body, but found `{name}`")))
}

/// What is to be decoded, and how.
struct Given {
    bytes: Vec<u8>,
    format: Format,
    shape: Option<&'static Shape>,
}

impl Given {
    fn read(py: Python<'_>, source: &Bound<'_, PyAny>, from: Option<&str>, as_: Option<&str>) -> PyResult<Self> {
        let (source, given, shape) = (Source::of(source)?, format(from)?, shape(as_)?);
        let bytes = source.read(py)?;
        let format = given.or_else(|| Format::guess(&bytes)).unwrap_or(Format::Json); // whose decoder says what is wrong
        Ok(Self { bytes, format, shape })
    }

    fn decode(&self, py: Python<'_>, decoder: &Decoder) -> PyResult<(Message, Report)> {
        py.detach(|| Message::decode(decoder, &self.bytes, self.shape)).map_err(|error| exception(py, error.violation()))
    }

    fn decoder(&self, strict: bool) -> Decoder {
        let decoder = Decoder::new(self.format);
        if strict { decoder.strict() } else { decoder.lenient() }
    }
}

fn written(py: Python<'_>, message: &Message, format: Format, pretty: bool) -> PyResult<String> {
    let encoder = Encoder::new(format);
    let encoder = if pretty { encoder.pretty() } else { encoder };
    py.detach(|| message.encode(&encoder)).map_err(|error| exception(py, error.violation()))
}

#[pyfunction]
#[pyo3(signature = (source, to, *, from_=None, as_=None, strict=false, pretty=true))]
pub(crate) fn convert(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    to: &str,
    from_: Option<&str>,
    as_: Option<&str>,
    strict: bool,
    pretty: bool,
) -> PyResult<String> {
    let to = format(Some(to))?.unwrap_or(Format::Json);
    let given = Given::read(py, source, from_, as_)?;
    let (message, _) = given.decode(py, &given.decoder(strict))?;
    written(py, &message, to, pretty)
}

#[pyfunction]
#[pyo3(signature = (source, *, from_=None, as_=None, data=false))]
pub(crate) fn validate<'py>(
    py: Python<'py>,
    source: &Bound<'py, PyAny>,
    from_: Option<&str>,
    as_: Option<&str>,
    data: bool,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let given = Given::read(py, source, from_, as_)?;
    let decoder = given.decoder(false);
    let decoder = if data { decoder.check_data() } else { decoder };
    let found = py.detach(|| Message::decode(&decoder, &given.bytes, given.shape).map(|(_, report)| report.deviations));
    let found = found.unwrap_or_else(|error| vec![error.violation().clone()]);
    found.iter().map(|one| violation(py, one)).collect()
}

#[pyfunction]
#[pyo3(signature = (source, *, from_=None, as_=None, strict=false))]
pub(crate) fn decode<'py>(
    py: Python<'py>,
    source: &Bound<'py, PyAny>,
    from_: Option<&str>,
    as_: Option<&str>,
    strict: bool,
) -> PyResult<Bound<'py, PyAny>> {
    let given = Given::read(py, source, from_, as_)?;
    let (message, _) = given.decode(py, &given.decoder(strict))?;
    let object = loaded::load(py, &written(py, &message, Format::Json, false)?)?;
    match &message {
        Message::Typed(record) => dates::of_record(&object, &**record)?,
        Message::Document(document) => dates::of_document(&object, document)?,
    }
    Ok(object)
}

#[pyfunction]
#[pyo3(signature = (value, to="json", *, as_=None, strict=true, pretty=false))]
pub(crate) fn encode(
    py: Python<'_>,
    value: &Bound<'_, PyDict>,
    to: &str,
    as_: Option<&str>,
    strict: bool,
    pretty: bool,
) -> PyResult<String> {
    let (to, shape) = (format(Some(to))?.unwrap_or(Format::Json), shape(as_)?);
    let Written { json, datetimes, .. } = Written::of(value)?;
    let given = Given { bytes: json.into_bytes(), format: Format::Json, shape };
    let decoder = given.decoder(false);
    let decoded = py.detach(|| Message::decode(&decoder, &given.bytes, shape));
    let (message, report) = decoded.map_err(|error| unplaced(py, error.violation()))?;
    if strict {
        check(py, &message, &report, &datetimes)?;
    }
    written(py, &message, to, pretty)
}

/// Refuses what does not fit the schema. Of dates JSON's own form has milliseconds only, so that a `datetime` is handed over in XML's.
fn check(py: Python<'_>, message: &Message, report: &Report, datetimes: &[String]) -> PyResult<()> {
    let is_fine = |found: &Violation| found.code == Code::Form && message.holds_date(&found.path);
    if let Some(found) = report.deviations.iter().find(|found| !is_fine(found)) {
        return Err(unplaced(py, found));
    }
    let misfit = datetimes.iter().find(|path| !message.holds_date(path));
    misfit.map_or(Ok(()), |path| Err(misfit_of(py, "expected no date, but found a datetime", Code::Type, path)))
}

/// The exception of a finding in the JSON that was made of a dictionary, which has no lines.
fn unplaced(py: Python<'_>, found: &Violation) -> PyErr {
    let mut found = found.clone();
    found.place = None;
    exception(py, &found)
}
