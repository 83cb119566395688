//! The contact list of the signed-in user: its groups, and who is in them.

use ucwa_model::{
    AnyResource, Link,
    people::{
        DefaultGroup, DelegatesGroup, DelegatorsGroup, DistributionGroup, Group2, GroupContacts, GroupMemberships, MyContacts,
        MyGroupMembership, MyGroupMembership2, MyGroupMemberships2, MyGroups2, MyOrganizationGroup, PinnedGroup,
    },
};

use super::{
    link,
    people::{contact, contact_path},
    versioned::versioned,
};
use crate::world::{
    World,
    application::{ApplicationId, place},
    contacts::{Contacts, GroupId},
    user::UserId,
};

/// The path of all groups.
pub(crate) const GROUPS: &str = "people/groups";
/// The path of who is in which.
pub(crate) const MEMBERSHIPS: &str = "people/groupMemberships";

/// The path of a group.
pub(crate) fn group_path(world: &World, group: GroupId) -> String {
    match group {
        GroupId::Pinned => "people/pinnedGroup".to_owned(),
        GroupId::Default => "people/defaultGroup".to_owned(),
        GroupId::Delegates => "people/delegatesGroup".to_owned(),
        GroupId::Delegators => "people/delegatorsGroup".to_owned(),
        GroupId::Organization => "people/myOrganizationGroup".to_owned(),
        GroupId::Own(_) => format!("{GROUPS}/{}", world.group_id(group)),
        GroupId::Distribution(_) => format!("people/distributionGroups/{}", world.group_id(group)),
    }
}

/// The rel of a group, as links and events have it.
pub(crate) fn rel(group: GroupId) -> &'static str {
    match group {
        GroupId::Pinned => "pinnedGroup",
        GroupId::Default => "defaultGroup",
        GroupId::Delegates => "delegatesGroup",
        GroupId::Delegators => "delegatorsGroup",
        GroupId::Organization => "myOrganizationGroup",
        GroupId::Own(_) => "group",
        GroupId::Distribution(_) => "distributionGroup",
    }
}

/// Whose list an application shows.
fn list(world: &World, id: ApplicationId) -> Option<(UserId, &Contacts)> {
    let user = world.applications.get(&id)?.user;
    Some((user, &world.users.get(user)?.contacts))
}

/// What all groups but the company's own have: an id, a name, and three links.
macro_rules! group {
    ($kind:ident, $name:expr, $world:expr, $id:expr, $group:expr) => {{
        let (world, id, group): (&World, ApplicationId, GroupId) = ($world, $id, $group);
        let below = format!("{GROUPS}/{}", world.group_id(group));
        let mut shown = $kind::default();
        shown.id = Some(world.group_id(group).as_str().into());
        shown.name = std::convert::TryInto::try_into($name).ok();
        shown.self_link = link(id, &group_path(world, group));
        shown.group_contacts_link = link(id, &format!("{below}/contacts"));
        shown.subscribe_to_group_presence_link = link(id, &format!("{below}/subscribeToGroupPresence"));
        shown
    }};
}

/// A group that the user has made.
pub(crate) fn own(world: &World, id: ApplicationId, number: u64) -> Option<Group2> {
    let name = list(world, id)?.1.names.get(&number)?;
    Some(versioned(world, group!(Group2, name.as_str(), world, id, GroupId::Own(number))))
}

/// A group that is there for everybody.
pub(crate) fn standing(world: &World, id: ApplicationId, group: GroupId) -> Option<AnyResource> {
    let (user, _) = list(world, id)?;
    Some(match group {
        GroupId::Pinned => group!(PinnedGroup, "Pinned Contacts", world, id, group).into(),
        GroupId::Default => group!(DefaultGroup, "Other Contacts", world, id, group).into(),
        GroupId::Delegates => group!(DelegatesGroup, "Delegates", world, id, group).into(),
        GroupId::Delegators => group!(DelegatorsGroup, "Delegators", world, id, group).into(),
        GroupId::Organization => {
            let company = world.users.get(user).map_or("", |user| user.domain());
            group!(MyOrganizationGroup, company, world, id, group).into()
        }
        GroupId::Own(number) => own(world, id, number)?.into(),
        GroupId::Distribution(index) => distribution(world, id, index, false)?.into(),
    })
}

/// One of the company's groups; expanded, with who is in it.
pub(crate) fn distribution(world: &World, id: ApplicationId, index: usize, expand: bool) -> Option<DistributionGroup> {
    let group = world.distribution_groups.get(index)?;
    let path = group_path(world, GroupId::Distribution(index));
    let mut shown = DistributionGroup::default();
    shown.id = Some(group.address.as_str().into());
    shown.uri = Some(format!("sip:{}", group.address).into());
    shown.name = group.name.as_str().try_into().ok();
    shown.self_link = link(id, &path);
    shown.add_to_contact_list_link = link(id, &format!("{path}/addToContactList"));
    shown.remove_from_contact_list_link = link(id, &format!("{path}/removeFromContactList"));
    shown.expand_distribution_group_link = link(id, &format!("{path}/expandDistributionGroup"));
    let below = format!("{GROUPS}/{}", group.address);
    shown.subscribe_to_group_presence_link = link(id, &format!("{below}/subscribeToGroupPresence"));
    if expand {
        shown.contact = group.users.iter().filter_map(|user| contact(world, id, *user)).collect();
        shown.distribution_group = group.groups.iter().filter_map(|index| distribution(world, id, *index, false)).collect();
    }
    Some(shown)
}

/// All groups of the user, embedded or as links.
pub(crate) fn groups(world: &World, id: ApplicationId, expand: bool) -> Option<MyGroups2> {
    let (_, contacts) = list(world, id)?;
    let to = |group| Link::new(place(id, &group_path(world, group)));
    let mut groups = MyGroups2::default();
    groups.self_link = Link::new(place(id, GROUPS)).with_revision("2").into();
    groups.delegates_group_link = to(GroupId::Delegates).into();
    groups.delegators_group_link = to(GroupId::Delegators).into();
    groups.my_organization_group_link = to(GroupId::Organization).into();
    if expand {
        groups.group = contacts.names.keys().filter_map(|number| own(world, id, *number)).collect();
        groups.distribution_group = contacts.distribution.iter().filter_map(|one| distribution(world, id, *one, false)).collect();
        groups.pinned_group = Some(Box::new(group!(PinnedGroup, "Pinned Contacts", world, id, GroupId::Pinned)));
        groups.default_group = Some(Box::new(group!(DefaultGroup, "Other Contacts", world, id, GroupId::Default)));
    } else {
        groups.group_links = contacts.names.keys().map(|number| to(GroupId::Own(*number))).collect();
        groups.distribution_group_links = contacts.distribution.iter().map(|one| to(GroupId::Distribution(*one))).collect();
        groups.pinned_group_link = to(GroupId::Pinned).into();
        groups.default_group_link = to(GroupId::Default).into();
    }
    Some(groups)
}

/// Everybody on the list, embedded or as links.
pub(crate) fn contacts(world: &World, id: ApplicationId, expand: bool) -> Option<MyContacts> {
    let everybody = list(world, id)?.1.all();
    let mut contacts = MyContacts::default();
    contacts.self_link = link(id, "people/contacts");
    if expand {
        contacts.contact = everybody.into_iter().filter_map(|user| contact(world, id, user)).collect();
    } else {
        contacts.contact_links = everybody.into_iter().map(|user| Link::new(place(id, &contact_path(world, user)))).collect();
    }
    Some(contacts)
}

/// Who is in a group, embedded or as links.
pub(crate) fn group_contacts(world: &World, id: ApplicationId, group: GroupId, expand: bool) -> Option<GroupContacts> {
    let members = world.group_members(list(world, id)?.0, group);
    let mut contacts = GroupContacts::default();
    contacts.self_link = link(id, &format!("{GROUPS}/{}/contacts", world.group_id(group)));
    if expand {
        contacts.contact = members.into_iter().filter_map(|user| contact(world, id, user)).collect();
    } else {
        contacts.contact_links = members.into_iter().map(|user| Link::new(place(id, &contact_path(world, user)))).collect();
    }
    Some(contacts)
}

/// The path of somebody's being in a group.
pub(crate) fn membership_path(world: &World, group: GroupId, user: UserId) -> String {
    let address = world.users.get(user).map_or("", |user| user.address.as_str());
    format!("{MEMBERSHIPS}/{},{address}", world.group_id(group))
}

/// That somebody is in a group.
pub(crate) fn membership(world: &World, id: ApplicationId, group: GroupId, user: UserId) -> Option<MyGroupMembership2> {
    let (owner, _) = list(world, id)?;
    world.group_members(owner, group).contains(&user).then_some(())?;
    let mut membership = MyGroupMembership2::default();
    membership.self_link = Link::new(place(id, &membership_path(world, group, user))).with_revision("2").into();
    membership.contact_link = link(id, &contact_path(world, user));
    let to = Link::new(place(id, &group_path(world, group)));
    match group {
        GroupId::Pinned => membership.pinned_group_link = to.into(),
        GroupId::Default => membership.default_group_link = to.into(),
        GroupId::Delegates => membership.delegates_group_link = to.into(),
        _ => membership.group_link = to.into(),
    }
    Some(membership)
}

/// Who is in which group, or in that one.
pub(crate) fn memberships(world: &World, id: ApplicationId, group: Option<GroupId>) -> Option<MyGroupMemberships2> {
    let (owner, contacts) = list(world, id)?;
    let own = contacts.names.keys().map(|number| GroupId::Own(*number));
    let all = [GroupId::Pinned, GroupId::Default, GroupId::Delegates].into_iter().chain(own);
    let wanted = all.filter(|one| group.is_none_or(|group| group == *one));
    let mut shown = MyGroupMemberships2::default();
    shown.self_link = Link::new(place(id, MEMBERSHIPS)).with_revision("2").into();
    for group in wanted {
        let members = world.group_members(owner, group);
        shown.my_group_membership.extend(members.into_iter().filter_map(|user| membership(world, id, group, user)));
    }
    Some(shown)
}

/// Who is in a group, one by one.
pub(crate) fn group_memberships(world: &World, id: ApplicationId, group: GroupId) -> Option<GroupMemberships> {
    let mut shown = GroupMemberships::default();
    shown.self_link = link(id, &format!("{GROUPS}/{}/memberships", world.group_id(group)));
    for user in world.group_members(list(world, id)?.0, group) {
        let mut one = MyGroupMembership::default();
        one.self_link = link(id, &membership_path(world, group, user));
        one.contact_link = link(id, &contact_path(world, user));
        one.group_link = link(id, &group_path(world, group));
        shown.my_group_membership.push(one);
    }
    Some(shown)
}
