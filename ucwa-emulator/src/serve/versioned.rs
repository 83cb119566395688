//! Versions: what a client has need not be sent again, and a PUT holds only for the version that it is for.

use ::http::StatusCode;
use ucwa_model::{
    Codec,
    enumerations::{ErrorCode, ErrorSubcode},
    http::{Answer, Etag, Refusal, Request},
};

use super::call::{Call, Outcome, not_found, refused};
use crate::shown::versioned::{PLEASE, member};

/// Names the version of the resource that is answered with; 304 if the client has it.
pub(super) fn named(request: &Request, outcome: Outcome) -> Outcome {
    let answer = outcome?;
    let etag = answer.as_resource().and_then(|resource| Etag::new(resource.record().extra().etag()?));
    let Some(etag) = etag else { return Ok(answer) };
    let is_known = request.if_none_match().is_some_and(|versions| versions.matches_weakly(&etag));
    if is_known && request.operation().is("GET") { Ok(Answer::not_modified(etag)) } else { Ok(answer.with_etag(etag)) }
}

/// The inputs of a PUT, if it is for the resource as it is now, and brings back what the resource asks for.
pub(super) fn replacing<T: Codec, I: Codec>(call: &Call, current: Option<T>) -> Result<I, Box<Refusal>> {
    let current = current.ok_or_else(not_found)?;
    let etag = current.extra().etag().and_then(Etag::new).ok_or_else(not_found)?;
    call.request.check_version(&etag)?;
    let inputs: I = call.sound_inputs()?;
    let wanted = member(&current).unwrap_or_default();
    if inputs.extra().property(wanted).is_none_or(|value| value.as_str() != Some(PLEASE)) {
        let why = format!("Pass the member {wanted} in a PUT request.");
        return Err(refused(ErrorCode::BadRequest, Some(ErrorSubcode::ParameterValidationFailure), &why));
    }
    Ok(inputs)
}

/// 200 without a body, and the version that the resource has now.
pub(super) fn replaced<T: Codec>(resource: Option<T>) -> Outcome {
    let mut answer = Answer::done();
    answer.status = StatusCode::OK;
    answer.etag = resource.and_then(|resource| Etag::new(resource.extra().etag()?));
    Ok(answer)
}

/// Servers write that member first in JSON, and there are clients that look for it nowhere else.
pub(super) fn put_first(body: &mut Vec<u8>) {
    if let Some(moved) = std::str::from_utf8(body).ok().filter(|text| text.contains(PLEASE)).and_then(first) {
        *body = moved.into_bytes();
    }
}

/// Moves each behind the brace of its object, which begins with the rel, as everything does that is written here.
fn first(json: &str) -> Option<String> {
    let mut text = json.to_owned();
    let mut from = 0;
    while let Some(value) = text.get(from..)?.find(PLEASE).map(|found| from + found) {
        from = value + PLEASE.len();
        let name = text.get(..value)?.rfind(",\"")?;
        let object = text.get(..name)?.rfind("{\"rel\":\"")?;
        let member = text.get(name + 1..=from)?.to_owned();
        text.replace_range(name..=from, "");
        text.insert_str(object + 1, &format!("{member},"));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn the_random_name_comes_first() {
        let json = r#"{"a":[{"rel":"x","p":"{\"rel\":\"y\"","7f-8a":"please pass this in a PUT request","etag":"1"},{"rel":"y","9":"please pass this in a PUT request"}]}"#;
        let moved = r#"{"a":[{"7f-8a":"please pass this in a PUT request","rel":"x","p":"{\"rel\":\"y\"","etag":"1"},{"9":"please pass this in a PUT request","rel":"y"}]}"#;
        assert_eq!(first(json).as_deref(), Some(moved));
    }
}
