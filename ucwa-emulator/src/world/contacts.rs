//! The contact list of a user: groups, who is in them, and how close they are.

use std::collections::{BTreeMap, BTreeSet};

use ucwa_model::enumerations::PrivacyRelationshipLevel;

use super::{World, user::UserId};
use crate::scenario;

/// Which group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum GroupId {
    Pinned,
    Default,
    /// Who may act for the user.
    Delegates,
    /// For whom the user may act.
    Delegators,
    /// Everybody of the company.
    Organization,
    /// One that the user has made.
    Own(u64),
    /// One that the company has made, by its place among them.
    Distribution(usize),
}

/// A group that the company has made.
#[derive(Clone, Debug)]
pub(crate) struct DistributionGroup {
    pub(crate) address: String,
    pub(crate) name: String,
    pub(crate) users: Vec<UserId>,
    /// Other groups that are in it.
    pub(crate) groups: Vec<usize>,
}

/// See the module.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contacts {
    /// Who is in the groups that can be changed.
    members: BTreeMap<GroupId, Vec<UserId>>,
    /// The names of those that the user has made.
    pub(crate) names: BTreeMap<u64, String>,
    /// The company's groups that the user has put on the list.
    pub(crate) distribution: BTreeSet<usize>,
    /// How close contacts are, where the user has said so.
    pub(crate) privacy: BTreeMap<UserId, PrivacyRelationshipLevel>,
    last: u64,
}

/// The groups that a user may have at most.
pub(crate) const MOST_GROUPS: usize = 64;
/// The contacts.
pub(crate) const MOST_CONTACTS: usize = 250;
/// The delegates.
pub(crate) const MOST_DELEGATES: usize = 25;

impl Contacts {
    /// The list of a user of a scenario.
    pub(crate) fn of(user: &scenario::User, called: impl Fn(&str) -> Option<UserId>) -> Self {
        let mut contacts = Self::default();
        let all = |names: &[String]| names.iter().filter_map(|name| called(name)).collect::<Vec<_>>();
        contacts.members.insert(GroupId::Default, all(&user.contacts));
        contacts.members.insert(GroupId::Delegates, all(&user.delegates));
        for (name, members) in &user.groups {
            let group = contacts.create(name.clone());
            contacts.members.insert(group, all(members));
        }
        contacts
    }

    /// Makes a group.
    pub(crate) fn create(&mut self, name: String) -> GroupId {
        self.last += 1;
        self.names.insert(self.last, name);
        GroupId::Own(self.last)
    }

    /// Who is in one of the groups that can be changed.
    pub(crate) fn members(&self, group: GroupId) -> &[UserId] {
        self.members.get(&group).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn delegates(&self) -> &[UserId] {
        self.members(GroupId::Delegates)
    }

    /// False if they are in it already.
    pub(crate) fn add(&mut self, group: GroupId, user: UserId) -> bool {
        let members = self.members.entry(group).or_default();
        let is_new = !members.contains(&user);
        if is_new {
            members.push(user);
        }
        is_new
    }

    /// False if they are not in it.
    pub(crate) fn remove(&mut self, group: GroupId, user: UserId) -> bool {
        let Some(members) = self.members.get_mut(&group) else { return false };
        let before = members.len();
        members.retain(|member| *member != user);
        members.len() < before
    }

    /// Takes out a group that the user has made; who was in it.
    pub(crate) fn delete(&mut self, number: u64) -> Vec<UserId> {
        self.names.remove(&number);
        self.members.remove(&GroupId::Own(number)).unwrap_or_default()
    }

    /// The groups that can be changed, and that somebody is in.
    pub(crate) fn groups_of(&self, user: UserId) -> Vec<GroupId> {
        self.members.iter().filter(|(_, members)| members.contains(&user)).map(|(group, _)| *group).collect()
    }

    /// Everybody on the list; delegates alone are not.
    pub(crate) fn all(&self) -> BTreeSet<UserId> {
        let listed = self.members.iter().filter(|(group, _)| **group != GroupId::Delegates);
        listed.flat_map(|(_, members)| members.iter().copied()).collect()
    }
}

impl World {
    /// The group of that id, in the eyes of a user.
    pub(crate) fn group_called(&self, owner: UserId, id: &str) -> Option<GroupId> {
        let contacts = &self.users.get(owner)?.contacts;
        match id {
            "pinned" => Some(GroupId::Pinned),
            "default" => Some(GroupId::Default),
            "delegates" => Some(GroupId::Delegates),
            "delegators" => Some(GroupId::Delegators),
            "organization" => Some(GroupId::Organization),
            _ => match id.parse() {
                Ok(number) => contacts.names.contains_key(&number).then_some(GroupId::Own(number)),
                Err(_) => self.distribution_group_called(id).map(GroupId::Distribution),
            },
        }
    }

    /// The company's group of that address.
    pub(crate) fn distribution_group_called(&self, address: &str) -> Option<usize> {
        let address = address.strip_prefix("sip:").unwrap_or(address);
        self.distribution_groups.iter().position(|group| group.address.eq_ignore_ascii_case(address))
    }

    /// The id of a group, as [`group_called`](Self::group_called) takes it.
    pub(crate) fn group_id(&self, group: GroupId) -> String {
        match group {
            GroupId::Pinned => "pinned".to_owned(),
            GroupId::Default => "default".to_owned(),
            GroupId::Delegates => "delegates".to_owned(),
            GroupId::Delegators => "delegators".to_owned(),
            GroupId::Organization => "organization".to_owned(),
            GroupId::Own(number) => number.to_string(),
            GroupId::Distribution(index) => {
                self.distribution_groups.get(index).map_or_else(String::new, |group| group.address.clone())
            }
        }
    }

    /// Who is in a group, in the eyes of a user.
    pub(crate) fn group_members(&self, owner: UserId, group: GroupId) -> Vec<UserId> {
        let others = || (0..self.users.len()).filter(|other| *other != owner);
        let is = |other: &UserId, fits: &dyn Fn(&super::user::User) -> bool| self.users.get(*other).is_some_and(fits);
        match group {
            GroupId::Delegators => {
                others().filter(|other| is(other, &|user| user.contacts.delegates().contains(&owner))).collect()
            }
            GroupId::Organization => {
                let own = self.users.get(owner).map_or("", |user| user.domain());
                others().filter(|other| is(other, &|user| user.domain().eq_ignore_ascii_case(own))).collect()
            }
            GroupId::Distribution(index) => self.expanded(index),
            _ => self.users.get(owner).map_or_else(Vec::new, |user| user.contacts.members(group).to_vec()),
        }
    }

    /// Everybody in one of the company's groups, and in those that are in it; some may hold each other.
    fn expanded(&self, index: usize) -> Vec<UserId> {
        let (mut seen, mut open, mut users) = (BTreeSet::new(), vec![index], BTreeSet::new());
        while let Some(index) = open.pop() {
            if let Some(group) = self.distribution_groups.get(index).filter(|_| seen.insert(index)) {
                users.extend(group.users.iter().copied());
                open.extend(group.groups.iter().copied());
            }
        }
        users.into_iter().collect()
    }

    /// How close somebody is to a user, as that user has said, or as those of one company and of others are.
    pub(crate) fn privacy(&self, owner: UserId, other: UserId) -> PrivacyRelationshipLevel {
        let said = self.users.get(owner).and_then(|user| user.contacts.privacy.get(&other).cloned());
        said.unwrap_or_else(|| {
            let domain = |user: UserId| self.users.get(user).map(|user| user.domain().to_ascii_lowercase());
            if domain(owner) == domain(other) { PrivacyRelationshipLevel::Colleagues } else { PrivacyRelationshipLevel::External }
        })
    }
}
