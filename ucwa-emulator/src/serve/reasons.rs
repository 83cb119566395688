//! Why requests were refused: a reason says where it can be read again.

use ucwa_model::http::Refusal;

use super::{
    call::{Call, Outcome, found, not_found},
    routes::{Route, route},
};
use crate::{
    shown::link,
    world::{World, application::ApplicationId},
};

/// Their path.
pub(super) const ROUTES: &[Route] = &[route("reasons/{}", &[("GET", "reason", Some(reason))])];

/// The reasons that an application keeps.
const KEPT: usize = 16;

/// Keeps why a request of an application is refused.
pub(super) fn keep(world: &mut World, id: ApplicationId, mut refusal: Box<Refusal>) -> Box<Refusal> {
    let number = world.number();
    refusal.reason.self_link = link(id, &format!("reasons/{number}"));
    if let Some(application) = world.applications.get_mut(&id) {
        application.reasons.push_back((number, refusal.reason.clone()));
        if application.reasons.len() > KEPT {
            application.reasons.pop_front();
        }
    }
    refusal
}

/// GET of `reason`.
fn reason(world: &mut World, call: &Call) -> Outcome {
    let number = call.number(0)?;
    let application = world.applications.get(&call.application).ok_or_else(not_found)?;
    found(application.reasons.iter().find(|(kept, _)| *kept == number).map(|(_, reason)| reason.clone()))
}
