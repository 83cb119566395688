//! What an application is told of.

use ucwa_model::{
    Link,
    enumerations::SubscriptionState,
    people::{
        MyContactsAndGroupsSubscription, PresenceSubscription, PresenceSubscriptionMembership, PresenceSubscriptionMemberships,
        PresenceSubscriptions, SubscribedContacts,
    },
};

use super::{link, people::contact_path};
use crate::world::{
    World,
    application::{ApplicationId, place},
    subscription::Subscriptions,
    user::UserId,
};

/// The path of all subscriptions to presence.
pub(crate) const SUBSCRIPTIONS: &str = "people/presenceSubscriptions";
/// The path of whose presence they are for.
pub(crate) const MEMBERSHIPS: &str = "people/presenceSubscriptionMemberships";
/// The path of those.
pub(crate) const SUBSCRIBED: &str = "people/subscribedContacts";

fn of(world: &World, id: ApplicationId) -> Option<&Subscriptions> {
    Some(&world.applications.get(&id)?.subscriptions)
}

/// A subscription to presence.
pub(crate) fn presence(world: &World, id: ApplicationId, number: u64) -> Option<PresenceSubscription> {
    of(world, id)?.presence.get(&number)?;
    let path = format!("{SUBSCRIPTIONS}/{number}");
    let mut shown = PresenceSubscription::default();
    shown.id = Some(number.to_string().into());
    shown.self_link = link(id, &path);
    shown.add_to_presence_subscription_link = link(id, &format!("{path}/addToPresenceSubscription"));
    shown.memberships_link = link(id, &format!("{path}/memberships"));
    Some(shown)
}

/// All of them.
pub(crate) fn all(world: &World, id: ApplicationId) -> Option<PresenceSubscriptions> {
    let mut shown = PresenceSubscriptions::default();
    shown.self_link = link(id, SUBSCRIPTIONS);
    shown.presence_subscription = of(world, id)?.presence.keys().filter_map(|number| presence(world, id, *number)).collect();
    Some(shown)
}

/// That somebody is followed.
pub(crate) fn membership(world: &World, id: ApplicationId, number: u64, user: UserId) -> Option<PresenceSubscriptionMembership> {
    of(world, id)?.presence.get(&number)?.contacts.contains(&user).then_some(())?;
    let address = world.users.get(user)?.address.as_str();
    let mut shown = PresenceSubscriptionMembership::default();
    shown.self_link = link(id, &format!("{MEMBERSHIPS}/{number},{address}"));
    shown.contact_link = link(id, &contact_path(world, user));
    shown.presence_subscription_link = link(id, &format!("{SUBSCRIPTIONS}/{number}"));
    Some(shown)
}

/// Who is followed, by which subscription or by that one.
pub(crate) fn memberships(world: &World, id: ApplicationId, number: Option<u64>) -> Option<PresenceSubscriptionMemberships> {
    let subscriptions = of(world, id)?;
    let wanted = subscriptions.presence.iter().filter(|(one, _)| number.is_none_or(|number| number == **one));
    let mut shown = PresenceSubscriptionMemberships::default();
    shown.self_link = match number {
        Some(number) => link(id, &format!("{SUBSCRIPTIONS}/{number}/memberships")),
        None => link(id, MEMBERSHIPS),
    };
    for (number, subscription) in wanted {
        let members = subscription.contacts.iter().filter_map(|user| membership(world, id, *number, *user));
        shown.presence_subscription_membership.extend(members);
    }
    Some(shown)
}

/// Who is followed.
pub(crate) fn contacts(world: &World, id: ApplicationId) -> Option<SubscribedContacts> {
    let mut shown = SubscribedContacts::default();
    shown.self_link = link(id, SUBSCRIBED);
    let contacts = of(world, id)?.contacts();
    shown.contact_links = contacts.into_iter().map(|user| Link::new(place(id, &contact_path(world, user)))).collect();
    Some(shown)
}

/// The subscription to the contact list.
pub(crate) fn list(world: &World, id: ApplicationId) -> Option<MyContactsAndGroupsSubscription> {
    let mut shown = MyContactsAndGroupsSubscription::default();
    let is_on = of(world, id)?.list.is_some();
    shown.state = Some(if is_on { SubscriptionState::Connected } else { SubscriptionState::Disconnected });
    shown.self_link = link(id, LIST);
    shown.start_or_refresh_subscription_to_contacts_and_groups_link =
        link(id, &format!("{LIST}/startOrRefreshSubscriptionToContactsAndGroups"));
    shown.stop_subscription_to_contacts_and_groups_link = link(id, &format!("{LIST}/stopSubscriptionToContactsAndGroups"));
    Some(shown)
}

/// The path of the subscription to the contact list.
pub(crate) const LIST: &str = "people/myContactsAndGroupsSubscription";
