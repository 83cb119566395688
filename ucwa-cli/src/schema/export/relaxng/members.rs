//! What a resource or an input holds.

use ucwa_model::descriptor::{Field, Form, Kind, Shape};

use super::{
    super::{
        catalog::{self, REASON, any_case, with_prefixes},
        xml::Xml,
    },
    any_number, attribute, define, reference, resource,
    values::{content, given},
};

/// The patterns of a body: one of its members, and all of them.
pub(super) fn defines(xml: &mut Xml, name: &str, shape: &'static Shape) {
    define(xml, &format!("member.{name}"), |xml| xml.element("choice", &[], |xml| member(xml, shape)));
    let required: Vec<_> = shape.properties().iter().filter(|field| field.required).collect();
    define(xml, &format!("members.{name}"), |xml| {
        if catalog::is_input(shape) {
            return input(xml, name, shape, &required);
        }
        any_number(xml, |xml| reference(xml, &format!("member.{name}")));
        xml.element("optional", &[], |xml| {
            property(
                xml,
                |xml| value(xml, "rel"),
                |xml| {
                    reference(xml, "not.nil");
                    names(xml, &catalog::rels(shape));
                },
            );
            any_number(xml, |xml| {
                xml.element("choice", &[], |xml| {
                    reference(xml, &format!("member.{name}"));
                    property(xml, |xml| value(xml, "rel"), |xml| reference(xml, "content.any"));
                });
            });
        });
    });
}

/// An input has what it requires, in any order.
fn input(xml: &mut Xml, name: &str, shape: &'static Shape, required: &[&Field]) {
    let others = |xml: &mut Xml| any_number(xml, |xml| reference(xml, &format!("member.{name}")));
    xml.element("choice", &[], |xml| {
        for order in orders(required) {
            xml.element("group", &[], |xml| {
                others(xml);
                for field in order {
                    known(xml, shape, field, true);
                    others(xml);
                }
            });
        }
    });
}

/// All orders of a few things.
fn orders<'f>(fields: &[&'f Field]) -> Vec<Vec<&'f Field>> {
    if fields.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (index, first) in fields.iter().enumerate() {
        let mut rest = fields.to_vec();
        rest.remove(index);
        all.extend(orders(&rest).into_iter().map(|order| [vec![*first], order].concat()));
    }
    all
}

/// A member, of any kind, in alternatives.
fn member(xml: &mut Xml, shape: &'static Shape) {
    for field in shape.properties() {
        known(xml, shape, field, false);
    }
    null(xml, shape);
    unknown(xml, shape);
    reference(xml, "link");
    let roles: Vec<_> = shape.embedded().iter().flat_map(|field| with_prefixes(&[field.name])).collect();
    for field in shape.embedded() {
        if let Kind::Embedded(child) = field.kind {
            let child = child();
            let members = if child.rel.is_empty() { "members.any".to_owned() } else { format!("members.{}", child.name) };
            resource(xml, |xml| names(xml, &with_prefixes(&[field.name])), &members);
        }
    }
    resource(xml, |xml| except(xml, &roles), "members.any");
}

/// A property that the schema knows: one value, or a list. One that is `there` is not null, and no list of nothing.
fn known(xml: &mut Xml, shape: &'static Shape, field: &Field, there: bool) {
    if !field.many {
        let value = if there { given(field) } else { content(field) };
        return property(xml, |xml| name_of(xml, shape, field.name), |xml| reference(xml, &value));
    }
    xml.element("element", &[("name", "propertyList")], |xml| {
        attribute(xml, "name", |xml| name_of(xml, shape, field.name));
        reference(xml, "not.nil");
        xml.element("optional", &[], |xml| xml.element("attribute", &[("name", "m:literal")], |xml| xml.empty("text", &[])));
        xml.element(if there { "oneOrMore" } else { "zeroOrMore" }, &[], |xml| {
            xml.element("element", &[("name", "item")], |xml| reference(xml, &given(field)));
        });
    });
}

/// Null, which is the same for one value and for a list.
fn null(xml: &mut Xml, shape: &'static Shape) {
    if shape.properties().is_empty() {
        return;
    }
    xml.element("element", &[], |xml| {
        xml.element("choice", &[], |xml| ["property", "propertyList"].iter().for_each(|name| xml.text("name", &[], name)));
        attribute(xml, "name", |xml| {
            xml.element("choice", &[], |xml| shape.properties().iter().for_each(|field| name_of(xml, shape, field.name)));
        });
        reference(xml, "nil");
    });
}

/// Properties that the schema does not know. What is no text is no rel, and what an input calls itself is not looked at.
fn unknown(xml: &mut Xml, shape: &'static Shape) {
    let known: Vec<_> = shape.properties().iter().map(|field| field.name).collect();
    let others = |xml: &mut Xml, more: &[&'static str]| {
        xml.element("data", &[("type", "string")], |xml| {
            if known.len() + more.len() > 0 {
                xml.element("except", &[], |xml| {
                    xml.element("choice", &[], |xml| {
                        known.iter().for_each(|name| name_of(xml, shape, name));
                        more.iter().for_each(|name| value(xml, name));
                    });
                });
            }
        });
    };
    if catalog::is_input(shape) {
        property(xml, |xml| others(xml, &[]), |xml| reference(xml, "content.any"));
    } else {
        property(xml, |xml| others(xml, &["rel"]), |xml| reference(xml, "content.any"));
        property(
            xml,
            |xml| value(xml, "rel"),
            |xml| {
                xml.element("choice", &[], |xml| ["nil", "literal"].iter().for_each(|name| reference(xml, name)));
            },
        );
    }
    xml.element("element", &[("name", "propertyList")], |xml| {
        attribute(xml, "name", |xml| others(xml, &[]));
        reference(xml, "items.any");
    });
}

/// The error body, whose properties are elements of their own, each once; they may stand as properties too.
pub(super) fn reason(xml: &mut Xml) {
    let Some(shape) = catalog::resources().map(|body| body.shape).find(|shape| shape.form == Form::Reason) else { return };
    define(xml, "member.reason", |xml| xml.element("choice", &[], |xml| member(xml, shape)));
    define(xml, REASON, |xml| {
        xml.element("element", &[("name", REASON)], |xml| {
            reference(xml, "attributes.open");
            xml.element("interleave", &[], |xml| {
                for field in shape.properties() {
                    xml.element("optional", &[], |xml| part(xml, field));
                }
                any_number(xml, |xml| {
                    xml.element("choice", &[], |xml| {
                        reference(xml, "member.reason");
                        property(xml, |xml| value(xml, "rel"), |xml| reference(xml, "content.any"));
                    });
                });
            });
        });
    });
}

/// A part of an error body.
fn part(xml: &mut Xml, field: &Field) {
    xml.element("element", &[("name", field.name)], |xml| match field.kind {
        Kind::Bag => {
            reference(xml, "attributes.any");
            reference(xml, "bag");
        }
        Kind::Parameter => {
            reference(xml, "attributes.open");
            any_number(xml, |xml| {
                xml.element("element", &[("name", "parameter")], |xml| {
                    reference(xml, "attributes.any");
                    reference(xml, "bag");
                });
            });
        }
        _ => {
            xml.element("optional", &[], |xml| attribute(xml, "name", |xml| xml.empty("text", &[])));
            reference(xml, &content(field));
        }
    });
}

fn property(xml: &mut Xml, name: impl FnOnce(&mut Xml), content: impl FnOnce(&mut Xml)) {
    xml.element("element", &[("name", "property")], |xml| {
        attribute(xml, "name", name);
        content(xml);
    });
}

/// The name of a property; of an input's in any case.
fn name_of(xml: &mut Xml, shape: &Shape, name: &str) {
    if !catalog::is_input(shape) {
        return value(xml, name);
    }
    xml.element("data", &[("type", "string")], |xml| xml.text("param", &[("name", "pattern")], &any_case(name)));
}

fn value(xml: &mut Xml, text: &str) {
    xml.text("value", &[("type", "string")], text);
}

/// One of those names.
pub(super) fn names(xml: &mut Xml, names: &[String]) {
    xml.element("choice", &[], |xml| names.iter().for_each(|name| value(xml, name)));
}

/// Any text but those.
pub(super) fn except(xml: &mut Xml, known: &[String]) {
    xml.element("data", &[("type", "string")], |xml| {
        if !known.is_empty() {
            xml.element("except", &[], |xml| names(xml, known));
        }
    });
}
