//! Reading ahead, without errors: what exceeds a limit is found when it is read.

use super::{Kind, token::Source, value};
use crate::{
    Limits, Mode, Value,
    context::Context,
    document::Sniffed,
    unnamed::{self, Members},
};

/// What the object at the source's position calls itself; read ahead, without errors.
pub(crate) fn rel_of<'a>(source: impl Source<'a>, limits: &Limits) -> Option<String> {
    find_member(source, limits, |name| name == "rel")?.1.as_str().map(str::to_owned) // of two the first
}

/// The first member of the object at the source's position whose name is looked for; read ahead, without errors.
pub(crate) fn find_member<'a>(
    mut source: impl Source<'a>,
    limits: &Limits,
    wanted: impl Fn(&str) -> bool,
) -> Option<(String, Value)> {
    let mut cx = Context::new(Mode::Lenient, *limits, None);
    (source.peek().ok()? == Kind::Object).then_some(())?;
    let mut sequence = source.begin();
    while let Some(key) = source.key(&mut sequence).ok()? {
        if wanted(&key) {
            return Some((key.into_owned(), value::read(&mut cx, &mut source).ok()?));
        }
        value::pass(&mut cx, &mut source).ok()?;
    }
    None
}

/// What kind of message a document is; read ahead, without errors.
pub(crate) fn kind_of(text: &str, limits: &Limits) -> Sniffed {
    let (mut named, mut rel, mut events) = (false, None, false);
    let mut cx = Context::new(Mode::Lenient, *limits, None);
    let mut reader = super::Reader::new(text);
    if let Ok(Kind::Object) = reader.peek() {
        let mut sequence = reader.begin();
        while let Ok(Some(key)) = reader.key(&mut sequence)
            && let Ok(kind) = reader.peek()
        {
            if *key == *"rel" && !std::mem::replace(&mut named, true) && kind == Kind::String {
                let Ok(text) = reader.string() else { break };
                rel = Some(text.into_owned());
                continue;
            }
            if value::pass(&mut cx, &mut reader).is_err() {
                break;
            }
            events |= *key == *"sender" && kind == Kind::Array;
        }
    }
    match rel {
        None if events => Sniffed::Events,
        // of what cannot be read, decoding says where it breaks
        None => without_rel(text, limits).unwrap_or(Sniffed::Resource(None)),
        Some(rel) => Sniffed::Resource(Some(rel)),
    }
}

/// What an object is that has no rel, by its other members.
fn without_rel(text: &str, limits: &Limits) -> Option<Sniffed> {
    let mut cx = Context::new(Mode::Lenient, *limits, None);
    let mut reader = super::Reader::new(text);
    (reader.peek().ok()? == Kind::Object).then_some(())?;
    let (mut members, mut code, mut metadata, mut operations) = (Members::default(), None, false, false);
    let mut sequence = reader.begin();
    while let Some(key) = reader.key(&mut sequence).ok()? {
        let section = match (&*key, reader.peek().ok()?) {
            ("_links", Kind::Object) => Some(&mut members.links),
            ("_embedded", Kind::Object) => Some(&mut members.embedded),
            _ => None,
        };
        if let Some(names) = section {
            names_of(&mut cx, &mut reader, names)?;
            continue;
        }
        match (&*key, reader.peek().ok()?) {
            ("code", Kind::String) => code = Some(reader.string().ok()?.into_owned()),
            ("metadata", Kind::Array) => metadata = tells_methods(&value::read(&mut cx, &mut reader).ok()?),
            (name, kind) => {
                operations |= name == "operations" && kind == Kind::Array;
                value::pass(&mut cx, &mut reader).ok()?;
            }
        }
        unnamed::note(&mut members.properties, &key);
    }
    reader.end().ok()?;
    Some(match code {
        Some(code) if members.is_reason(&code) => Sniffed::Resource(Some("reason".to_owned())),
        _ if metadata => Sniffed::OptionsMetadata,
        _ if operations && members.is_only("operations") => Sniffed::OperationsQueued,
        _ => members.tell(),
    })
}

/// The names in the object at the reader's position.
fn names_of(cx: &mut Context<'_>, reader: &mut super::Reader<'_>, names: &mut Vec<String>) -> Option<()> {
    let mut sequence = reader.begin();
    while let Some(key) = reader.key(&mut sequence).ok()? {
        value::pass(cx, reader).ok()?;
        unnamed::note(names, &key);
    }
    Some(())
}

/// Whether a list is what OPTIONS says of methods.
fn tells_methods(list: &Value) -> bool {
    let named = |item: &Value| matches!(item, Value::Object(members) if members.iter().any(|(name, _)| &**name == "httpMethod"));
    matches!(list, Value::List(items) if items.iter().all(named))
}
