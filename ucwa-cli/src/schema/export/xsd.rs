//! XML Schema 1.0: the shape that all messages have, and that no property comes twice. What each rel holds, it cannot say.

use super::{
    catalog::{MARKUP, UCWA, XML},
    xml::{Attributes, Xml},
};

/// The elements of resources, any number in any order.
const MEMBERS: [&str; 4] = ["property", "propertyList", "link", "resource"];

/// The document.
pub(super) fn document() -> String {
    let mut xml = Xml::new();
    let namespaces: Attributes<'_> = &[
        ("xmlns:xs", "http://www.w3.org/2001/XMLSchema"),
        ("xmlns:u", UCWA),
        ("targetNamespace", UCWA),
        ("elementFormDefault", "qualified"),
        ("version", env!("CARGO_PKG_VERSION")),
    ];
    xml.element("xs:schema", namespaces, |xml| {
        documentation(xml, "The shape of UCWA's messages in XML. What each resource holds is in the RELAX NG grammar.");
        for name in ["resource", "input"] {
            holder(xml, name, "u:resourceType", &MEMBERS);
        }
        holder(xml, "events", "u:eventsType", &MEMBERS);
        xml.empty("xs:element", &[("name", "reason"), ("type", "u:reasonType")]);
        xml.empty("xs:element", &[("name", "link"), ("type", "u:linkType")]);
        xml.empty("xs:element", &[("name", "property"), ("type", "u:propertyType"), ("nillable", "true")]);
        xml.empty("xs:element", &[("name", "propertyList"), ("type", "u:propertyListType"), ("nillable", "true")]);
        attributes(xml);
        members_type(xml, "resourceType", &MEMBERS);
        members_type(xml, "eventsType", &["property", "propertyList", "link", "resource", "sender"]);
        any_type(xml, "senderType", Some("lax"));
        any_type(xml, "reasonType", Some("skip"));
        any_type(xml, "linkType", None);
        xml.empty("xs:element", &[("name", "sender"), ("type", "u:senderType")]);
        property_type(xml);
        list_type(xml);
    });
    xml.finish()
}

fn documentation(xml: &mut Xml, text: &str) {
    xml.element("xs:annotation", &[], |xml| xml.text("xs:documentation", &[], text));
}

/// An element whose properties have names of their own.
fn holder(xml: &mut Xml, name: &str, kind: &str, members: &[&str]) {
    xml.element("xs:element", &[("name", name), ("type", kind)], |xml| {
        xml.element("xs:unique", &[("name", &format!("{name}-properties"))], |xml| {
            let properties: Vec<_> = members.iter().filter(|member| member.starts_with("property")).collect();
            let path = properties.iter().map(|member| format!("u:{member}")).collect::<Vec<_>>().join("|");
            xml.empty("xs:selector", &[("xpath", &path)]);
            xml.empty("xs:field", &[("xpath", "@name")]);
        });
    });
}

/// The attributes that any element may have.
fn attributes(xml: &mut Xml) {
    xml.element("xs:attributeGroup", &[("name", "common")], |xml| {
        xml.empty("xs:anyAttribute", &[("namespace", &format!("{XML} {MARKUP}")), ("processContents", "skip")]);
    });
    xml.element("xs:attributeGroup", &[("name", "open")], |xml| {
        xml.empty("xs:anyAttribute", &[("namespace", &format!("##local {XML} {MARKUP}")), ("processContents", "skip")]);
    });
}

fn members_type(xml: &mut Xml, name: &str, members: &[&str]) {
    xml.element("xs:complexType", &[("name", name)], |xml| {
        xml.element("xs:choice", &[("minOccurs", "0"), ("maxOccurs", "unbounded")], |xml| {
            for member in members {
                xml.empty("xs:element", &[("ref", &format!("u:{member}"))]);
            }
        });
        xml.empty("xs:attributeGroup", &[("ref", "u:open")]);
    });
}

/// A type that is told elsewhere: elements of UCWA, checked as each is declared or not at all; or none.
fn any_type(xml: &mut Xml, name: &str, inside: Option<&str>) {
    xml.element("xs:complexType", &[("name", name)], |xml| {
        if let Some(check) = inside {
            xml.element("xs:sequence", &[], |xml| {
                let repeated: Attributes<'_> = &[
                    ("namespace", "##targetNamespace"),
                    ("processContents", check),
                    ("minOccurs", "0"),
                    ("maxOccurs", "unbounded"),
                ];
                xml.empty("xs:any", repeated);
            });
        }
        xml.empty("xs:attributeGroup", &[("ref", "u:open")]);
    });
}

fn property_type(xml: &mut Xml) {
    for (name, is_named) in [("propertyType", true), ("itemType", false)] {
        xml.element("xs:complexType", &[("name", name)], |xml| {
            xml.element("xs:simpleContent", &[], |xml| {
                xml.element("xs:extension", &[("base", "xs:string")], |xml| {
                    if is_named {
                        xml.empty("xs:attribute", &[("name", "name"), ("type", "xs:string"), ("use", "required")]);
                    }
                    xml.empty("xs:attributeGroup", &[("ref", "u:common")]);
                });
            });
        });
    }
}

fn list_type(xml: &mut Xml) {
    xml.element("xs:complexType", &[("name", "propertyListType")], |xml| {
        xml.element("xs:sequence", &[], |xml| {
            let item: Attributes<'_> =
                &[("name", "item"), ("type", "u:itemType"), ("nillable", "true"), ("minOccurs", "0"), ("maxOccurs", "unbounded")];
            xml.empty("xs:element", item);
        });
        xml.empty("xs:attribute", &[("name", "name"), ("type", "xs:string"), ("use", "required")]);
        xml.empty("xs:attributeGroup", &[("ref", "u:common")]);
    });
}
