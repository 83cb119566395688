//! Sharing: who shows a screen or a program, and what is offered to those who could see it. Clients cannot share; robots do.

use super::calls::{report, settled, settlement};
use crate::{
    acts::talk::share::settle,
    serve::{
        call::{Call, Outcome, found, not_found},
        routes::{Entry, Route, route},
    },
    shown::{conversation, share as shown},
    world::World,
};

const REPORT: &[Entry] = &[("POST", "reportMediaDiagnostics", Some(report))];
const RENEGOTIATION: &[Entry] = &[("GET", "applicationSharingRenegotiation", Some(renegotiation))];
const SPOTLIGHT: &[Entry] = &[("GET", "videoLockedOnParticipant", Some(spotlight))];

/// Their paths.
pub(in crate::serve) const ROUTES: &[Route] = &[
    route("communication/conversations/{}/applicationSharing", &[("GET", "applicationSharing", Some(screens))]),
    route("communication/conversations/{}/applicationSharing/applicationSharer", &[("GET", "applicationSharer", Some(sharer))]),
    route("communication/conversations/{}/applicationSharing/reportMediaDiagnostics", REPORT),
    route("communication/conversations/{}/applicationSharing/renegotiations/{}", RENEGOTIATION),
    route("communication/conversations/{}/applicationSharing/renegotiations/{}/answer", &[("POST", "answer", Some(answer))]),
    route("communication/conversations/{}/applicationSharing/renegotiations/{}/dismiss", &[("POST", "dismiss", Some(answer))]),
    route("communication/conversations/{}/audioVideo/videoLockedOnParticipant", SPOTLIGHT),
    route("communication/conversations/{}/dataCollaboration", &[("GET", "dataCollaboration", Some(boards))]),
];

fn screens(world: &mut World, call: &Call) -> Outcome {
    found(shown::application_sharing(world, call.application, call.number(0)?))
}

fn boards(world: &mut World, call: &Call) -> Outcome {
    found(shown::data_collaboration(world, call.application, call.number(0)?))
}

fn sharer(world: &mut World, call: &Call) -> Outcome {
    found(shown::sharer(world, call.application, call.number(0)?))
}

fn spotlight(world: &mut World, call: &Call) -> Outcome {
    found(shown::spotlight(world, call.application, call.number(0)?))
}

fn renegotiation(world: &mut World, call: &Call) -> Outcome {
    found(shown::renegotiation(world, call.application, latest(world, call)?))
}

/// The conversation, if the latest offer in it is the one that the path names.
fn latest(world: &World, call: &Call) -> Result<u64, Box<ucwa_model::http::Refusal>> {
    let (number, wanted) = (call.number(0)?, call.number(1)?);
    let (_, conversation) = conversation::view(world, call.application, number).ok_or_else(not_found)?;
    let latest = conversation.sharing.as_ref().filter(|latest| latest.number == wanted);
    latest.map(|_| number).ok_or_else(not_found)
}

fn answer(world: &mut World, call: &Call) -> Outcome {
    let number = latest(world, call)?;
    settled(settle(world, number, call.user, settlement(call)))
}
