//! What a definition or an annotated type says. No syntax, no tokens but the types of a struct that is there already.

use std::collections::BTreeMap;

/// The area of the enumerations, which has no resources.
pub(crate) const ENUMERATIONS: &str = "enumerations";

/// The variant of values that a generated enumeration does not know.
pub(crate) const UNRECOGNIZED: &str = "Unrecognized";

/// All that a schema folder defines.
pub(crate) struct Protocol {
    pub(crate) enumerations: Vec<Enumeration>,
    /// The areas of resources, in the order of the index.
    pub(crate) areas: Vec<Area>,
}

/// The resources of an area.
pub(crate) struct Area {
    pub(crate) name: String,
    pub(crate) definitions: Vec<Definition>,
}

/// Which definitions there are: the names of each area, in the order of the index.
#[derive(Default)]
pub(crate) struct Index {
    pub(crate) areas: Vec<(String, Vec<String>)>,
    /// The area of each name.
    area_of: BTreeMap<String, String>,
}

impl Index {
    pub(crate) fn new(areas: Vec<(String, Vec<String>)>) -> Self {
        let all = areas.iter().flat_map(|(area, names)| names.iter().map(move |name| (name.clone(), area.clone())));
        Self { area_of: all.collect(), areas }
    }

    /// The area of a definition.
    pub(crate) fn area_of(&self, name: &str) -> Option<&str> {
        self.area_of.get(name).map(String::as_str)
    }
}

/// Documented errors that many operations have in common, by the name of the set.
pub(crate) type ErrorSets = BTreeMap<String, Vec<Failure>>;

/// A resource, as a definition describes it.
pub(crate) struct Definition {
    pub(crate) name: String,
    pub(crate) rel: String,
    pub(crate) revision: u8,
    pub(crate) area: String,
    pub(crate) doc: String,
    pub(crate) representation: Representation,
    pub(crate) events: Vec<Event>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) scopes: Vec<String>,
    pub(crate) notes: Vec<String>,
    /// Where the definition stands in its file.
    pub(crate) at: usize,
}

/// What a resource looks like.
pub(crate) enum Representation {
    /// Nothing to look at: it is there to be acted on.
    None,
    /// It has a body of its own.
    Own(Shape),
    /// It looks like another resource, under another rel.
    Like {
        /// The definition of that one.
        target: String,
        /// The area of that definition.
        area: String,
    },
}

/// A body: what becomes a struct and its table.
pub(crate) struct Shape {
    /// The struct.
    pub(crate) type_name: String,
    /// The definition.
    pub(crate) name: String,
    pub(crate) rel: String,
    pub(crate) form: Form,
    pub(crate) doc: Vec<String>,
    /// Properties, then links, then embedded resources.
    pub(crate) fields: Vec<Field>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Resource,
    Input,
    Part,
    Replacement,
    Reason,
}

pub(crate) struct Field {
    /// The name on the wire.
    pub(crate) wire: String,
    /// The name in the struct.
    pub(crate) rust: String,
    pub(crate) kind: Kind,
    pub(crate) many: bool,
    pub(crate) required: bool,
    pub(crate) range: Option<(i64, i64)>,
    pub(crate) doc: String,
    /// Where it stands in the file.
    pub(crate) at: usize,
}

pub(crate) enum Kind {
    /// Text, or a limited string by the name of its type and the limit.
    String(Option<(String, u32)>),
    SipUri,
    Boolean,
    Integer,
    Date,
    Enumeration(String),
    Bag,
    Parameter,
    Link {
        /// The rel of what it leads to, if a definition has it.
        target: Option<String>,
    },
    Data,
    Embedded {
        /// The definition of what it embeds.
        target: String,
        /// The area of that definition.
        area: String,
    },
    /// Whatever the type of a struct's field says.
    Typed(Box<Typed>),
}

/// The type of an annotated struct's field.
pub(crate) struct Typed {
    pub(crate) ty: syn::Type,
    /// The type that was probably meant, if this one should be none that a member can have.
    pub(crate) instead: Option<syn::Type>,
}

impl Field {
    /// The type of the field, if it is one of an annotated struct.
    pub(crate) fn typed(&self) -> Option<&Typed> {
        if let Kind::Typed(typed) = &self.kind { Some(typed) } else { None }
    }
}

/// Where a member stands in a body.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Section {
    Properties,
    Links,
    Embedded,
}

impl Kind {
    pub(crate) fn section(&self) -> Section {
        match self {
            Self::Link { .. } | Self::Data => Section::Links,
            Self::Embedded { .. } => Section::Embedded,
            _ => Section::Properties,
        }
    }
}

pub(crate) struct Event {
    pub(crate) event_type: String,
    pub(crate) resource: String,
    pub(crate) sender: String,
    pub(crate) priority: String,
    pub(crate) doc: String,
}

pub(crate) struct Operation {
    pub(crate) method: String,
    pub(crate) doc: String,
    pub(crate) query: Vec<Field>,
    pub(crate) input: Option<Shape>,
    /// Media types of a body that is no resource.
    pub(crate) media: Vec<String>,
    pub(crate) success: Success,
    pub(crate) errors: Vec<Failure>,
}

#[derive(Default)]
pub(crate) struct Success {
    pub(crate) status: u16,
    pub(crate) body: Option<String>,
    pub(crate) starts: Option<String>,
}

#[derive(Clone)]
pub(crate) struct Failure {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) subcode: Option<String>,
    pub(crate) doc: String,
}

pub(crate) struct Enumeration {
    /// The name in the protocol.
    pub(crate) name: String,
    /// The enum.
    pub(crate) type_name: String,
    /// The variant of values that are not known.
    pub(crate) unrecognized: String,
    pub(crate) doc: String,
    pub(crate) members: Vec<Member>,
    pub(crate) notes: Vec<String>,
}

pub(crate) struct Member {
    /// The value on the wire.
    pub(crate) name: String,
    /// The variant.
    pub(crate) variant: String,
    pub(crate) doc: String,
    /// Where it stands in the file.
    pub(crate) at: usize,
}
