//! What single values are in XML.

use std::collections::BTreeSet;

use ucwa_model::descriptor::{EnumerationDefinition, Field, Kind, Shape};

use super::{
    super::{
        catalog,
        value::{INTEGER_XML, NO_DATE_XML, SIP_URI_XML, WITH_SPACE_XML, date_xml},
        xml::Xml,
    },
    define, reference,
};

/// The name of the pattern of a field's values, without what they may be instead: null.
fn name(field: &Field) -> String {
    match field.kind {
        Kind::String { limit: Some(limit) } => format!("string.{limit}"),
        Kind::SipUri => "sipUri".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Integer => field.range.map_or_else(|| "integer".to_owned(), |(min, max)| format!("integer.{min}.{max}")),
        Kind::Date => "date".to_owned(),
        Kind::Enumeration(enumeration) => enumeration.name.to_owned(),
        Kind::Bag | Kind::Parameter => "object".to_owned(),
        _ => "string".to_owned(),
    }
}

/// The content of an element that holds a value of the field, or null.
pub(super) fn content(field: &Field) -> String {
    format!("content.{}", name(field))
}

/// The content of an element that holds a value of the field, and not null.
pub(super) fn given(field: &Field) -> String {
    format!("given.{}", name(field))
}

/// The patterns of all values that there are.
pub(super) fn defines(xml: &mut Xml) {
    let mut done = BTreeSet::new();
    let shapes = catalog::resources().chain(catalog::inputs()).map(|body| body.shape);
    for field in shapes.flat_map(Shape::properties) {
        if done.insert(name(field)) {
            value(xml, field);
        }
    }
}

fn value(xml: &mut Xml, field: &Field) {
    let name = name(field);
    define(xml, &format!("given.{name}"), |xml| {
        xml.element("choice", &[], |xml| {
            xml.element("group", &[], |xml| {
                reference(xml, "literal.attributes");
                literal(xml, field);
            });
            xml.element("group", &[], |xml| {
                reference(xml, "not.nil");
                data(xml, field);
            });
        });
    });
    define(xml, &format!("content.{name}"), |xml| {
        xml.element("choice", &[], |xml| {
            ["nil", "literal.null"].iter().for_each(|name| reference(xml, name));
            reference(xml, &format!("given.{name}"));
        });
    });
}

fn data(xml: &mut Xml, field: &Field) {
    match field.kind {
        Kind::String { limit: Some(limit) } => restricted(xml, "string", &[("maxLength", &limit.to_string())]),
        Kind::SipUri => restricted(xml, "string", &[("pattern", SIP_URI_XML)]),
        Kind::Boolean => one_of(xml, &["True", "False", "true", "false"]),
        Kind::Integer => integer(xml, field, &[WITH_SPACE_XML]),
        Kind::Date => excluding(xml, "string", &[("pattern", &date_xml())], &[NO_DATE_XML]),
        Kind::Enumeration(enumeration) => open(xml, enumeration),
        Kind::Bag | Kind::Parameter => xml.empty("notAllowed", &[]),
        _ => xml.empty("text", &[]),
    }
}

/// A value as JSON, as far as a pattern can tell.
fn literal(xml: &mut Xml, field: &Field) {
    match field.kind {
        Kind::Boolean => reference(xml, "json.boolean"),
        Kind::Integer => integer(xml, field, &[]),
        Kind::Bag | Kind::Parameter => reference(xml, "json.object"),
        _ => reference(xml, "json.string"),
    }
}

/// XML Schema's integers may have white space around them, which XML's values here may not, and JSON's may.
fn integer(xml: &mut Xml, field: &Field, not: &[&str]) {
    let (min, max) = field.range.unwrap_or((i64::MIN, i64::MAX));
    let bounds = [("pattern", INTEGER_XML), ("minInclusive", &min.to_string()), ("maxInclusive", &max.to_string())];
    excluding(xml, "long", &bounds, not);
}

fn restricted(xml: &mut Xml, kind: &str, facets: &[(&str, &str)]) {
    excluding(xml, kind, facets, &[]);
}

/// What the facets allow, but not what has one of those patterns.
fn excluding(xml: &mut Xml, kind: &str, facets: &[(&str, &str)], patterns: &[&str]) {
    xml.element("data", &[("type", kind)], |xml| {
        for (facet, value) in facets {
            xml.text("param", &[("name", facet)], value);
        }
        for pattern in patterns {
            xml.element("except", &[], |xml| restricted(xml, "string", &[("pattern", pattern)]));
        }
    });
}

fn one_of(xml: &mut Xml, values: &[&str]) {
    xml.element("choice", &[], |xml| {
        for value in values {
            xml.text("value", &[("type", "string")], value);
        }
    });
}

/// An open enumeration: the values are there for who reads the grammar.
fn open(xml: &mut Xml, enumeration: &EnumerationDefinition) {
    xml.element("choice", &[], |xml| {
        for value in enumeration.values {
            xml.text("value", &[("type", "string")], value.name);
        }
        xml.empty("data", &[("type", "string")]);
    });
}

#[cfg(test)]
mod tests {
    use ucwa_model::descriptor;

    #[test]
    fn no_enumeration_is_called_like_another_value() {
        let others = ["string", "boolean", "integer", "date", "sipUri", "object", "any"];
        assert!(descriptor::enumerations().iter().all(|one| !others.contains(&one.name)));
    }
}
