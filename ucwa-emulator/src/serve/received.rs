//! The way in: requests are read leniently, but what XML cannot carry is not taken. It would be in answers to others, who may want XML.

use ::http::{HeaderValue, Request as HttpRequest, header::CONTENT_TYPE};
use ucwa_model::{
    Code, Encoder, Error, Format, Resource, Value,
    http::{Body, Operation, Reading, Refusal, Request},
};

use super::{bad_request, call::unfit};

/// Reads a request.
///
/// # Errors
/// 400 if it cannot be read, or has characters that XML cannot carry.
pub(super) fn read(operation: Operation, request: &HttpRequest<Vec<u8>>) -> Result<Request, Box<Refusal>> {
    let is_json = |media: &HeaderValue| media.to_str().is_ok_and(|media| media.to_ascii_lowercase().contains("json"));
    let read = if request.body().trim_ascii() == b"null" && request.headers().get(CONTENT_TYPE).is_some_and(is_json) {
        // some clients write so that there is no body
        let nothing = HttpRequest::from_parts(request.clone().into_parts().0, Vec::new());
        Reading::lenient().request(operation, &nothing)
    } else {
        Reading::lenient().request(operation, request)
    };
    let read = read.map_err(|error| Box::new(bad_request(&error)))?;
    match try_in_xml(&read.value) {
        Err(error) if error.code() == Code::Character => Err(unfit(&error.to_string())),
        _ => Ok(read.value),
    }
}

/// Writes the inputs in XML. What people say is not among them: it travels encoded.
fn try_in_xml(request: &Request) -> Result<(), Error> {
    let encoder = Encoder::new(Format::Xml).without_markup().allow_incomplete();
    if let Body::Record(record) = request.body() {
        encoder.encode(&**record)?;
    }
    if !request.parameters().is_empty() {
        let mut query = Resource::default();
        for parameter in request.parameters() {
            query.extra.push_property(parameter.name.as_str(), Value::from(parameter.value.as_str()));
        }
        encoder.encode(&query)?;
    }
    Ok(())
}
