//! XML as `roxmltree` reads it.

use roxmltree::{Document, Node, ParsingOptions};

use super::{Dice, Element};

const UCWA: &str = "http://schemas.microsoft.com/rtc/2012/03/ucwa";

/// A well-formed message.
pub struct Markup<'a>(Document<'a>);

impl<'a> Markup<'a> {
    pub fn parse(bytes: &'a [u8]) -> Result<Self, String> {
        let text =
            std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).map_err(|error| error.to_string())?;
        // it forgets that such a line break is read as a line feed
        if text.contains("\r<![CDATA[") {
            return Err("a carriage return before a CDATA section".to_owned());
        }
        Document::parse_with_options(text, ParsingOptions::default()).map(Self).map_err(|error| error.to_string())
    }

    /// What it says.
    pub fn meaning(&self) -> Element {
        Element::of(self.0.root_element())
    }

    /// The longest text of an element, the deepest nesting, the most elements in one, in one that has senders or events, and the
    /// most attributes.
    pub fn measure(&self) -> [usize; 5] {
        let mut most = [0; 5];
        for element in self.0.descendants().filter(Node::is_element) {
            let text = element.attributes().map(|attribute| attribute.value().len()).max().unwrap_or_default();
            let children = element.children().filter(Node::is_element).count();
            let depth = element.ancestors().filter(Node::is_element).count();
            let [children, mixed] = match element.tag_name().name() {
                "events" | "sender" => [0, children],
                _ => [children, 0],
            };
            let found = [text, depth, children, mixed, element.attributes().len()];
            most = std::array::from_fn(|index| found[index].max(most[index]));
        }
        most
    }

    /// The same message with other quotes, prefixes, references, CDATA sections and comments; if wanted, with the children of each
    /// element in another order, in which those of one name keep theirs.
    pub fn respell(&self, dice: &mut Dice, reorder: bool) -> String {
        let mut out = String::new();
        let prefix = any_prefix(dice);
        write(&mut out, self.0.root_element(), dice, reorder, prefix);
        out
    }
}

/// Mostly without a prefix.
fn any_prefix(dice: &mut Dice) -> &'static str {
    ["", "", "u:", "ns1:"][dice.below(4)]
}

fn write(out: &mut String, node: Node<'_, '_>, dice: &mut Dice, reorder: bool, ucwa: &str) {
    // a default namespace that has been taken back is none
    let namespace = node.tag_name().namespace().unwrap_or_default();
    let prefix = match namespace {
        UCWA => ucwa,
        "" => "",
        _ => "other:",
    };
    let name = format!("{prefix}{}", node.tag_name().name());
    out.push('<');
    out.push_str(&name);
    // every element says what its name stands for, for its container may say something else
    let declared = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{}", prefix.trim_end_matches(':')) };
    attribute(out, &declared, namespace, dice);
    for (index, one) in node.attributes().enumerate() {
        match one.namespace() {
            None => attribute(out, one.name(), one.value(), dice),
            Some("http://www.w3.org/XML/1998/namespace") => attribute(out, &format!("xml:{}", one.name()), one.value(), dice),
            Some(space) => {
                attribute(out, &format!("xmlns:a{index}"), space, dice);
                attribute(out, &format!("a{index}:{}", one.name()), one.value(), dice);
            }
        }
    }
    out.push('>');
    for child in children(node, dice, reorder) {
        if child.is_element() {
            write(out, child, dice, reorder, ucwa);
        } else {
            text(out, child.text().unwrap_or_default(), dice);
        }
    }
    out.push_str(&format!("</{name}{}>", ["", " ", "\n"][dice.below(3)]));
}

fn children<'a, 'input>(node: Node<'a, 'input>, dice: &mut Dice, reorder: bool) -> Vec<Node<'a, 'input>> {
    let mut children: Vec<_> = node.children().filter(|child| child.is_element() || child.is_text()).collect();
    // in the bodies that are no resources a member is called as its element
    let plain = matches!(node.document().root_element().tag_name().name(), "optionsMetadata" | "operationsQueued");
    let is_object = match node.tag_name().name() {
        "metadata" | "parameters" | "supportedValues" | "operations" if plain => false,
        // events, senders, items and parameters are lists
        name => plain || matches!(name, "resource" | "input"),
    };
    let (elements, texts): (Vec<Node<'_, '_>>, Vec<_>) = children.iter().partition(|child| child.is_element());
    let no_text = !elements.is_empty() && texts.iter().all(|text| text.text().unwrap_or_default().trim().is_empty());
    if reorder && is_object && no_text {
        children = elements;
        let key = |child: &Node<'_, '_>| {
            let element = child.tag_name().name();
            if plain {
                return (element.to_owned(), None);
            }
            let name = child.attribute("name").or_else(|| child.attribute("rel")).map(str::to_owned);
            // a property, however it is written, under its name
            (element.trim_end_matches("List").to_owned(), name)
        };
        let mut places: Vec<usize> = (0..children.len()).collect();
        dice.shuffle(&mut places);
        let mut left: Vec<Option<Node<'a, 'input>>> = children.iter().copied().map(Some).collect();
        let wanted: Vec<_> = places.iter().map(|place| key(&children[*place])).collect();
        children = wanted
            .iter()
            .filter_map(|wanted| left.iter_mut().find(|child| child.as_ref().is_some_and(|child| key(child) == *wanted))?.take())
            .collect();
    }
    children
}

fn attribute(out: &mut String, name: &str, value: &str, dice: &mut Dice) {
    let quote = ['"', '\''][dice.below(2)];
    out.push_str([" ", "\n", "\t  "][dice.below(3)]);
    out.push_str(name);
    out.push_str(["=", " = "][dice.below(2)]);
    out.push(quote);
    for character in value.chars() {
        reference(out, character, dice, character == quote || character < ' ');
    }
    out.push(quote);
}

fn text(out: &mut String, text: &str, dice: &mut Dice) {
    let plain = !text.contains("]]>") && !text.contains('\r') && !text.is_empty();
    match dice.below(6) {
        0 if plain => return out.push_str(&format!("<![CDATA[{text}]]>")),
        1 => out.push_str("<!-- < & -->"),
        2 => out.push_str("<?skip < & ?>"),
        _ => {}
    }
    for character in text.chars() {
        reference(out, character, dice, character == '\r');
        if dice.below(64) == 0 {
            out.push_str("<!---->");
        }
    }
}

fn reference(out: &mut String, character: char, dice: &mut Dice, needed: bool) {
    match character {
        '<' => out.push_str("&lt;"),
        '&' => out.push_str("&amp;"),
        '>' => out.push_str("&gt;"),
        _ if needed || dice.below(16) == 0 => match dice.below(3) {
            0 => out.push_str(&format!("&#{};", u32::from(character))),
            1 => out.push_str(&format!("&#x{:x};", u32::from(character))),
            _ => out.push_str(&format!("&#x000{:X};", u32::from(character))),
        },
        _ => out.push(character),
    }
}
