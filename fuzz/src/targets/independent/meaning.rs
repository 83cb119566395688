//! What a JSON message says, whatever the order of its members.

use std::collections::BTreeMap;

use super::Tree;

/// A value to compare. Members of one name keep their order; what stands in several `_links` or `_embedded`, or under one name in
/// them, is one list, as in XML.
#[derive(Debug, PartialEq)]
pub enum Meaning {
    Object(BTreeMap<String, Vec<Self>>),
    Array(Vec<Self>),
    Leaf(String),
}

impl Meaning {
    pub fn of(tree: &Tree<'_>) -> Self {
        match tree {
            Tree::Object(members) => {
                let mut all: BTreeMap<String, Vec<Self>> = BTreeMap::new();
                for (key, member) in members {
                    let (key, meaning) = (unescaped(key), Self::of(member));
                    let list = all.entry(key.clone()).or_default();
                    match (meaning, list.iter_mut().find(|one| matches!(one, Self::Object(_)))) {
                        (Self::Object(more), Some(Self::Object(first))) if is_section(&key) => {
                            more.into_iter().for_each(|(name, values)| first.entry(name).or_default().extend(values));
                        }
                        (meaning, _) => list.push(meaning),
                    }
                }
                for section in all.iter_mut().filter(|(key, _)| is_section(key)).flat_map(|(_, list)| list) {
                    section.join();
                }
                Self::Object(all)
            }
            Tree::Array(items) => Self::Array(items.iter().map(Self::of).collect()),
            Tree::Leaf(text) if text.starts_with('"') => Self::Leaf(format!("\"{}", date(unescaped(text)))),
            Tree::Leaf(text) => Self::Leaf((*text).to_owned()),
        }
    }

    /// Makes one list of what stands under one name.
    fn join(&mut self) {
        let Self::Object(members) = self else { return };
        for values in members.values_mut().filter(|values| values.len() > 1) {
            let flat = std::mem::take(values).into_iter().flat_map(|value| match value {
                Self::Array(items) => items,
                other => vec![other],
            });
            *values = vec![Self::Array(flat.collect())];
        }
    }
}

fn is_section(name: &str) -> bool {
    matches!(name, "_links" | "_embedded")
}

/// A date by its milliseconds and its offset: both may be written in more ways than one.
fn date(text: String) -> String {
    let inner = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/"));
    let sign = inner.and_then(|inner| inner.char_indices().skip(1).find(|(_, character)| matches!(character, '+' | '-')));
    let (milliseconds, offset) = match (inner, sign) {
        (Some(inner), Some((at, _))) => inner.split_at(at),
        (Some(inner), None) => (inner, ""),
        (None, _) => return text,
    };
    milliseconds.parse::<i64>().map_or(text.clone(), |milliseconds| format!("/Date({milliseconds}{offset})/"))
}

fn unescaped(raw: &str) -> String {
    serde_json::from_str(raw).unwrap_or_default()
}
