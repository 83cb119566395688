//! Reading ahead, without errors: what exceeds a limit is found when it is read.

use super::{Kind, token::Source, value};
use crate::{Limits, Mode, Value, context::Context, document::Sniffed};

/// What the object at the source's position calls itself; read ahead, without errors.
pub(crate) fn rel_of<'a>(source: impl Source<'a>, limits: &Limits) -> Option<String> {
    find_member(source, limits, |name| name == "rel")?.1.as_str().map(str::to_owned)
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

/// The members that tell what a message without a rel is, whatever their order; of two the first.
const TELLING: [(&str, Kind); 4] =
    [("sender", Kind::Array), ("code", Kind::String), ("metadata", Kind::Array), ("operations", Kind::Array)];

/// What kind of message a document is; read ahead, without errors.
pub(crate) fn kind_of(text: &str, limits: &Limits) -> Sniffed {
    let (mut rel, mut told) = (None, None);
    let mut cx = Context::new(Mode::Lenient, *limits, None);
    let mut reader = super::Reader::new(text);
    if let Ok(Kind::Object) = reader.peek() {
        let mut sequence = reader.begin();
        while let Ok(Some(key)) = reader.key(&mut sequence)
            && let Ok(kind) = reader.peek()
        {
            if *key == *"rel" && kind == Kind::String && rel.is_none() {
                let Ok(text) = reader.string() else { break };
                rel = Some(text.into_owned());
                continue;
            }
            if value::pass(&mut cx, &mut reader).is_err() {
                break;
            }
            let found = TELLING.iter().position(|telling| *telling == (&*key, kind));
            told = told.into_iter().chain(found).min();
        }
    }
    match (rel, told) {
        (None, Some(0)) => Sniffed::Events,
        (None, Some(1)) => Sniffed::Resource(Some("reason".to_owned())),
        (None, Some(2)) => Sniffed::OptionsMetadata,
        (None, Some(_)) => Sniffed::OperationsQueued,
        (rel, _) => Sniffed::Resource(rel),
    }
}
