//! Who there is, and how they behave: what an emulator is started with.

mod names;
mod robot;
mod seconds;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use serde::Deserialize;

pub(crate) use self::names::is_called;
pub use self::robot::{Answering, Call, Change, Robot, Share};
use crate::{Fault, FaultError};

/// Who there is, and how they behave.
///
/// ```
/// use ucwa_emulator::Scenario;
///
/// let scenario = Scenario::from_toml(
///     r#"
///     [[users]]
///     address = "lene@contoso.com"
///     password = "secret"
///
///     [[users]]
///     address = "robot@contoso.com"
///     name = "A robot"
///     robot = { accepts = true, answers = "I heard: {}" }
///     "#,
/// )?;
/// assert_eq!(scenario.users.len(), 2);
/// assert_eq!(scenario.users[0].name, "lene");
/// # Ok::<(), ucwa_emulator::ScenarioError>(())
/// ```
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Scenario {
    /// Who can sign in, or is at least known.
    #[serde(default)]
    pub users: Vec<User>,
    /// Groups that the company has made.
    #[serde(default)]
    pub distribution_groups: Vec<DistributionGroup>,
    /// What goes wrong.
    #[serde(default)]
    pub faults: Vec<Fault>,
    /// How long tokens last: eight hours if nothing is said; in TOML, seconds.
    #[serde(default = "eight_hours", with = "seconds")]
    pub token_lifetime: Duration,
}

fn eight_hours() -> Duration {
    Duration::from_secs(8 * 60 * 60)
}

/// A group that the company has made, and that everybody can put on their contact list.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DistributionGroup {
    /// As in `sales@contoso.com`.
    pub address: String,
    /// What people see.
    pub name: String,
    /// The addresses of users, and of other groups.
    #[serde(default)]
    pub members: Vec<String>,
}

/// Somebody who can sign in.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, from = "UserTable")]
#[non_exhaustive]
pub struct User {
    /// As in `ann@contoso.com`. `contoso\ann` and `ann` sign in too.
    pub address: String,
    /// What the others see; the first part of the address if nothing is said.
    pub name: String,
    /// `secret` if nothing is said.
    pub password: String,
    /// What they do in the company.
    pub title: Option<String>,
    /// Where in the company.
    pub department: Option<String>,
    /// Their work phone.
    pub phone: Option<String>,
    /// Which of two servers is theirs, 1 or 2; 1 if nothing is said. If somebody's is 2, the emulator listens on a second port, to which
    /// discovery leads.
    pub pool: u8,
    /// The addresses of those on their contact list who are in no other group.
    pub contacts: Vec<String>,
    /// The groups of their contact list, by name, and the addresses of those in each.
    pub groups: BTreeMap<String, Vec<String>>,
    /// The addresses of those who may act for them.
    pub delegates: Vec<String>,
    /// The addresses of those whose phones can ring with theirs.
    pub team: Vec<String>,
    /// What answers for them.
    pub robot: Option<Robot>,
}

/// A user as it is written down.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct UserTable {
    address: String,
    name: Option<String>,
    password: Option<String>,
    title: Option<String>,
    department: Option<String>,
    phone: Option<String>,
    pool: Option<u8>,
    #[serde(default)]
    contacts: Vec<String>,
    #[serde(default)]
    groups: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    delegates: Vec<String>,
    #[serde(default)]
    team: Vec<String>,
    robot: Option<Robot>,
}

impl From<UserTable> for User {
    fn from(table: UserTable) -> Self {
        let UserTable { address, name, password, title, department, phone, contacts, groups, delegates, team, pool, robot } =
            table;
        let own = address.split('@').next().unwrap_or_default().to_owned();
        Self {
            name: name.unwrap_or(own),
            password: password.unwrap_or_else(|| PASSWORD.to_owned()),
            address,
            title,
            department,
            phone,
            pool: pool.unwrap_or(1),
            contacts,
            groups,
            delegates,
            team,
            robot,
        }
    }
}

/// Whose password nothing says.
const PASSWORD: &str = "secret";

/// Why a scenario cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScenarioError {
    /// It is no TOML, or has no such members; the message says where.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// An address is none, or comes twice.
    #[error("expected each address once, as in `ann@contoso.com`, but found `{0}`")]
    Address(String),
    /// There are two servers at most.
    #[error("{user}: expected the pool 1 or 2, but found {pool}")]
    Pool {
        /// Whose it is.
        user: String,
        /// Which.
        pool: u8,
    },
    /// A robot has rules that contradict each other, or name what is not there.
    #[error("{robot}: {cause}")]
    Robot {
        /// Its address.
        robot: String,
        /// Why.
        cause: String,
    },
    /// A fault makes no sense.
    #[error("fault {number}: {cause}")]
    Fault {
        /// Which of the scenario's faults, from 1.
        number: usize,
        /// Why.
        cause: FaultError,
    },
    /// Somebody is named who is not there.
    #[error("expected the address of a user, or of a group where one may be, but found `{0}`")]
    Unknown(String),
}

impl User {
    /// Somebody with an address, whose password is `secret`.
    ///
    /// ```
    /// use ucwa_emulator::User;
    ///
    /// let lene = User::new("lene@contoso.com").with_name("Lene Aaling").with_password("pass@word1");
    /// assert_eq!(lene.name, "Lene Aaling");
    /// ```
    pub fn new(address: impl Into<String>) -> Self {
        let address = address.into();
        UserTable { address, ..UserTable::default() }.into()
    }

    /// Sets the name that the others see.
    #[must_use]
    pub fn with_name(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }

    /// Sets the password.
    #[must_use]
    pub fn with_password(self, password: impl Into<String>) -> Self {
        Self { password: password.into(), ..self }
    }

    /// Sets which of two servers is theirs, 1 or 2.
    #[must_use]
    pub fn with_pool(self, pool: u8) -> Self {
        Self { pool, ..self }
    }

    /// Sets the phone at work, as in `tel:+14255550100`: without one there is no call forwarding.
    #[must_use]
    pub fn with_phone(self, number: impl Into<String>) -> Self {
        Self { phone: Some(number.into()), ..self }
    }

    /// Puts somebody on their contact list.
    #[must_use]
    pub fn with_contact(mut self, address: impl Into<String>) -> Self {
        self.contacts.push(address.into());
        self
    }

    /// Puts people on their contact list, in a group of that name.
    #[must_use]
    pub fn with_group<T: Into<String>>(mut self, name: impl Into<String>, members: impl IntoIterator<Item = T>) -> Self {
        self.groups.entry(name.into()).or_default().extend(members.into_iter().map(Into::into));
        self
    }

    /// Lets somebody act for them.
    #[must_use]
    pub fn with_delegate(mut self, address: impl Into<String>) -> Self {
        self.delegates.push(address.into());
        self
    }

    /// Sets what answers for them.
    #[must_use]
    pub fn with_robot(self, robot: Robot) -> Self {
        Self { robot: Some(robot), ..self }
    }
}

impl DistributionGroup {
    /// One of users, and of other groups.
    pub fn new<T: Into<String>>(
        address: impl Into<String>,
        name: impl Into<String>,
        members: impl IntoIterator<Item = T>,
    ) -> Self {
        Self { address: address.into(), name: name.into(), members: members.into_iter().map(Into::into).collect() }
    }
}

impl Scenario {
    /// Nobody so far.
    #[must_use]
    pub fn new() -> Self {
        Self { users: Vec::new(), distribution_groups: Vec::new(), faults: Vec::new(), token_lifetime: eight_hours() }
    }

    /// Reads a scenario.
    ///
    /// # Errors
    /// If it is no TOML or no scenario, or an address comes twice.
    pub fn from_toml(text: &str) -> Result<Self, ScenarioError> {
        let scenario: Self = toml::from_str(text)?;
        scenario.check()?;
        Ok(scenario)
    }

    /// Each address is one, and is there once; who is named elsewhere is there; each fault makes sense.
    pub(crate) fn check(&self) -> Result<(), ScenarioError> {
        let groups = self.distribution_groups.iter().map(|group| &group.address);
        let mut seen = BTreeSet::new();
        for address in self.users.iter().map(|user| &user.address).chain(groups) {
            let sound = format!("sip:{address}").parse::<ucwa_model::SipUri>().is_ok() && address.contains('@');
            if !sound || !seen.insert(address.to_ascii_lowercase()) {
                return Err(ScenarioError::Address(address.clone()));
            }
        }
        for user in &self.users {
            if ![1, 2].contains(&user.pool) {
                return Err(ScenarioError::Pool { user: user.address.clone(), pool: user.pool });
            }
            if let Some(cause) = user.robot.as_ref().and_then(Robot::fault) {
                return Err(ScenarioError::Robot { robot: user.address.clone(), cause });
            }
        }
        for (index, fault) in self.faults.iter().enumerate() {
            fault.check().map_err(|cause| ScenarioError::Fault { number: index + 1, cause })?;
        }
        names::stranger(self).map_or(Ok(()), |name| Err(ScenarioError::Unknown(name)))
    }
}

/// Ann, and Tosh, who is on her contact list, and a robot: he accepts invitations and repeats what he is told.
impl Default for Scenario {
    fn default() -> Self {
        let ann = User::new("ann@contoso.com").with_name("Ann Beebe");
        let ann = ann.with_phone("tel:+14255550100").with_contact("tosh@contoso.com");
        let tosh = User::new("tosh@contoso.com").with_name("Tosh Meston").with_robot(Robot::new().with_answer("You said: {}"));
        Self { users: vec![ann, tosh], ..Self::new() }
    }
}
