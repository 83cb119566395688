//! Whom a user has named: the servers that may see a password or a token.

use url::{Origin, Url};

/// Servers that may see secrets: those of a domain over `https`, and single ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Trust {
    domain: Option<String>,
    origins: Vec<Origin>,
}

impl Trust {
    pub(super) fn domain(domain: &str) -> Self {
        Self { domain: Some(domain.to_ascii_lowercase()), origins: Vec::new() }
    }

    pub(super) fn add(&mut self, url: &Url) {
        self.origins.push(url.origin());
    }

    pub(super) fn has(&self, url: &Url) -> bool {
        self.origins.contains(&url.origin())
            || (url.scheme() == "https" && url.host_str().is_some_and(|host| self.is_inside(host)))
    }

    /// Whether a host is the domain, or one in it.
    fn is_inside(&self, host: &str) -> bool {
        let Some(domain) = &self.domain else {
            return false;
        };
        let host = host.trim_end_matches('.');
        host == domain || host.strip_suffix(&**domain).is_some_and(|rest| rest.ends_with('.'))
    }
}
