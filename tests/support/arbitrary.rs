//! Arbitrary values of every type, made from the tables: no type is named here.

#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "each test takes what it needs, and may stop")]

use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::select,
    string::{RegexGeneratorStrategy, string_regex},
};
use ucwa_model::{
    AnyResource, Entry, Link, Number, Resource, Text, Value,
    descriptor::{self, Field, Kind, Shape},
    record::{Record, Scalar, WireValue},
};

/// The shapes of all resources and all inputs.
pub fn shapes() -> Vec<&'static Shape> {
    let own = |definition: &&'static descriptor::Definition| definition.shape.is_some_and(|shape| shape.name == definition.name);
    let resources = descriptor::definitions().filter(own).filter_map(|definition| definition.shape);
    let operations = descriptor::definitions().flat_map(|definition| definition.operations);
    resources.chain(operations.filter_map(|operation| operation.input)).collect()
}

/// What will be put into a record.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    fields: Vec<(usize, Vec<Content>)>,
    properties: Vec<(String, Value)>,
    links: Vec<(String, Extra<Link>)>,
    embedded: Vec<(String, Extra<Self>)>,
}

#[derive(Clone, Debug)]
enum Extra<T> {
    One(T),
    Many(Vec<T>),
    Raw(Value),
}

#[derive(Clone, Debug)]
enum Content {
    Text(String),
    Boolean(bool),
    Integer(i64),
    Value(Value),
    Link(Link),
    Plan(Box<Plan>),
}

/// How much of the world a plan may hold.
#[derive(Clone, Copy)]
pub struct Bounds {
    /// Levels of embedded resources.
    pub depth: usize,
    /// Whether there may be members that the schema does not know.
    pub extra: bool,
}

/// Plans for a shape.
pub fn plans(shape: &'static Shape, bounds: Bounds) -> BoxedStrategy<Plan> {
    let fields: Vec<BoxedStrategy<(usize, Vec<Content>)>> = shape
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| bounds.depth > 0 || !matches!(field.kind, Kind::Embedded(_)))
        .map(|(index, field)| {
            let most = if field.many { 3 } else { 1 };
            let least = usize::from(field.required);
            vec(content(field, bounds), least..=most).prop_map(move |contents| (index, contents)).boxed()
        })
        .collect();
    let extra = if bounds.extra { extra(bounds).boxed() } else { Just(Plan::default()).boxed() };
    (fields, extra)
        .prop_map(|(mut fields, extra)| {
            fields.retain(|(_, contents)| !contents.is_empty());
            Plan { fields, ..extra }
        })
        .boxed()
}

/// Texts of a pattern, which is parsed here: a string that stands for a strategy is parsed each time a value is drawn, and that took
/// three quarters of the time of the properties.
pub fn pattern(pattern: &str) -> RegexGeneratorStrategy<String> {
    string_regex(pattern).unwrap()
}

// made once for each thread, and shared by all fields
thread_local! {
    static TEXTS: BoxedStrategy<String> = prop_oneof![
        4 => pattern("\\PC{0,12}"),
        1 => vec(any::<char>(), 0..6).prop_map(|characters| characters.into_iter().collect()),
        1 => select(vec!["", " ", "true", "True", "5", "/Date(0)/", "]]>", "&amp;", "\r\n\t", "\u{fffe}", "data:,a+b"])
            .prop_map(str::to_owned),
    ]
    .boxed();
    static SIP_URIS: BoxedStrategy<Content> = pattern("sips?:[!-~]{1,20}").prop_map(Content::Text).boxed();
    static REVISIONS: BoxedStrategy<String> = pattern("[0-9.]{1,3}").boxed();
    static NAMES: BoxedStrategy<String> = pattern("x-[a-zA-Z0-9:._<& -]{1,8}").boxed();
    static NUMBERS: BoxedStrategy<Value> = pattern("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,3})?")
        .prop_map(|digits| Value::Number(Number::new(&digits).unwrap()))
        .boxed();
    static VALUES: BoxedStrategy<Value> = any_values().boxed();
    static LINKS: [BoxedStrategy<Link>; 2] = [false, true].map(|extra| any_links(extra).boxed());
}

/// Any characters: plain ones, controls, and those outside the basic plane.
pub fn texts() -> BoxedStrategy<String> {
    TEXTS.with(Clone::clone)
}

fn content(field: &Field, bounds: Bounds) -> BoxedStrategy<Content> {
    match field.kind {
        Kind::String { limit } => texts().prop_map(move |text| Content::Text(cut(text, limit))).boxed(),
        Kind::SipUri => SIP_URIS.with(Clone::clone),
        Kind::Boolean => any::<bool>().prop_map(Content::Boolean).boxed(),
        Kind::Integer => {
            let (min, max) = field.range.unwrap_or((i64::MIN, i64::MAX));
            (min..=max).prop_map(Content::Integer).boxed()
        }
        Kind::Date => dates().prop_map(Content::Text).boxed(),
        Kind::Enumeration(enumeration) => {
            let names: Vec<String> = enumeration.values.iter().map(|member| member.name.to_owned()).collect();
            prop_oneof![4 => select(names), 1 => texts()].prop_map(Content::Text).boxed()
        }
        Kind::Bag => {
            let entries =
                if bounds.extra { vec((names(), values()), 0..3).boxed() } else { vec((names(), strings()), 0..=1).boxed() };
            entries.prop_map(|entries| Content::Value(Value::Object(named(entries)))).boxed()
        }
        Kind::Parameter => {
            let known = (option::of(texts()), option::of(texts()));
            let rest = if bounds.extra { vec((names(), values()), 0..2).boxed() } else { Just(Vec::new()).boxed() };
            (known, rest).prop_map(|((name, reason), rest)| parameter(name, reason, rest)).boxed()
        }
        Kind::Link | Kind::Data => links(bounds.extra).prop_map(Content::Link).boxed(),
        Kind::Embedded(shape) => {
            let inner = Bounds { depth: bounds.depth - 1, ..bounds };
            plans(shape(), inner).prop_map(|plan| Content::Plan(Box::new(plan))).boxed()
        }
        _ => Just(Content::Text(String::new())).boxed(),
    }
}

/// Dates of JSON's form: whole milliseconds of the years -9999 to 9999, with and without an offset.
fn dates() -> impl Strategy<Value = String> {
    let milliseconds = prop_oneof![9 => -377_705_116_800_000..=253_402_300_799_999_i64, 1 => Just(253_402_300_799_999)];
    (milliseconds, option::of((1..24 * 60, any::<bool>()))).prop_map(|(milliseconds, offset)| match offset {
        Some((minutes, west)) => {
            let sign = if west { '-' } else { '+' };
            let inside = if west { milliseconds.max(-377_705_000_000_000) } else { milliseconds.min(253_402_200_000_000) };
            format!("/Date({inside}{sign}{:02}{:02})/", minutes / 60, minutes % 60)
        }
        None => format!("/Date({milliseconds})/"),
    })
}

fn parameter(name: Option<String>, reason: Option<String>, rest: Vec<(String, Value)>) -> Content {
    let known = [("name", name), ("reason", reason)];
    let known = known.into_iter().filter_map(|(key, text)| Some((key.into(), Value::String(text?.into()))));
    Content::Value(Value::Object(known.chain(named(rest)).collect()))
}

fn named(entries: Vec<(String, Value)>) -> Vec<(Text, Value)> {
    entries.into_iter().map(|(name, value)| (name.into(), value)).collect()
}

/// The longest beginning of a text within a limit of UTF-16 code units.
fn cut(text: String, limit: Option<u32>) -> String {
    let Some(limit) = limit else { return text };
    let mut units = 0;
    text.chars()
        .take_while(|character| {
            units += character.len_utf16();
            units <= limit as usize
        })
        .collect()
}

/// Links, some with attributes that no schema has if `extra` says so.
pub fn links(extra: bool) -> BoxedStrategy<Link> {
    LINKS.with(|links| links[usize::from(extra)].clone())
}

fn any_links(extra: bool) -> impl Strategy<Value = Link> {
    let most = if extra { 2 } else { 0 };
    let attributes = (option::of(texts()), option::of(REVISIONS.with(Clone::clone)), vec((names(), values()), 0..=most));
    (texts(), attributes).prop_map(|(href, (title, revision, extra))| {
        let mut link = Link::new(href);
        if let Some(title) = title {
            link = link.with_title(title);
        }
        if let Some(revision) = revision {
            link = link.with_revision(revision);
        }
        for (name, value) in extra {
            link.push_extra(name, value);
        }
        link
    })
}

/// Names that no schema has.
fn names() -> BoxedStrategy<String> {
    NAMES.with(Clone::clone)
}

/// Any values, numbers as written.
pub fn values() -> BoxedStrategy<Value> {
    VALUES.with(Clone::clone)
}

fn any_values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        NUMBERS.with(Clone::clone),
        texts().prop_map(|text| Value::String(text.into())),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::List),
            vec((texts(), inner), 0..4).prop_map(|members| Value::Object(named(members))),
        ]
    })
}

fn strings() -> impl Strategy<Value = Value> {
    texts().prop_map(|text| Value::String(text.into()))
}

/// Members that no schema has, each under a name of its own.
fn extra(bounds: Bounds) -> impl Strategy<Value = Plan> {
    let no_object = values().prop_filter("an object may be a link", |value| !matches!(value, Value::Object(_) | Value::List(_)));
    let links = prop_oneof![
        3 => links(true).prop_map(Extra::One),
        2 => vec(links(true), 0..3).prop_map(Extra::Many),
        1 => no_object.prop_map(Extra::Raw),
    ];
    let embedded = if bounds.depth == 0 {
        Just(Vec::new()).boxed()
    } else {
        let inner = Bounds { depth: bounds.depth - 1, ..bounds };
        let resources = prop_oneof![
            3 => extra_plan(inner).prop_map(Extra::One),
            2 => vec(extra_plan(inner), 0..3).prop_map(Extra::Many),
        ];
        vec((names(), resources), 0..2).boxed()
    };
    (vec((names(), values()), 0..3), vec((names(), links), 0..3), embedded).prop_map(|(properties, links, embedded)| Plan {
        properties: unique(properties),
        links: unique(links),
        embedded: unique(embedded),
        ..Plan::default()
    })
}

fn extra_plan(bounds: Bounds) -> BoxedStrategy<Plan> {
    extra(bounds).boxed()
}

fn unique<T>(mut entries: Vec<(String, T)>) -> Vec<(String, T)> {
    let mut seen = std::collections::BTreeSet::new();
    entries.retain(|(name, _)| seen.insert(name.clone()));
    entries
}

/// Carries a plan out.
pub fn fill(record: &mut dyn Record, plan: &Plan) {
    for (index, contents) in &plan.fields {
        for content in contents {
            let slot = record.slot_mut(*index).unwrap();
            let written;
            let incoming = match content {
                Content::Text(text) => WireValue::Scalar(Scalar::Text(text.as_str().into())),
                Content::Boolean(value) => WireValue::Scalar(Scalar::Boolean(*value)),
                Content::Integer(number) => {
                    written = number.to_string();
                    WireValue::Scalar(Scalar::Number(&written))
                }
                Content::Value(value) => WireValue::Value(value),
                Content::Link(link) => WireValue::Link(link.clone()),
                Content::Plan(plan) => {
                    fill(slot.open().unwrap(), plan);
                    continue;
                }
            };
            slot.put(incoming).unwrap();
        }
    }
    let extra = record.extra_mut();
    for (name, value) in &plan.properties {
        extra.push_property(name.as_str(), value.clone());
    }
    for (name, entry) in &plan.links {
        extra.push_link(name.as_str(), entry_of(entry, Link::clone));
    }
    for (name, entry) in &plan.embedded {
        extra.push_embedded(name.as_str(), entry_of(entry, resource));
    }
}

fn entry_of<T, U>(entry: &Extra<T>, convert: impl Fn(&T) -> U) -> Entry<U> {
    match entry {
        Extra::One(value) => Entry::One(convert(value)),
        Extra::Many(values) => Entry::Many(values.iter().map(convert).collect()),
        Extra::Raw(value) => Entry::Raw(value.clone()),
    }
}

fn resource(plan: &Plan) -> AnyResource {
    let mut resource = Resource::new("x-unknown");
    fill(&mut resource, plan);
    resource.into()
}

/// A filled record.
pub fn record(shape: &'static Shape, plan: &Plan) -> Box<dyn Record> {
    let mut record = (shape.new)();
    fill(&mut *record, plan);
    record
}
