//! Which path of an application is which resource, and what answers for each of its methods. Only the server knows: clients go by
//! links.

use std::{borrow::Cow, collections::BTreeSet};

use ::http::Method;
use percent_encoding::percent_decode_str;
use ucwa_model::{
    HttpMethodMetadata, OptionsMetadata,
    http::{Operation, Revision},
};

use super::{
    call::{Call, Outcome},
    communication, discovery, forwarding, groups, me, meetings, memberships, people, phones, reasons, search, subscriptions,
};
use crate::world::World;

/// What answers a request.
pub(super) type Handler = fn(&mut World, &Call) -> Outcome;

/// A method, the definition that it is of, and what answers; nothing for events, which are waited for. Several revisions of one
/// resource share a path.
pub(super) type Entry = (&'static str, &'static str, Option<Handler>);

/// A path below an application, where `{}` stands for any one part, and its methods: each with the definition that it is of.
#[derive(Debug)]
pub(super) struct Route {
    path: &'static str,
    methods: &'static [Entry],
}

pub(super) const fn route(path: &'static str, methods: &'static [Entry]) -> Route {
    Route { path, methods }
}

/// The tables of the areas.
const AREAS: &[&[Route]] = &[
    discovery::ROUTES,
    reasons::ROUTES,
    me::ROUTES,
    forwarding::ROUTES,
    phones::ROUTES,
    groups::ROUTES,
    memberships::ROUTES,
    subscriptions::ROUTES,
    search::ROUTES,
    people::ROUTES,
    communication::ROUTES,
    communication::starts::ROUTES,
    communication::conversations::ROUTES,
    communication::messages::ROUTES,
    communication::participants::ROUTES,
    communication::invitations::ROUTES,
    communication::calls::ROUTES,
    communication::sharing::ROUTES,
    communication::policies::ROUTES,
    communication::logs::ROUTES,
    meetings::ROUTES,
    meetings::VALUES,
];

/// Every operation that the emulator knows.
pub(crate) fn operations() -> impl Iterator<Item = Operation> {
    let below = AREAS.iter().copied().flatten().flat_map(|route| route.methods).map(|(method, name, _)| (*method, *name));
    below.chain(discovery::ELSEWHERE.iter().copied()).filter_map(|(method, name)| Operation::find(name, method))
}

/// Every path below an application.
#[cfg(test)]
pub(super) fn paths() -> impl Iterator<Item = &'static str> {
    AREAS.iter().copied().flatten().map(|route| route.path)
}

/// What a path and a method lead to.
pub(super) enum Found {
    Operation(Operation, Option<Handler>, Vec<String>),
    /// What OPTIONS says.
    Options(OptionsMetadata),
    /// The resource takes another method.
    OtherMethod,
    /// There is no such revision of anything.
    OtherRevision,
    Nothing,
}

/// Finds what answers for a path below an application, in that revision at least. Clients double slashes, and encode what need not be.
pub(super) fn find(path: &str, method: &Method, revision: Option<&Revision>) -> Found {
    let parts = path.split('/').filter(|part| !part.is_empty());
    let parts: Vec<Cow<'_, str>> = parts.map(|part| percent_decode_str(part).decode_utf8_lossy()).collect();
    let matching = AREAS.iter().copied().flatten().find_map(|route| Some((route, ids(route, &parts)?)));
    let Some((route, ids)) = matching else { return Found::Nothing };
    if method == Method::OPTIONS {
        return Found::Options(metadata(route));
    }
    if revision.is_some_and(|revision| *revision > LATEST.into()) {
        return Found::OtherRevision;
    }
    let method = if method == Method::HEAD { &Method::GET } else { method };
    let entries = route.methods.iter().filter(|(name, _, _)| *name == method.as_str());
    let operations = entries.filter_map(|(method, name, handler)| Some((Operation::find(name, method)?, *handler)));
    match in_revision(operations.collect(), revision) {
        Some((operation, handler)) => Found::Operation(operation, handler, ids),
        None => Found::OtherMethod,
    }
}

/// The earliest revision that is late enough. Clients ask for the second one everywhere, also of what has only one.
fn in_revision(
    mut operations: Vec<(Operation, Option<Handler>)>,
    wanted: Option<&Revision>,
) -> Option<(Operation, Option<Handler>)> {
    operations.sort_by_key(|(operation, _)| operation.definition().revision);
    let is_late =
        |(operation, _): &(Operation, _)| wanted.is_none_or(|wanted| Revision::from(operation.definition().revision) >= *wanted);
    let found = operations.iter().copied().find(is_late);
    found.or_else(|| operations.last().copied())
}

/// The latest revision of any resource.
const LATEST: u8 = 2;

/// Of definitions that share a path, the operation in that revision at least.
pub(super) fn of_revision(names: &[&str], method: &Method, revision: Option<&Revision>) -> Option<Operation> {
    let all = names.iter().filter_map(|name| Operation::find(name, method.as_str()).filter(|found| found.name() == *name));
    in_revision(all.map(|operation| (operation, None)).collect(), revision).map(|(operation, _)| operation)
}

/// What stands for the `{}` of a route, if a path fits it.
fn ids(route: &Route, parts: &[Cow<'_, str>]) -> Option<Vec<String>> {
    let pattern = route.path.split('/').filter(|part| !part.is_empty());
    let mut ids = Vec::new();
    let mut rest = parts.iter();
    for wanted in pattern {
        let part = rest.next()?;
        match wanted {
            "{}" => ids.push(part.clone().into_owned()),
            wanted if wanted.eq_ignore_ascii_case(part) => {}
            _ => return None,
        }
    }
    rest.next().is_none().then_some(ids)
}

fn metadata(route: &Route) -> OptionsMetadata {
    let mut metadata = OptionsMetadata::default();
    let methods: BTreeSet<&str> = route.methods.iter().map(|(method, _, _)| *method).collect();
    for method in methods {
        let mut one = HttpMethodMetadata::default();
        one.http_method = Some(method.into());
        metadata.methods.push(one);
    }
    metadata
}
