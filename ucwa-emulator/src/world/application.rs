//! An application that somebody has made, and its event channel.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use ucwa_model::{
    PhoneNumber,
    communication::CommunicationPut,
    discovery::Applications2Post,
    enumerations::{MessageFormat, ModalityType},
    general::Reason,
};

use super::{World, channel::Channel, subscription::Subscriptions, user::UserId};

/// The number of an application, as its path has it.
pub(crate) type ApplicationId = u64;

/// How long one lives from which no request comes.
pub(crate) const LIFETIME: Duration = Duration::from_secs(10 * 60);

/// See the module.
#[derive(Debug)]
pub(crate) struct Application {
    pub(crate) user: UserId,
    pub(crate) made: Applications2Post,
    /// What the user does here, as soon as it is said.
    pub(crate) available: Option<Available>,
    pub(crate) channel: Channel,
    pub(crate) subscriptions: Subscriptions,
    /// Why its latest requests were refused, and the numbers of those reasons.
    pub(crate) reasons: VecDeque<(u64, Reason)>,
    /// When the last request came.
    pub(crate) seen: Duration,
}

impl Application {
    /// Whether a request for events waits: each that does holds what wakes it.
    pub(crate) fn is_listening(&self) -> bool {
        Arc::strong_count(&self.channel.changed) > 1
    }
}

impl World {
    /// Adds an application.
    pub(crate) fn add_application(&mut self, id: ApplicationId, application: Application) {
        self.own.entry(application.user).or_default().insert(id);
        self.applications.insert(id, application);
    }

    /// Takes out an application.
    pub(crate) fn remove_application(&mut self, id: ApplicationId) -> Option<Application> {
        let gone = self.applications.remove(&id)?;
        for user in gone.subscriptions.contacts() {
            self.follows(id, user, false);
        }
        if let Some(own) = self.own.get_mut(&gone.user) {
            own.remove(&id);
            if own.is_empty() {
                self.own.remove(&gone.user);
            }
        }
        Some(gone)
    }

    /// The applications of a user.
    pub(crate) fn applications_of(&self, user: UserId) -> impl Iterator<Item = (ApplicationId, &Application)> {
        let own = self.own.get(&user).into_iter().flatten();
        own.filter_map(|id| Some((*id, self.applications.get(id)?)))
    }

    /// The application of a user that has an endpoint of that name.
    pub(crate) fn application_at(&self, user: UserId, endpoint: &str) -> Option<ApplicationId> {
        let is_there =
            |application: &Application| application.made.endpoint_id.as_ref().is_some_and(|own| own.as_str() == endpoint);
        self.applications_of(user).find(|(_, application)| is_there(application)).map(|(id, _)| id)
    }

    /// The applications in which a user can be reached.
    pub(crate) fn reachable(&self, user: UserId) -> Vec<ApplicationId> {
        self.applications_of(user).filter(|(_, application)| application.available.is_some()).map(|(id, _)| id).collect()
    }
}

/// What the user can be reached for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Available {
    pub(crate) modalities: Vec<ModalityType>,
    pub(crate) formats: Vec<MessageFormat>,
    pub(crate) phone_number: Option<PhoneNumber>,
    /// From when on the user is idle here, unless it is said before then that they do something.
    pub(crate) idle_from: Duration,
    /// After how long that is, if the application has said so.
    pub(crate) idle_after: Option<Duration>,
    /// What else the application has said of itself, by a PUT.
    pub(crate) settings: CommunicationPut,
}

/// One of the resources that an application embeds, as the sender of an event: its rel and where it is.
pub(crate) fn hub(application: ApplicationId, rel: &'static str) -> (&'static str, String) {
    (rel, place(application, rel))
}

/// The path of an application, or of something in it.
pub(crate) fn place(application: ApplicationId, path: &str) -> String {
    let slash = if path.is_empty() { "" } else { "/" };
    format!("{APPLICATIONS}/{application}{slash}{path}")
}

/// Where applications are made.
pub(crate) const APPLICATIONS: &str = "/ucwa/v1/applications";
