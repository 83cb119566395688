//! The way out: every answer is read again, strictly, before it leaves.

use ::http::Response as HttpResponse;
use ucwa_model::http::{Answer, MediaType, Operation, Reading};

use super::{call::Outcome, fault};
use crate::world::World;

/// Writes what came of an operation. What does not fit the schema is a fault of the emulator.
pub(super) fn write(world: &mut World, operation: Operation, outcome: &Outcome, media: MediaType) -> HttpResponse<Vec<u8>> {
    let written = match outcome {
        Ok(answer) => answer.to_http(media),
        Err(refusal) => refusal.to_http(media),
    };
    let response = match written {
        Ok(response) => response,
        Err(error) => return fault(world, &format!("{operation}: {error}")),
    };
    match outcome {
        Ok(_) => {
            if let Err(error) = check(operation, &response) {
                return fault(world, &format!("{operation}: {error}"));
            }
            world.tally.succeeded(operation);
        }
        Err(refusal) => world.tally.refused(operation, refusal),
    }
    response
}

fn check(operation: Operation, response: &HttpResponse<Vec<u8>>) -> Result<(), String> {
    let read = Reading::strict().answer(operation, response).map_err(|error| error.to_string())?;
    let unknown = read.report.unknown.first().map(|unknown| format!("{} is unknown", unknown.path));
    let _answer: Answer = read.value;
    unknown.map_or(Ok(()), Err)
}
