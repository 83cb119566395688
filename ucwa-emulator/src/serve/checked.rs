//! The way out: every answer is read again, strictly, before it leaves.

use std::{collections::BTreeSet, sync::LazyLock};

use ::http::Response as HttpResponse;
use ucwa_model::{
    Events, Format, Unknown,
    descriptor::{self, EventDefinition},
    enumerations::EventType,
    http::{Answer, MediaType, Operation, Reading},
};

use super::{call::Outcome, fault, versioned};
use crate::{shown::versioned::is_name, world::World};

/// Writes what came of an operation. What does not fit the schema is a fault of the emulator.
pub(super) fn write(world: &mut World, operation: Operation, outcome: &Outcome, media: MediaType) -> HttpResponse<Vec<u8>> {
    let written = match outcome {
        Ok(answer) => answer.to_http(media),
        Err(refusal) => refusal.to_http(media),
    };
    let mut response = match written {
        Ok(response) => response,
        Err(error) => return fault(world, &format!("{operation}: {error}")),
    };
    match outcome {
        Ok(_) => {
            if media.format == Format::Json {
                versioned::put_first(world, response.body_mut());
            }
            if let Err(error) = check(world, operation, &response) {
                return fault(world, &format!("{operation}: {error}"));
            }
            world.tally.succeeded(operation);
        }
        Err(refusal) => world.tally.refused(operation, refusal),
    }
    response
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
