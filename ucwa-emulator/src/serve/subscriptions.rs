//! Subscriptions to the presence of others, and to the contact list.

use std::{collections::BTreeSet, time::Duration};

use ucwa_model::{
    enumerations::{ErrorCode, ErrorSubcode},
    http::{Answer, Refusal},
    people::{
        AddToPresenceSubscription, MembershipsPost, PresenceSubscriptionMembershipsPost, PresenceSubscriptionPost,
        PresenceSubscriptionsPost, StartOrRefreshSubscriptionToContactsAndGroups, SubscribeToGroupPresence,
    },
};

use super::{
    call::{Call, Outcome, found, not_found, refused},
    groups::named,
    people::called,
    routes::{Route, route},
};
use crate::{
    acts::subscriptions as acts,
    shown::subscriptions as shown,
    world::{
        World,
        contacts::GroupId,
        subscription::{MOST, MOST_NAMED},
        user::UserId,
    },
};

/// Its paths.
pub(super) const ROUTES: &[Route] = &[
    route(
        "people/presenceSubscriptions",
        &[("GET", "presenceSubscriptions", Some(all)), ("POST", "presenceSubscriptions", Some(subscribe))],
    ),
    route(
        "people/presenceSubscriptions/{}",
        &[
            ("GET", "presenceSubscription", Some(one)),
            ("POST", "presenceSubscription", Some(refresh)),
            ("DELETE", "presenceSubscription", Some(end)),
        ],
    ),
    route("people/presenceSubscriptions/{}/addToPresenceSubscription", &[("POST", "addToPresenceSubscription", Some(add))]),
    route(
        "people/presenceSubscriptions/{}/memberships",
        &[("GET", "memberships", Some(memberships)), ("POST", "memberships", Some(add_membership))],
    ),
    route(
        "people/presenceSubscriptionMemberships",
        &[
            ("GET", "presenceSubscriptionMemberships", Some(all_memberships)),
            ("POST", "presenceSubscriptionMemberships", Some(add_anywhere)),
        ],
    ),
    route(
        "people/presenceSubscriptionMemberships/{}",
        &[
            ("GET", "presenceSubscriptionMembership", Some(membership)),
            ("DELETE", "presenceSubscriptionMembership", Some(remove)),
        ],
    ),
    route("people/subscribedContacts", &[("GET", "subscribedContacts", Some(contacts))]),
    route("people/groups/{}/subscribeToGroupPresence", &[("POST", "subscribeToGroupPresence", Some(subscribe_to_group))]),
    route("people/myContactsAndGroupsSubscription", &[("GET", "myContactsAndGroupsSubscription", Some(list))]),
    route(
        "people/myContactsAndGroupsSubscription/startOrRefreshSubscriptionToContactsAndGroups",
        &[("POST", "startOrRefreshSubscriptionToContactsAndGroups", Some(start_list))],
    ),
    route(
        "people/myContactsAndGroupsSubscription/stopSubscriptionToContactsAndGroups",
        &[("POST", "stopSubscriptionToContactsAndGroups", Some(stop_list))],
    ),
];

/// Durations are in minutes.
fn minutes(duration: Option<i64>) -> Duration {
    Duration::from_secs(60 * duration.and_then(|minutes| u64::try_from(minutes).ok()).unwrap_or_default())
}

/// All of them, or none if one is not there.
fn users<T: AsRef<str>>(world: &World, uris: Option<Vec<T>>) -> Result<BTreeSet<UserId>, Box<Refusal>> {
    let uris = uris.unwrap_or_default();
    if uris.len() > MOST_NAMED {
        let why = format!("Expected at most {MOST_NAMED} contacts, but found {}.", uris.len());
        return Err(refused(ErrorCode::Forbidden, Some(ErrorSubcode::LimitExceeded), &why));
    }
    uris.iter().map(|uri| called(world, uri.as_ref())).collect()
}

/// GET of `presenceSubscriptions`.
fn all(world: &mut World, call: &Call) -> Outcome {
    found(shown::all(world, call.application))
}

/// POST of `presenceSubscriptions`.
fn subscribe(world: &mut World, call: &Call) -> Outcome {
    let input: PresenceSubscriptionsPost = call.sound_inputs()?;
    let users = users(world, input.uris)?;
    follow(world, call, users, None, input.duration)
}

/// POST of `subscribeToGroupPresence`; the path says which group, and clients need not.
fn subscribe_to_group(world: &mut World, call: &Call) -> Outcome {
    let input: SubscribeToGroupPresence = call.inputs()?;
    let duration = call.required_within(input.duration, "duration", 10..=30)?;
    let group = named(world, call, call.text(0))?;
    let users = world.group_members(call.user, group).into_iter().collect();
    follow(world, call, users, Some(group), Some(duration))
}

fn follow(world: &mut World, call: &Call, users: BTreeSet<UserId>, group: Option<GroupId>, duration: Option<i64>) -> Outcome {
    let count = world.applications.get(&call.application).map_or(0, |own| own.subscriptions.presence.len());
    if count >= MOST {
        let why = "The application has too many subscriptions.";
        return Err(refused(ErrorCode::Forbidden, Some(ErrorSubcode::LimitExceeded), why));
    }
    let number = acts::follow(world, call.application, users, group, minutes(duration));
    created(shown::presence(world, call.application, number))
}

/// 201 with a resource.
fn created<T: Into<ucwa_model::AnyResource>>(resource: Option<T>) -> Outcome {
    resource.map(|resource| Answer::created(resource.into())).ok_or_else(not_found)
}

/// GET of `presenceSubscription`.
fn one(world: &mut World, call: &Call) -> Outcome {
    found(shown::presence(world, call.application, call.number(0)?))
}

/// POST of `presenceSubscription`.
fn refresh(world: &mut World, call: &Call) -> Outcome {
    let input: PresenceSubscriptionPost = call.sound_inputs()?;
    let number = call.number(0)?;
    acts::refresh(world, call.application, number, minutes(input.duration));
    created(shown::presence(world, call.application, number))
}

/// DELETE of `presenceSubscription`.
fn end(world: &mut World, call: &Call) -> Outcome {
    let number = call.number(0)?;
    acts::end(world, call.application, number).then(Answer::done).ok_or_else(not_found)
}

/// POST of `addToPresenceSubscription`.
fn add(world: &mut World, call: &Call) -> Outcome {
    let input: AddToPresenceSubscription = call.sound_inputs()?;
    add_to(world, call, call.number(0)?, input.contact_uris)
}

/// POST of `memberships`.
fn add_membership(world: &mut World, call: &Call) -> Outcome {
    let input: MembershipsPost = call.sound_inputs()?;
    add_to(world, call, call.number(0)?, input.contact_uris)
}

fn add_to<T: AsRef<str>>(world: &mut World, call: &Call, number: u64, uris: Option<Vec<T>>) -> Outcome {
    let users = users(world, uris)?;
    found(shown::presence(world, call.application, number))?;
    acts::add(world, call.application, number, users);
    created(shown::memberships(world, call.application, Some(number)))
}

/// GET of `memberships`.
fn memberships(world: &mut World, call: &Call) -> Outcome {
    let number = call.number(0)?;
    found(shown::presence(world, call.application, number))?;
    found(shown::memberships(world, call.application, Some(number)))
}

/// The subscription that a query names, as servers' own links do.
fn in_query(call: &Call) -> Option<u64> {
    let parts = call.request.href().as_str().split(['?', '&']);
    parts.filter_map(|part| part.strip_prefix("presenceSubscriptionId=")).find_map(|number| number.parse().ok())
}

/// GET of `presenceSubscriptionMemberships`.
fn all_memberships(world: &mut World, call: &Call) -> Outcome {
    found(shown::memberships(world, call.application, in_query(call)))
}

/// POST of `presenceSubscriptionMemberships`: where no subscription is named, there must be only one.
fn add_anywhere(world: &mut World, call: &Call) -> Outcome {
    let input: PresenceSubscriptionMembershipsPost = call.sound_inputs()?;
    let own = world.applications.get(&call.application).map(|own| &own.subscriptions.presence).ok_or_else(not_found)?;
    let only = own.keys().next().copied().filter(|_| own.len() == 1);
    let why = "It is not clear which subscription is meant: there is not just one.";
    let number = in_query(call).or(only).ok_or_else(|| refused(ErrorCode::Conflict, None, why))?;
    add_to(world, call, number, input.contact_uris)
}

/// What `subscription,address` in a path means.
fn parts(world: &World, call: &Call) -> Result<(u64, UserId), Box<Refusal>> {
    let (number, address) = call.text(0).split_once(',').ok_or_else(not_found)?;
    Ok((number.parse().map_err(|_| not_found())?, called(world, address)?))
}

/// GET of `presenceSubscriptionMembership`.
fn membership(world: &mut World, call: &Call) -> Outcome {
    let (number, user) = parts(world, call)?;
    found(shown::membership(world, call.application, number, user))
}

/// DELETE of `presenceSubscriptionMembership`.
fn remove(world: &mut World, call: &Call) -> Outcome {
    let (number, user) = parts(world, call)?;
    acts::remove(world, call.application, number, user).then(Answer::done).ok_or_else(not_found)
}

/// GET of `subscribedContacts`.
fn contacts(world: &mut World, call: &Call) -> Outcome {
    found(shown::contacts(world, call.application))
}

/// GET of `myContactsAndGroupsSubscription`.
fn list(world: &mut World, call: &Call) -> Outcome {
    found(shown::list(world, call.application))
}

/// POST of `startOrRefreshSubscriptionToContactsAndGroups`.
fn start_list(world: &mut World, call: &Call) -> Outcome {
    let input: StartOrRefreshSubscriptionToContactsAndGroups = call.sound_inputs()?;
    acts::list(world, call.application, Some(minutes(input.duration)));
    created(shown::list(world, call.application))
}

/// POST of `stopSubscriptionToContactsAndGroups`.
fn stop_list(world: &mut World, call: &Call) -> Outcome {
    let is_on = world.applications.get(&call.application).is_some_and(|own| own.subscriptions.list.is_some());
    if !is_on {
        return Err(refused(ErrorCode::Conflict, None, "There is no subscription to the contact list."));
    }
    acts::list(world, call.application, None);
    Ok(Answer::done())
}
