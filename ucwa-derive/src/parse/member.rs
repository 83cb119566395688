//! Members of a body and query parameters: one inline table each.

use crate::{
    model::{ENUMERATIONS, Field, Kind, Section},
    name,
    parse::Known,
    toml_table::Table,
};

/// The members of a table, in its order.
pub(super) fn members(table: &Table<'_>, section: Section, known: &Known) -> Vec<Field> {
    let member = |wire: String| {
        let mut entry = table.any_table(&wire)?;
        if !name::is_plain(&wire) {
            let expected = "expected a name of letters and digits that begins with a letter";
            table.file.report(entry.at, format_args!("{expected}, but found `{wire}`"));
            return None;
        }
        let kind = match section {
            Section::Properties => property(&mut entry, &wire, known),
            Section::Links => link(&mut entry, &wire, known),
            Section::Embedded => embedded(&mut entry, known),
        };
        let field = field(&mut entry, wire, kind?);
        entry.finish();
        Some(field)
    };
    table.keys().into_iter().filter_map(member).collect()
}

fn field(entry: &mut Table<'_>, wire: String, kind: Kind) -> Field {
    let list = entry.flag(if kind.section() == Section::Properties { "list" } else { "many" });
    let range = if matches!(kind, Kind::Integer) { entry.range("range") } else { None };
    let rust = entry.string("field").unwrap_or_else(|| match kind {
        Kind::Link { .. } => name::link_field_name(&wire, list),
        _ => name::field_name(&wire),
    });
    let required = entry.flag("required");
    let doc = entry.required("doc");
    Field { rust, kind, many: list, required, range, doc, at: entry.at, wire }
}

/// The types that a property can name, beside `enumeration`.
const TYPES: &[&str] = &["string", "sip-uri", "boolean", "integer", "date", "bag", "parameter"];

fn property(entry: &mut Table<'_>, wire: &str, known: &Known) -> Option<Kind> {
    if entry.flag("data") {
        return Some(Kind::Data);
    }
    let place = entry.place("enumeration");
    if let Some(enumeration) = entry.string("enumeration") {
        if known.area(&enumeration) != Some(ENUMERATIONS) {
            let expected = "expected an enumeration of the index";
            entry.file.report(place, format_args!("{expected}, but found `{enumeration}`"));
            return None;
        }
        return Some(Kind::Enumeration(enumeration));
    }
    let kind = match entry.required("type").as_str() {
        "string" => {
            let limit = entry.number("limit");
            let type_name = entry.string("as").unwrap_or_else(|| name::pascal_case(wire));
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
            entry.file.report(place, format_args!("expected one of the types {types}, but found `{other}`"));
            return None;
        }
    };
    Some(kind)
}

fn link(entry: &mut Table<'_>, wire: &str, known: &Known) -> Option<Kind> {
    if entry.flag("data") {
        return Some(Kind::Data);
    }
    let place = entry.place("target");
    let target = entry.string("target");
    if let Some(target) = &target
        && known.area(target).is_none()
    {
        entry.file.report(place, format_args!("expected a definition of the index, but found `{target}`"));
    }
    let target = target.or_else(|| known.area(wire).map(|_| wire.to_owned()));
    Some(Kind::Link { target })
}

fn embedded(entry: &mut Table<'_>, known: &Known) -> Option<Kind> {
    let target = entry.required("type");
    if target.is_empty() {
        return None;
    }
    match known.area(&target) {
        Some(area) if area != ENUMERATIONS => Some(Kind::Embedded { area: area.to_owned(), target }),
        _ => {
            let place = entry.place("type");
            entry.file.report(place, format_args!("expected a definition of the index, but found `{target}`"));
            None
        }
    }
}
