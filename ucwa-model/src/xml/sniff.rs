//! What kind of message a document is, and what a resource calls itself: read ahead, without errors.

use super::{Reader, Token, decode::is_text};
use crate::{
    Limits, Mode,
    context::Context,
    document::Sniffed,
    plain,
    unnamed::{self, MemberNames},
};

/// What the resource whose start tag has been read calls itself.
pub(super) fn rel_of(reader: &mut Reader<'_>, limits: &Limits) -> Option<String> {
    let mut cx = Context::new(Mode::Lenient, *limits, None);
    loop {
        match reader.next(&mut cx).ok()? {
            Token::Start(tag) if tag.name == "property" && tag.attribute("name").is_some_and(|name| name == "rel") => {
                let rel = reader.text(&mut cx).ok()?;
                return is_text(&tag).then(|| rel.into_owned());
            }
            Token::Start(_) => {
                reader.skip(&mut cx).ok()?;
            }
            Token::Text { .. } => {}
            Token::End | Token::Eof => return None,
        }
    }
}

/// What kind of message a document is.
pub(crate) fn kind_of(text: &str, limits: &Limits) -> Sniffed {
    let mut cx = Context::new(Mode::Lenient, *limits, None);
    let mut reader = Reader::new(text);
    let Ok(Token::Start(root)) = reader.next(&mut cx) else {
        return Sniffed::Resource(None);
    };
    match root.name {
        "events" => Sniffed::Events,
        "reason" => Sniffed::Resource(Some("reason".to_owned())),
        plain::OPTIONS_METADATA => Sniffed::OptionsMetadata,
        plain::OPERATIONS_QUEUED => Sniffed::OperationsQueued,
        name => {
            let rel = rel_of(&mut reader.clone(), limits).or_else(|| root.attribute("rel").map(ToString::to_string));
            match rel {
                // of another root, and of what cannot be read, decoding says what is wrong
                None if matches!(name, "resource" | "input") => {
                    without_rel(&mut reader, limits).unwrap_or(Sniffed::Resource(None))
                }
                rel => Sniffed::Resource(rel),
            }
        }
    }
}

/// What a resource is that has no rel, by its members; its start tag has been read.
fn without_rel(reader: &mut Reader<'_>, limits: &Limits) -> Option<Sniffed> {
    let mut cx = Context::new(Mode::Lenient, *limits, None);
    let mut members = MemberNames::default();
    loop {
        let tag = match reader.next(&mut cx).ok()? {
            Token::Start(tag) => tag,
            Token::Text { .. } => continue,
            Token::End | Token::Eof => break,
        };
        reader.skip(&mut cx).ok()?;
        let (names, attribute) = match tag.name {
            "link" => (&mut members.links, "rel"),
            "resource" => (&mut members.embedded, "rel"),
            _ => (&mut members.properties, "name"),
        };
        unnamed::note(names, tag.attribute(attribute).map_or(tag.name, |name| name));
    }
    matches!(reader.next(&mut cx), Ok(Token::Eof)).then(|| members.tell())
}
