//! The groups of the contact list.

use ucwa_model::{
    enumerations::{ErrorCode, ErrorSubcode},
    http::{Answer, Refusal},
    people::{AddToContactList, Group2Put, MyGroups2Post, RemoveFromContactList},
};

use super::{
    call::{Call, Outcome, found, not_found, refused},
    routes::{Route, route},
    versioned::{replaced, replacing},
};
use crate::{
    acts::contacts as acts,
    shown::groups as shown,
    world::{
        World,
        contacts::{GroupId, MOST_GROUPS},
    },
};

/// Its paths.
pub(super) const ROUTES: &[Route] = &[
    route(
        "people/groups",
        &[("GET", "myGroups", Some(groups)), ("GET", "myGroups2", Some(groups)), ("POST", "myGroups2", Some(create))],
    ),
    route(
        "people/groups/{}",
        &[
            ("GET", "group", Some(group)),
            ("GET", "group2", Some(group)),
            ("PUT", "group2", Some(rename)),
            ("DELETE", "group2", Some(delete)),
        ],
    ),
    route("people/groups/{}/contacts", &[("GET", "groupContacts", Some(contacts))]),
    route("people/groups/{}/memberships", &[("GET", "groupMemberships", Some(memberships))]),
    route("people/pinnedGroup", &[("GET", "pinnedGroup", Some(pinned))]),
    route("people/defaultGroup", &[("GET", "defaultGroup", Some(default))]),
    route("people/delegatesGroup", &[("GET", "delegatesGroup", Some(delegates))]),
    route("people/delegatorsGroup", &[("GET", "delegatorsGroup", Some(delegators))]),
    route("people/myOrganizationGroup", &[("GET", "myOrganizationGroup", Some(organization))]),
    route("people/distributionGroups/{}", &[("GET", "distributionGroup", Some(distribution))]),
    route(
        "people/distributionGroups/{}/expandDistributionGroup",
        &[("GET", "expandDistributionGroup", Some(expand_distribution))],
    ),
    route("people/distributionGroups/{}/addToContactList", &[("POST", "addToContactList", Some(add_to_list))]),
    route("people/distributionGroups/{}/removeFromContactList", &[("POST", "removeFromContactList", Some(remove_from_list))]),
];

/// Whether what is listed comes embedded; `usual` if nothing is said.
pub(super) fn expand(call: &Call, usual: bool) -> bool {
    call.request.parameter_of("expand").map_or(usual, |expand| expand.eq_ignore_ascii_case("true"))
}

/// GET of `myGroups`.
fn groups(world: &mut World, call: &Call) -> Outcome {
    found(shown::groups(world, call.application, expand(call, true)))
}

/// POST of `myGroups`.
fn create(world: &mut World, call: &Call) -> Outcome {
    let input: MyGroups2Post = call.sound_inputs()?;
    let name = input.display_name.map(|name| name.to_string()).unwrap_or_default();
    is_free(world, call, &name, None)?;
    let has_many = world.users.get(call.user).is_some_and(|user| user.contacts.names.len() >= MOST_GROUPS);
    if has_many {
        return Err(refused(ErrorCode::Conflict, Some(ErrorSubcode::TooManyGroups), "There are too many groups."));
    }
    acts::create(world, call.user, name);
    Ok(Answer::done())
}

/// No other group has the name.
fn is_free(world: &World, call: &Call, name: &str, own: Option<u64>) -> Result<(), Box<Refusal>> {
    let names = world.users.get(call.user).into_iter().flat_map(|user| &user.contacts.names);
    if names.filter(|(number, _)| Some(**number) != own).any(|(_, other)| other == name) {
        return Err(refused(ErrorCode::Conflict, Some(ErrorSubcode::AlreadyExists), "There is a group of that name."));
    }
    Ok(())
}

/// The number of the group that a path names, if the user has made it.
fn number(world: &World, call: &Call) -> Result<u64, Box<Refusal>> {
    match world.group_called(call.user, call.text(0)) {
        Some(GroupId::Own(number)) => Ok(number),
        _ => Err(not_found()),
    }
}

/// GET of `group`.
fn group(world: &mut World, call: &Call) -> Outcome {
    found(shown::own(world, call.application, number(world, call)?))
}

/// PUT of `group`: it gets another name.
fn rename(world: &mut World, call: &Call) -> Outcome {
    let number = number(world, call)?;
    let input: Group2Put = replacing(call, shown::own(world, call.application, number))?;
    let name = input.name.map(|name| name.to_string()).unwrap_or_default();
    is_free(world, call, &name, Some(number))?;
    acts::rename(world, call.user, number, name);
    replaced(shown::own(world, call.application, number))
}

/// DELETE of `group`.
fn delete(world: &mut World, call: &Call) -> Outcome {
    let number = number(world, call)?;
    acts::delete(world, call.user, number);
    Ok(Answer::done())
}

/// Any group.
pub(super) fn named(world: &World, call: &Call, id: &str) -> Result<GroupId, Box<Refusal>> {
    world.group_called(call.user, id).ok_or_else(not_found)
}

/// GET of `groupContacts`.
fn contacts(world: &mut World, call: &Call) -> Outcome {
    let group = named(world, call, call.text(0))?;
    found(shown::group_contacts(world, call.application, group, expand(call, false)))
}

/// GET of `groupMemberships`.
fn memberships(world: &mut World, call: &Call) -> Outcome {
    let group = named(world, call, call.text(0))?;
    found(shown::group_memberships(world, call.application, group))
}

fn standing(world: &World, call: &Call, group: GroupId) -> Outcome {
    found(shown::standing(world, call.application, group))
}

/// GET of `pinnedGroup`.
fn pinned(world: &mut World, call: &Call) -> Outcome {
    standing(world, call, GroupId::Pinned)
}

/// GET of `defaultGroup`.
fn default(world: &mut World, call: &Call) -> Outcome {
    standing(world, call, GroupId::Default)
}

/// GET of `delegatesGroup`.
fn delegates(world: &mut World, call: &Call) -> Outcome {
    standing(world, call, GroupId::Delegates)
}

/// GET of `delegatorsGroup`.
fn delegators(world: &mut World, call: &Call) -> Outcome {
    standing(world, call, GroupId::Delegators)
}

/// GET of `myOrganizationGroup`.
fn organization(world: &mut World, call: &Call) -> Outcome {
    standing(world, call, GroupId::Organization)
}

/// The company's group of an address.
fn of_company(world: &World, address: &str) -> Result<usize, Box<Refusal>> {
    world.distribution_group_called(address).ok_or_else(not_found)
}

/// GET of `distributionGroup`.
fn distribution(world: &mut World, call: &Call) -> Outcome {
    found(shown::distribution(world, call.application, of_company(world, call.text(0))?, false))
}

/// GET of `expandDistributionGroup`.
fn expand_distribution(world: &mut World, call: &Call) -> Outcome {
    let index = of_company(world, call.text(0))?;
    let count = world.distribution_groups.get(index).map_or(0, |group| group.users.len());
    if count > MOST_SHOWN {
        let why = "The group has too many members to be listed.";
        return Err(refused(ErrorCode::Forbidden, Some(ErrorSubcode::TooManyContacts), why));
    }
    found(shown::distribution(world, call.application, index, true))
}

/// The members of a group that are listed at most.
const MOST_SHOWN: usize = 100;

/// POST of `addToContactList`.
fn add_to_list(world: &mut World, call: &Call) -> Outcome {
    let input: AddToContactList = call.sound_inputs()?;
    let group = of_company(world, &input.smtp_address.unwrap_or_default())?;
    let exists = || refused(ErrorCode::Conflict, Some(ErrorSubcode::AlreadyExists), "The group is on the contact list.");
    acts::list(world, call.user, group, true).then(Answer::done).ok_or_else(exists)
}

/// POST of `removeFromContactList`.
fn remove_from_list(world: &mut World, call: &Call) -> Outcome {
    let input: RemoveFromContactList = call.sound_inputs()?;
    let group = of_company(world, input.group_id.as_ref().map_or("", |id| id.as_str()))?;
    acts::list(world, call.user, group, false).then(Answer::done).ok_or_else(not_found)
}
