//! What an application sees of the world: resources, with their links. No state is changed here.

pub(crate) mod application;
pub(crate) mod call;
pub(crate) mod communication;
pub(crate) mod conversation;
pub(crate) mod draft;
pub(crate) mod events;
pub(crate) mod forwarding;
pub(crate) mod groups;
pub(crate) mod invitation;
pub(crate) mod log;
pub(crate) mod me;
pub(crate) mod meeting;
pub(crate) mod participant;
pub(crate) mod people;
pub(crate) mod privacy;
pub(crate) mod share;
pub(crate) mod subscriptions;
pub(crate) mod versioned;

use ucwa_model::Link;

use crate::world::application::{ApplicationId, place};

/// A link to something in an application.
pub(crate) fn link<T: From<Link>>(application: ApplicationId, path: &str) -> T {
    Link::new(place(application, path)).into()
}
