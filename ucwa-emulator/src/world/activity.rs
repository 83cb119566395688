//! Whether somebody does anything: who has long done nothing appears as less available.

use std::time::Duration;

use ucwa_model::enumerations::Availability;

use super::{World, user::UserId};

/// How long somebody may do nothing, as the reference of `reportMyActivity` says.
pub(crate) const IDLE: Duration = Duration::from_secs(4 * 60);

impl World {
    /// Whether somebody has long done nothing in any of the applications in which they are there. Robots never rest.
    pub(crate) fn is_idle(&self, user: UserId) -> bool {
        let now = self.now();
        let is_robot = self.users.get(user).is_some_and(|user| user.robot.is_some());
        let mut own = self.applications_of(user).filter_map(|(_, application)| application.available.as_ref()).peekable();
        !is_robot && own.peek().is_some() && own.all(|available| available.idle_from <= now)
    }

    /// What the others see, if the user is there.
    pub(crate) fn availability(&self, user: UserId) -> Option<Availability> {
        Some(match self.users.get(user)?.availability() {
            Availability::Online if self.is_idle(user) => Availability::IdleOnline,
            Availability::Busy if self.is_idle(user) => Availability::IdleBusy,
            other => other,
        })
    }
}
