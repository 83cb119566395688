//! The two structured values of an error body.

use crate::{
    Text, Value,
    descriptor::Kind,
    record::{Accepted, FieldValue, Rejected, ValueRef, WireValue},
};

/// What `debugInfo` holds: named values, in order. JSON writes an object, XML a list of `<property name="…">`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bag(Vec<(Text, Value)>);

impl Bag {
    /// The values, in order.
    #[must_use]
    pub fn entries(&self) -> &[(Text, Value)] {
        &self.0
    }

    /// The first value of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(key, _)| &**key == name).map(|(_, value)| value)
    }
}

impl FromIterator<(Text, Value)> for Bag {
    fn from_iter<I: IntoIterator<Item = (Text, Value)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl FieldValue for Bag {
    const KIND: Kind = Kind::Bag;

    fn put(incoming: WireValue<'_>) -> Result<(Self, Accepted), Rejected> {
        match incoming {
            WireValue::Value(Value::Object(members)) => Ok((Self(members.clone()), Accepted::Known)),
            other => Err(Rejected::kind("object", &other)),
        }
    }

    fn item(&self) -> ValueRef<'_> {
        ValueRef::Value(Value::Object(self.0.clone()))
    }
}

/// One entry of an error body's `parameters`: which input was at fault, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// The name of the input, as in `sdp`.
    pub name: Option<Text>,
    /// What was wrong with it, as in `Invalid`.
    pub reason: Option<Text>,
    /// Whatever else the server said, in order.
    pub extra: Vec<(Text, Value)>,
}

impl FieldValue for Parameter {
    const KIND: Kind = Kind::Parameter;

    fn put(incoming: WireValue<'_>) -> Result<(Self, Accepted), Rejected> {
        let WireValue::Value(Value::Object(members)) = incoming else {
            return Err(Rejected::kind("object", &incoming));
        };
        let mut parameter = Self::default();
        for (name, value) in members.iter().cloned() {
            let slot = match &*name {
                "name" => &mut parameter.name,
                "reason" => &mut parameter.reason,
                _ => {
                    parameter.extra.push((name, value));
                    continue;
                }
            };
            match value {
                Value::String(text) if slot.is_none() => *slot = Some(text),
                value => parameter.extra.push((name, value)),
            }
        }
        Ok((parameter, Accepted::Known))
    }

    fn item(&self) -> ValueRef<'_> {
        let known = [("name", &self.name), ("reason", &self.reason)];
        let known = known.into_iter().filter_map(|(name, text)| Some((name.into(), Value::String(text.clone()?))));
        ValueRef::Value(Value::Object(known.chain(self.extra.iter().cloned()).collect()))
    }
}
