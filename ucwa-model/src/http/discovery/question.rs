//! What a discovery asks next, and where a link of the answer leads.

use ::http::{HeaderMap, Method, Request as HttpRequest, header::LOCATION};
use url::{Position, Url};

use super::home::{Home, Source};
use crate::{
    AnyResource, Link,
    dialect::is_rel,
    http::{Base, BuildError, HrefError, IssuedToken, Request, fields},
    record::ValueRef,
};

/// What is asked for. Each is answered with links, and any may be answered with a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Root,
    User,
    /// On another server than that of the user: only to hear its challenge.
    Applications,
}

/// A request, and what is known where it goes.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) what: What,
    pub(super) base: Base,
    pub(super) link: Link,
    pub(super) issued: Option<IssuedToken>,
    pub(super) source: Option<Source>,
    pub(super) request: HttpRequest<Vec<u8>>,
}

impl Question {
    pub(super) fn new(what: What, base: Base, link: Link) -> Result<Self, BuildError> {
        let request = Request::get(what.name(), &link)?.to_http(&base)?;
        Ok(Self { what, base, link, issued: None, source: None, request })
    }

    /// The question with a token, which the server itself has asked for.
    pub(super) fn signed(&self, base: Base, issued: Option<IssuedToken>, source: Option<Source>) -> Result<Self, BuildError> {
        let question = Self::new(self.what, base, self.link.clone())?;
        Ok(Self { issued, source, ..question })
    }

    /// Asks for the head alone: a challenge is all that is wanted.
    pub(super) fn with_head(mut self) -> Self {
        *self.request.method_mut() = Method::HEAD;
        self
    }

    pub(super) fn is_head(&self) -> bool {
        self.request.method() == Method::HEAD
    }

    /// Whether it carries a token.
    pub(super) fn is_signed(&self) -> bool {
        self.base.token().is_some()
    }

    pub(super) fn uri(&self) -> String {
        self.request.uri().to_string()
    }

    /// What tells it from others, for circles.
    pub(super) fn key(&self) -> String {
        format!("{} {} {}", self.request.method(), self.is_signed(), self.request.uri())
    }

    /// Where an href leads.
    pub(super) fn target(&self, href: &str) -> Result<Url, BuildError> {
        self.base.url().join(href).map_err(|cause| HrefError::Syntax(cause).into())
    }

    /// What a link asks for. To another server the token does not come along.
    pub(super) fn follow(&self, what: What, link: &Link) -> Result<Self, BuildError> {
        let target = self.target(&link.href)?;
        if target.origin() != self.base.url().origin() {
            return Self::new(what, self.base.elsewhere(&target[..Position::BeforePath])?, link.clone());
        }
        let question = Self::new(what, self.base.clone(), link.clone())?;
        Ok(Self { issued: self.issued.clone(), source: self.source.clone(), ..question })
    }

    pub(super) fn into_home(self) -> Home {
        let Self { what: _, base, link, issued, source, request: _ } = self;
        Home { base, applications_link: link.into(), issued, source }
    }
}

impl What {
    /// Its definition.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::User => "user",
            Self::Applications => "applications",
        }
    }

    /// The links that lead on, the best first, and what each asks for.
    pub(super) fn leads(self) -> &'static [(&'static str, Self)] {
        const APPLICATIONS: (&str, What) = ("applications", What::Applications);
        const REDIRECT: (&str, What) = ("redirect", What::Root);
        match self {
            Self::Root => &[APPLICATIONS, REDIRECT, ("user", Self::User)],
            Self::User => &[APPLICATIONS, REDIRECT],
            Self::Applications => &[],
        }
    }
}

/// The first link of a rel that a resource has, whatever its type.
pub(super) fn link(resource: &AnyResource, rel: &str) -> Option<Link> {
    let record = resource.record();
    let known = fields::slot(record, rel).and_then(|slot| match slot.item(0)? {
        ValueRef::Link(link) => Some(link.clone()),
        _ => None,
    });
    let mut others = record.extra().links().iter().filter(|(name, _)| is_rel(name, rel)).flat_map(|(_, entry)| entry.iter());
    known.or_else(|| others.next().cloned())
}

/// Where a redirection of HTTP leads.
pub(super) fn location(headers: &HeaderMap) -> Option<Link> {
    Some(Link::new(headers.get(LOCATION)?.to_str().ok()?.trim()))
}
