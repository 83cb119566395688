//! What an application sees of other people.

use ucwa_model::{
    enumerations::{
        Availability, ContactDeviceType, ContactType, ModalityType, NoteType, PrivacyRelationshipLevel, SourceNetwork,
    },
    people::{Contact, ContactLocation, ContactNote, ContactPresence, ContactSupportedModalities, Search2},
};

use super::{groups::distribution, link};
use crate::world::{
    World,
    application::ApplicationId,
    user::{User, UserId},
};

/// The path of somebody's contact.
pub(crate) fn contact_path(world: &World, user: UserId) -> String {
    format!("people/{}", world.users.get(user).map_or("", |user| user.address.as_str()))
}

/// Somebody as a contact.
pub(crate) fn contact(world: &World, id: ApplicationId, user: UserId) -> Option<Contact> {
    let (path, number, own) = (contact_path(world, user), user, &world.users.get(world.applications.get(&id)?.user)?);
    let user = world.users.get(user)?;
    let mut contact = Contact::default();
    contact.name = Some(user.name.as_str().into());
    contact.uri = Some(user.uri().into());
    contact.email_addresses = Some(vec![user.address.as_str().into()]);
    contact.title = user.title.as_deref().map(Into::into);
    contact.department = user.department.as_deref().map(Into::into);
    if !is_blocked(world, id, number) {
        contact.work_phone_number = user.shown_number("work").map(Into::into);
        contact.mobile_phone_number = user.shown_number("mobile").map(Into::into);
        contact.home_phone_number = user.shown_number("home").map(Into::into);
        contact.other_phone_number = user.shown_number("other").map(Into::into);
    }
    let is_colleague = user.domain().eq_ignore_ascii_case(own.domain());
    contact.source_network = Some(if is_colleague { SourceNetwork::SameEnterprise } else { SourceNetwork::Federated });
    contact.type_ = Some(if user.robot.is_some() { ContactType::Bot } else { ContactType::User });
    contact.self_link = link(id, &path);
    contact.contact_presence_link = link(id, &format!("{path}/presence"));
    contact.contact_note_link = link(id, &format!("{path}/note"));
    contact.contact_location_link = link(id, &format!("{path}/location"));
    contact.contact_photo_link = link(id, &format!("{path}/photo"));
    contact.contact_privacy_relationship_link = link(id, &format!("{path}/privacyRelationship"));
    contact.contact_supported_modalities_link = link(id, &format!("{path}/supportedModalities"));
    Some(contact)
}

/// Whether somebody has blocked the user of an application, who then sees little more than their name.
fn is_blocked(world: &World, id: ApplicationId, user: UserId) -> bool {
    let own = world.applications.get(&id).map(|application| application.user);
    own.is_some_and(|own| world.privacy(user, own) == PrivacyRelationshipLevel::Blocked)
}

/// Somebody, unless they have blocked the user.
fn seen(world: &World, id: ApplicationId, user: UserId) -> Option<&User> {
    world.users.get(user).filter(|_| !is_blocked(world, id, user))
}

/// Whether somebody is there: a robot always is, others are where they have made themself available.
pub(crate) fn contact_presence(world: &World, id: ApplicationId, user: UserId) -> Option<ContactPresence> {
    let somebody = world.users.get(user)?;
    let is_there = !is_blocked(world, id, user) && (somebody.robot.is_some() || !world.reachable(user).is_empty());
    let mut presence = ContactPresence::default();
    presence.availability = if is_there { world.availability(user) } else { Some(Availability::Offline) };
    presence.device_type = is_there.then_some(ContactDeviceType::PC);
    presence.self_link = link(id, &format!("{}/presence", contact_path(world, user)));
    Some(presence)
}

/// What somebody has written beside their name.
pub(crate) fn contact_note(world: &World, id: ApplicationId, user: UserId) -> Option<ContactNote> {
    world.users.get(user)?;
    let mut note = ContactNote::default();
    note.message = seen(world, id, user).and_then(|user| user.note.clone());
    note.type_ = note.message.is_some().then_some(NoteType::Personal);
    note.self_link = link(id, &format!("{}/note", contact_path(world, user)));
    Some(note)
}

/// Where somebody is.
pub(crate) fn contact_location(world: &World, id: ApplicationId, user: UserId) -> Option<ContactLocation> {
    world.users.get(user)?;
    let mut location = ContactLocation::default();
    location.location = seen(world, id, user).and_then(|user| user.location.clone());
    location.self_link = link(id, &format!("{}/location", contact_path(world, user)));
    Some(location)
}

/// What somebody can be reached for, in any of their applications.
pub(crate) fn contact_modalities(world: &World, id: ApplicationId, user: UserId) -> Option<ContactSupportedModalities> {
    world.users.get(user)?;
    let mut modalities: Vec<ModalityType> = Vec::new();
    if let Some(somebody) = seen(world, id, user) {
        let available = world.applications_of(user).filter_map(|(_, application)| application.available.as_ref());
        let said = available.flat_map(|own| own.modalities.clone());
        modalities.extend(said.chain(somebody.robot.as_ref().map(|_| ModalityType::Messaging)));
        modalities.sort_unstable();
        modalities.dedup();
    }
    let mut shown = ContactSupportedModalities::default();
    shown.modalities = Some(modalities);
    shown.self_link = link(id, &format!("{}/supportedModalities", contact_path(world, user)));
    Some(shown)
}

/// What has been found, and whether there is more.
pub(crate) fn search(world: &World, id: ApplicationId, users: &[UserId], groups: &[usize], more: bool) -> Search2 {
    let mut search = Search2::default();
    search.more_results_available = Some(more);
    search.self_link = ucwa_model::Link::new(crate::world::application::place(id, "people/search")).with_revision("2").into();
    search.contact = users.iter().filter_map(|user| contact(world, id, *user)).collect();
    search.distribution_group = groups.iter().filter_map(|group| distribution(world, id, *group, false)).collect();
    search
}
