//! RELAX NG: what each rel and each input holds in XML, in any order.
//!
//! Interleaving cannot be said: RELAX NG does not take two operands with an element of one name, and all are called `property`. So
//! members are any number of any of those that fit; that none comes twice is said in XML Schema.

mod members;
mod values;

use ucwa_model::descriptor::Shape;

use self::members::{defines, names, reason};
use super::{
    File,
    catalog::{self, Body, MARKUP, UCWA, XSI},
    xml::{Attributes, Xml},
};

/// The file of the grammar.
pub(super) const GRAMMAR: &str = "ucwa.rng";

/// The patterns that depend on no definition.
const COMMON: &str = include_str!("relaxng/common.xml");

/// What the elements of all grammars need to know.
const NAMESPACES: [(&str, &str); 5] = [
    ("xmlns", "http://relaxng.org/ns/structure/1.0"),
    ("xmlns:xsi", XSI),
    ("xmlns:m", MARKUP),
    ("ns", UCWA),
    ("datatypeLibrary", "http://www.w3.org/2001/XMLSchema-datatypes"),
];

/// The grammar of any message.
pub(super) fn grammar() -> String {
    let mut xml = Xml::new();
    xml.element("grammar", &NAMESPACES, |xml| {
        xml.element("start", &[], |xml| reference(xml, "document"));
        document(xml);
        xml.raw(COMMON);
        values::defines(xml);
        for Body { name, shape, .. } in catalog::resources().chain(catalog::inputs()) {
            if !is_reason(shape) {
                defines(xml, &name, shape);
            }
            start(xml, &name, shape);
        }
        reason(xml);
        of_event(xml);
    });
    xml.finish()
}

/// A grammar for each resource and input alone, for messages that do not name themselves.
pub(super) fn starts() -> Vec<File> {
    let grammar = |Body { name, .. }: Body| {
        let mut xml = Xml::new();
        xml.element("grammar", &NAMESPACES, |xml| {
            xml.element("include", &[("href", GRAMMAR)], |xml| {
                xml.element("start", &[], |xml| reference(xml, &format!("start.{name}")));
            });
        });
        File { name: format!("{name}.rng"), text: xml.finish() }
    };
    catalog::resources().chain(catalog::inputs()).map(grammar).collect()
}

fn is_reason(shape: &Shape) -> bool {
    matches!(shape.form, ucwa_model::descriptor::Form::Reason)
}

/// Any message: a resource by its rel, a response of the event channel, an error, an input.
fn document(xml: &mut Xml) {
    define(xml, "document", |xml| {
        xml.element("choice", &[], |xml| {
            for (body, rels) in catalog::by_rel().filter(|(body, _)| !is_reason(body.shape)) {
                resource(xml, |xml| names(xml, &rels), &format!("members.{}", body.name));
            }
            let known: Vec<_> = catalog::by_rel().filter(|(body, _)| !is_reason(body.shape)).flat_map(|(_, rels)| rels).collect();
            resource(xml, |xml| members::except(xml, &known), "members.any");
            xml.element("element", &[("name", "resource")], |xml| {
                reference(xml, "attributes.own");
                reference(xml, "members.any");
            });
            for body in catalog::inputs() {
                xml.element("element", &[("name", "input")], |xml| {
                    xml.element("optional", &[], |xml| rel(xml, |xml| names(xml, &catalog::rels(body.shape))));
                    reference(xml, "attributes.own");
                    reference(xml, &format!("members.{}", body.name));
                });
            }
            ["events", "reason", "plain"].iter().for_each(|name| reference(xml, name));
        });
    });
}

/// A root that is one resource or input, which need not name itself.
fn start(xml: &mut Xml, name: &str, shape: &'static Shape) {
    define(xml, &format!("start.{name}"), |xml| {
        if is_reason(shape) {
            return reference(xml, "reason");
        }
        xml.element("element", &[], |xml| {
            xml.element("choice", &[], |xml| {
                xml.text("name", &[], "resource");
                if catalog::is_input(shape) {
                    xml.text("name", &[], "input");
                }
            });
            xml.element("optional", &[], |xml| rel(xml, |xml| names(xml, &catalog::rels(shape))));
            reference(xml, "attributes.own");
            reference(xml, &format!("members.{name}"));
        });
    });
}

/// The resources of an event: each is what its role says, unless it calls itself something else.
fn of_event(xml: &mut Xml) {
    define(xml, "resource.of.event", |xml| {
        xml.element("choice", &[], |xml| {
            let known: Vec<_> = catalog::by_rel().filter(|(body, _)| !is_reason(body.shape)).collect();
            for (body, rels) in &known {
                resource(xml, |xml| names(xml, rels), &format!("members.{}", body.name));
                xml.element("element", &[("name", "resource")], |xml| {
                    rel(xml, |xml| names(xml, rels));
                    reference(xml, "attributes.own");
                    reference(xml, "members.any");
                    xml.element("element", &[("name", "property")], |xml| {
                        attribute(xml, "name", |xml| xml.text("value", &[("type", "string")], "rel"));
                        reference(xml, "not.nil");
                        members::except(xml, rels);
                    });
                    reference(xml, "members.any");
                });
            }
            let known: Vec<_> = known.into_iter().flat_map(|(_, rels)| rels).collect();
            resource(xml, |xml| members::except(xml, &known), "members.any");
        });
    });
}

/// A resource with a rel as its container or a root has it.
fn resource(xml: &mut Xml, rels: impl FnOnce(&mut Xml), members: &str) {
    xml.element("element", &[("name", "resource")], |xml| {
        rel(xml, rels);
        reference(xml, "attributes.own");
        reference(xml, members);
    });
}

fn rel(xml: &mut Xml, rels: impl FnOnce(&mut Xml)) {
    attribute(xml, "rel", rels);
}

fn attribute(xml: &mut Xml, name: &str, value: impl FnOnce(&mut Xml)) {
    xml.element("attribute", &[("name", name), ("ns", "")], value);
}

fn define(xml: &mut Xml, name: &str, pattern: impl FnOnce(&mut Xml)) {
    xml.element("define", &[("name", name)], pattern);
}

fn reference(xml: &mut Xml, name: &str) {
    xml.empty("ref", &[("name", name)]);
}

/// Any number of what follows.
fn any_number(xml: &mut Xml, pattern: impl FnOnce(&mut Xml)) {
    let none: Attributes<'_> = &[];
    xml.element("zeroOrMore", none, pattern);
}
