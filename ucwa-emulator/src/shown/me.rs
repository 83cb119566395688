//! The user who is signed in.

use ucwa_model::{
    Link,
    enumerations::{LocationRequiredEnum, NoteType},
    general::Policies,
    me::{Location, Me, Note, Phone, Phones, Presence},
};

use super::link;
use crate::world::{
    World,
    application::{ApplicationId, place},
    phone::KINDS,
    user::User,
};

/// Who an application is for.
pub(crate) fn user_of(world: &World, id: ApplicationId) -> Option<&User> {
    world.users.get(world.applications.get(&id)?.user)
}

/// The user. What can be done grows with `makeMeAvailable`.
pub(crate) fn me(world: &World, id: ApplicationId) -> Option<Me> {
    let (user, application) = (user_of(world, id)?, world.applications.get(&id)?);
    let mut me = Me::default();
    me.name = Some(user.name.as_str().into());
    me.uri = Some(user.uri().into());
    me.email_addresses = Some(vec![user.address.as_str().into()]);
    me.title = user.title.as_deref().map(Into::into);
    me.department = user.department.as_deref().map(Into::into);
    me.work_phone_number = user.number("work").map(Into::into);
    me.mobile_phone_number = user.number("mobile").map(Into::into);
    me.home_phone_number = user.number("home").map(Into::into);
    me.other_phone_number = user.number("other").map(Into::into);
    me.self_link = link(id, "me");
    me.photo_link = link(id, "me/photo");
    if user.has_voice() {
        me.phones_link = link(id, "me/phones");
        me.call_forwarding_settings_link = link(id, "me/callForwardingSettings");
    }
    if application.available.is_some() {
        me.note_link = link(id, "me/note");
        me.presence_link = link(id, "me/presence");
        me.location_link = link(id, "me/location");
        me.report_my_activity_link = link(id, "me/reportMyActivity");
    } else {
        me.make_me_available_link = Link::new(place(id, "me/makeMeAvailable")).with_revision("2").into();
    }
    Some(me)
}

/// What the user has written beside their name.
pub(crate) fn note(world: &World, id: ApplicationId) -> Option<Note> {
    let mut note = Note::default();
    note.message = user_of(world, id)?.note.clone();
    note.type_ = Some(NoteType::Personal);
    note.self_link = link(id, "me/note");
    Some(note)
}

/// Whether the user is there.
pub(crate) fn presence(world: &World, id: ApplicationId) -> Option<Presence> {
    let mut presence = Presence::default();
    presence.availability = Some(world.availability(world.applications.get(&id)?.user)?);
    presence.self_link = link(id, "me/presence");
    Some(presence)
}

/// Where the user is.
pub(crate) fn location(world: &World, id: ApplicationId) -> Option<Location> {
    let mut location = Location::default();
    location.location = user_of(world, id)?.location.clone();
    location.self_link = link(id, "me/location");
    Some(location)
}

/// What the company lets the user do: everything that the emulator has.
pub(crate) fn policies(world: &World, id: ApplicationId) -> Option<Policies> {
    let user = user_of(world, id)?;
    let (on, off) = (|| Some("Enabled".into()), || Some("Disabled".into()));
    let mut policies = Policies::default();
    policies.self_link = link(id, "policies");
    for slot in [
        &mut policies.emoticons,
        &mut policies.html_messaging,
        &mut policies.messaging_urls,
        &mut policies.multi_view_join,
        &mut policies.photos,
        &mut policies.save_call_logs,
        &mut policies.save_credentials,
        &mut policies.save_messaging_history,
    ] {
        *slot = on();
    }
    for slot in [
        &mut policies.allow_device_contacts_sync,
        &mut policies.audio_only_on_wifi,
        &mut policies.call_log_archiving,
        &mut policies.client_exchange_connectivity,
        &mut policies.customer_experience_improvement_program,
        &mut policies.encrypt_app_data,
        &mut policies.exchange_unified_messaging,
        &mut policies.logging,
        &mut policies.message_archiving,
        &mut policies.sharing_only_on_wifi,
        &mut policies.software_quality_metrics,
        &mut policies.use_location_for_e911_only,
        &mut policies.video_only_on_wifi,
    ] {
        *slot = off();
    }
    policies.telephony_mode = Some(if user.has_voice() { "Uc" } else { "AudioVideo" }.into());
    policies.location_required = Some(LocationRequiredEnum::No);
    policies.emergency_dial_string = Some("911".into());
    policies.emergency_numbers = Some(vec!["911".into()]);
    policies.voicemail_uri = user.has_voice().then(|| format!("{};opaque=app:voicemail", user.uri()).into());
    Some(policies)
}

/// The phones of the user.
pub(crate) fn phones(world: &World, id: ApplicationId) -> Option<Phones> {
    let mut phones = Phones::default();
    phones.self_link = link(id, "me/phones");
    phones.phone = KINDS.into_iter().filter_map(|kind| phone(world, id, kind)).collect();
    Some(phones)
}

/// One of them, by its kind.
pub(crate) fn phone(world: &World, id: ApplicationId, kind: &str) -> Option<Phone> {
    let own = user_of(world, id)?.phones.iter().find(|phone| phone.kind == kind)?;
    let path = format!("me/phones/{kind}");
    let mut phone = Phone::default();
    phone.number = own.number.as_deref().map(Into::into);
    phone.type_ = Some(own.kind.into());
    phone.include_in_contact_card = Some(own.shown);
    phone.self_link = link(id, &path);
    phone.change_number_link = link(id, &format!("{path}/changeNumber"));
    phone.change_visibility_link = link(id, &format!("{path}/changeVisibility"));
    Some(phone)
}
