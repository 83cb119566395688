//! What an application sees of other people.

use ucwa_model::{
    enumerations::{Availability, ContactType, SourceNetwork},
    people::{Contact, ContactLocation, ContactNote, ContactPresence},
};

use super::link;
use crate::world::{World, application::ApplicationId, user::UserId};

/// The path of somebody's contact.
pub(crate) fn contact_path(world: &World, user: UserId) -> String {
    format!("people/{}", world.users.get(user).map_or("", |user| user.address.as_str()))
}

/// Somebody as a contact.
pub(crate) fn contact(world: &World, id: ApplicationId, user: UserId) -> Option<Contact> {
    let (path, user) = (contact_path(world, user), world.users.get(user)?);
    let mut contact = Contact::default();
    contact.name = Some(user.name.as_str().into());
    contact.uri = Some(user.uri().into());
    contact.email_addresses = Some(vec![user.address.as_str().into()]);
    contact.title = user.title.as_deref().map(Into::into);
    contact.department = user.department.as_deref().map(Into::into);
    contact.work_phone_number = user.phone.as_deref().map(Into::into);
    contact.source_network = Some(SourceNetwork::SameEnterprise);
    contact.type_ = Some(ContactType::User);
    contact.self_link = link(id, &path);
    contact.contact_presence_link = link(id, &format!("{path}/presence"));
    contact.contact_note_link = link(id, &format!("{path}/note"));
    contact.contact_location_link = link(id, &format!("{path}/location"));
    Some(contact)
}

/// Whether somebody is there: a robot always is, others are where they have made themself available.
pub(crate) fn contact_presence(world: &World, id: ApplicationId, user: UserId) -> Option<ContactPresence> {
    let somebody = world.users.get(user)?;
    let is_there = somebody.robot.is_some() || !world.reachable(user).is_empty();
    let mut presence = ContactPresence::default();
    presence.availability = Some(if is_there { somebody.availability() } else { Availability::Offline });
    presence.self_link = link(id, &format!("{}/presence", contact_path(world, user)));
    Some(presence)
}

/// What somebody has written beside their name.
pub(crate) fn contact_note(world: &World, id: ApplicationId, user: UserId) -> Option<ContactNote> {
    let mut note = ContactNote::default();
    note.message = world.users.get(user)?.note.clone();
    note.self_link = link(id, &format!("{}/note", contact_path(world, user)));
    Some(note)
}

/// Where somebody is.
pub(crate) fn contact_location(world: &World, id: ApplicationId, user: UserId) -> Option<ContactLocation> {
    let mut location = ContactLocation::default();
    location.location = world.users.get(user)?.location.clone();
    location.self_link = link(id, &format!("{}/location", contact_path(world, user)));
    Some(location)
}
