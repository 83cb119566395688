//! What is exported: each body of the schema, under a name of its own.

use ucwa_model::{
    AnyResource,
    descriptor::{self, Definition, Form, Shape},
    dialect,
};

/// A body, and what it is called in exports.
pub(super) struct Body {
    /// `messagingInvitation`; of an input with the method, as `startMessaging2_POST`.
    pub(super) name: String,
    pub(super) shape: &'static Shape,
    pub(super) doc: &'static str,
    pub(super) notes: &'static [&'static str],
}

/// The namespace of messages in XML, and those of attributes that any element may have.
pub(super) const UCWA: &str = "http://schemas.microsoft.com/rtc/2012/03/ucwa";
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";
pub(super) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
pub(super) const MARKUP: &str = "urn:ucwa-model:markup";

/// What an error body is called.
pub(super) const REASON: &str = "reason";

/// The representations of resources, and the error body.
pub(super) fn resources() -> impl Iterator<Item = Body> {
    descriptor::definitions().filter_map(|definition| {
        let shape = definition.shape.filter(|shape| shape.name == definition.name)?;
        Some(Body { name: definition.name.to_owned(), shape, doc: definition.doc, notes: definition.notes })
    })
}

/// What requests send.
pub(super) fn inputs() -> impl Iterator<Item = Body> {
    descriptor::operations().filter_map(|(definition, operation)| {
        let (name, shape) = (input_name(definition, operation.method), operation.input?);
        Some(Body { name, shape, doc: operation.doc, notes: definition.notes })
    })
}

/// The name of an operation, and of its input.
pub(super) fn input_name(definition: &Definition, method: &str) -> String {
    format!("{}_{method}", definition.name)
}

/// The words that a body may call itself by: its rel, others that stand for its type, and each with the prefix of a dialect.
pub(super) fn rels(shape: &'static Shape) -> Vec<String> {
    let mut rels = vec![shape.rel];
    rels.extend(read_as(shape));
    rels.sort_unstable();
    rels.dedup();
    with_prefixes(&rels)
}

/// A name by itself, and with the prefix of each dialect.
pub(super) fn with_prefixes(names: &[&str]) -> Vec<String> {
    let prefixed = |name: &&str| dialect::PREFIXES.map(|prefix| format!("{prefix}{name}"));
    names.iter().map(|name| (*name).to_owned()).chain(names.iter().flat_map(prefixed)).collect()
}

/// The rels of resources that are read as a type where only their rel is known. Of two revisions it is the latest.
pub(super) fn read_as(shape: &'static Shape) -> Vec<&'static str> {
    let named = descriptor::definitions().flat_map(|one| [Some(one.rel), one.shape.map(|shape| shape.rel)]).flatten();
    let is_read = |rel: &&str| std::ptr::eq(AnyResource::for_rel(rel).record().shape(), shape);
    let mut rels: Vec<_> = named.filter(is_read).collect();
    rels.sort_unstable();
    rels.dedup();
    rels
}

/// The resources that a message may be told by its rel, and those rels with their prefixes.
pub(super) fn by_rel() -> impl Iterator<Item = (Body, Vec<String>)> {
    let named = resources().map(|body| {
        let rels = with_prefixes(&read_as(body.shape));
        (body, rels)
    });
    named.filter(|(_, rels)| !rels.is_empty())
}

/// Whether names of members count in any case, as they do in what a request sends.
pub(super) fn is_input(shape: &Shape) -> bool {
    matches!(shape.form, Form::Input | Form::Replacement)
}

/// A pattern for a name in any case of its letters.
pub(super) fn any_case(name: &str) -> String {
    let either = |letter: char| match letter {
        _ if letter.is_ascii_alphabetic() => format!("[{}{}]", letter.to_ascii_lowercase(), letter.to_ascii_uppercase()),
        _ => format!("[{letter}]"),
    };
    name.chars().map(either).collect()
}
