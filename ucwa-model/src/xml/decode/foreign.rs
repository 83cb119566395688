//! Elements that are no UCWA, as texts that stand by themselves.

use std::{borrow::Cow, collections::BTreeMap};

use crate::xml::{Reader, UCWA, writer};

/// An element as it was written, with the declarations that stand around it and that it uses; `None` if it uses none. `own` are the
/// prefixes that it declares itself. In it, names without a prefix are UCWA's unless something else is declared.
pub(super) fn with_namespaces(reader: &Reader<'_>, element: &str, own: &[Cow<'_, str>]) -> Option<String> {
    let mut needed: BTreeMap<&str, &str> = BTreeMap::new();
    let default = reader.declared_for("").filter(|uri| *uri != UCWA).map(|uri| ("", uri));
    needed.extend(default.filter(|_| !own.iter().any(|prefix| prefix.is_empty())));
    for prefix in prefixes(element) {
        if !needed.contains_key(prefix)
            && !own.iter().any(|one| one == prefix)
            && let Some(uri) = reader.declared_for(prefix)
        {
            needed.insert(prefix, uri);
        }
    }
    let end =
        element.find(|byte: char| byte.is_ascii_whitespace() || matches!(byte, '/' | '>')).filter(|_| !needed.is_empty())?;
    let (name, rest) = element.split_at_checked(end)?;
    let mut whole = String::from(name);
    for (prefix, uri) in needed {
        writer::declare(&mut whole, prefix, uri);
    }
    Some(whole + rest)
}

/// What may be prefixes of names. If it is none, as in a text, it does no harm.
fn prefixes(element: &str) -> impl Iterator<Item = &str> {
    let parts = element.split(':');
    parts.filter_map(|part| {
        let start = part.rfind(|byte: char| byte.is_ascii_whitespace() || matches!(byte, '<' | '/'))?;
        part.get(start + 1..).filter(|prefix| !prefix.is_empty())
    })
}
