//! What an application wants to be told of: the presence of others, and its user's contact list.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use super::{World, application::ApplicationId, contacts::GroupId, user::UserId};

/// See the module.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subscriptions {
    pub(crate) presence: BTreeMap<u64, PresenceSubscription>,
    /// To the contact list.
    pub(crate) list: Option<Term>,
}

/// Whose presence an application is told of.
#[derive(Clone, Debug)]
pub(crate) struct PresenceSubscription {
    pub(crate) contacts: BTreeSet<UserId>,
    /// The group whose members they are, if they are.
    pub(crate) group: Option<GroupId>,
    pub(crate) term: Term,
}

/// How long it lasts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term {
    pub(crate) until: Duration,
    /// Whether it has been said that it is about to end.
    pub(crate) warned: bool,
}

/// The subscriptions to presence that an application may have at most.
pub(crate) const MOST: usize = 100;
/// Those whom one request may name at most.
pub(crate) const MOST_NAMED: usize = 500;
/// How long before its end it is said that it is about to end.
pub(crate) const WARNING: Duration = Duration::from_secs(60);

impl Term {
    pub(crate) fn until(until: Duration) -> Self {
        Self { until, warned: false }
    }
}

impl Subscriptions {
    /// Whether the application is told of somebody's presence.
    pub(crate) fn follow(&self, user: UserId) -> bool {
        self.presence.values().any(|subscription| subscription.contacts.contains(&user))
    }

    /// Whose presence the application is told of.
    pub(crate) fn contacts(&self) -> BTreeSet<UserId> {
        self.presence.values().flat_map(|subscription| subscription.contacts.iter().copied()).collect()
    }
}

impl World {
    /// The applications that are told of somebody's presence.
    pub(crate) fn followers(&self, user: UserId) -> Vec<ApplicationId> {
        self.followers.get(&user).into_iter().flatten().copied().collect()
    }

    /// An application is told of somebody's presence from now on, or no longer.
    pub(crate) fn follows(&mut self, id: ApplicationId, user: UserId, is: bool) {
        let followers = self.followers.entry(user).or_default();
        if is {
            followers.insert(id);
        } else {
            followers.remove(&id);
        }
        if followers.is_empty() {
            self.followers.remove(&user);
        }
    }
}
