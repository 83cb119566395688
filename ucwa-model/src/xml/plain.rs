//! XML ⇄ [`Value`], for the bodies that are no resources: an element holds text, members, or, under some names, items.

use super::{Reader, Tag, Token, Writer, encode, is_name, reader::Space};
use crate::{
    Code, Error, Text, Value,
    context::{At, Context, Segment, error},
    extra::KEPT_XML,
    plain,
};

/// Decodes a document: its root element, and the members inside.
pub(crate) fn decode(cx: &mut Context<'_>, text: &str) -> Result<Vec<(Text, Value)>, Error> {
    let mut reader = Reader::new(text);
    let Token::Start(root) = reader.next(cx)? else {
        return Err(cx.error(0, Code::Syntax, Some("an element".into()), None));
    };
    let value = element(cx, &mut reader, &root)?;
    reader.next(cx)?;
    Ok(match value {
        Value::Object(members) => members,
        other => {
            if other.as_str().is_some_and(|text| !text.trim_ascii().is_empty()) {
                cx.deviate(root.at, Code::Content, Some("elements".into()), Some("text".into()))?;
            }
            vec![(KEPT_XML.into(), other)]
        }
    })
}

/// The element that has just begun.
fn element(cx: &mut Context<'_>, reader: &mut Reader<'_>, tag: &Tag<'_>) -> Result<Value, Error> {
    cx.enter(tag.at)?;
    if tag.space != Space::None {
        cx.deviate(tag.at, Code::Namespace, Some("no namespace".into()), Some("one".into()))?;
    }
    if let Some(name) = tag.stray_attribute(&[]) {
        let found = cx.quote("", name, "");
        cx.deviate(tag.at, Code::Content, Some("no attribute".into()), Some(found.as_str().into()))?;
    }
    let item = plain::item_of(tag.name);
    let list = item.is_some();
    let mut members: Vec<(Text, Value)> = Vec::new();
    let mut text = String::new();
    loop {
        match reader.next(cx)? {
            Token::Start(child) => {
                cx.bound(child.at, Code::Members, cx.limits.members, members.len() + 1)?;
                if let Some(item) = item.filter(|item| *item != child.name) {
                    let (expected, found) = (format!("`<{item}>`"), cx.quote("<", child.name, ">"));
                    cx.deviate(child.at, Code::Content, Some(expected.as_str().into()), Some(found.as_str().into()))?;
                }
                cx.push(Segment::Named(child.name.into()));
                let value = element(cx, reader, &child)?;
                cx.pop();
                cx.charge_list(child.at, &members)?;
                members.push((child.name.into(), value));
            }
            Token::Text { at, text: part } => {
                text.push_str(&part);
                cx.bound(at, Code::TextLength, cx.limits.text, text.len())?;
            }
            Token::End | Token::Eof => break,
        }
    }
    cx.leave();
    let literal = tag.markup("literal").map(|_| crate::json::parse_literal(cx, tag.at, &text)).transpose()?.flatten();
    let has_text = literal.is_none() && !text.trim_ascii().is_empty();
    if (list || !members.is_empty()) && has_text {
        cx.deviate(tag.at, Code::Content, Some("elements alone".into()), Some("text beside them".into()))?;
    }
    if tag.is_nil() && (has_text || !members.is_empty()) {
        cx.deviate(tag.at, Code::Content, Some("nothing in an element that is nil".into()), Some("content".into()))?;
    }
    Ok(match literal {
        Some(value) => value,
        None if tag.is_nil() => Value::Null,
        None if list => Value::List(members.into_iter().map(|(_, value)| value).collect()),
        None if members.is_empty() => Value::String(text.into()),
        None => Value::Object(members),
    })
}

/// Encodes a document.
pub(crate) fn document(writer: &mut Writer, root: &'static str, value: &Value) -> Result<(), Error> {
    writer.without_namespace();
    write(writer, root, value)
}

fn write(writer: &mut Writer, name: &str, value: &Value) -> Result<(), Error> {
    let at = &At::ROOT;
    writer.start(at, element_name(name)?)?;
    let level = writer.enter(at)?;
    match (value, plain::item_of(name)) {
        (Value::List(items), Some(item)) => items.iter().try_for_each(|value| write(writer, item, value))?,
        (Value::Object(members), None) if !members.is_empty() => {
            members.iter().try_for_each(|(name, value)| write(writer, name, value))?;
        }
        // a text under the name of a list would be taken for what stands beside its items
        (value, item) => encode::value_text(writer, at, value, item.is_some())?,
    }
    writer.leave(level);
    writer.end(name);
    Ok(())
}

/// A name that no element can have cannot be written.
fn element_name(name: &str) -> Result<&str, Error> {
    if is_name(name) {
        return Ok(name);
    }
    let found = format!("`{}`", name.chars().take(40).collect::<String>());
    let expected = "a name that an element can have";
    Err(error(&At::ROOT, Code::Character, Some(expected.into()), Some(found.as_str().into())))
}
