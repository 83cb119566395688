//! Constructors of the tables: generated code cannot write down a struct that may grow.

use super::section::section;
use crate::{
    descriptor::{
        Definition, EnumerationDefinition, EventDefinition, Failure, Field, Form, Kind, KnownValue, Names, OperationDefinition,
        Shape, Success,
    },
    lookup,
    record::Record,
};

/// Defines a constructor for each table: its fields, in order.
macro_rules! constructors {
    ($($name:ident($($field:ident: $type:ty),*) -> $table:ident;)*) => {$(
        #[doc = concat!("A [`", stringify!($table), "`].")]
        #[must_use]
        #[allow(clippy::too_many_arguments, reason = "only generated code calls it")]
        pub const fn $name($($field: $type),*) -> $table {
            $table { $($field),* }
        }
    )*};
}

type Text = &'static str;
type List<T> = &'static [T];

constructors! {
    known_value(name: Text, doc: Text) -> KnownValue;
    enumeration_definition(name: Text, doc: Text, values: List<KnownValue>, notes: List<Text>) -> EnumerationDefinition;
    event(event_type: Text, resource: Text, sender: Text, priority: Text, doc: Text) -> EventDefinition;
    success(status: u16, body: Option<Text>, starts: Option<Text>) -> Success;
    failure(status: u16, code: Text, subcode: Option<Text>, doc: Text) -> Failure;
    operation(
        method: Text, doc: Text, query: List<Field>, input: Option<&'static Shape>, media: List<Text>, success: Success,
        errors: List<Failure>
    ) -> OperationDefinition;
    definition(
        name: Text, rel: Text, revision: u8, area: Text, doc: Text, shape: Option<&'static Shape>, events: List<EventDefinition>,
        operations: List<OperationDefinition>, scopes: List<Text>, notes: List<Text>
    ) -> Definition;
}

/// A [`Field`].
#[must_use]
pub const fn field(names: Names, kind: Kind, many: bool, required: bool, range: Option<(i64, i64)>, doc: Text) -> Field {
    Field::of(names, kind, many, required, range, doc)
}

/// A shape, with the places where its links and its embedded resources begin.
///
/// # Panics
/// At compile time, if the fields are in another order than properties, links, embedded resources.
#[must_use]
pub const fn shape(
    name: &'static str,
    rel: &'static str,
    form: Form,
    fields: &'static [Field],
    places: &'static [u16],
    new: fn() -> Box<dyn Record>,
) -> Shape {
    let (mut index, mut links, mut embedded) = (0, fields.len(), fields.len());
    let mut demands = false;
    while index < fields.len() {
        demands |= fields[index].required;
        match fields[index].kind {
            Kind::Embedded(_) => {
                if index < embedded {
                    embedded = index;
                }
                if index < links {
                    links = index;
                }
            }
            Kind::Link | Kind::Data => {
                assert!(embedded == fields.len(), "expected links before embedded resources");
                if index < links {
                    links = index;
                }
            }
            _ => assert!(links == fields.len(), "expected properties before links and embedded resources"),
        }
        index += 1;
    }
    Shape { name, rel, form, fields, links, embedded, new, demands, places }
}

/// Where each name stands among the fields, each part of the record by itself.
#[must_use]
pub const fn places<const N: usize>(fields: &[Field]) -> [u16; N] {
    let (mut places, mut index) = (lookup::empty(), 0);
    while index < fields.len() {
        places = lookup::insert(places, fields[index].name, section(&fields[index].kind) as usize, index);
        index += 1;
    }
    places
}
