//! What the text at a place is, by its grammar.

use super::super::{
    Kind, Reader,
    token::{Fault, Sequence, Source},
};
use crate::{Enumeration, Limits, enumerations::EventType};

/// Whether the object at a position is an event: it parses, and has the link or the type of one.
pub(super) fn seems_event(reader: &mut Reader<'_>) -> Result<bool, Fault> {
    let mut seems = false;
    let mut sequence = reader.begin();
    while let Some(key) = reader.key(&mut sequence)? {
        match (&*key, reader.peek()?) {
            ("link", Kind::Object) => seems = true,
            ("type", Kind::String) => {
                let name = reader.string()?;
                seems |= EventType::TABLE.members.iter().any(|member| member.name == name);
                continue;
            }
            _ => {}
        }
        skip(reader, Limits::MAX_DEPTH)?;
    }
    Ok(seems)
}

/// Whether the object at a position begins as a sender does.
pub(super) fn begins_sender(reader: &mut Reader<'_>) -> Result<bool, Fault> {
    let mut sequence = reader.begin();
    while let Some(key) = reader.key(&mut sequence)? {
        match (&*key, reader.peek()?) {
            ("events", Kind::Array) => return Ok(true),
            (_, Kind::Object | Kind::Array) => return Ok(false),
            _ => skip(reader, 1)?,
        }
    }
    Ok(false)
}

/// Whether a list of events ends here: so does its sender, and then another one begins, or the response ends.
pub(super) fn ends_list(reader: &mut Reader<'_>) -> Result<bool, Fault> {
    let rest = || Sequence { first: false };
    if reader.element(&mut rest())? {
        return Ok(false);
    }
    skip_members(reader, rest())?;
    if reader.element(&mut rest())? {
        return Ok(reader.peek()? == Kind::Object && begins_sender(reader)?);
    }
    skip_members(reader, rest())?;
    reader.end().map(|()| true)
}

fn skip_members(reader: &mut Reader<'_>, mut sequence: Sequence) -> Result<(), Fault> {
    while reader.key(&mut sequence)?.is_some() {
        skip(reader, Limits::MAX_DEPTH)?;
    }
    Ok(())
}

/// Reads a value for its grammar alone.
pub(in super::super) fn skip(reader: &mut Reader<'_>, depth: usize) -> Result<(), Fault> {
    let too_deep = Fault { at: reader.at(), expected: "fewer levels" };
    match reader.peek()? {
        Kind::Object => {
            let depth = depth.checked_sub(1).ok_or(too_deep)?;
            let mut sequence = reader.begin();
            while reader.key(&mut sequence)?.is_some() {
                skip(reader, depth)?;
            }
        }
        Kind::Array => {
            let depth = depth.checked_sub(1).ok_or(too_deep)?;
            let mut sequence = reader.begin();
            while reader.element(&mut sequence)? {
                skip(reader, depth)?;
            }
        }
        Kind::String => drop(reader.string()?),
        Kind::Number => drop(reader.number()?),
        Kind::Boolean => drop(reader.boolean()?),
        Kind::Null => reader.null()?,
    }
    Ok(())
}
