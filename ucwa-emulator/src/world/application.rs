//! An application that somebody has made, and its event channel.

use std::{collections::VecDeque, time::Duration};

use ucwa_model::{
    PhoneNumber,
    communication::CommunicationPut,
    discovery::Applications2Post,
    enumerations::{MessageFormat, ModalityType},
    general::Reason,
};

use super::{channel::Channel, subscription::Subscriptions, user::UserId};

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

/// What the user can be reached for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Available {
    pub(crate) modalities: Vec<ModalityType>,
    pub(crate) formats: Vec<MessageFormat>,
    pub(crate) phone_number: Option<PhoneNumber>,
    /// When the user last did something, or said so.
    pub(crate) active: Duration,
    /// What else the application has said of itself, by a PUT.
    pub(crate) settings: CommunicationPut,
}

/// The path of an application, or of something in it.
pub(crate) fn place(application: ApplicationId, path: &str) -> String {
    let slash = if path.is_empty() { "" } else { "/" };
    format!("{APPLICATIONS}/{application}{slash}{path}")
}

/// Where applications are made.
pub(crate) const APPLICATIONS: &str = "/ucwa/v1/applications";
