//! The faults that an emulator has, and what each has met so far.

use ucwa_model::http::Operation;
use wildmatch::WildMatch;

use super::{Effect, Fault, FaultError, is};
use crate::world::{application::ApplicationId, user::UserId};

/// Which of the faults of an emulator one is.
pub(crate) type FaultNumber = u64;

/// What a fault looks at: a request, before anything is done about it.
#[derive(Clone, Debug)]
pub(crate) struct About {
    pub(crate) path: String,
    /// What is asked for, if it is an operation of the schema.
    pub(crate) operation: Option<Operation>,
    /// Who asks, if they have a token.
    pub(crate) user: Option<UserId>,
    /// The application below which it is, if that is theirs.
    pub(crate) application: Option<ApplicationId>,
    /// Whether it is a part of a batch: its answer has no time and no connection of its own, and no events.
    pub(crate) is_part: bool,
}

/// When a fault happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// The request has come: nothing is done about it.
    Before,
    /// There is an answer.
    After,
}

/// A fault, and what it has met.
#[derive(Debug)]
pub(crate) struct Live {
    pub(crate) id: FaultNumber,
    pub(crate) fault: Fault,
    user: Option<UserId>,
    path: Option<WildMatch>,
    dice: fastrand::Rng,
    /// How many requests it has met.
    pub(crate) met: u64,
    /// How many of them went wrong.
    pub(crate) happened: u64,
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    all: Vec<Live>,
    last: FaultNumber,
}

impl Effect {
    fn moment(self) -> Moment {
        match self {
            Self::Unauthorized
            | Self::ExpiredToken
            | Self::InternalError
            | Self::Unavailable(_)
            | Self::HtmlPage(_)
            | Self::Resync
            | Self::Resume => Moment::Before,
            _ => Moment::After,
        }
    }

    /// Whether it can happen to such a request at all.
    fn fits(self, about: &About) -> bool {
        match self {
            Self::BrokenEvent | Self::Resync | Self::Resume => {
                let is_events = about.operation.is_some_and(|operation| operation.name() == "events");
                is_events && about.application.is_some() && !about.is_part
            }
            Self::Latency(_) | Self::Cut(_) => !about.is_part,
            Self::ExpiredToken => about.user.is_some(),
            _ => true,
        }
    }
}

impl Live {
    fn meets(&self, about: &About, moment: Moment) -> bool {
        let Fault { effect, operation, user, .. } = &self.fault;
        let is_operation = |name: &String| about.operation.is_some_and(|operation| is(operation, name));
        effect.moment() == moment
            && effect.fits(about)
            && operation.as_ref().is_none_or(is_operation)
            && self.path.as_ref().is_none_or(|pattern| pattern.matches(&about.path))
            && (user.is_none() || about.user == self.user)
    }

    /// Whether this request is one that goes wrong: it is counted.
    fn happens(&mut self) -> bool {
        self.met += 1;
        let due = self.met > self.fault.skip && self.fault.times.is_none_or(|times| self.happened < times);
        let happens = due && self.dice.f64() < self.fault.chance;
        self.happened += u64::from(happens);
        happens
    }
}

impl Faults {
    /// Adds one; `called` finds a user.
    ///
    /// # Errors
    /// If it makes no sense.
    pub(crate) fn add(&mut self, fault: Fault, called: impl Fn(&str) -> Option<UserId>) -> Result<FaultNumber, FaultError> {
        fault.check()?;
        let user = match &fault.user {
            Some(name) => Some(called(name).ok_or_else(|| FaultError::User(name.clone()))?),
            None => None,
        };
        self.last += 1;
        let path = fault.path.as_deref().map(WildMatch::new_case_insensitive);
        let dice = fastrand::Rng::with_seed(fault.seed);
        self.all.push(Live { id: self.last, fault, user, path, dice, met: 0, happened: 0 });
        Ok(self.last)
    }

    /// Takes one away; false if there is none.
    pub(crate) fn remove(&mut self, id: FaultNumber) -> bool {
        let before = self.all.len();
        self.all.retain(|live| live.id != id);
        self.all.len() < before
    }

    pub(crate) fn clear(&mut self) {
        self.all.clear();
    }

    pub(crate) fn all(&self) -> &[Live] {
        &self.all
    }

    /// What replaces the answer to a request: of those faults that happen, the first.
    pub(crate) fn before(&mut self, about: &About) -> Option<Effect> {
        let mut meeting = self.all.iter_mut().filter(|live| live.meets(about, Moment::Before));
        meeting.find_map(|live| live.happens().then_some(live.fault.effect))
    }

    /// What happens to an answer, one after the other. `fits` says whether there is something in it that the effect can change: an
    /// answer without events has none to damage, and is not counted.
    pub(crate) fn after(&mut self, about: &About, fits: impl Fn(Effect) -> bool) -> Vec<Effect> {
        let meeting = self.all.iter_mut().filter(|live| live.meets(about, Moment::After) && fits(live.fault.effect));
        meeting.filter_map(|live| live.happens().then_some(live.fault.effect)).collect()
    }
}
