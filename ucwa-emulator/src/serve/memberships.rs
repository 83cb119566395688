//! Who is in which group of the contact list.

use ucwa_model::{
    ContactUri, GroupId as GroupKey,
    enumerations::{ErrorCode, ErrorSubcode},
    http::{Answer, Location, Refusal},
    people::{MyGroupMemberships2Post, RemoveContactFromAllGroups, RemoveContactFromAllGroups2},
};

use super::{
    call::{Call, Outcome, found, not_found, refused},
    groups::{expand, named},
    people::called,
    routes::{Route, route},
};
use crate::{
    acts::contacts as acts,
    shown::groups as shown,
    world::{
        World,
        application::place,
        contacts::{GroupId, MOST_CONTACTS, MOST_DELEGATES},
        user::UserId,
    },
};

/// Its paths.
pub(super) const ROUTES: &[Route] = &[
    route("people/contacts", &[("GET", "myContacts", Some(contacts))]),
    route(
        "people/groupMemberships",
        &[
            ("GET", "myGroupMemberships", Some(memberships)),
            ("GET", "myGroupMemberships2", Some(memberships)),
            ("POST", "myGroupMemberships2", Some(add)),
        ],
    ),
    route(
        "people/groupMemberships/removeContactFromAllGroups",
        &[
            ("POST", "removeContactFromAllGroups", Some(remove_from_all)),
            ("POST", "removeContactFromAllGroups2", Some(remove_from_all2)),
        ],
    ),
    route(
        "people/groupMemberships/{}",
        &[
            ("GET", "myGroupMembership", Some(membership)),
            ("GET", "myGroupMembership2", Some(membership)),
            ("DELETE", "myGroupMembership2", Some(remove)),
        ],
    ),
];

/// GET of `myContacts`: clients expect to find the contacts in it.
fn contacts(world: &mut World, call: &Call) -> Outcome {
    found(shown::contacts(world, call.application, expand(call, true)))
}

fn not_here(group: &str) -> Box<Refusal> {
    let why = format!("That cannot be done with the group of the {group}.");
    refused(ErrorCode::Forbidden, Some(ErrorSubcode::OperationNotSupported), &why)
}

/// GET of `myGroupMemberships`.
fn memberships(world: &mut World, call: &Call) -> Outcome {
    let group = call.request.parameter_of("groupId").map(|id| named(world, call, id)).transpose()?;
    match group {
        Some(GroupId::Delegators) => Err(not_here("delegators")),
        Some(GroupId::Organization) => Err(not_here("organization")),
        group => found(shown::memberships(world, call.application, group)),
    }
}

/// POST of `myGroupMemberships`: somebody is put into a group, or, if none is named, on the list.
fn add(world: &mut World, call: &Call) -> Outcome {
    let input: MyGroupMemberships2Post = call.sound_inputs()?;
    let user = called(world, input.contact_uri.as_ref().map_or("", |uri| uri.as_str()))?;
    let group = match input.group_id.as_ref().map(GroupKey::as_str).filter(|id| !id.is_empty()) {
        Some(id) => named(world, call, id)?,
        None => GroupId::Default,
    };
    can_be_added(world, call, group, user)?;
    if !acts::add(world, call.user, group, user) {
        return Err(refused(ErrorCode::Conflict, Some(ErrorSubcode::AlreadyExists), "The contact is in that group."));
    }
    let made = shown::membership(world, call.application, group, user).ok_or_else(not_found)?;
    let path = place(call.application, &shown::membership_path(world, group, user));
    let answer = Answer::created(made.into());
    Ok(Location::new(&path).map_or(answer.clone(), |location| answer.with_location(location)))
}

fn can_be_added(world: &World, call: &Call, group: GroupId, user: UserId) -> Result<(), Box<Refusal>> {
    let contacts = &world.users.get(call.user).ok_or_else(not_found)?.contacts;
    let limit = |code| Err(refused(code, Some(ErrorSubcode::LimitExceeded), "There are too many of them."));
    match group {
        GroupId::Delegators => Err(not_here("delegators")),
        GroupId::Organization => Err(not_here("organization")),
        GroupId::Distribution(_) => {
            Err(refused(ErrorCode::Forbidden, None, "Who is in the company's groups is not up to users."))
        }
        GroupId::Delegates if contacts.delegates().len() >= MOST_DELEGATES => limit(ErrorCode::Forbidden),
        _ if user == call.user => Err(refused(ErrorCode::Conflict, None, "Nobody is their own contact.")),
        _ if contacts.all().len() >= MOST_CONTACTS && !contacts.all().contains(&user) => limit(ErrorCode::Conflict),
        _ => Ok(()),
    }
}

/// What `group,address` in a path means.
fn parts(world: &World, call: &Call) -> Result<(GroupId, UserId), Box<Refusal>> {
    let (group, address) = call.text(0).split_once(',').ok_or_else(not_found)?;
    Ok((named(world, call, group)?, called(world, address)?))
}

/// GET of `myGroupMembership`.
fn membership(world: &mut World, call: &Call) -> Outcome {
    let (group, user) = parts(world, call)?;
    if group == GroupId::Delegators {
        return Err(not_here("delegators"));
    }
    found(shown::membership(world, call.application, group, user))
}

/// DELETE of `myGroupMembership`.
fn remove(world: &mut World, call: &Call) -> Outcome {
    let (group, user) = parts(world, call)?;
    acts::remove(world, call.user, group, user).then(Answer::done).ok_or_else(not_found)
}

/// POST of `removeContactFromAllGroups` in its first revision.
fn remove_from_all(world: &mut World, call: &Call) -> Outcome {
    let input: RemoveContactFromAllGroups = call.sound_inputs()?;
    take_off(world, call, input.contact_uri.as_ref().map(ContactUri::as_str))
}

/// POST of `removeContactFromAllGroups` in its second revision, which takes what the first one does.
fn remove_from_all2(world: &mut World, call: &Call) -> Outcome {
    let input: RemoveContactFromAllGroups2 = call.sound_inputs()?;
    take_off(world, call, input.contact_uri.as_ref().map(ContactUri::as_str))
}

fn take_off(world: &mut World, call: &Call, uri: Option<&str>) -> Outcome {
    let user = called(world, uri.unwrap_or_default())?;
    let groups = world.users.get(call.user).map(|own| own.contacts.groups_of(user)).unwrap_or_default();
    for group in groups {
        acts::remove(world, call.user, group, user);
    }
    Ok(Answer::done())
}
