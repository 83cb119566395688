//! Namespaces: what prefixes stand for, where.

use std::{borrow::Cow, sync::Arc};

use super::{Reader, syntax, tag::Space};
use crate::{Code, Error, context::Context, xml::UCWA};

/// What the prefix `xml` stands for, always.
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// What the prefix `xmlns` stands for, always.
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// What is declared where a part of a document stands; nothing, if names without a prefix are UCWA's and there is no other one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope(Option<Arc<Vec<(String, String)>>>);

/// What a prefix stands for.
#[derive(Clone, Debug)]
pub(super) struct Declared<'a> {
    prefix: Cow<'a, str>,
    uri: Cow<'a, str>,
    space: Space,
}

impl Declared<'_> {
    /// Names without a prefix are UCWA's.
    pub(super) fn default_namespace() -> Self {
        Self { prefix: "".into(), space: Space::Ucwa, uri: UCWA.into() }
    }
}

impl<'a> Reader<'a> {
    /// A reader of a part of a document: one element.
    pub(crate) fn element(text: &'a str, scope: &Scope) -> Self {
        let mut reader = Self::new(text);
        let declare = |(prefix, uri): &(String, String)| Declared {
            prefix: Cow::Owned(prefix.clone()),
            space: Space::of(uri),
            uri: Cow::Owned(uri.clone()),
        };
        reader.declared = scope
            .0
            .as_ref()
            .map_or_else(|| vec![Declared::default_namespace()], |declared| declared.iter().map(declare).collect());
        reader.ucwa = reader.space("") == Some(Space::Ucwa);
        reader
    }

    /// A reader of a part of a document: what an element holds.
    pub(crate) fn members(text: &'a str, scope: &Scope) -> Self {
        let mut reader = Self::element(text, scope);
        reader.open.push(("", reader.declared.len()));
        reader.started = true;
        reader
    }

    /// What is declared here.
    pub(crate) fn scope(&self) -> Scope {
        match self.declared.as_slice() {
            [Declared { prefix, space: Space::Ucwa, .. }] if prefix.is_empty() => Scope(None),
            declared => {
                let declared = declared.iter().map(|one| (one.prefix.to_string(), one.uri.to_string()));
                Scope(Some(Arc::new(declared.collect())))
            }
        }
    }

    /// The prefixes that the element declares that has just begun.
    pub(crate) fn own_prefixes(&self) -> Vec<Cow<'a, str>> {
        let own = self.open.last().map_or(0, |(_, declared)| *declared);
        self.declared.iter().skip(own).map(|declared| declared.prefix.clone()).collect()
    }

    /// What has been declared for a prefix, or, if it is empty, for names without one.
    pub(crate) fn declared_for(&self, prefix: &str) -> Option<&str> {
        self.declared.iter().rev().find(|declared| declared.prefix == prefix).map(|declared| &*declared.uri)
    }

    pub(super) fn declare(&mut self, cx: &mut Context<'_>, at: usize, prefix: &'a str, uri: Cow<'a, str>) -> Result<(), Error> {
        let allowed = match prefix {
            "xml" => uri == XML,
            "xmlns" => false,
            "" => uri != XML && uri != XMLNS,
            _ => !uri.is_empty() && uri != XML && uri != XMLNS,
        };
        if !allowed {
            return Err(syntax(cx, at, "a namespace that the prefix can have", &cx.quote("", &uri, "")));
        }
        cx.bound(at, Code::Declarations, cx.limits.declarations, self.declared.len() + 1)?;
        self.declared.push(Declared { prefix: prefix.into(), space: Space::of(&uri), uri });
        Ok(())
    }

    /// What a prefix stands for.
    pub(super) fn resolve(&self, prefix: &str) -> Option<(Space, &str)> {
        let declared = self.declared.iter().rev().find(|declared| declared.prefix == prefix);
        declared.map(|declared| (declared.space, &*declared.uri)).or(match prefix {
            "" => Some((Space::None, "")),
            "xml" => Some((Space::Xml, XML)),
            _ => None,
        })
    }

    pub(super) fn space(&self, prefix: &str) -> Option<Space> {
        self.resolve(prefix).map(|(space, _)| space)
    }
}
