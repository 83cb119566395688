//! The resources that came along with an event, each as its bytes.

use std::borrow::Cow;

use super::super::{Reader, Scope, Token};
use crate::{Error, Format, Limits, Mode, context::Context, events::RawResource};

/// The resources among the members of an event, by role.
pub(crate) fn resources<'a>(
    embedded: &'a [u8],
    scope: &Scope,
) -> impl Iterator<Item = (Cow<'a, str>, RawResource<'a>)> + use<'a> {
    let mut found = Vec::new();
    if let Ok(text) = str::from_utf8(embedded) {
        // what breaks the grammar ends the list
        let _ = collect(text, scope, &mut found);
    }
    found.into_iter()
}

fn collect<'a>(text: &'a str, scope: &Scope, found: &mut Vec<(Cow<'a, str>, RawResource<'a>)>) -> Result<(), Error> {
    let mut cx = Context::new(Mode::Lenient, Limits::default(), None);
    let mut reader = Reader::members(text, scope);
    loop {
        let start = reader.at();
        match reader.next(&mut cx)? {
            Token::Start(tag) => {
                reader.skip(&mut cx)?;
                if let Some(role) = tag.attribute("rel").filter(|_| tag.name == "resource") {
                    let raw = text.as_bytes().get(start..reader.at()).unwrap_or_default();
                    found.push((role.clone(), RawResource { format: Format::Xml, raw, scope: scope.clone() }));
                }
            }
            Token::Text { .. } => {}
            Token::End | Token::Eof => return Ok(()),
        }
    }
}
