//! Somebody who can sign in, and what the others see of them.

use ucwa_model::{
    Text,
    enumerations::{Availability, PreferredAvailability},
};

use super::{
    contacts::Contacts,
    forwarding::Forwarding,
    phone::{Phone, WORK},
};
use crate::scenario::{self, Robot};

/// Where a user stands among the users.
pub(crate) type UserId = usize;

/// See the module.
#[derive(Debug)]
pub(crate) struct User {
    /// As in `ann@contoso.com`.
    pub(crate) address: String,
    pub(crate) name: String,
    pub(crate) password: String,
    pub(crate) title: Option<String>,
    pub(crate) department: Option<String>,
    /// Which of the servers is theirs.
    pub(crate) server: usize,
    /// One of each kind.
    pub(crate) phones: Vec<Phone>,
    pub(crate) forwarding: Forwarding,
    pub(crate) contacts: Contacts,
    /// Who rings too, if the user wants it.
    pub(crate) team: Vec<UserId>,
    /// The meeting whose key they have shown, if they have no account.
    pub(crate) guest: Option<String>,
    /// What answers for them, if nobody does.
    pub(crate) robot: Option<Robot>,
    pub(crate) note: Option<Text>,
    pub(crate) location: Option<Text>,
    /// What they want to appear as, as long as they are there.
    pub(crate) preferred: PreferredAvailability,
}

impl User {
    pub(crate) fn new(user: scenario::User) -> Self {
        let scenario::User { address, name, password, title, department, phone, pool, robot, .. } = user;
        Self {
            address,
            name,
            password,
            title,
            department,
            server: usize::from(pool.saturating_sub(1)),
            phones: Phone::all(phone.as_deref()),
            forwarding: Forwarding::default(),
            contacts: Contacts::default(),
            team: Vec::new(),
            guest: None,
            robot,
            note: None,
            location: None,
            preferred: PreferredAvailability::Online,
        }
    }

    /// The number of one of their phones.
    pub(crate) fn number(&self, kind: &str) -> Option<&str> {
        self.phones.iter().find(|phone| phone.kind == kind)?.number.as_deref()
    }

    /// The number of one of their phones, if the others see it.
    pub(crate) fn shown_number(&self, kind: &str) -> Option<&str> {
        self.phones.iter().find(|phone| phone.kind == kind && phone.shown)?.number.as_deref()
    }

    /// Whether they have a phone at work.
    pub(crate) fn has_voice(&self) -> bool {
        self.number(WORK).is_some()
    }

    /// Somebody without an account, who can join one meeting.
    pub(crate) fn guest(number: u64, meeting: &str, server: usize) -> Self {
        let user = scenario::User::new(format!("guest{number}@anonymous.invalid")).with_name("Guest");
        // nobody signs in with it
        let password = format!("{:032x}", fastrand::u128(..));
        Self { guest: Some(meeting.to_owned()), server, ..Self::new(user.with_password(password)) }
    }

    pub(crate) fn uri(&self) -> String {
        format!("sip:{}", self.address)
    }

    /// The address without its domain.
    pub(crate) fn account(&self) -> &str {
        self.address.split('@').next().unwrap_or_default()
    }

    /// The company, as addresses name it.
    pub(crate) fn domain(&self) -> &str {
        self.address.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// Whether somebody means this user: `ann@contoso.com`, `sip:ann@contoso.com`, `contoso\ann` or `ann`.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        scenario::is_called(&self.address, name)
    }

    /// What the others see, if the user is there.
    pub(crate) fn availability(&self) -> Availability {
        match self.preferred {
            PreferredAvailability::Away | PreferredAvailability::Offwork => Availability::Away,
            PreferredAvailability::BeRightBack => Availability::BeRightBack,
            PreferredAvailability::Busy => Availability::Busy,
            PreferredAvailability::DoNotDisturb => Availability::DoNotDisturb,
            _ => Availability::Online,
        }
    }
}
