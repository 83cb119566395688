//! Everything that the emulator knows: who there is, who is signed in, and who talks to whom. It does nothing by itself.

pub(crate) mod activity;
pub(crate) mod agenda;
pub(crate) mod answered;
pub(crate) mod application;
pub(crate) mod channel;
pub(crate) mod clock;
pub(crate) mod contacts;
pub(crate) mod conversation;
pub(crate) mod forwarding;
pub(crate) mod happening;
pub(crate) mod history;
pub(crate) mod invitation;
pub(crate) mod log;
pub(crate) mod meeting;
pub(crate) mod modality;
pub(crate) mod phone;
pub(crate) mod session;
pub(crate) mod subscription;
pub(crate) mod user;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::Duration,
};

use self::{
    agenda::Agenda,
    answered::Tally,
    application::{Application, ApplicationId, LIFETIME},
    clock::Clock,
    contacts::{Contacts, DistributionGroup},
    conversation::Conversation,
    happening::Happening,
    invitation::Invitation,
    log::Log,
    meeting::Meeting,
    user::{User, UserId},
};
use crate::{
    Fault, FaultError, ScenarioError,
    faults::live::{FaultNumber, Faults},
    scenario::Scenario,
};

/// See the module.
#[derive(Debug)]
pub(crate) struct World {
    /// Where each of the servers is, as in `http://127.0.0.1:8080`: one, or two.
    pub(crate) origins: Vec<String>,
    /// Where the request came that is being answered, and at which of the servers that is.
    pub(crate) origin: String,
    pub(crate) here: usize,
    /// How long tokens last.
    pub(crate) token_lifetime: Duration,
    pub(crate) clock: Clock,
    pub(crate) users: Vec<User>,
    /// The groups that the company has made.
    pub(crate) distribution_groups: Vec<DistributionGroup>,
    pub(crate) tokens: BTreeMap<String, Ticket>,
    pub(crate) applications: BTreeMap<ApplicationId, Application>,
    /// Which of them are whose.
    own: BTreeMap<UserId, BTreeSet<ApplicationId>>,
    /// Which of them are told of whose presence.
    followers: BTreeMap<UserId, BTreeSet<ApplicationId>>,
    pub(crate) conversations: BTreeMap<u64, Conversation>,
    pub(crate) invitations: BTreeMap<u64, Invitation>,
    pub(crate) meetings: BTreeMap<u64, Meeting>,
    /// What each user remembers of conversations that are over, the latest last.
    pub(crate) logs: BTreeMap<UserId, VecDeque<Log>>,
    /// The invitations that are open, by when nobody is going to answer any more.
    pub(crate) ringing: BTreeSet<(Duration, u64)>,
    /// What is going to happen by itself.
    pub(crate) agenda: Agenda,
    /// The applications in which somebody does something, by when they count as idle there.
    pub(crate) idling: BTreeSet<(Duration, ApplicationId)>,
    /// Who is typing, by when they are no longer seen to.
    pub(crate) typing: BTreeSet<(Duration, u64, UserId)>,
    /// The conversations that are over, by since when: they can still be looked at for a while.
    pub(crate) over: VecDeque<(Duration, u64)>,
    /// When what has expired was last taken out.
    pub(crate) swept: Duration,
    /// Answers that were not as the schema has them: there should be none.
    pub(crate) violations: Vec<String>,
    /// How the operations were answered.
    pub(crate) tally: Tally,
    /// What goes wrong on request.
    pub(crate) faults: Faults,
    /// Whether the emulator is gone: what still waits is answered.
    pub(crate) is_closed: bool,
    /// What versions and random names are made of.
    pub(crate) seal: u64,
    last: u64,
}

/// The people of a scenario, who know each other by their place among them.
fn people(scenario: Scenario) -> (Vec<User>, Vec<DistributionGroup>) {
    let Scenario { users, distribution_groups, .. } = scenario;
    let places = |addresses: Vec<&String>| -> BTreeMap<String, usize> {
        addresses.into_iter().enumerate().map(|(place, address)| (address.to_ascii_lowercase(), place)).collect()
    };
    let user_places = places(users.iter().map(|user| &user.address).collect());
    let group_places = places(distribution_groups.iter().map(|group| &group.address).collect());
    let user = |name: &str| user_places.get(&name.to_ascii_lowercase()).copied();
    let group = |name: &str| group_places.get(&name.to_ascii_lowercase()).copied();
    let all = |names: &[String], find: &dyn Fn(&str) -> Option<usize>| names.iter().filter_map(|name| find(name)).collect();
    let groups = distribution_groups.iter().map(|one| DistributionGroup {
        address: one.address.clone(),
        name: one.name.clone(),
        users: all(&one.members, &user),
        groups: all(&one.members, &group),
    });
    let people = users.iter().map(|one| {
        let (contacts, team) = (Contacts::of(one, user), all(&one.team, &user));
        User { contacts, team, ..User::new(one.clone()) }
    });
    (people.collect(), groups.collect())
}

/// Whose a token is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ticket {
    pub(crate) user: UserId,
    pub(crate) until: Duration,
    /// Which of the servers gave it: the others do not take it.
    pub(crate) server: usize,
}

impl World {
    /// A world in which nothing has happened.
    ///
    /// # Errors
    /// If a fault is to meet somebody who is not there.
    pub(crate) fn new(origins: Vec<String>, mut scenario: Scenario) -> Result<Self, ScenarioError> {
        let (faults, token_lifetime) = (std::mem::take(&mut scenario.faults), scenario.token_lifetime);
        let mut world = Self::of(origins, scenario);
        world.token_lifetime = token_lifetime;
        for (index, fault) in faults.into_iter().enumerate() {
            world.add_fault(fault).map_err(|cause| ScenarioError::Fault { number: index + 1, cause })?;
        }
        Ok(world)
    }

    fn of(origins: Vec<String>, scenario: Scenario) -> Self {
        let (users, distribution_groups) = people(scenario);
        Self {
            origin: origins.first().cloned().unwrap_or_default(),
            origins,
            here: 0,
            token_lifetime: Duration::MAX,
            clock: Clock::start(),
            users,
            distribution_groups,
            tokens: BTreeMap::new(),
            applications: BTreeMap::new(),
            own: BTreeMap::new(),
            followers: BTreeMap::new(),
            conversations: BTreeMap::new(),
            invitations: BTreeMap::new(),
            meetings: BTreeMap::new(),
            logs: BTreeMap::new(),
            ringing: BTreeSet::new(),
            agenda: Agenda::default(),
            idling: BTreeSet::new(),
            typing: BTreeSet::new(),
            over: VecDeque::new(),
            swept: Duration::ZERO,
            violations: Vec::new(),
            tally: Tally::default(),
            faults: Faults::default(),
            is_closed: false,
            seal: fastrand::u64(..),
            last: 100,
        }
    }

    /// Adds something that goes wrong.
    ///
    /// # Errors
    /// If it makes no sense, or is to meet somebody who is not there.
    pub(crate) fn add_fault(&mut self, fault: Fault) -> Result<FaultNumber, FaultError> {
        let users = &self.users;
        self.faults.add(fault, |name| users.iter().position(|user| user.is_called(name)))
    }

    /// A request has come to one of the servers.
    pub(crate) fn arrive(&mut self, server: usize) {
        if let Some(origin) = self.origins.get(server).filter(|_| server != self.here) {
            self.origin.clone_from(origin);
            self.here = server;
        }
    }

    /// A number that nothing has had.
    pub(crate) fn number(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    pub(crate) fn now(&self) -> Duration {
        self.clock.now()
    }

    /// The URI of a user; nothing if they are gone.
    pub(crate) fn uri(&self, user: UserId) -> Option<String> {
        self.users.get(user).map(User::uri)
    }

    /// Who is meant by a name, an address or a URI.
    pub(crate) fn user_called(&self, name: &str) -> Option<UserId> {
        self.users.iter().position(|user| user.is_called(name))
    }

    /// Whether two users are of one company, as far as their addresses tell.
    pub(crate) fn are_colleagues(&self, one: UserId, other: UserId) -> bool {
        let domain = |user: UserId| self.users.get(user).map(user::User::domain);
        domain(one).zip(domain(other)).is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
    }

    /// Puts what happened on the event channel of an application.
    pub(crate) fn tell(&mut self, application: ApplicationId, happening: Happening) {
        let now = self.now();
        if let Some(application) = self.applications.get_mut(&application) {
            application.channel.push(now, happening);
        }
    }

    /// Wakes all requests for events.
    pub(crate) fn wake(&self) {
        self.applications.values().for_each(|application| application.channel.changed.notify_waiters());
    }

    /// Takes out tokens that are too old. The applications from which no request has come for long, nor waits for events.
    pub(crate) fn expire(&mut self) -> Vec<ApplicationId> {
        let now = self.now();
        self.tokens.retain(|_, ticket| ticket.until > now);
        for application in self.applications.values_mut().filter(|application| application.is_listening()) {
            application.seen = now;
        }
        let silent = self.applications.iter().filter(|(_, application)| application.seen + LIFETIME <= now);
        silent.map(|(id, _)| *id).collect()
    }
}
