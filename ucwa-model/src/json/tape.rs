//! JSON's data model as a list of tokens: what any serde format can fill, and what any serde format can be filled from.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
    ser::{Error as _, SerializeMap, SerializeSeq},
};

use super::token::{Fault, Kind, Sequence, Sink, Source};
use crate::{Code, Date, Limits, Number, context::Context};

#[derive(Clone, Debug)]
pub(crate) enum Token {
    BeginObject,
    Key(String),
    EndObject,
    BeginArray,
    EndArray,
    String(String),
    Number(String),
    Boolean(bool),
    Null,
}

/// One value after another, as tokens.
#[derive(Debug, Default)]
pub(crate) struct Tape(Vec<Token>);

impl Sink for Tape {
    fn begin_object(&mut self) {
        self.0.push(Token::BeginObject);
    }

    fn key(&mut self, key: &str) {
        self.0.push(Token::Key(key.to_owned()));
    }

    fn end_object(&mut self) {
        self.0.push(Token::EndObject);
    }

    fn begin_array(&mut self) {
        self.0.push(Token::BeginArray);
    }

    fn element(&mut self) {}

    fn end_array(&mut self) {
        self.0.push(Token::EndArray);
    }

    fn string(&mut self, text: &str) {
        self.0.push(Token::String(text.to_owned()));
    }

    fn date(&mut self, date: Date) {
        self.0.push(Token::String(date.to_json_form()));
    }

    fn number(&mut self, digits: &str) {
        self.0.push(Token::Number(digits.to_owned()));
    }

    fn boolean(&mut self, value: bool) {
        self.0.push(Token::Boolean(value));
    }

    fn null(&mut self) {
        self.0.push(Token::Null);
    }
}

/// A position on a tape.
#[derive(Clone)]
pub(crate) struct Cursor<'a> {
    tape: &'a [Token],
    at: usize,
}

impl Tape {
    pub(crate) fn cursor(&self) -> Cursor<'_> {
        Cursor { tape: &self.0, at: 0 }
    }
}

impl<'a> Cursor<'a> {
    fn take(&mut self) -> Option<&'a Token> {
        let token = self.tape.get(self.at)?;
        self.at += 1;
        Some(token)
    }

    fn fault<T>(&self, expected: &'static str) -> Result<T, Fault> {
        Err(Fault { at: self.at, expected })
    }
}

impl<'a> Source<'a> for Cursor<'a> {
    fn at(&self) -> usize {
        self.at
    }

    fn rewind(&mut self, at: usize) {
        self.at = at;
    }

    fn found(&self, fault: Fault) -> String {
        let found = self.tape.get(fault.at).map_or("the end of the input", |token| match token {
            Token::BeginObject => "an object",
            Token::EndObject => "the end of an object",
            Token::BeginArray => "an array",
            Token::EndArray => "the end of an array",
            Token::Key(_) => "a member name",
            Token::String(_) => "a string",
            Token::Number(_) => "a number",
            Token::Boolean(_) => "a boolean",
            Token::Null => "null",
        });
        found.to_owned()
    }

    fn take_control(&mut self) -> Option<usize> {
        None
    }

    fn peek(&mut self) -> Result<Kind, Fault> {
        match self.tape.get(self.at) {
            Some(Token::BeginObject) => Ok(Kind::Object),
            Some(Token::BeginArray) => Ok(Kind::Array),
            Some(Token::String(_)) => Ok(Kind::String),
            Some(Token::Number(_)) => Ok(Kind::Number),
            Some(Token::Boolean(_)) => Ok(Kind::Boolean),
            Some(Token::Null) => Ok(Kind::Null),
            _ => self.fault("a value"),
        }
    }

    fn begin(&mut self) -> Sequence {
        self.at += 1;
        Sequence { first: true }
    }

    fn key(&mut self, _: &mut Sequence) -> Result<Option<Cow<'a, str>>, Fault> {
        match self.take() {
            Some(Token::Key(key)) => Ok(Some(key.into())),
            Some(Token::EndObject) => Ok(None),
            _ => self.fault("a member name"),
        }
    }

    fn element(&mut self, _: &mut Sequence) -> Result<bool, Fault> {
        let more = !matches!(self.tape.get(self.at), Some(Token::EndArray) | None);
        self.at += usize::from(!more);
        Ok(more)
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        match self.take() {
            Some(Token::String(text)) => Ok(text.into()),
            _ => self.fault("a string"),
        }
    }

    fn number(&mut self) -> Result<&'a str, Fault> {
        match self.take() {
            Some(Token::Number(digits)) => Ok(digits),
            _ => self.fault("a number"),
        }
    }

    fn boolean(&mut self) -> Result<bool, Fault> {
        match self.take() {
            Some(Token::Boolean(value)) => Ok(*value),
            _ => self.fault("a boolean"),
        }
    }

    fn null(&mut self) -> Result<(), Fault> {
        match self.take() {
            Some(Token::Null) => Ok(()),
            _ => self.fault("a null"),
        }
    }

    fn end(&mut self) -> Result<(), Fault> {
        if self.at < self.tape.len() { self.fault("the end of the input") } else { Ok(()) }
    }
}

impl<'de> Deserialize<'de> for Tape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut tape = Self::default();
        let limits = Limits::default();
        Recorder { tape: &mut tape.0, depth: limits.max_depth() }.deserialize(deserializer)?;
        Ok(tape)
    }
}

/// Records one value at the end of a tape.
struct Recorder<'a> {
    tape: &'a mut Vec<Token>,
    /// How many levels may still be entered.
    depth: usize,
}

impl Recorder<'_> {
    fn inner<E: serde::de::Error>(&mut self) -> Result<Recorder<'_>, E> {
        let Some(depth) = self.depth.checked_sub(1) else {
            let limit = Limits::default().max_depth();
            let error =
                Context::new(crate::Mode::Strict, Limits::default(), None).error(0, Code::Depth, Some(limit.into()), None);
            return Err(E::custom(error));
        };
        Ok(Recorder { tape: self.tape, depth })
    }

    fn push<E>(self, token: Token) -> Result<(), E> {
        self.tape.push(token);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Recorder<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Recorder<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.push(Token::Null)
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.push(Token::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.push(Token::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.push(Token::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.push(Token::Number(value.to_string()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        let digits = format!("{value:?}");
        match Number::new(&digits) {
            Some(_) => self.push(Token::Number(digits)),
            None => Err(E::custom("expected a finite number")),
        }
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.push(Token::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<(), E> {
        self.push(Token::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        self.tape.push(Token::BeginArray);
        while items.next_element_seed(self.inner()?)?.is_some() {}
        self.push(Token::EndArray)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        self.tape.push(Token::BeginObject);
        while let Some(key) = members.next_key()? {
            self.tape.push(Token::Key(key));
            members.next_value_seed(self.inner()?)?;
        }
        self.push(Token::EndObject)
    }
}

impl Serialize for Tape {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Slice(&self.0).serialize(serializer)
    }
}

/// The tokens of one value, and maybe of what comes after it.
struct Slice<'a>(&'a [Token]);

impl<'a> Slice<'a> {
    /// The number of tokens of the value that begins here.
    fn width(&self) -> usize {
        let mut depth = 0_usize;
        for (index, token) in self.0.iter().enumerate() {
            match token {
                Token::BeginObject | Token::BeginArray => depth += 1,
                Token::EndObject | Token::EndArray => depth = depth.saturating_sub(1),
                Token::Key(_) => continue,
                _ => {}
            }
            if depth == 0 {
                return index + 1;
            }
        }
        self.0.len()
    }

    /// This value, and what comes after it.
    fn split(&self) -> (Self, &'a [Token]) {
        let (value, rest) = self.0.split_at(self.width());
        (Self(value), rest)
    }
}

impl Serialize for Slice<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.split_first() {
            Some((Token::BeginObject, mut rest)) => {
                let mut map = serializer.serialize_map(None)?;
                while let Some((Token::Key(key), after)) = rest.split_first() {
                    let (value, after) = Slice(after).split();
                    map.serialize_entry(key, &value)?;
                    rest = after;
                }
                map.end()
            }
            Some((Token::BeginArray, mut rest)) => {
                let mut seq = serializer.serialize_seq(None)?;
                while !matches!(rest.first(), Some(Token::EndArray) | None) {
                    let (value, after) = Slice(rest).split();
                    seq.serialize_element(&value)?;
                    rest = after;
                }
                seq.end()
            }
            Some((Token::String(text), _)) => serializer.serialize_str(text),
            Some((Token::Number(digits), _)) => number(digits, serializer),
            Some((Token::Boolean(value), _)) => serializer.serialize_bool(*value),
            Some((Token::Null, _)) => serializer.serialize_unit(),
            _ => Err(S::Error::custom("expected a value")),
        }
    }
}

/// serde has no numbers as text: what fits no integer goes out as a float, and may lose digits there.
fn number<S: Serializer>(digits: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(value) = digits.parse() {
        serializer.serialize_i64(value)
    } else if let Ok(value) = digits.parse() {
        serializer.serialize_u64(value)
    } else {
        serializer.serialize_f64(digits.parse().map_err(S::Error::custom)?)
    }
}
