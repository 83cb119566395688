//! The module `rel`: a marker for each rel, with what the schema says of it.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{
    any::{Latest, latest},
    conditions, field, page,
};
use crate::{
    invocation::Module,
    model::{Definition, Form, Kind, Operation, Protocol, Representation},
    name,
};

/// expands to: `pub mod rel { pub enum Accept {} impl Rel for Accept { … } … }`
pub(super) fn expand(protocol: &Protocol, rels: &Rels<'_>) -> TokenStream {
    let markers = protocol.areas.iter().flat_map(|area| &area.definitions).map(|definition| rels.marker(definition));
    quote! {
        /// A marker for each rel of the schema: what a [`LinkTo`](::ucwa_model::LinkTo) it leads to, and what can be done there.
        ///
        /// Where a rel has several revisions, its name stands for the latest, and an earlier one has its number behind it.
        #[allow(missing_debug_implementations, reason = "there are no values")]
        pub mod rel {
            use ::ucwa_model as __ucwa_model;

            #(#markers)*
        }
    }
}

/// The definitions, found by what they travel under.
pub(super) struct Rels<'p> {
    modules: &'p [Module],
    /// The definitions of each rel, by revision.
    pub(super) of: BTreeMap<&'p str, Vec<&'p Definition>>,
    /// Where each definition stands in its area.
    places: BTreeMap<&'p str, usize>,
    /// What the resources of each rel look like.
    latest: BTreeMap<&'p str, Latest<'p>>,
    /// The resources that have a link of each rel.
    pub(super) holders: BTreeMap<&'p str, Vec<&'p Definition>>,
}

impl<'p> Rels<'p> {
    pub(super) fn of(protocol: &'p Protocol, modules: &'p [Module]) -> Self {
        let definitions: Vec<&Definition> = protocol.areas.iter().flat_map(|area| &area.definitions).collect();
        let mut of: BTreeMap<&str, Vec<&Definition>> = BTreeMap::new();
        for definition in &definitions {
            of.entry(&definition.rel).or_default().push(definition);
        }
        of.values_mut().for_each(|revisions| revisions.sort_by_key(|definition| definition.revision));
        let places = protocol.areas.iter().flat_map(|area| area.definitions.iter().enumerate());
        let places = places.map(|(index, definition)| (definition.name.as_str(), index)).collect();
        Self { modules, of, places, latest: latest(&definitions), holders: holders(&definitions) }
    }

    pub(super) fn revisions(&self, definition: &Definition) -> &[&'p Definition] {
        self.of.get(definition.rel.as_str()).map_or(&[], Vec::as_slice)
    }

    fn is_latest(&self, definition: &Definition) -> bool {
        self.revisions(definition).last().is_none_or(|latest| latest.name == definition.name)
    }

    /// `StartMessaging` for the latest revision, and `StartMessaging1` for the one before.
    pub(super) fn name(&self, definition: &Definition) -> String {
        let rel = name::pascal_case(&definition.rel);
        if self.is_latest(definition) { rel } else { format!("{rel}{}", definition.revision) }
    }

    /// What a revision takes. The latest also has the methods that only an earlier one describes.
    pub(super) fn operations<'s>(&'s self, definition: &'s Definition) -> Vec<Described<'s>> {
        let revisions = if self.is_latest(definition) { self.revisions(definition) } else { &[] };
        let others = revisions.iter().rev().copied().filter(|other| other.name != definition.name);
        let mut described: Vec<Described<'_>> = Vec::new();
        for of in std::iter::once(definition).chain(others) {
            for (index, operation) in of.operations.iter().enumerate() {
                if described.iter().all(|one| one.operation.method != operation.method) {
                    described.push(Described { of, index, operation });
                }
            }
        }
        described
    }

    /// expands to: `pub enum Group {} impl Rel for Group { … } impl Represented for Group { … } impl Revised<1> for Group { … }`, and what its
    /// operations are with the feature `http`
    fn marker(&self, definition: &Definition) -> TokenStream {
        let (marker, doc) = (format_ident!("{}", self.name(definition)), page::marker(definition, self));
        let Definition { name, rel, .. } = definition;
        let definition_name = (name != rel).then(|| quote! { const DEFINITION: &'static ::core::primitive::str = #name; });
        let operations = self.operations(definition);
        let operations = operations.iter().map(|described| self.operation(&marker, described));
        let (represented, revised) = (self.represented(&marker, definition), self.revised(&marker, definition));
        quote! {
            #[doc = #doc]
            pub enum #marker {}

            impl __ucwa_model::Rel for #marker {
                const NAME: &'static ::core::primitive::str = #rel;
                #definition_name
            }

            #represented
            #revised
            #(#operations)*
        }
    }

    /// expands to: `#[cfg(feature = "people")] impl Represented for Group { type Resource = super::people::Group2; }`
    fn represented(&self, marker: &Ident, definition: &Definition) -> TokenStream {
        self.looks(definition).map_or_else(TokenStream::new, |Typed { path, condition }| {
            quote! {
                #condition
                impl __ucwa_model::Represented for #marker {
                    type Resource = #path;
                }
            }
        })
    }

    /// expands to: `impl Revised<1> for Group { type Rel = Group1; }` for each revision, if there are several
    fn revised(&self, marker: &Ident, definition: &Definition) -> TokenStream {
        let revisions = Some(self.revisions(definition)).filter(|revisions| revisions.len() > 1).unwrap_or_default();
        let (numbers, markers): (Vec<u8>, Vec<Ident>) =
            revisions.iter().map(|one| (one.revision, format_ident!("{}", self.name(one)))).unzip();
        quote! { #(impl __ucwa_model::Revised<#numbers> for #marker { type Rel = #markers; })* }
    }

    /// expands to: `__operation! { [super::people::DEFINITIONS, 12, 0] Get for Group () -> (resource super::people::Group2) }`
    fn operation(&self, marker: &Ident, &Described { of: definition, index: number, operation }: &Described<'_>) -> TokenStream {
        let index = self.places.get(definition.name.as_str()).copied().unwrap_or_default();
        let (area, condition) = (format_ident!("{}", name::module_name(&definition.area)), self.condition(&definition.area));
        let method = format_ident!("{}", name::pascal_case(&operation.method.to_lowercase()));
        let takes_input = matches!(operation.method.as_str(), "POST" | "PUT");
        let input = if takes_input { input(definition, operation) } else { TokenStream::new() };
        let (answer, answer_condition) = self.answer(definition, operation);
        let replaced = match (&definition.representation, operation.method.as_str()) {
            (Representation::Own(shape), "PUT") if shape.form == Form::Resource && *marker == self.name(definition) => {
                let path = field::resource(&definition.name, &definition.area);
                quote! { of (#path) }
            }
            _ => TokenStream::new(),
        };
        quote! {
            #condition
            #answer_condition
            __ucwa_model::__operation! {
                [super::#area::DEFINITIONS, #index, #number] #method for #marker (#input) #replaced -> (#answer)
            }
        }
    }

    /// What a success brings: `resource super::people::Group2`, `started MessagingInvitation`, `other "photo"` or `nothing`; and the condition
    /// for that.
    fn answer(&self, definition: &Definition, operation: &Operation) -> (TokenStream, TokenStream) {
        let success = &operation.success;
        if let Some(rel) = &success.starts {
            let started = self.of.get(rel.as_str()).and_then(|revisions| revisions.last());
            let started = started.map(|definition| format_ident!("{}", self.name(definition)));
            return (started.map_or_else(|| quote! { other #rel }, |marker| quote! { started #marker }), TokenStream::new());
        }
        let Some(rel) = &success.body else {
            return (quote! { nothing }, TokenStream::new());
        };
        match self.body(definition, rel) {
            Some(Typed { path, condition }) => (quote! { resource #path }, condition),
            None => (quote! { other #rel }, TokenStream::new()),
        }
    }

    /// The type of the body of an answer: of the revision that was asked for, or of another rel.
    fn body(&self, definition: &Definition, rel: &str) -> Option<Typed> {
        let own = if definition.rel == rel { self.looks(definition) } else { None };
        own.or_else(|| self.latest.get(rel).map(|latest| self.typed(latest.name, latest.area)))
    }

    /// The type that says what a resource looks like.
    fn looks(&self, definition: &Definition) -> Option<Typed> {
        match &definition.representation {
            Representation::None => None,
            Representation::Own(_) => Some(self.typed(&definition.name, &definition.area)),
            Representation::Like { target, area } => Some(self.typed(target, area)),
        }
    }

    fn typed(&self, name: &str, area: &str) -> Typed {
        Typed { path: field::resource(name, area), condition: self.condition(area) }
    }

    fn condition(&self, area: &str) -> TokenStream {
        conditions(self.modules, area)
    }
}

/// The resources that have a link of each rel, other than `self`.
fn holders<'p>(definitions: &[&'p Definition]) -> BTreeMap<&'p str, Vec<&'p Definition>> {
    let mut holders: BTreeMap<&str, Vec<&Definition>> = BTreeMap::new();
    for definition in definitions {
        let Representation::Own(shape) = &definition.representation else { continue };
        for field in shape.fields.iter().filter(|field| field.wire != "self") {
            if let Kind::Link { target: Some(rel) } = &field.kind {
                holders.entry(rel).or_default().push(definition);
            }
        }
    }
    holders
}

/// An operation, and where it is described.
pub(super) struct Described<'p> {
    pub(super) of: &'p Definition,
    /// Its place among the operations of that definition.
    index: usize,
    pub(super) operation: &'p Operation,
}

/// A type of an area, and the condition for the area.
struct Typed {
    path: TokenStream,
    condition: TokenStream,
}

/// What a request takes: `record super::people::Group2Put`, `content "text/plain" operationId`, or `nothing`.
fn input(definition: &Definition, operation: &Operation) -> TokenStream {
    if let Some(media) = operation.media.first() {
        let parameters = operation.query.iter().map(|field| format_ident!("{}", field.wire));
        return quote! { content #media #(#parameters)* };
    }
    operation.input.as_ref().map_or_else(
        || quote! { nothing },
        |shape| {
            let path = field::resource(&shape.type_name, &definition.area);
            quote! { record #path }
        },
    )
}
