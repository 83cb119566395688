//! Which events are wanted.

use std::borrow::Cow;

use super::{Broken, Event, Item, Routed};
use crate::dialect::is_rel;

/// Which events are wanted: those of some senders, of some types, about some resources. Of each, none means all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter<'a> {
    pub(crate) senders: Vec<Cow<'a, str>>,
    pub(crate) types: Vec<Cow<'a, str>>,
    pub(crate) rels: Vec<Cow<'a, str>>,
}

/// Whether a rel is one of those that are wanted; if none are, all fit.
fn takes_rel(wanted: &[Cow<'_, str>], rel: &str) -> bool {
    wanted.is_empty() || wanted.iter().any(|wanted| is_rel(rel, wanted))
}

impl Filter<'_> {
    #[inline]
    pub(crate) fn takes_sender(&self, rel: &str) -> bool {
        takes_rel(&self.senders, rel)
    }

    #[inline]
    pub(crate) fn takes_type(&self, event_type: &str) -> bool {
        self.types.is_empty() || self.types.iter().any(|wanted| wanted == event_type)
    }

    #[inline]
    pub(crate) fn takes_rel(&self, rel: &str) -> bool {
        takes_rel(&self.rels, rel)
    }

    /// Whether an item is wanted. What is broken may be an event that is.
    pub(crate) fn takes_item(&self, item: &Item<'_>) -> bool {
        let Ok(Routed { sender, event_type, link, .. }) = item else { return true };
        let event_type = event_type.as_deref().unwrap_or_default();
        self.takes_sender(&sender.rel) && self.takes_type(event_type) && self.takes_rel(&link.rel)
    }

    /// Whether an event of a sender is wanted. What is broken may be one.
    pub(crate) fn takes(&self, sender: &str, event: &Result<Event, Broken>) -> bool {
        let Ok(Event { event_type, link, .. }) = event else { return true };
        let event_type = event_type.as_ref().map_or("", |event_type| event_type.as_str());
        let rel = link.as_ref().and_then(|link| link.rel.as_deref()).unwrap_or_default();
        self.takes_sender(sender) && self.takes_type(event_type) && self.takes_rel(rel)
    }
}
