//! The way out: whatever is in JSON or XML is read again, strictly, before it leaves.

use std::{collections::BTreeSet, sync::LazyLock};

use ::http::{HeaderValue, Response as HttpResponse, header::CONTENT_TYPE};
use ucwa_model::{
    Decode, Decoder, Document, Encoder, Events, Format, OptionsMetadata, Unknown,
    descriptor::{self, EventDefinition},
    enumerations::EventType,
    general::Reason,
    http::{Answer, MediaType, Operation, Reading, Refusal},
};

use super::{call::Outcome, fault, versioned};
use crate::{shown::versioned::is_name, world::World};

/// Writes what came of an operation. What does not fit the schema is a fault of the emulator.
pub(super) fn write(world: &mut World, operation: Operation, outcome: &Outcome, media: MediaType) -> HttpResponse<Vec<u8>> {
    match outcome {
        Ok(answer) => match success(world, operation, answer, media) {
            Ok(response) => {
                world.tally.succeeded(operation);
                response
            }
            Err(error) => fault(world, &format!("{operation}: {error}")),
        },
        Err(refusal) => {
            world.tally.refused(operation, refusal);
            refuse(world, media, refusal)
        }
    }
}

fn success(world: &World, operation: Operation, answer: &Answer, media: MediaType) -> Result<HttpResponse<Vec<u8>>, String> {
    let mut response = answer.to_http(media).map_err(|error| error.to_string())?;
    if media.format == Format::Json {
        versioned::put_first(world, response.body_mut());
    }
    check(world, operation, &response)?;
    Ok(response)
}

/// Writes why something is not done.
pub(super) fn refuse(world: &mut World, media: MediaType, refusal: &Refusal) -> HttpResponse<Vec<u8>> {
    let written = refusal.to_http(media).map_err(|error| error.to_string());
    let checked = written.and_then(|response| again::<Reason>(media, response.body()).map(|()| response));
    checked.unwrap_or_else(|error| fault(world, &error))
}

/// Writes what can be asked of a resource.
pub(super) fn options(world: &mut World, media: MediaType, metadata: OptionsMetadata) -> HttpResponse<Vec<u8>> {
    let written = Encoder::new(media.format).encode(&Document::OptionsMetadata(metadata)).map_err(|error| error.to_string());
    let text = match written.and_then(|text| again::<Document>(media, text.as_bytes()).map(|()| text)) {
        Ok(text) => text,
        Err(error) => return fault(world, &error),
    };
    let mut response = HttpResponse::new(text.into_bytes());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media.name()));
    response
}

/// Reads again, strictly, what is no answer of an operation.
fn again<T: Decode>(media: MediaType, body: &[u8]) -> Result<(), String> {
    let read = Decoder::new(media.format).strict().decode::<T>(body).map_err(|error| error.to_string())?;
    read.report.unknown.first().map_or(Ok(()), |unknown| Err(format!("{} is unknown", unknown.path)))
}

fn check(world: &World, operation: Operation, response: &HttpResponse<Vec<u8>>) -> Result<(), String> {
    let read = Reading::strict().answer(operation, response).map_err(|error| error.to_string())?;
    // whoever extends a meeting chooses the names
    let is_open = |path: &str| operation.success().body == Some(EXTENSION) || path.contains(EXTENSION);
    let is_ours =
        |unknown: &&Unknown| unknown.path.rsplit('.').next().is_some_and(|name| is_name(world, name)) || is_open(&unknown.path);
    let unknown = read.report.unknown.iter().find(|unknown| !is_ours(unknown));
    if let Some(unknown) = unknown {
        return Err(format!("{} is unknown", unknown.path));
    }
    let answer: Answer = read.value;
    answer.as_events().map_or(Ok(()), events)
}

/// The resource whose properties have names that applications choose.
const EXTENSION: &str = "onlineMeetingExtension";

/// Each event by itself: it fits, and is one of those that the definitions name.
fn events(events: &Events) -> Result<(), String> {
    for sender in events.senders.iter().flatten() {
        for event in &sender.events {
            let event = event.as_ref().map_err(|broken| format!("a broken event: {}", broken.error()))?;
            let rel = event.link.as_ref().and_then(|link| link.rel.as_deref()).unwrap_or_default();
            let what = event.event_type.as_ref().map_or("", |what| what.as_str());
            if !DOCUMENTED.contains(&(&sender.rel, rel, what)) {
                return Err(format!("no definition has an event `{what}` of `{rel}` that `{}` sends", sender.rel));
            }
        }
    }
    Ok(())
}

/// The events of the definitions: the sender, the resource, and what happened. Whatever is started is completed at some time, even
/// where only its start is written down.
static DOCUMENTED: LazyLock<BTreeSet<(&str, &str, &str)>> = LazyLock::new(|| {
    let mut all = BTreeSet::new();
    for EventDefinition { sender, resource, event_type, .. } in descriptor::definitions().flat_map(|definition| definition.events)
    {
        all.insert((*sender, *resource, *event_type));
        if *event_type == EventType::Started.as_str() {
            all.insert((*sender, *resource, EventType::Completed.as_str()));
        }
    }
    all
});
