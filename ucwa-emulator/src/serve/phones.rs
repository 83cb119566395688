//! The phones of the signed-in user. The one at work is the company's, and cannot be changed.

use ucwa_model::{
    DialNumber,
    enumerations::{ErrorCode, ErrorSubcode, EventType},
    http::{Answer, Refusal},
    me::{ChangeNumber, ChangeVisibility},
};

use super::{
    call::{Call, Outcome, found, not_found, refused},
    forwarding::voice,
    routes::{Route, route},
};
use crate::{
    shown::me as shown,
    world::{
        World,
        application::hub,
        happening::Happening,
        phone::{Phone, WORK, normalize},
    },
};

/// Its paths.
pub(super) const ROUTES: &[Route] = &[
    route("me/phones", &[("GET", "phones", Some(phones))]),
    route("me/phones/{}", &[("GET", "phone", Some(phone))]),
    route("me/phones/{}/changeNumber", &[("POST", "changeNumber", Some(change_number))]),
    route("me/phones/{}/changeVisibility", &[("POST", "changeVisibility", Some(change_visibility))]),
];

/// GET of `phones`.
fn phones(world: &mut World, call: &Call) -> Outcome {
    voice(world, call)?;
    found(shown::phones(world, call.application))
}

/// GET of `phone`.
fn phone(world: &mut World, call: &Call) -> Outcome {
    voice(world, call)?;
    found(shown::phone(world, call.application, call.text(0)))
}

/// POST of `changeNumber`; without a number the phone has none.
fn change_number(world: &mut World, call: &Call) -> Outcome {
    let input: ChangeNumber = call.sound_inputs()?;
    let number = input.number.as_ref().map(DialNumber::as_str).filter(|number| !number.trim().is_empty());
    let phone = own(world, call)?;
    let normal = number.map(|number| normalize(number).ok_or_else(|| not_normal(number))).transpose()?;
    phone.number = normal;
    phone.shown = input.include_in_contact_card.unwrap_or(phone.shown);
    tell(world, call);
    Ok(Answer::done())
}

/// POST of `changeVisibility`.
fn change_visibility(world: &mut World, call: &Call) -> Outcome {
    let input: ChangeVisibility = call.sound_inputs()?;
    let phone = own(world, call)?;
    phone.shown = input.include_in_contact_card.unwrap_or(phone.shown);
    tell(world, call);
    Ok(Answer::done())
}

/// A phone that the user may change.
fn own<'a>(world: &'a mut World, call: &Call) -> Result<&'a mut Phone, Box<Refusal>> {
    let kind = call.text(0);
    let phone = voice(world, call)?.phones.iter_mut().find(|phone| phone.kind == kind).ok_or_else(not_found)?;
    if phone.kind == WORK {
        return Err(refused(ErrorCode::Conflict, None, "The phone at work is the company's, and cannot be changed."));
    }
    Ok(phone)
}

fn not_normal(number: &str) -> Box<Refusal> {
    refused(ErrorCode::BadRequest, Some(ErrorSubcode::NormalizationFailed), &format!("`{number}` is no phone number."))
}

/// The user has other numbers now.
fn tell(world: &mut World, call: &Call) {
    for id in world.reachable(call.user) {
        if let Some(me) = shown::me(world, id) {
            world.tell(id, Happening::new(hub(id, "me"), EventType::Updated, "me", me.into()));
        }
    }
}
