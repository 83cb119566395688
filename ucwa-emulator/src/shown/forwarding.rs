//! Where the calls of the signed-in user go.

use ucwa_model::{
    Link,
    enumerations::{SimultaneousRingTarget, UnansweredCallHandlingTarget},
    me::{CallForwardingSettings, ImmediateForwardSettings, SimultaneousRingSettings, UnansweredCallSettings},
};

use super::{link, me::user_of, people::contact_path, versioned::versioned};
use crate::world::{
    World,
    application::{ApplicationId, place},
    forwarding::{Forwarding, Target},
};

/// The path of the settings, or of something in them.
fn path(rest: &str) -> String {
    let slash = if rest.is_empty() { "" } else { "/" };
    format!("me/callForwardingSettings{slash}{rest}")
}

/// All of it.
pub(crate) fn settings(world: &World, id: ApplicationId) -> Option<CallForwardingSettings> {
    let Forwarding { period, state, handling, .. } = &user_of(world, id)?.forwarding;
    let mut settings = CallForwardingSettings::default();
    settings.active_period = Some(period.clone());
    settings.active_setting = Some(state.clone());
    settings.unanswered_call_handling = Some(handling.clone());
    settings.self_link = link(id, &path(""));
    settings.turn_off_call_forwarding_link = link(id, &path("turnOffCallForwarding"));
    settings.immediate_forward_settings_link = link(id, &path("immediateForwardSettings"));
    settings.simultaneous_ring_settings_link = link(id, &path("simultaneousRingSettings"));
    settings.unanswered_call_settings_link = link(id, &path("unansweredCallSettings"));
    settings.immediate_forward_settings = immediate(world, id).map(Box::new);
    settings.simultaneous_ring_settings = ringing(world, id).map(Box::new);
    settings.unanswered_call_settings = unanswered(world, id).map(Box::new);
    Some(versioned(world, settings))
}

/// What happens to calls at once.
pub(crate) fn immediate(world: &World, id: ApplicationId) -> Option<ImmediateForwardSettings> {
    let target = &user_of(world, id)?.forwarding.immediate;
    let mut settings = ImmediateForwardSettings::default();
    settings.target = Some(target.name().into());
    settings.self_link = link(id, &path("immediateForwardSettings"));
    settings.contact_link = contact(world, id, target);
    settings.immediate_forward_to_contact_link = link(id, &path("immediateForwardSettings/immediateForwardToContact"));
    settings.immediate_forward_to_delegates_link = link(id, &path("immediateForwardSettings/immediateForwardToDelegates"));
    settings.immediate_forward_to_voicemail_link = link(id, &path("immediateForwardSettings/immediateForwardToVoicemail"));
    Some(settings)
}

/// What rings beside the phones of the user.
pub(crate) fn ringing(world: &World, id: ApplicationId) -> Option<SimultaneousRingSettings> {
    let ringing = &user_of(world, id)?.forwarding.ringing;
    let mut settings = SimultaneousRingSettings::default();
    settings.target = Some(SimultaneousRingTarget::from(ringing.target.name()));
    settings.ring_delay = Some(ringing.delay);
    settings.self_link = link(id, &path("simultaneousRingSettings"));
    settings.contact_link = contact(world, id, &ringing.target);
    settings.simultaneous_ring_to_contact_link = link(id, &path("simultaneousRingSettings/simultaneousRingToContact"));
    settings.simultaneous_ring_to_delegates_link = link(id, &path("simultaneousRingSettings/simultaneousRingToDelegates"));
    settings.simultaneous_ring_to_team_link = link(id, &path("simultaneousRingSettings/simultaneousRingToTeam"));
    Some(versioned(world, settings))
}

/// Where calls go that nobody answers.
pub(crate) fn unanswered(world: &World, id: ApplicationId) -> Option<UnansweredCallSettings> {
    let unanswered = &user_of(world, id)?.forwarding.unanswered;
    let mut settings = UnansweredCallSettings::default();
    settings.target = Some(UnansweredCallHandlingTarget::from(unanswered.target.name()));
    settings.ring_delay = Some(unanswered.delay);
    settings.self_link = link(id, &path("unansweredCallSettings"));
    settings.contact_link = contact(world, id, &unanswered.target);
    settings.reset_unanswered_call_settings_link = link(id, &path("unansweredCallSettings/resetUnansweredCallSettings"));
    settings.unanswered_call_to_contact_link = link(id, &path("unansweredCallSettings/unansweredCallToContact"));
    settings.unanswered_call_to_voicemail_link = link(id, &path("unansweredCallSettings/unansweredCallToVoicemail"));
    Some(versioned(world, settings))
}

/// The contact that a target is, if it is one of the company.
fn contact<T: From<Link> + Default>(world: &World, id: ApplicationId, target: &Target) -> T {
    let Target::Contact(uri) = target else { return T::default() };
    let user = world.user_called(uri);
    user.map_or_else(T::default, |user| Link::new(place(id, &contact_path(world, user))).into())
}
