//! Messages that are changed in one place, each in a way that has a name.

use fastrand::Rng;
use roxmltree::{Document, Node};
use serde_json::{Value, json};

/// A JSON message with one value replaced or taken away. `None` if it is none that can be read.
pub(crate) fn json_mutant(text: &str, dice: &mut Rng) -> Option<(&'static str, String)> {
    let mut message: Value = serde_json::from_str(text).ok()?;
    let mut count = 0;
    visit(&mut message, &mut |_| {
        count += 1;
        false
    });
    let (mut index, chosen) = (0, dice.usize(0..count));
    let mut what = "";
    visit(&mut message, &mut |value| {
        index += 1;
        if index - 1 == chosen {
            what = change(value, dice);
        }
        index > chosen
    });
    Some((what, message.to_string()))
}

/// Calls for each value, until one says that it was the last.
fn visit(value: &mut Value, take: &mut impl FnMut(&mut Value) -> bool) -> bool {
    take(value)
        || match value {
            Value::Object(members) => members.values_mut().any(|member| visit(member, take)),
            Value::Array(items) => items.iter_mut().any(|item| visit(item, take)),
            _ => false,
        }
}

fn change(value: &mut Value, dice: &mut Rng) -> &'static str {
    let (what, changed) = match dice.u8(0..10) {
        0 => ("a number in its place", json!(5)),
        1 => ("a fraction in its place", json!(0.5)),
        2 => ("a text in its place", json!("x")),
        3 => ("a boolean in its place", json!(true)),
        4 => ("null in its place", Value::Null),
        5 => ("a list of it", json!([value])),
        6 => ("an empty object in its place", json!({})),
        7 => ("a long text in its place", json!("x".repeat(1001))),
        8 => ("a number out of range", json!(-4_000_000)),
        _ => match value {
            Value::Object(members) if !members.is_empty() => {
                let name = members.keys().nth(dice.usize(0..members.len())).cloned().unwrap_or_default();
                members.remove(&name);
                return "a member less";
            }
            Value::Array(items) if !items.is_empty() => ("the first of the list in its place", items[0].clone()),
            _ => ("an empty list in its place", json!([])),
        },
    };
    *value = changed;
    what
}

/// An XML message with one element changed. `None` if there is no way to change the one that was chosen.
pub(crate) fn xml_mutant(text: &str, dice: &mut Rng) -> Option<(&'static str, String)> {
    let message = Document::parse(text).ok()?;
    let elements: Vec<Node<'_, '_>> = message.root().descendants().filter(Node::is_element).collect();
    let chosen = elements[dice.usize(0..elements.len())];
    let range = chosen.range();
    let (what, changed) = edit(&text[range.clone()], chosen.tag_name().name(), chosen == message.root_element(), dice)?;
    Some((what, format!("{}{changed}{}", &text[..range.start], &text[range.end..])))
}

fn edit(element: &str, name: &str, is_root: bool, dice: &mut Rng) -> Option<(&'static str, String)> {
    let (tag, rest) = element.split_at(tag_end(element)?);
    let inside = rest.strip_suffix(&format!("</{name}>"));
    let with_text = |text: &str| inside.map(|_| format!("{tag}{text}</{name}>"));
    let renamed = |other: &str| {
        let tag = format!("<{other}{}", tag.strip_prefix('<')?.strip_prefix(name)?);
        Some(inside.map_or_else(|| tag.clone(), |inside| format!("{tag}{inside}</{other}>")))
    };
    let attribute = |written: &str| Some(tag.replacen(name, &format!("{name} {written}"), 1) + rest);
    Some(match dice.u8(0..14) {
        0 => ("text in its place", with_text("x")?),
        1 => ("a number in its place", with_text("-4000000")?),
        2 => ("a long text in its place", with_text(&"x".repeat(1001))?),
        3 => ("text beside elements", with_text(&format!("x{}", inside?))?),
        4 => ("an element that is none of UCWA's", with_text(&format!("{}<whiteboard/>", inside?))?),
        5 => ("an element of another namespace", with_text(&format!("{}<a:b xmlns:a=\"urn:a\"/>", inside?))?),
        6 => ("an attribute of another namespace", attribute("xmlns:a=\"urn:a\" a:b=\"\"")?),
        7 => ("a list in place of a property", renamed(if name == "property" { "propertyList" } else { "property" })?),
        8 => ("another element", renamed("whiteboard")?),
        9 if !is_root => ("it twice", element.repeat(2)),
        10 if !is_root => ("it left out", String::new()),
        11 => ("another rel", tag.replacen(" rel=\"", " rel=\"whiteboard", 1) + rest),
        12 => ("no href", tag.replacen(" href=\"", " title=\"", 1) + rest),
        13 => ("no name", tag.replacen(" name=\"", " x-name=\"", 1) + rest),
        _ => return None,
    })
}

/// Where the start tag of an element ends.
fn tag_end(element: &str) -> Option<usize> {
    let mut quote = None;
    for (index, byte) in element.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            (None, b'>') => return Some(index + 1),
            _ => {}
        }
    }
    None
}
