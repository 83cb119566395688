//! Versions: what a client has need not be sent again, and a PUT holds only for the version that it is for.

use ::http::StatusCode;
use ucwa_model::{
    Codec,
    enumerations::{ErrorCode, ErrorSubcode},
    http::{Answer, Etag, Refusal, Request},
};

use super::call::{Call, Outcome, not_found, refused};
use crate::{
    shown::versioned::{PLEASE, is_name, member},
    world::World,
};

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
pub(super) fn put_first(world: &World, body: &mut Vec<u8>) {
    let text = std::str::from_utf8(body).ok().filter(|text| text.contains(PLEASE));
    if let Some(moved) = text.and_then(|text| first(text, |name| is_name(world, name))) {
        *body = moved.into_bytes();
    }
}

/// Moves each member with such a name behind the brace of its object, which begins with the rel, as everything does that is written
/// here. What people have written may be that sentence too, but within a text no quotation mark stands by itself.
fn first(json: &str, is_name: impl Fn(&str) -> bool) -> Option<String> {
    let value = format!("\":\"{PLEASE}\"");
    let mut moved = String::with_capacity(json.len());
    let mut from = 0;
    for (colon, _) in json.match_indices(&value) {
        let (before, end) = (json.get(from..colon)?, colon + value.len());
        let Some((object, _)) = before.rsplit_once(",\"").filter(|(_, name)| is_name(name)) else { continue };
        let Some(brace) = object.rfind("{\"rel\":\"") else { continue };
        let (outside, inside) = object.split_at(brace + 1);
        moved.extend([outside, json.get(from + object.len() + 1..end)?, ",", inside]);
        from = end;
    }
    moved.push_str(json.get(from..)?);
    Some(moved)
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn the_random_name_comes_first() {
        let json = r#"{"a":[{"rel":"x","p":"{\"rel\":\"y\"","7f-8a":"please pass this in a PUT request","etag":"1"},{"rel":"y","9-8a":"please pass this in a PUT request"}]}"#;
        let moved = r#"{"a":[{"7f-8a":"please pass this in a PUT request","rel":"x","p":"{\"rel\":\"y\"","etag":"1"},{"9-8a":"please pass this in a PUT request","rel":"y"}]}"#;
        assert_eq!(first(json, |name| name.ends_with("8a")).as_deref(), Some(moved));
    }

    #[test]
    fn what_people_write_stays_where_it_is() {
        for json in [
            r#"{"rel":"note","message":"I said please pass this in a PUT request, ok","_links":{}}"#,
            r#"{"rel":"note","message":"please pass this in a PUT request"}"#,
            r#"{"rel":"note","message":",\"8a\":\"please pass this in a PUT request\""}"#,
            r#"{"rel":"x",",\"8a":"please pass this in a PUT request, ok"}"#,
        ] {
            assert_eq!(first(json, |name| name.ends_with("8a")).as_deref(), Some(json));
        }
    }
}
