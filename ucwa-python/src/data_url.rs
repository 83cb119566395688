//! Data URLs, as message bodies are.

use pyo3::{
    exceptions::PyValueError,
    prelude::*,
    types::{PyBytes, PyDict},
};
use ucwa_model::{DataBody, DataEncoding};

#[pyfunction]
pub(crate) fn data_url<'py>(py: Python<'py>, url: &str) -> PyResult<Bound<'py, PyAny>> {
    let (body, _) = DataBody::decode_lenient(url.trim()).map_err(|error| PyValueError::new_err(error.to_string()))?;
    let fields = PyDict::new(py);
    let parameters = PyDict::new(py);
    for (name, value) in body.parameters() {
        parameters.set_item(&**name, &**value)?;
    }
    fields.set_item("media_type", body.media_type())?;
    fields.set_item("parameters", parameters)?;
    fields.set_item("charset", body.charset())?;
    fields.set_item("encoding", if body.encoding() == DataEncoding::Base64 { "base64" } else { "url" })?;
    fields.set_item("bytes", PyBytes::new(py, body.bytes()))?;
    fields.set_item("text", body.text().ok())?;
    py.import("ucwa_codec._types")?.getattr("DataUrl")?.call((), Some(&fields))
}

#[pyfunction]
#[pyo3(signature = (content, media_type, base64))]
pub(crate) fn encode_data_url(content: &[u8], media_type: &str, base64: bool) -> String {
    let body = DataBody::new(media_type, content);
    if base64 { body.to_base64_url() } else { body.to_url() }
}

/// The charset that a media type names.
#[pyfunction]
pub(crate) fn charset(media_type: &str) -> Option<String> {
    DataBody::new(media_type, []).charset().map(str::to_owned)
}
