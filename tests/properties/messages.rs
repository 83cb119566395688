//! Messages of every type, made from the tables, valid and broken in one place: JSON trees whose members can be put anywhere.

use ucwa_model::{
    Text, Value,
    descriptor::{Field, Kind, Shape},
};

/// A message, and what is broken in it.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) what: String,
    pub(crate) body: Value,
}

/// Valid messages of a type: what it requires, and all that it may have.
pub(crate) fn valid(shape: &'static Shape) -> Vec<Case> {
    let least = object(shape, |field| field.required);
    let most = object(shape, |_| true);
    [("least", least), ("most", most)].map(|(what, body)| Case { what: format!("{}: {what}", shape.name), body }).into()
}

/// Messages of a type that break one rule each, in one member; the rest is the least that is valid.
pub(crate) fn broken(shape: &'static Shape) -> Vec<Case> {
    let case = |what: &str, body: Value| Case { what: format!("{}: {what}", shape.name), body };
    let mut cases = vec![
        case("another rel", with(object(shape, |field| field.required), "", "rel", "whiteboard".into())),
        case("links that are none", with(object(shape, |field| field.required), "", "_links", 5.into())),
        case("embedded resources that are none", with(object(shape, |field| field.required), "", "_embedded", list([]))),
    ];
    for field in shape.fields {
        let others = object(shape, |other| other.required && other.name != field.name);
        if field.required {
            cases.push(case(&format!("no {}", field.name), others.clone()));
        }
        for value in misfits(field) {
            let body = with(others.clone(), section(field), field.name, value.clone());
            cases.push(case(&format!("{} = {value:?}", field.name), body));
        }
        let twice = with(with(others, section(field), field.name, sample(field)), section(field), field.name, sample(field));
        cases.push(case(&format!("{} twice", field.name), twice));
    }
    cases
}

fn section(field: &Field) -> &'static str {
    match field.kind {
        Kind::Link | Kind::Data => "_links",
        Kind::Embedded(_) => "_embedded",
        _ => "",
    }
}

/// An object of a type with those of its members.
fn object(shape: &'static Shape, has: impl Fn(&Field) -> bool) -> Value {
    let fields = shape.fields.iter().filter(|field| has(field));
    fields.fold(Value::Object(Vec::new()), |object, field| with(object, section(field), field.name, sample(field)))
}

/// A value that fits, of a list field a list.
fn sample(field: &Field) -> Value {
    let one = one(field);
    if field.many { list([one]) } else { one }
}

fn one(field: &Field) -> Value {
    match field.kind {
        Kind::SipUri => "sip:ann@contoso.com".into(),
        Kind::Boolean => Value::Bool(true),
        Kind::Integer => field.range.map_or(7, |(min, _)| min).into(),
        Kind::Date => "/Date(1474932027613)/".into(),
        Kind::Enumeration(enumeration) => enumeration.values.first().map_or("x", |member| member.name).into(),
        Kind::Bag => Value::Object(named([("a", "b".into())])),
        Kind::Parameter => Value::Object(named([("name", "a".into()), ("reason", "b".into())])),
        Kind::Link => Value::Object(named([("href", "/x".into())])),
        Kind::Data => Value::Object(named([("href", "data:text/plain,x".into())])),
        Kind::Embedded(shape) => {
            let shape = shape();
            let rel = if shape.rel.is_empty() { "whiteboard" } else { shape.rel };
            with(object(shape, |field| field.name == "self" || field.required), "", "rel", rel.into())
        }
        _ => "x".into(),
    }
}

/// Values that do not fit a field, each for a reason of its own.
fn misfits(field: &Field) -> Vec<Value> {
    let mut values = match field.kind {
        Kind::String { limit: Some(limit) } => vec![Text::from("x".repeat(limit as usize + 1)).into(), 5.into(), list([])],
        Kind::SipUri => vec!["ann".into(), Value::Bool(true)],
        Kind::Boolean => vec!["maybe".into(), 1.into()],
        Kind::Integer => {
            let beyond = field.range.map(|(min, max)| [min - 1, max + 1]).into_iter().flatten();
            beyond.map(Value::from).chain(["five".into(), Value::Bool(false)]).collect()
        }
        Kind::Date => vec!["yesterday".into(), 5.into()],
        Kind::Link | Kind::Data => {
            let bare = Value::Object(named([("title", "x".into())]));
            vec!["/x".into(), bare.clone(), list([one(field), bare]), list([5.into()]), Value::Null]
        }
        Kind::Embedded(_) => {
            let foreign = Value::Object(named([("rel", "whiteboard".into())]));
            let inner = with(one(field), "_links", "self", 5.into());
            vec!["x".into(), foreign, inner, list([one(field), 5.into()])]
        }
        _ => vec![5.into(), Value::Object(named([("a", 1.into())]))],
    };
    if field.many {
        values = values.into_iter().map(|value| if matches!(value, Value::List(_)) { value } else { list([value]) }).collect();
        values.push(one(field));
        values.push(Value::Bool(true));
    } else {
        values.push(list([one(field)]));
        values.push(list([one(field), one(field)]));
    }
    values
}

/// The object with one more member at its end, or at the end of one of its sections.
pub(crate) fn with(mut object: Value, section: &str, name: &str, value: Value) -> Value {
    let Value::Object(members) = &mut object else { return object };
    if section.is_empty() {
        members.push((name.into(), value));
        return object;
    }
    if !members.iter().any(|(key, _)| *key == section) {
        members.push((section.into(), Value::Object(Vec::new())));
    }
    if let Some((_, Value::Object(inner))) = members.iter_mut().find(|(key, _)| *key == section) {
        inner.push((name.into(), value));
    }
    object
}

pub(crate) fn named<const N: usize>(members: [(&str, Value); N]) -> Vec<(Text, Value)> {
    members.into_iter().map(|(name, value)| (name.into(), value)).collect()
}

pub(crate) fn list<const N: usize>(items: [Value; N]) -> Value {
    Value::List(items.into())
}

/// The tree as JSON.
pub(crate) fn print(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.as_str().to_owned(),
        Value::String(text) => serde_json::Value::from(text.as_str()).to_string(),
        Value::List(items) => format!("[{}]", items.iter().map(print).collect::<Vec<_>>().join(",")),
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("\"{name}\":{}", print(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
    }
}
