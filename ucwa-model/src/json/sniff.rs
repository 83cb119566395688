//! Reading ahead, without errors: what exceeds a limit is found when it is read.

use super::{Kind, Reader, decode::Decoder};
use crate::{
    Limits, Mode, Value,
    context::Context,
    document::Sniffed,
    unnamed::{self, MemberNames, is_response},
};

/// What the object calls itself with which a text begins; read ahead, without errors. Of two rels the first counts.
pub(crate) fn rel_of(text: &str, limits: &Limits) -> Option<String> {
    let mut cx = Context::new(Mode::Lenient, *limits, None);
    let mut reader = Reader::new(text);
    let mut decoder = Decoder::new(&mut cx, &mut reader);
    (decoder.peek().ok()? == Kind::Object).then_some(())?;
    let mut commas = decoder.reader.begin();
    while let Some(key) = decoder.reader.key(&mut commas).ok()? {
        if *key == *"rel" {
            return decoder.value().ok()?.as_str().map(str::to_owned);
        }
        decoder.skip_value().ok()?;
    }
    None
}

/// What kind of message a document is; read ahead, without errors.
pub(crate) fn kind_of(text: &str, limits: &Limits) -> Sniffed {
    let (mut named, mut rel, mut has_senders) = (false, None, false);
    let mut cx = Context::new(Mode::Lenient, *limits, None);
    let mut reader = Reader::new(text);
    let mut decoder = Decoder::new(&mut cx, &mut reader);
    if let Ok(Kind::Object) = decoder.peek() {
        let mut commas = decoder.reader.begin();
        while let Ok(Some(key)) = decoder.reader.key(&mut commas)
            && let Ok(kind) = decoder.peek()
        {
            if *key == *"rel" && !std::mem::replace(&mut named, true) && kind == Kind::String {
                let Ok(text) = decoder.reader.string() else { break };
                rel = Some(text.into_owned());
                continue;
            }
            if decoder.skip_value().is_err() {
                break;
            }
            has_senders |= *key == *"sender" && kind == Kind::Array;
        }
    }
    match rel {
        rel if is_response(rel.as_deref(), has_senders) => Sniffed::Events,
        // of what cannot be read, decoding says where it breaks
        None => without_rel(text, limits).unwrap_or(Sniffed::Resource(None)),
        Some(rel) => Sniffed::Resource(Some(rel)),
    }
}

/// What an object is that has no rel, by its other members.
fn without_rel(text: &str, limits: &Limits) -> Option<Sniffed> {
    let mut cx = Context::new(Mode::Lenient, *limits, None);
    let mut reader = Reader::new(text);
    let mut decoder = Decoder::new(&mut cx, &mut reader);
    (decoder.peek().ok()? == Kind::Object).then_some(())?;
    let (mut members, mut code, mut metadata, mut operations) = (MemberNames::default(), None, false, false);
    let mut commas = decoder.reader.begin();
    while let Some(key) = decoder.reader.key(&mut commas).ok()? {
        let section = match (&*key, decoder.peek().ok()?) {
            ("_links", Kind::Object) => Some(&mut members.links),
            ("_embedded", Kind::Object) => Some(&mut members.embedded),
            _ => None,
        };
        if let Some(names) = section {
            names_of(&mut decoder, names)?;
            continue;
        }
        match (&*key, decoder.peek().ok()?) {
            ("code", Kind::String) => code = Some(decoder.reader.string().ok()?.into_owned()),
            ("metadata", Kind::Array) => metadata = tells_methods(&decoder.value().ok()?),
            (name, kind) => {
                operations |= name == "operations" && kind == Kind::Array;
                decoder.skip_value().ok()?;
            }
        }
        unnamed::note(&mut members.properties, &key);
    }
    decoder.end().ok()?;
    Some(match code {
        Some(code) if members.is_reason(&code) => Sniffed::Resource(Some("reason".to_owned())),
        _ if metadata => Sniffed::OptionsMetadata,
        _ if operations && members.is_only("operations") => Sniffed::OperationsQueued,
        _ => members.tell(),
    })
}

/// The names in the object at the decoder's position.
fn names_of(decoder: &mut Decoder<'_, '_, '_>, names: &mut Vec<String>) -> Option<()> {
    let mut commas = decoder.reader.begin();
    while let Some(key) = decoder.reader.key(&mut commas).ok()? {
        decoder.skip_value().ok()?;
        unnamed::note(names, &key);
    }
    Some(())
}

/// Whether a list is what OPTIONS says of methods.
fn tells_methods(list: &Value) -> bool {
    let named = |item: &Value| matches!(item, Value::Object(members) if members.iter().any(|(name, _)| &**name == "httpMethod"));
    matches!(list, Value::List(items) if items.iter().all(named))
}
