//! What is written between the parentheses of `schema!`.

use proc_macro2::Ident;
use syn::{
    Attribute, LitStr, Token, Visibility,
    parse::{Parse, ParseStream},
};

use crate::name;

/// The path of a schema folder, and a module for each of its areas.
pub(crate) struct Invocation {
    pub(crate) folder: LitStr,
    pub(crate) modules: Vec<Module>,
}

/// `#[cfg(feature = "people")] pub mod people;`
pub(crate) struct Module {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
}

impl Parse for Invocation {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let folder = input.parse()?;
        input.parse::<Token![;]>()?;
        let mut modules = Vec::new();
        while !input.is_empty() {
            modules.push(input.parse()?);
        }
        Ok(Self { folder, modules })
    }
}

impl Parse for Module {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (attributes, visibility) = (input.call(Attribute::parse_outer)?, input.parse()?);
        input.parse::<Token![mod]>()?;
        let name = input.parse()?;
        input.parse::<Token![;]>()?;
        Ok(Self { attributes, visibility, name })
    }
}

impl Module {
    /// Whether it is the module of an area: `online_meetings` is that of `online-meetings`.
    pub(crate) fn is_of(&self, area: &str) -> bool {
        self.name == name::module_name(area)
    }

    /// The attributes that say whether the module is there.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"))
    }
}
