//! Where the links of a channel may lead: nowhere but to its own server.

use ::http::Uri;

use crate::http::{Base, Href, HrefError};

/// The server of a channel, as far as it is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Reach {
    base: Option<Base>,
}

/// What can be said of a link before it is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// To the channel's server.
    Here,
    /// To a server, which may be the channel's.
    Somewhere,
    /// To another server, or nowhere.
    Astray,
}

/// Stands for a server that is not known. No link leads there.
const UNKNOWN: &str = "http://channel.invalid";

impl Reach {
    /// The server of a first link, if it names one.
    pub(super) fn of(start: &Href) -> Self {
        Self { base: Base::new(start.as_str(), crate::Format::Json).ok() }
    }

    pub(super) fn known(base: &Base) -> Self {
        Self { base: Some(base.clone()) }
    }

    /// Where a link leads.
    pub(super) fn lead(&self, link: &Href) -> Lead {
        let resolve = |base: &Base| -> Result<Uri, HrefError> { base.resolve(link, &|target| target) };
        let resolved = match &self.base {
            Some(base) => resolve(base),
            None => Base::new(UNKNOWN, crate::Format::Json).and_then(|base| resolve(&base)),
        };
        match resolved {
            Ok(_) => Lead::Here,
            Err(HrefError::Elsewhere { .. }) if self.base.is_none() => Lead::Somewhere,
            Err(_) => Lead::Astray,
        }
    }

    /// Takes a link from which an answer came: where it leads is the channel's server.
    pub(super) fn answered(&mut self, link: &Href) {
        if self.base.is_none() {
            *self = Self::of(link);
        }
    }
}
