//! The contact list of a user changes: all of their applications that follow it are told.

use std::collections::BTreeSet;

use ucwa_model::enumerations::EventType;

use super::subscriptions::regroup;
use crate::{
    shown::{groups as shown, people},
    world::{
        World,
        application::{ApplicationId, hub, place},
        contacts::GroupId,
        happening::Happening,
        user::UserId,
    },
};

/// Puts somebody into a group. False if they are in it.
pub(crate) fn add(world: &mut World, owner: UserId, group: GroupId, user: UserId) -> bool {
    let Some(own) = world.users.get_mut(owner).map(|user| &mut user.contacts) else { return false };
    let was_listed = own.all().contains(&user);
    if !own.add(group, user) {
        return false;
    }
    let is_listed = own.all().contains(&user);
    tell_member(world, owner, group, user, &EventType::Added);
    if is_listed && !was_listed {
        tell_contact(world, owner, user, &EventType::Added, ("myContacts", "people/contacts"));
    }
    true
}

/// Takes somebody out of a group. False if they are not in it.
pub(crate) fn remove(world: &mut World, owner: UserId, group: GroupId, user: UserId) -> bool {
    let Some(own) = world.users.get_mut(owner).map(|user| &mut user.contacts) else { return false };
    let was_listed = own.all().contains(&user);
    if !own.remove(group, user) {
        return false;
    }
    let is_listed = own.all().contains(&user);
    tell_member(world, owner, group, user, &EventType::Deleted);
    if was_listed && !is_listed {
        tell_contact(world, owner, user, &EventType::Deleted, ("myContacts", "people/contacts"));
    }
    true
}

/// Makes a group.
pub(crate) fn create(world: &mut World, owner: UserId, name: String) {
    if let Some(own) = world.users.get_mut(owner) {
        let group = own.contacts.create(name);
        tell_group(world, owner, group, &EventType::Added);
    }
}

/// Gives a group another name.
pub(crate) fn rename(world: &mut World, owner: UserId, number: u64, name: String) {
    if let Some(own) = world.users.get_mut(owner).and_then(|user| user.contacts.names.get_mut(&number)) {
        *own = name;
        tell_group(world, owner, GroupId::Own(number), &EventType::Updated);
    }
}

/// Takes a group away; who was in no other group is no longer on the list.
pub(crate) fn delete(world: &mut World, owner: UserId, number: u64) {
    let Some(own) = world.users.get(owner) else { return };
    let members: BTreeSet<UserId> = own.contacts.members(GroupId::Own(number)).iter().copied().collect();
    for user in members {
        remove(world, owner, GroupId::Own(number), user);
    }
    if let Some(own) = world.users.get_mut(owner) {
        own.contacts.delete(number);
    }
    tell_group(world, owner, GroupId::Own(number), &EventType::Deleted);
}

/// Puts one of the company's groups on the list, or takes it off. False if nothing has changed.
pub(crate) fn list(world: &mut World, owner: UserId, group: usize, on: bool) -> bool {
    let Some(own) = world.users.get_mut(owner) else { return false };
    let listed = &mut own.contacts.distribution;
    let has_changed = if on { listed.insert(group) } else { listed.remove(&group) };
    if has_changed {
        let what = if on { EventType::Added } else { EventType::Deleted };
        tell_group(world, owner, GroupId::Distribution(group), &what);
    }
    has_changed
}

/// The applications of a user that follow the contact list.
fn following(world: &World, owner: UserId) -> Vec<ApplicationId> {
    let own = world.applications_of(owner);
    own.filter(|(_, application)| application.subscriptions.list.is_some()).map(|(id, _)| id).collect()
}

/// Somebody joins a group, or leaves it. Who gets a delegate is told, and so is the delegate.
fn tell_member(world: &mut World, owner: UserId, group: GroupId, user: UserId, what: &EventType) {
    regroup(world, owner, group, user, *what == EventType::Added);
    let path = shown::group_path(world, group);
    tell_contact(world, owner, user, what, (shown::rel(group), &path));
    if group == GroupId::Delegates {
        let path = shown::group_path(world, GroupId::Delegators);
        tell_contact(world, user, owner, what, (shown::rel(GroupId::Delegators), &path));
    }
}

fn tell_contact(world: &mut World, owner: UserId, user: UserId, what: &EventType, (rel, path): (&'static str, &str)) {
    for id in following(world, owner) {
        let own = place(id, &people::contact_path(world, user));
        let happening = match people::contact(world, id, user).filter(|_| *what != EventType::Deleted) {
            Some(contact) => Happening::new(hub(id, "people"), what.clone(), "contact", contact.into()),
            None => Happening::without_resource(hub(id, "people"), what.clone(), "contact", &own),
        };
        world.tell(id, happening.within(rel, &place(id, path)));
    }
}

fn tell_group(world: &mut World, owner: UserId, group: GroupId, what: &EventType) {
    let (path, rel) = (shown::group_path(world, group), shown::rel(group));
    for id in following(world, owner) {
        let happening = match shown::standing(world, id, group).filter(|_| *what != EventType::Deleted) {
            Some(resource) => Happening::new(hub(id, "people"), what.clone(), rel, resource),
            None => Happening::without_resource(hub(id, "people"), what.clone(), rel, &place(id, &path)),
        };
        world.tell(id, happening.within("myGroups", &place(id, shown::GROUPS)));
    }
}
