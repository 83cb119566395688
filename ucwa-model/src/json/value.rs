//! Any JSON value ⇄ [`Value`], within the limits.

use std::borrow::Cow;

use super::{
    Kind, Reader, Writer,
    decode::Decoder,
    token::{CommaState, Fault},
};
use crate::{
    Code, Error, ErrorKind, Mode, Number, Text, Value, Violation,
    context::{At, Bounds, Context},
};

/// The error for a fault of the grammar.
#[cold]
pub(super) fn syntax_error(cx: &mut Context<'_>, reader: &Reader<'_>, fault: Fault) -> Error {
    let found = reader.found(fault);
    cx.error(fault.at, Code::Syntax, Some(fault.expected.into()), Some(found.as_str().into()))
}

impl<'a> Decoder<'a, '_, '_> {
    /// Asks the reader for something.
    #[inline]
    pub(super) fn read<T>(&mut self, read: impl FnOnce(&mut Reader<'a>) -> Result<T, Fault>) -> Result<T, Error> {
        read(self.reader).map_err(|fault| syntax_error(self.cx, self.reader, fault))
    }

    /// What kind of value comes next.
    #[inline]
    pub(super) fn peek(&mut self) -> Result<Kind, Error> {
        self.read(Reader::peek)
    }

    /// Nothing may follow.
    pub(super) fn end(&mut self) -> Result<(), Error> {
        self.read(Reader::end)
    }

    /// The value that comes next, whatever it is.
    pub(super) fn value(&mut self) -> Result<Value, Error> {
        match self.peek()? {
            Kind::Object => self.members().map(Value::Object),
            Kind::Array => self.items().map(Value::List),
            Kind::String => self.text().map(Value::String),
            Kind::Number => {
                let digits = self.read(Reader::number)?;
                Ok(Value::Number(Number::checked(self.cx.text(digits))))
            }
            Kind::Boolean => self.read(Reader::boolean).map(Value::Bool),
            Kind::Null => self.read(Reader::null).map(|()| Value::Null),
        }
    }

    fn items(&mut self) -> Result<Vec<Value>, Error> {
        let at = self.reader.at();
        self.cx.enter(at)?;
        let mut items = Vec::new();
        let mut commas = self.reader.begin();
        while self.element(&mut commas)? {
            self.cx.bound(at, Code::Items, self.cx.limits.items, items.len() + 1)?;
            self.cx.charge_list(at, &items)?;
            items.push(self.value()?);
        }
        self.cx.leave();
        Ok(items)
    }

    /// The members of the object at the current position.
    pub(super) fn members(&mut self) -> Result<Vec<(Text, Value)>, Error> {
        let at = self.reader.at();
        self.cx.enter(at)?;
        let mut members = Vec::new();
        let mut commas = self.reader.begin();
        while let Some(key) = self.key(&mut commas)? {
            self.cx.bound(at, Code::Members, self.cx.limits.members, members.len() + 1)?;
            self.cx.charge_list(at, &members)?;
            members.push((owned(self.cx, key), self.value()?));
        }
        self.cx.leave();
        Ok(members)
    }

    /// Passes over the value that comes next, within the limits.
    pub(super) fn skip_value(&mut self) -> Result<(), Error> {
        match self.peek()? {
            Kind::Object => self.skip_inside(Code::Members, self.cx.limits.members, |decoder, commas| {
                decoder.key(commas).map(|key| key.is_some())
            }),
            Kind::Array => self.skip_inside(Code::Items, self.cx.limits.items, Self::element),
            Kind::String => self.string().map(drop),
            Kind::Number => self.read(Reader::number).map(drop),
            Kind::Boolean => self.read(Reader::boolean).map(drop),
            Kind::Null => self.read(Reader::null),
        }
    }

    fn skip_inside(
        &mut self,
        code: Code,
        limit: usize,
        next: fn(&mut Self, &mut CommaState) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        let (at, mut count) = (self.reader.at(), 0);
        self.cx.enter(at)?;
        let mut commas = self.reader.begin();
        while next(self, &mut commas)? {
            count += 1;
            self.cx.bound(at, code, limit, count)?;
            self.skip_value()?;
        }
        self.cx.leave();
        Ok(())
    }

    /// The next key of an object.
    #[cfg_attr(not(debug_assertions), inline(always))] // the frames of those who call it hold a level of nesting
    pub(super) fn key(&mut self, commas: &mut CommaState) -> Result<Option<Cow<'a, str>>, Error> {
        if self.reader.eat(b"}") {
            return Ok(None);
        }
        match self.reader.plain_key(commas, self.cx.limits.text) {
            Some(key) => Ok(Some(Cow::Borrowed(key))),
            None => self.spaced_key(commas),
        }
    }

    #[inline(never)]
    fn spaced_key(&mut self, commas: &mut CommaState) -> Result<Option<Cow<'a, str>>, Error> {
        let at = self.reader.at();
        let Some(key) = self.read(|reader| reader.key(commas))? else { return Ok(None) };
        self.check_string(at, &key)?;
        Ok(Some(key))
    }

    /// Goes to the next element of an array.
    #[inline]
    pub(super) fn element(&mut self, commas: &mut CommaState) -> Result<bool, Error> {
        self.read(|reader| reader.element(commas))
    }

    /// The string that comes next.
    pub(super) fn string(&mut self) -> Result<Cow<'a, str>, Error> {
        if let Some(text) = self.reader.plain(self.cx.limits.text) {
            return Ok(Cow::Borrowed(text));
        }
        let at = self.reader.at();
        let string = self.read(Reader::string)?;
        self.check_string(at, &string)?;
        Ok(string)
    }

    /// The string that comes next, as a text that shares the message's memory, if it has no escapes.
    pub(super) fn text(&mut self) -> Result<Text, Error> {
        let text = self.string()?;
        Ok(owned(self.cx, text))
    }

    #[inline]
    pub(super) fn check_string(&mut self, at: usize, string: &str) -> Result<(), Error> {
        self.cx.bound(at, Code::TextLength, self.cx.limits.text, string.len())?;
        if let Some(at) = self.reader.take_control() {
            let expected = "no control character inside a string";
            self.cx.deviate(at, Code::ControlCharacter, Some(expected.into()), Some("a raw one".into()))?;
        }
        Ok(())
    }
}

/// A text that shares the message's memory, if it was borrowed from the message.
fn owned(cx: &Context<'_>, text: Cow<'_, str>) -> Text {
    match text {
        Cow::Borrowed(text) => cx.text(text),
        Cow::Owned(text) => text.into(),
    }
}

/// Writes a value.
pub(super) fn write(writer: &mut Writer, at: &At<'_>, value: &Value) -> Result<(), Error> {
    match value {
        Value::Null => writer.null(),
        Value::Bool(value) => writer.boolean(*value),
        Value::Number(number) => writer.number(number.as_str()),
        Value::String(text) => writer.string(at, text)?,
        Value::List(items) => {
            let level = writer.begin_array(at)?;
            for item in items {
                writer.element(at)?;
                write(writer, at, item)?;
            }
            writer.end_array(level);
        }
        Value::Object(members) => {
            let level = writer.begin_object(at)?;
            for (name, member) in members {
                writer.key(at, name)?;
                write(writer, at, member)?;
            }
            writer.end_object(level);
        }
    }
    Ok(())
}

/// A value as compact JSON, for the places where XML has no form of its own for it.
pub(crate) fn literal(bounds: &Bounds, at: &At<'_>, value: &Value) -> Result<String, Error> {
    let mut writer = Writer::inside(bounds);
    let result = write(&mut writer, at, value);
    writer.text_of(result)
}

/// The value that a text is.
pub(crate) fn parse(cx: &mut Context<'_>, text: &str) -> Result<Value, Error> {
    let mut reader = Reader::new(text);
    let mut decoder = Decoder::new(cx, &mut reader);
    let value = decoder.value()?;
    decoder.end()?;
    Ok(value)
}

/// The value of a literal that stands in XML at a position. What is not JSON is no fault of the XML, and none of these; what exceeds a
/// limit is refused as it would be in JSON.
pub(crate) fn parse_literal(outer: &mut Context<'_>, at: usize, text: &str) -> Result<Option<Value>, Error> {
    let mut cx = Context::new(Mode::Strict, outer.limits, None).within(outer);
    match parse(&mut cx, text) {
        Ok(value) => {
            outer.return_memory(cx.spent());
            // its texts are its own
            outer.spend(text.len());
            Ok(Some(value))
        }
        Err(error) if error.kind() == ErrorKind::Limit => {
            let Violation { code, expected, found, .. } = error.violation().clone();
            Err(outer.error(at, code, expected, found))
        }
        Err(_) => outer.deviate(at, Code::Form, Some("a JSON value".into()), Some("another text".into())).map(|()| None),
    }
}
