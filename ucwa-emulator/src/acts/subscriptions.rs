//! Applications begin and cease to be told of the presence of others, and of the contact list.

use std::{collections::BTreeSet, time::Duration};

use ucwa_model::enumerations::EventType;

use super::presence;
use crate::{
    shown::{people::contact, people::contact_path, subscriptions as shown},
    world::{
        World,
        application::{ApplicationId, hub, place},
        contacts::GroupId,
        happening::Happening,
        subscription::{PresenceSubscription, Subscriptions, Term, WARNING},
        user::UserId,
    },
};

fn of(world: &mut World, id: ApplicationId) -> Option<&mut Subscriptions> {
    Some(&mut world.applications.get_mut(&id)?.subscriptions)
}

/// Begins to tell an application of the presence of these, or of the members of a group; the number of the subscription.
pub(crate) fn follow(
    world: &mut World,
    id: ApplicationId,
    users: BTreeSet<UserId>,
    group: Option<GroupId>,
    lasts: Duration,
) -> u64 {
    let (number, term) = (world.number(), Term::until(world.now() + lasts));
    let subscription = PresenceSubscription { contacts: BTreeSet::new(), group, term };
    if let Some(own) = of(world, id) {
        own.presence.insert(number, subscription);
    }
    tell(world, id, number, EventType::Added);
    add(world, id, number, users);
    number
}

/// Follows more people.
pub(crate) fn add(world: &mut World, id: ApplicationId, number: u64, users: BTreeSet<UserId>) {
    for user in users {
        let Some(own) = of(world, id) else { return };
        let is_followed = own.follow(user);
        let is_new = own.presence.get_mut(&number).is_some_and(|subscription| subscription.contacts.insert(user));
        if is_new && !is_followed {
            world.follows(id, user, true);
            tell_contact(world, id, user, EventType::Added);
        }
        if is_new {
            presence::tell_all(world, id, user);
        }
    }
}

/// Follows somebody no longer. False if they were not followed.
pub(crate) fn remove(world: &mut World, id: ApplicationId, number: u64, user: UserId) -> bool {
    let Some(own) = of(world, id) else { return false };
    let was = own.presence.get_mut(&number).is_some_and(|subscription| subscription.contacts.remove(&user));
    if was && !own.follow(user) {
        world.follows(id, user, false);
        tell_contact(world, id, user, EventType::Deleted);
    }
    was
}

/// Lets a subscription last longer. False if there is none.
pub(crate) fn refresh(world: &mut World, id: ApplicationId, number: u64, lasts: Duration) -> bool {
    let until = world.now() + lasts;
    let Some(subscription) = of(world, id).and_then(|own| own.presence.get_mut(&number)) else { return false };
    subscription.term = Term::until(until);
    tell(world, id, number, EventType::Updated);
    true
}

/// Ends a subscription. False if there is none.
pub(crate) fn end(world: &mut World, id: ApplicationId, number: u64) -> bool {
    let Some(own) = of(world, id) else { return false };
    let Some(ended) = own.presence.remove(&number) else { return false };
    let left: Vec<UserId> = ended.contacts.into_iter().filter(|user| !own.follow(*user)).collect();
    for user in left {
        world.follows(id, user, false);
        tell_contact(world, id, user, EventType::Deleted);
    }
    tell(world, id, number, EventType::Deleted);
    true
}

/// Begins to tell an application of the contact list, or goes on; nothing ends it.
pub(crate) fn list(world: &mut World, id: ApplicationId, lasts: Option<Duration>) {
    let term = lasts.map(|lasts| Term::until(world.now() + lasts));
    if let Some(own) = of(world, id) {
        own.list = term;
    }
    tell_list(world, id);
}

/// Who is in a group has changed, and with it whom its followers follow.
pub(crate) fn regroup(world: &mut World, owner: UserId, group: GroupId, user: UserId, joins: bool) {
    let mut concerned = Vec::new();
    for (id, application) in world.applications_of(owner) {
        let of_group = application.subscriptions.presence.iter().filter(|(_, one)| one.group == Some(group));
        concerned.extend(of_group.map(|(number, _)| (id, *number)));
    }
    for (id, number) in concerned {
        if joins {
            add(world, id, number, BTreeSet::from([user]));
        } else {
            remove(world, id, number, user);
        }
    }
}

/// Ends subscriptions whose time is up, and tells of those whose time is nearly up.
pub(crate) fn expire(world: &mut World) {
    let now = world.now();
    let (mut over, mut lists) = (Vec::new(), Vec::new());
    for (id, application) in &mut world.applications {
        let Subscriptions { presence, list } = &mut application.subscriptions;
        over.extend(presence.iter().filter(|(_, one)| one.term.until <= now).map(|(number, _)| (*id, *number)));
        let Some(term) = list else { continue };
        if term.until <= now {
            *list = None;
            lists.push(*id);
        } else if term.until <= now + WARNING && !std::mem::replace(&mut term.warned, true) {
            lists.push(*id);
        }
    }
    for (id, number) in over {
        end(world, id, number);
    }
    lists.into_iter().for_each(|id| tell_list(world, id));
}

fn tell(world: &mut World, id: ApplicationId, number: u64, what: EventType) {
    let path = place(id, &format!("{}/{number}", shown::SUBSCRIPTIONS));
    let happening = match shown::presence(world, id, number) {
        Some(shown) => Happening::new(hub(id, "people"), what, "presenceSubscription", shown.into()),
        None => Happening::without_resource(hub(id, "people"), what, "presenceSubscription", &path),
    };
    world.tell(id, happening);
}

fn tell_contact(world: &mut World, id: ApplicationId, user: UserId, what: EventType) {
    let path = place(id, &contact_path(world, user));
    let happening = match contact(world, id, user).filter(|_| what == EventType::Added) {
        Some(contact) => Happening::new(hub(id, "people"), what, "contact", contact.into()),
        None => Happening::without_resource(hub(id, "people"), what, "contact", &path),
    };
    world.tell(id, happening.within("subscribedContacts", &place(id, shown::SUBSCRIBED)));
}

fn tell_list(world: &mut World, id: ApplicationId) {
    if let Some(list) = shown::list(world, id) {
        world.tell(id, Happening::new(hub(id, "people"), EventType::Updated, "myContactsAndGroupsSubscription", list.into()));
    }
}
