//! Online meetings: scheduled ones, the one that each user has for good, and those that are made on the spot.

use std::collections::BTreeMap;

use ucwa_model::{
    Date, Subject, Text, Value,
    enumerations::{
        AccessLevel, AutomaticLeaderAssignment, EntryExitAnnouncement, LobbyBypassForPhoneUsers, OnlineMeetingExtensionType,
        PhoneUserAdmission, Role,
    },
};

use super::{World, user::UserId};

/// See the module.
#[derive(Debug)]
pub(crate) struct Meeting {
    pub(crate) organizer: UserId,
    pub(crate) origin: Origin,
    /// As in `IB88RLLY`.
    pub(crate) id: String,
    /// What somebody dials who joins by phone.
    pub(crate) conference: String,
    pub(crate) details: Details,
    pub(crate) extensions: BTreeMap<u64, Extension>,
    /// The conversation, as long as somebody is in it.
    pub(crate) conversation: Option<u64>,
}

/// How a meeting came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The one that a user has for good.
    Assigned,
    Scheduled,
    /// Somebody began it on the spot, or two people asked a third.
    AdHoc,
}

/// What an organizer decides.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Details {
    pub(crate) access: AccessLevel,
    pub(crate) attendees: Vec<Text>,
    pub(crate) leaders: Vec<Text>,
    pub(crate) automatic_leaders: AutomaticLeaderAssignment,
    pub(crate) description: Option<Text>,
    pub(crate) announcement: EntryExitAnnouncement,
    pub(crate) expires: Option<Date>,
    pub(crate) phone_bypass: LobbyBypassForPhoneUsers,
    pub(crate) phone_admission: PhoneUserAdmission,
    pub(crate) subject: Option<Subject>,
}

/// What an application has attached to a meeting, under names of its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Extension {
    pub(crate) id: Option<Text>,
    pub(crate) kind: OnlineMeetingExtensionType,
    pub(crate) properties: Vec<(Text, Value)>,
}

impl Default for Details {
    fn default() -> Self {
        Self {
            access: AccessLevel::SameEnterprise,
            attendees: Vec::new(),
            leaders: Vec::new(),
            automatic_leaders: AutomaticLeaderAssignment::SameEnterprise,
            description: None,
            announcement: EntryExitAnnouncement::Disabled,
            expires: None,
            phone_bypass: LobbyBypassForPhoneUsers::Disabled,
            phone_admission: PhoneUserAdmission::Enabled,
            subject: None,
        }
    }
}

impl Meeting {
    pub(crate) fn new(organizer: UserId, origin: Origin, details: Details) -> Self {
        let id = std::iter::repeat_with(|| fastrand::choice(LETTERS).copied().unwrap_or(b'0')).take(8).map(char::from).collect();
        let conference = fastrand::u32(10_000_000..100_000_000).to_string();
        Self { organizer, origin, id, conference, details, extensions: BTreeMap::new(), conversation: None }
    }

    /// What is joined.
    pub(crate) fn uri(&self, world: &World) -> String {
        let organizer = world.uri(self.organizer).unwrap_or_default();
        format!("{organizer};gruu;opaque=app:conf:focus:id:{}", self.id)
    }

    /// A page that people open.
    pub(crate) fn url(&self, world: &World) -> String {
        let organizer = world.users.get(self.organizer).map_or("", |user| user.account());
        format!("{}/meet/{organizer}/{}", world.origin, self.id)
    }

    /// Whether somebody is let in at once, and leads: by what the organizer decided.
    pub(crate) fn admits(&self, world: &World, who: UserId) -> (bool, Role) {
        let Details { access, attendees, leaders, automatic_leaders, .. } = &self.details;
        let organizes = who == self.organizer;
        let is_in = |list: &[Text]| list.iter().any(|name| world.user_called(name) == Some(who));
        let colleague = world.are_colleagues(self.organizer, who);
        let is_admitted = organizes
            || match access {
                AccessLevel::Everyone => true,
                AccessLevel::Invited | AccessLevel::None => is_in(attendees) || is_in(leaders),
                AccessLevel::Locked => false,
                _ => colleague,
            };
        let leads = organizes
            || is_in(leaders)
            || match automatic_leaders {
                AutomaticLeaderAssignment::Everyone => true,
                AutomaticLeaderAssignment::SameEnterprise => colleague,
                _ => false,
            };
        (is_admitted, if leads { Role::Leader } else { Role::Attendee })
    }
}

/// What the id of a meeting is made of: none of them is taken for another.
const LETTERS: &[u8] = b"23456789BCDFGHJKLMNPQRSTVWXYZ";
