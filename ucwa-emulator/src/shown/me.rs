//! The user who is signed in.

use ucwa_model::{
    enumerations::NoteType,
    me::{Location, Me, Note, Phone, Phones, Presence},
};

use super::link;
use crate::world::{World, application::ApplicationId, user::User};

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
    me.work_phone_number = user.phone.as_deref().map(Into::into);
    me.self_link = link(id, "me");
    me.phones_link = link(id, "me/phones");
    me.photo_link = link(id, "me/photo");
    me.call_forwarding_settings_link = link(id, "me/callForwardingSettings");
    if application.available.is_some() {
        me.note_link = link(id, "me/note");
        me.presence_link = link(id, "me/presence");
        me.location_link = link(id, "me/location");
        me.report_my_activity_link = link(id, "me/reportMyActivity");
    } else {
        me.make_me_available_link = link(id, "me/makeMeAvailable");
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
    presence.availability = Some(user_of(world, id)?.availability());
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

/// The phones of the user: one for work, if there is a number.
pub(crate) fn phones(world: &World, id: ApplicationId) -> Option<Phones> {
    let mut phones = Phones::default();
    phones.self_link = link(id, "me/phones");
    phones.phone = phone(world, id, "work").into_iter().collect();
    Some(phones)
}

/// The only kind of phone that there is.
pub(crate) fn phone(world: &World, id: ApplicationId, kind: &str) -> Option<Phone> {
    let number = user_of(world, id)?.phone.as_ref().filter(|_| kind == "work")?;
    let mut phone = Phone::default();
    phone.number = Some(number.as_str().into());
    phone.type_ = Some("work".into());
    phone.include_in_contact_card = Some(true);
    phone.self_link = link(id, "me/phones/work");
    Some(phone)
}
