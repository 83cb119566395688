//! Where the calls of the signed-in user go. Only who has a phone at work may say so.

use ucwa_model::{
    ForwardTarget,
    enumerations::{ActivePeriod, CallForwardingState, ErrorCode, ErrorSubcode, UnansweredCallHandling},
    http::{Answer, Refusal},
    me::{
        CallForwardingSettingsPut, ImmediateForwardToContact, SimultaneousRingSettingsPut, SimultaneousRingToContact,
        SimultaneousRingToDelegates, SimultaneousRingToTeam, UnansweredCallSettingsPut, UnansweredCallToContact,
        UnansweredCallToVoicemail,
    },
};

use super::{
    call::{Call, Outcome, found, not_found, refused, unfit},
    routes::{Route, route},
    versioned::{replaced, replacing},
};
use crate::{
    shown::forwarding as shown,
    world::{
        World,
        forwarding::{Delayed, Forwarding, Target, USUAL_DELAY},
        user::User,
    },
};

/// Its paths.
pub(super) const ROUTES: &[Route] = &[
    route(
        "me/callForwardingSettings",
        &[("GET", "callForwardingSettings", Some(settings)), ("PUT", "callForwardingSettings", Some(set))],
    ),
    route("me/callForwardingSettings/turnOffCallForwarding", &[("POST", "turnOffCallForwarding", Some(turn_off))]),
    route("me/callForwardingSettings/immediateForwardSettings", &[("GET", "immediateForwardSettings", Some(immediate))]),
    route(
        "me/callForwardingSettings/immediateForwardSettings/immediateForwardToContact",
        &[("POST", "immediateForwardToContact", Some(immediate_to_contact))],
    ),
    route(
        "me/callForwardingSettings/immediateForwardSettings/immediateForwardToDelegates",
        &[("POST", "immediateForwardToDelegates", Some(immediate_to_delegates))],
    ),
    route(
        "me/callForwardingSettings/immediateForwardSettings/immediateForwardToVoicemail",
        &[("POST", "immediateForwardToVoicemail", Some(immediate_to_voicemail))],
    ),
    route(
        "me/callForwardingSettings/simultaneousRingSettings",
        &[("GET", "simultaneousRingSettings", Some(ringing)), ("PUT", "simultaneousRingSettings", Some(set_ringing))],
    ),
    route(
        "me/callForwardingSettings/simultaneousRingSettings/simultaneousRingToContact",
        &[("POST", "simultaneousRingToContact", Some(ring_contact))],
    ),
    route(
        "me/callForwardingSettings/simultaneousRingSettings/simultaneousRingToDelegates",
        &[("POST", "simultaneousRingToDelegates", Some(ring_delegates))],
    ),
    route(
        "me/callForwardingSettings/simultaneousRingSettings/simultaneousRingToTeam",
        &[("POST", "simultaneousRingToTeam", Some(ring_team))],
    ),
    route(
        "me/callForwardingSettings/unansweredCallSettings",
        &[("GET", "unansweredCallSettings", Some(unanswered)), ("PUT", "unansweredCallSettings", Some(set_unanswered))],
    ),
    route(
        "me/callForwardingSettings/unansweredCallSettings/resetUnansweredCallSettings",
        &[("POST", "resetUnansweredCallSettings", Some(reset_unanswered))],
    ),
    route(
        "me/callForwardingSettings/unansweredCallSettings/unansweredCallToContact",
        &[("POST", "unansweredCallToContact", Some(unanswered_to_contact))],
    ),
    route(
        "me/callForwardingSettings/unansweredCallSettings/unansweredCallToVoicemail",
        &[("POST", "unansweredCallToVoicemail", Some(unanswered_to_voicemail))],
    ),
];

/// The user, if they have a phone at work.
pub(super) fn voice<'a>(world: &'a mut World, call: &Call) -> Result<&'a mut User, Box<Refusal>> {
    let user = world.users.get_mut(call.user).ok_or_else(not_found)?;
    let missing = || refused(ErrorCode::Forbidden, None, "The user has no enterprise voice: their work has no phone number.");
    if user.has_voice() { Ok(user) } else { Err(missing()) }
}

/// Changes where calls go.
fn change(world: &mut World, call: &Call, change: impl FnOnce(&mut Forwarding)) -> Outcome {
    change(&mut voice(world, call)?.forwarding);
    Ok(Answer::done())
}

/// GET of `callForwardingSettings`.
fn settings(world: &mut World, call: &Call) -> Outcome {
    voice(world, call)?;
    found(shown::settings(world, call.application))
}

/// PUT of `callForwardingSettings`: what is not said is as it is at first.
fn set(world: &mut World, call: &Call) -> Outcome {
    voice(world, call)?;
    let input: CallForwardingSettingsPut = replacing(call, shown::settings(world, call.application))?;
    change(world, call, |forwarding| {
        forwarding.period = input.active_period.unwrap_or(ActivePeriod::Always);
        forwarding.state = input.active_setting.unwrap_or(CallForwardingState::None);
        forwarding.handling = input.unanswered_call_handling.unwrap_or(UnansweredCallHandling::Disabled);
    })?;
    replaced(shown::settings(world, call.application))
}

/// POST of `turnOffCallForwarding`.
fn turn_off(world: &mut World, call: &Call) -> Outcome {
    change(world, call, |forwarding| {
        let Forwarding { handling, unanswered, .. } = std::mem::take(forwarding);
        (forwarding.handling, forwarding.unanswered) = (handling, unanswered);
    })
}

/// GET of `immediateForwardSettings`.
fn immediate(world: &mut World, call: &Call) -> Outcome {
    voice(world, call)?;
    found(shown::immediate(world, call.application))
}

fn forward(world: &mut World, call: &Call, target: Target) -> Outcome {
    change(world, call, |forwarding| (forwarding.state, forwarding.immediate) = (CallForwardingState::ImmediateForward, target))
}

/// POST of `immediateForwardToContact`.
fn immediate_to_contact(world: &mut World, call: &Call) -> Outcome {
    let input: ImmediateForwardToContact = call.sound_inputs()?;
    forward(world, call, contact(input.target.as_ref()))
}

/// POST of `immediateForwardToDelegates`.
fn immediate_to_delegates(world: &mut World, call: &Call) -> Outcome {
    some_delegate(world, call)?;
    forward(world, call, Target::Delegates)
}

/// POST of `immediateForwardToVoicemail`.
fn immediate_to_voicemail(world: &mut World, call: &Call) -> Outcome {
    forward(world, call, Target::Voicemail)
}

/// GET of `simultaneousRingSettings`.
fn ringing(world: &mut World, call: &Call) -> Outcome {
    voice(world, call)?;
    found(shown::ringing(world, call.application))
}

/// PUT of `simultaneousRingSettings`.
fn set_ringing(world: &mut World, call: &Call) -> Outcome {
    let earlier = voice(world, call)?.forwarding.ringing.target.clone();
    let input: SimultaneousRingSettingsPut = replacing(call, shown::ringing(world, call.application))?;
    let name = input.target.as_ref().map_or("None", |target| target.as_str());
    let target = Target::named(name, &earlier).filter(|target| *target != Target::Voicemail);
    let target = target.ok_or_else(|| unfit("expected another `target`"))?;
    let delay = seconds(input.ring_delay, 0, 55)?.unwrap_or_default();
    change(world, call, |forwarding| forwarding.ringing = Delayed { target, delay })?;
    replaced(shown::ringing(world, call.application))
}

fn ring(world: &mut World, call: &Call, target: Target, delay: Option<i64>) -> Outcome {
    let delay = delay.unwrap_or_default();
    change(world, call, |forwarding| {
        forwarding.state = CallForwardingState::SimultaneousRing;
        forwarding.ringing = Delayed { target, delay };
    })
}

/// POST of `simultaneousRingToContact`.
fn ring_contact(world: &mut World, call: &Call) -> Outcome {
    let input: SimultaneousRingToContact = call.sound_inputs()?;
    ring(world, call, contact(input.target.as_ref()), None)
}

/// POST of `simultaneousRingToDelegates`.
fn ring_delegates(world: &mut World, call: &Call) -> Outcome {
    let input: SimultaneousRingToDelegates = call.sound_inputs()?;
    some_delegate(world, call)?;
    ring(world, call, Target::Delegates, input.ring_delay)
}

/// POST of `simultaneousRingToTeam`.
fn ring_team(world: &mut World, call: &Call) -> Outcome {
    let input: SimultaneousRingToTeam = call.sound_inputs()?;
    if voice(world, call)?.team.is_empty() {
        return Err(refused(ErrorCode::Conflict, Some(ErrorSubcode::NoTeamMembersConfigured), "Nobody is in the user's team."));
    }
    ring(world, call, Target::Team, input.ring_delay)
}

/// GET of `unansweredCallSettings`.
fn unanswered(world: &mut World, call: &Call) -> Outcome {
    voice(world, call)?;
    found(shown::unanswered(world, call.application))
}

/// PUT of `unansweredCallSettings`.
fn set_unanswered(world: &mut World, call: &Call) -> Outcome {
    let earlier = reaching(world, call)?.forwarding.unanswered.target.clone();
    let input: UnansweredCallSettingsPut = replacing(call, shown::unanswered(world, call.application))?;
    let name = input.target.as_ref().map_or("None", |target| target.as_str());
    let target = Target::named(name, &earlier).filter(|target| !matches!(target, Target::Delegates | Target::Team));
    let target = target.ok_or_else(|| unfit("expected another `target`"))?;
    let delay = seconds(input.ring_delay, 5, 60)?.unwrap_or(USUAL_DELAY);
    change(world, call, |forwarding| forwarding.unanswered = Delayed { target, delay })?;
    replaced(shown::unanswered(world, call.application))
}

/// POST of `resetUnansweredCallSettings`.
fn reset_unanswered(world: &mut World, call: &Call) -> Outcome {
    change(world, call, |forwarding| {
        let Forwarding { handling, unanswered, .. } = Forwarding::default();
        (forwarding.handling, forwarding.unanswered) = (handling, unanswered);
    })
}

/// POST of `unansweredCallToContact`.
fn unanswered_to_contact(world: &mut World, call: &Call) -> Outcome {
    let input: UnansweredCallToContact = call.sound_inputs()?;
    let target = contact(input.target.as_ref());
    pass_on(world, call, target, input.ring_delay)
}

/// POST of `unansweredCallToVoicemail`.
fn unanswered_to_voicemail(world: &mut World, call: &Call) -> Outcome {
    let input: UnansweredCallToVoicemail = call.sound_inputs()?;
    pass_on(world, call, Target::Voicemail, input.ring_delay)
}

fn pass_on(world: &mut World, call: &Call, target: Target, delay: Option<i64>) -> Outcome {
    reaching(world, call)?;
    change(world, call, |forwarding| {
        forwarding.handling = UnansweredCallHandling::Enabled;
        forwarding.unanswered = Delayed { target, delay: delay.unwrap_or(USUAL_DELAY) };
    })
}

/// The user, if calls reach them: none is unanswered that goes elsewhere at once.
fn reaching<'a>(world: &'a mut World, call: &Call) -> Result<&'a mut User, Box<Refusal>> {
    let user = voice(world, call)?;
    match user.forwarding.state {
        CallForwardingState::ImmediateForward => {
            Err(refused(ErrorCode::Forbidden, None, "Calls are forwarded at once: none can be left unanswered."))
        }
        _ => Ok(user),
    }
}

fn some_delegate(world: &mut World, call: &Call) -> Result<(), Box<Refusal>> {
    let none = || refused(ErrorCode::Conflict, Some(ErrorSubcode::NoDelegatesConfigured), "The user has no delegates.");
    if voice(world, call)?.contacts.delegates().is_empty() { Err(none()) } else { Ok(()) }
}

fn contact(target: Option<&ForwardTarget>) -> Target {
    Target::Contact(target.map(ToString::to_string).unwrap_or_default())
}

fn seconds(delay: Option<i64>, least: i64, most: i64) -> Result<Option<i64>, Box<Refusal>> {
    match delay {
        Some(delay) if !(least..=most).contains(&delay) => {
            Err(unfit(&format!("`ringDelay`: expected {least} to {most} seconds, but found {delay}")))
        }
        delay => Ok(delay),
    }
}
