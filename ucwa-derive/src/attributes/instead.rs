//! Which type was meant, where one stands that no member can have.
//!
//! This goes by names, so it is a guess: only where the compiler finds that a type cannot be that of a member is the guess shown.

use syn::{GenericArgument, PathArguments, Type, parse_quote};

/// What texts are called elsewhere.
const TEXTS: &[&str] = &["String", "str", "Cow", "char", "CompactString", "SmolStr"];
const INTEGERS: &[&str] = &["i8", "i16", "i32", "isize", "i128", "u8", "u16", "u32", "u64", "usize", "u128"];
const DATES: &[&str] = &[
    "DateTime",
    "Instant",
    "NaiveDate",
    "NaiveDateTime",
    "OffsetDateTime",
    "PrimitiveDateTime",
    "SystemTime",
    "Timestamp",
    "UtcDateTime",
    "Zoned",
];
/// What a member can be, and a field too if it may be absent.
const VALUES: &[&str] = &["Text", "bool", "i64", "Date", "SipUri", "Link", "DataLink"];

/// The type that was probably meant.
pub(super) fn instead(ty: &Type) -> Option<Type> {
    let Outer { optional, list, element } = Outer::of(ty);
    let name = name(element)?;
    let is_one_of = |names: &[&str]| names.contains(&name.as_str());
    let element: Type = if is_one_of(TEXTS) {
        parse_quote!(__ucwa_model::Text)
    } else if is_one_of(INTEGERS) {
        parse_quote!(::core::primitive::i64)
    } else if is_one_of(DATES) {
        parse_quote!(__ucwa_model::Date)
    } else if is_one_of(VALUES) && !optional && !list {
        element.clone()
    } else {
        return None;
    };
    Some(if list {
        parse_quote!(::core::option::Option<::std::vec::Vec<#element>>)
    } else {
        parse_quote!(::core::option::Option<#element>)
    })
}

/// The type of one value.
pub(super) fn element(ty: &Type) -> &Type {
    Outer::of(ty).element
}

/// What stands around the type of one value.
struct Outer<'t> {
    optional: bool,
    list: bool,
    element: &'t Type,
}

impl<'t> Outer<'t> {
    fn of(ty: &'t Type) -> Self {
        let mut outer = Self { optional: false, list: false, element: ty };
        while let Some((name, inner)) = container(outer.element) {
            match name.as_str() {
                "Option" => outer.optional = true,
                "Vec" => outer.list = true,
                "Box" | "Rc" | "Arc" => {}
                _ => break,
            }
            outer.element = inner;
        }
        outer
    }
}

/// The name of a generic type, and its only argument.
fn container(ty: &Type) -> Option<(String, &Type)> {
    let Type::Path(path) = ty else {
        return None;
    };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(inner) if arguments.args.len() == 1 => Some((last.ident.to_string(), inner)),
        _ => None,
    }
}

/// The last word of a path, or of what a reference leads to.
fn name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        Type::Reference(reference) => name(&reference.elem),
        _ => None,
    }
}
