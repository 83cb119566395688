//! Members of a body and query parameters: one inline table each.

use crate::{
    diagnostics::Diagnostics,
    model::{Field, Kind, Section},
    name,
    parse::FindArea,
    toml_table::Table,
};

/// The members of a table, in its order.
pub(super) fn members(table: &Table<'_>, section: Section, find_area: FindArea<'_>, diagnostics: &mut Diagnostics) -> Vec<Field> {
    let member = |wire: String| {
        let mut entry = table.any_table(&wire, diagnostics)?;
        if !name::is_plain(&wire) {
            let expected = "expected a name of letters and digits that begins with a letter";
            diagnostics.at(table.file, entry.at, format_args!("{expected}, but found `{wire}`"));
            return None;
        }
        let kind = match section {
            Section::Properties => property(&mut entry, &wire, find_area, diagnostics),
            Section::Links => link(&mut entry, &wire, find_area, diagnostics),
            Section::Embedded => embedded(&mut entry, find_area, diagnostics),
        };
        let field = field(&mut entry, wire, kind?, diagnostics);
        entry.finish(diagnostics);
        Some(field)
    };
    table.keys().into_iter().filter_map(member).collect()
}

fn field(entry: &mut Table<'_>, wire: String, kind: Kind, diagnostics: &mut Diagnostics) -> Field {
    let list = entry.flag(if kind.section() == Section::Properties { "list" } else { "many" }, diagnostics);
    let range = if matches!(kind, Kind::Integer) { entry.range("range", diagnostics) } else { None };
    let rust = entry.string("field", diagnostics).unwrap_or_else(|| match kind {
        Kind::Link { .. } => name::link_field_name(&wire, list),
        _ => name::field_name(&wire),
    });
    let required = entry.flag("required", diagnostics);
    let doc = entry.required("doc", diagnostics);
    Field { rust, kind, many: list, required, range, doc, at: entry.at, wire }
}

/// The types that a property can name, beside `enumeration`.
const TYPES: &[&str] = &["string", "sip-uri", "boolean", "integer", "date", "bag", "parameter"];

fn property(entry: &mut Table<'_>, wire: &str, find_area: FindArea<'_>, diagnostics: &mut Diagnostics) -> Option<Kind> {
    if entry.flag("data", diagnostics) {
        return Some(Kind::Data);
    }
    let place = entry.place("enumeration");
    if let Some(enumeration) = entry.string("enumeration", diagnostics) {
        if find_area(&enumeration).as_deref() != Some("enumerations") {
            let expected = "expected an enumeration of the index";
            diagnostics.at(entry.file, place, format_args!("{expected}, but found `{enumeration}`"));
        }
        return Some(Kind::Enumeration(enumeration));
    }
    let kind = match entry.required("type", diagnostics).as_str() {
        "string" => {
            let limit = entry.number("limit", diagnostics);
            let type_name = entry.string("as", diagnostics).unwrap_or_else(|| name::pascal_case(wire));
            Kind::String(limit.map(|limit| (type_name, limit)))
        }
        "sip-uri" => Kind::SipUri,
        "boolean" => Kind::Boolean,
        "integer" => Kind::Integer,
        "date" => Kind::Date,
        "bag" => Kind::Bag,
        "parameter" => Kind::Parameter,
        "" => return None,
        other => {
            let types = TYPES.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let place = entry.place("type");
            diagnostics.at(entry.file, place, format_args!("expected one of the types {types}, but found `{other}`"));
            return None;
        }
    };
    Some(kind)
}

fn link(entry: &mut Table<'_>, wire: &str, find_area: FindArea<'_>, diagnostics: &mut Diagnostics) -> Option<Kind> {
    if entry.flag("data", diagnostics) {
        return Some(Kind::Data);
    }
    let place = entry.place("target");
    let target = entry.string("target", diagnostics);
    if let Some(target) = &target
        && find_area(target).is_none()
    {
        diagnostics.at(entry.file, place, format_args!("expected a definition of the index, but found `{target}`"));
    }
    let target = target.or_else(|| find_area(wire).map(|_| wire.to_owned()));
    Some(Kind::Link { target })
}

fn embedded(entry: &mut Table<'_>, find_area: FindArea<'_>, diagnostics: &mut Diagnostics) -> Option<Kind> {
    let target = entry.required("type", diagnostics);
    if target.is_empty() {
        return None;
    }
    match find_area(&target) {
        Some(area) if area != "enumerations" => Some(Kind::Embedded { target, area }),
        _ => {
            let place = entry.place("type");
            diagnostics.at(entry.file, place, format_args!("expected a definition of the index, but found `{target}`"));
            None
        }
    }
}
