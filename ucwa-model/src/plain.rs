//! The two bodies that are no resources: what OPTIONS answers, and what is queued.
//!
//! In XML they are in no namespace, and their lists name each item: `<metadata><httpMethodMetadata>…`.

use crate::{Text, Value};

/// What OPTIONS of `applications` answers: which methods there are, with which parameters.
///
/// ```
/// use ucwa_model::{Decoder, Document, Format};
///
/// let body = br#"{"metadata":[{"httpMethod":"POST","parameters":[{"name":"culture","supportedValues":["en-US"]}]}]}"#;
/// let document = Decoder::new(Format::Json).decode::<Document>(body)?.value;
/// let Document::OptionsMetadata(metadata) = document else { panic!("expected metadata") };
/// assert_eq!(metadata.methods[0].parameters[0].supported_values[0], "en-US");
/// # Ok::<(), ucwa_model::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct OptionsMetadata {
    /// The methods.
    pub methods: Vec<HttpMethodMetadata>,
    /// What else the body holds.
    pub extra: Vec<(Text, Value)>,
}

/// A method, and its parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpMethodMetadata {
    /// The method, as in `POST`.
    pub http_method: Option<Text>,
    /// The parameters.
    pub parameters: Vec<ParameterMetadata>,
    /// What else is said of it.
    pub extra: Vec<(Text, Value)>,
}

/// A parameter, and which values it takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParameterMetadata {
    /// The name.
    pub name: Option<Text>,
    /// The values.
    pub supported_values: Vec<Text>,
    /// What else is said of it.
    pub extra: Vec<(Text, Value)>,
}

/// What makeMeAvailable answers: the operations that were queued. Samples show one that is null.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationsQueued {
    /// The operations.
    pub operations: Vec<Value>,
    /// What else the body holds.
    pub extra: Vec<(Text, Value)>,
}

/// The root elements, and the items of each list.
pub(crate) const OPTIONS_METADATA: &str = "optionsMetadata";
pub(crate) const OPERATIONS_QUEUED: &str = "operationsQueued";
const LISTS: &[(&str, &str)] =
    &[("metadata", "httpMethodMetadata"), ("parameters", "parameter"), ("supportedValues", "value"), ("operations", "operation")];

/// What XML calls an item of a list.
pub(crate) fn item_of(list: &str) -> Option<&'static str> {
    LISTS.iter().find(|(name, _)| *name == list).map(|(_, item)| *item)
}

/// Takes the members of an object: each goes to a list or a text, if it is of that kind and the first of its name, and else to
/// `extra`. An empty list goes there too, to be told from none.
struct Rest<'a> {
    extra: &'a mut Vec<(Text, Value)>,
    /// The known names that have come.
    seen: Vec<Text>,
}

impl<'a> Rest<'a> {
    fn new(extra: &'a mut Vec<(Text, Value)>) -> Self {
        Self { extra, seen: Vec::new() }
    }

    fn text(&mut self, name: Text, value: Value, slot: &mut Option<Text>) {
        let first = self.is_first(&name);
        match value {
            Value::String(text) if first => *slot = Some(text),
            value => self.extra.push((name, value)),
        }
    }

    /// A list whose items are all of a kind; one that is not stays as it came.
    fn list<T>(&mut self, name: Text, value: Value, slot: &mut Vec<T>, item: impl Fn(&Value) -> Option<T>) {
        let first = self.is_first(&name);
        let mut items = Vec::new();
        if let Value::List(values) = &value
            && first
        {
            for value in values {
                let Some(item) = item(value) else {
                    items.clear();
                    break;
                };
                items.push(item);
            }
        }
        if items.is_empty() {
            self.extra.push((name, value));
        } else {
            *slot = items;
        }
    }

    /// Whether a known name comes for the first time.
    fn is_first(&mut self, name: &Text) -> bool {
        let first = !self.seen.contains(name);
        if first {
            self.seen.push(name.clone());
        }
        first
    }
}

fn members(value: &Value) -> Option<Vec<(Text, Value)>> {
    match value {
        Value::Object(members) => Some(members.clone()),
        _ => None,
    }
}

fn object(known: Vec<Option<(&str, Value)>>, extra: &[(Text, Value)]) -> Value {
    let mut members = Vec::new();
    for (name, value) in known.into_iter().flatten() {
        members.push((name.into(), value));
    }
    members.extend_from_slice(extra);
    Value::Object(members)
}

/// A list, unless it is empty.
fn list<'a, T>(name: &'a str, items: &[T], value: impl Fn(&T) -> Value) -> Option<(&'a str, Value)> {
    (!items.is_empty()).then(|| (name, Value::List(items.iter().map(value).collect())))
}

/// The list by which a body is told, which is there if empty too.
fn telling<'a, T>(name: &'a str, items: &[T], extra: &[(Text, Value)], value: impl Fn(&T) -> Value) -> Option<(&'a str, Value)> {
    let told = |(other, value): &(Text, Value)| *other == name && matches!(value, Value::List(_));
    let none = || (!extra.iter().any(told)).then(|| (name, Value::List(Vec::new())));
    list(name, items, value).or_else(none)
}

impl OptionsMetadata {
    pub(crate) fn from_members(members: Vec<(Text, Value)>) -> Self {
        let Self { mut methods, mut extra } = Self::default();
        let mut rest = Rest::new(&mut extra);
        for (name, value) in members {
            match &*name {
                "metadata" => rest.list(name, value, &mut methods, HttpMethodMetadata::from_value),
                _ => rest.extra.push((name, value)),
            }
        }
        Self { methods, extra }
    }

    pub(crate) fn to_value(&self) -> Value {
        let Self { methods, extra } = self;
        object(vec![telling("metadata", methods, extra, HttpMethodMetadata::to_value)], extra)
    }
}

impl HttpMethodMetadata {
    pub(crate) fn from_value(value: &Value) -> Option<Self> {
        let Self { mut http_method, mut parameters, mut extra } = Self::default();
        let mut rest = Rest::new(&mut extra);
        for (name, value) in members(value)? {
            match &*name {
                "httpMethod" => rest.text(name, value, &mut http_method),
                "parameters" => rest.list(name, value, &mut parameters, ParameterMetadata::from_value),
                _ => rest.extra.push((name, value)),
            }
        }
        Some(Self { http_method, parameters, extra })
    }

    pub(crate) fn to_value(&self) -> Value {
        let Self { http_method, parameters, extra } = self;
        let method = http_method.clone().map(|method| ("httpMethod", Value::String(method)));
        object(vec![method, list("parameters", parameters, ParameterMetadata::to_value)], extra)
    }
}

impl ParameterMetadata {
    pub(crate) fn from_value(value: &Value) -> Option<Self> {
        let Self { name: mut parameter, mut supported_values, mut extra } = Self::default();
        let mut rest = Rest::new(&mut extra);
        for (name, value) in members(value)? {
            match &*name {
                "name" => rest.text(name, value, &mut parameter),
                "supportedValues" => rest.list(name, value, &mut supported_values, |item| item.as_str().map(Text::from)),
                _ => rest.extra.push((name, value)),
            }
        }
        Some(Self { name: parameter, supported_values, extra })
    }

    pub(crate) fn to_value(&self) -> Value {
        let Self { name, supported_values, extra } = self;
        let name = name.clone().map(|name| ("name", Value::String(name)));
        object(vec![name, list("supportedValues", supported_values, |text| Value::String(text.clone()))], extra)
    }
}

impl OperationsQueued {
    pub(crate) fn from_members(members: Vec<(Text, Value)>) -> Self {
        let Self { mut operations, mut extra } = Self::default();
        let mut rest = Rest::new(&mut extra);
        for (name, value) in members {
            match &*name {
                "operations" => rest.list(name, value, &mut operations, |item| Some(item.clone())),
                _ => rest.extra.push((name, value)),
            }
        }
        Self { operations, extra }
    }

    pub(crate) fn to_value(&self) -> Value {
        let Self { operations, extra } = self;
        object(vec![telling("operations", operations, extra, Value::clone)], extra)
    }
}
