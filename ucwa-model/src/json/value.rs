//! Any JSON value ⇄ [`Value`].

use std::borrow::Cow;

use super::{
    Kind, Reader, Writer,
    token::{Fault, Sequence, Sink, Source},
};
use crate::{Code, Error, Limits, Mode, Number, Text, Value, context::Context};

impl Context<'_> {
    /// Turns a fault of the grammar into an error.
    #[inline]
    pub(crate) fn json<'a, T>(&mut self, source: &impl Source<'a>, result: Result<T, Fault>) -> Result<T, Error> {
        result.map_err(|fault| self.fault(source, fault))
    }

    #[cold]
    pub(super) fn fault<'a>(&mut self, source: &impl Source<'a>, fault: Fault) -> Error {
        let found = source.found(fault);
        self.error(fault.at, Code::Syntax, Some(fault.expected.into()), Some(found.as_str().into()))
    }
}

/// Reads the value at the source's position, whatever it is.
pub(super) fn read<'a>(cx: &mut Context<'_>, source: &mut impl Source<'a>) -> Result<Value, Error> {
    let kind = source.peek();
    match cx.json(source, kind)? {
        Kind::Object => read_object(cx, source).map(Value::Object),
        Kind::Array => {
            let at = source.at();
            cx.enter(at)?;
            let mut items = Vec::new();
            let mut sequence = source.begin();
            while element(cx, source, &mut sequence)? {
                cx.bound(at, Code::Items, cx.limits.items, items.len() + 1)?;
                cx.charge_list(at, &items)?;
                items.push(read(cx, source)?);
            }
            cx.leave();
            Ok(Value::List(items))
        }
        Kind::String => {
            let text = string(cx, source)?;
            Ok(Value::String(owned(cx, text)))
        }
        Kind::Number => {
            let digits = source.number();
            cx.json(source, digits).map(|digits| Value::Number(Number::checked(cx.text(digits))))
        }
        Kind::Boolean => {
            let value = source.boolean();
            cx.json(source, value).map(Value::Bool)
        }
        Kind::Null => {
            let null = source.null();
            cx.json(source, null).map(|()| Value::Null)
        }
    }
}

/// Passes over the value at the source's position, within the limits.
pub(super) fn pass<'a>(cx: &mut Context<'_>, source: &mut impl Source<'a>) -> Result<(), Error> {
    let (kind, at, mut count) = (source.peek(), source.at(), 0);
    let kind = cx.json(source, kind)?;
    match kind {
        Kind::Object | Kind::Array => {
            cx.enter(at)?;
            let mut sequence = source.begin();
            while match kind {
                Kind::Object => key(cx, source, &mut sequence)?.is_some(),
                _ => element(cx, source, &mut sequence)?,
            } {
                count += 1;
                let limit = if kind == Kind::Object { cx.limits.members } else { cx.limits.items };
                cx.bound(at, if kind == Kind::Object { Code::Members } else { Code::Items }, limit, count)?;
                pass(cx, source)?;
            }
            cx.leave();
            Ok(())
        }
        Kind::String => string(cx, source).map(drop),
        Kind::Number => {
            let digits = source.number();
            cx.json(source, digits).map(drop)
        }
        Kind::Boolean => {
            let value = source.boolean();
            cx.json(source, value).map(drop)
        }
        Kind::Null => {
            let null = source.null();
            cx.json(source, null)
        }
    }
}

/// Reads the object at the source's position.
pub(super) fn read_object<'a>(cx: &mut Context<'_>, source: &mut impl Source<'a>) -> Result<Vec<(Text, Value)>, Error> {
    let at = source.at();
    cx.enter(at)?;
    let mut members = Vec::new();
    let mut sequence = source.begin();
    while let Some(key) = key(cx, source, &mut sequence)? {
        cx.bound(at, Code::Members, cx.limits.members, members.len() + 1)?;
        cx.charge_list(at, &members)?;
        members.push((owned(cx, key), read(cx, source)?));
    }
    cx.leave();
    Ok(members)
}

/// The next key of an object, within the limits.
#[inline(always)]
pub(super) fn key<'a>(
    cx: &mut Context<'_>,
    source: &mut impl Source<'a>,
    sequence: &mut Sequence,
) -> Result<Option<Cow<'a, str>>, Error> {
    match source.plain_key(sequence, cx.limits.text) {
        Some(key) => Ok(Some(Cow::Borrowed(key))),
        None => spaced_key(cx, source, sequence),
    }
}

#[inline(never)]
fn spaced_key<'a>(
    cx: &mut Context<'_>,
    source: &mut impl Source<'a>,
    sequence: &mut Sequence,
) -> Result<Option<Cow<'a, str>>, Error> {
    let at = source.at();
    let key = source.key(sequence);
    let Some(key) = cx.json(source, key)? else {
        return Ok(None);
    };
    check_string(cx, source, at, &key)?;
    Ok(Some(key))
}

/// Goes to the next element of an array.
#[inline]
pub(super) fn element<'a>(cx: &mut Context<'_>, source: &mut impl Source<'a>, sequence: &mut Sequence) -> Result<bool, Error> {
    let element = source.element(sequence);
    cx.json(source, element)
}

/// The string at the source's position, within the limits.
pub(super) fn string<'a>(cx: &mut Context<'_>, source: &mut impl Source<'a>) -> Result<Cow<'a, str>, Error> {
    let at = source.at();
    let string = source.string();
    let string = cx.json(source, string)?;
    check_string(cx, source, at, &string)?;
    Ok(string)
}

/// A text that shares the message's memory, if it was borrowed from the message.
pub(super) fn owned(cx: &Context<'_>, text: Cow<'_, str>) -> Text {
    match text {
        Cow::Borrowed(text) => cx.text(text),
        Cow::Owned(text) => text.into(),
    }
}

#[inline]
pub(super) fn check_string<'a>(cx: &mut Context<'_>, source: &mut impl Source<'a>, at: usize, string: &str) -> Result<(), Error> {
    cx.bound(at, Code::TextLength, cx.limits.text, string.len())?;
    if let Some(at) = source.take_control() {
        let expected = "no control character inside a string";
        cx.deviate(at, Code::ControlCharacter, Some(expected.into()), Some("a raw one".into()))?;
    }
    Ok(())
}

/// Writes a value.
pub(super) fn write(cx: &mut Context<'_>, sink: &mut impl Sink, value: &Value) -> Result<(), Error> {
    match value {
        Value::Null => sink.null(),
        Value::Bool(value) => sink.boolean(*value),
        Value::Number(number) => sink.number(number.as_str()),
        Value::String(text) => sink.string(text),
        Value::List(items) => {
            cx.enter(0)?;
            cx.bound(0, Code::Items, cx.limits.items, items.len())?;
            sink.begin_array();
            for item in items {
                sink.element();
                write(cx, sink, item)?;
            }
            sink.end_array();
            cx.leave();
        }
        Value::Object(members) => {
            cx.enter(0)?;
            cx.bound(0, Code::Members, cx.limits.members, members.len())?;
            sink.begin_object();
            for (name, member) in members {
                sink.key(name);
                write(cx, sink, member)?;
            }
            sink.end_object();
            cx.leave();
        }
    }
    Ok(())
}

/// Refuses a text beyond the limit in what has been written.
#[cold]
pub(crate) fn check_texts(cx: &mut Context<'_>, text: &str) -> Result<(), Error> {
    let (bytes, limit, mut at) = (text.as_bytes(), cx.limits.text, 0);
    let rest = |at: usize| bytes.get(at..).unwrap_or_default();
    while let Some(start) = memchr::memchr(b'"', rest(at)).map(|found| at + found) {
        at = start + 1;
        while let Some(found) = memchr::memchr2(b'"', b'\\', rest(at)) {
            at += found + 1;
            if bytes.get(at - 1) == Some(&b'"') {
                break;
            }
            at += 1;
        }
        let long = at - start > limit;
        let whole = text
            .get(start..at)
            .filter(|_| long)
            .and_then(|raw| parse_literal(&mut Context::new(Mode::Strict, Limits::default(), None), raw));
        cx.bound(0, Code::TextLength, limit, whole.as_ref().and_then(Value::as_str).map_or(0, str::len))?;
    }
    Ok(())
}

/// A value as compact JSON, for the places where XML has no form of its own for it.
pub(crate) fn literal(cx: &mut Context<'_>, value: &Value) -> Result<String, Error> {
    let mut writer = Writer::new(false);
    write(cx, &mut writer, value)?;
    Ok(writer.finish())
}

/// The value of such a literal; `None` if it is not JSON within the limits.
pub(crate) fn parse_literal(outer: &mut Context<'_>, text: &str) -> Option<Value> {
    let mut cx = Context::new(Mode::Strict, outer.limits, None).within(outer);
    let mut reader = Reader::new(text);
    let value = read(&mut cx, &mut reader).ok()?;
    outer.return_memory(cx.spent());
    // its texts are its own
    outer.spend(text.len());
    reader.end().ok().map(|()| value)
}
