//! The resources that came along with an event, each as its bytes.

use std::borrow::Cow;

use super::super::{
    Kind, Reader,
    token::{CommaState, Fault},
};
use crate::{Format, events::RawResource, xml::Scope};

/// The resources of an `_embedded`, by role; of a list each.
pub(crate) fn resources<'a>(embedded: &'a [u8]) -> impl Iterator<Item = (Cow<'a, str>, RawResource<'a>)> + use<'a> {
    let mut found = Vec::new();
    if let Ok(text) = str::from_utf8(embedded) {
        // what breaks the grammar ends the list
        let _ = collect(text, &mut found);
    }
    found.into_iter()
}

fn collect<'a>(text: &'a str, found: &mut Vec<(Cow<'a, str>, RawResource<'a>)>) -> Result<(), Fault> {
    let mut reader = Reader::new(text);
    if reader.peek()? != Kind::Object {
        return Ok(());
    }
    let mut take = |reader: &mut Reader<'a>, role: &Cow<'a, str>| {
        let start = reader.at();
        reader.skip_value()?;
        let raw = text.as_bytes().get(start..reader.at()).unwrap_or_default();
        found.push((role.clone(), RawResource { format: Format::Json, raw, scope: Scope::default() }));
        Ok(())
    };
    let mut commas = reader.begin();
    while let Some(role) = reader.key(&mut commas)? {
        match reader.peek()? {
            Kind::Object => take(&mut reader, &role)?,
            Kind::Array => {
                let mut list: CommaState = reader.begin();
                while reader.element(&mut list)? {
                    reader.peek()?;
                    take(&mut reader, &role)?;
                }
            }
            _ => reader.skip_value()?,
        }
    }
    Ok(())
}
