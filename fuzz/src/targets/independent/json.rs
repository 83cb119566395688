//! JSON that `serde_json` has found well-formed, member by member.

use super::Dice;

/// A value; strings and numbers as written.
#[derive(Debug)]
pub enum Tree<'a> {
    Object(Vec<(&'a str, Self)>),
    Array(Vec<Self>),
    Leaf(&'a str),
}

impl<'a> Tree<'a> {
    /// The tree of a text, if `serde_json` takes it.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).ok()?;
        serde_json::from_str::<serde_json::Value>(text).ok()?;
        let mut rest = text;
        Some(value(&mut rest))
    }

    /// Whether any object has two members of a name.
    pub fn has_duplicates(&self) -> bool {
        match self {
            Self::Object(members) => {
                let mut names: Vec<String> = members.iter().map(|(key, _)| unescaped(key)).collect();
                names.sort();
                names.windows(2).any(|pair| pair[0] == pair[1]) || members.iter().any(|(_, member)| member.has_duplicates())
            }
            Self::Array(items) => items.iter().any(Self::has_duplicates),
            Self::Leaf(_) => false,
        }
    }

    /// The longest string, the deepest nesting, the most members and the most items.
    pub fn measure(&self) -> [usize; 4] {
        let of = |inner: Vec<[usize; 4]>, members: usize, items: usize| {
            let inner = inner.into_iter().reduce(most).unwrap_or_default();
            most([inner[0], inner[1] + 1, inner[2], inner[3]], [0, 0, members, items])
        };
        match self {
            Self::Object(members) => {
                let names = members.iter().map(|(key, _)| unescaped(key).len()).max().unwrap_or_default();
                let inner = of(members.iter().map(|(_, member)| member.measure()).collect(), members.len(), 0);
                most(inner, [names, 0, 0, 0])
            }
            Self::Array(items) => of(items.iter().map(Self::measure).collect(), 0, items.len()),
            Self::Leaf(text) if text.starts_with('"') => [unescaped(text).len(), 0, 0, 0],
            Self::Leaf(_) => [0; 4],
        }
    }

    /// The same value with other white space and other escapes, and, if wanted, its members in another order.
    pub fn respell(&mut self, dice: &mut Dice, reorder: bool) -> String {
        let mut out = String::new();
        self.write(&mut out, dice, reorder);
        out
    }

    fn write(&mut self, out: &mut String, dice: &mut Dice, reorder: bool) {
        match self {
            Self::Object(members) => {
                if reorder {
                    dice.shuffle(members);
                }
                out.push('{');
                for (index, (key, member)) in members.iter_mut().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    space(out, dice);
                    string(out, key, dice);
                    space(out, dice);
                    out.push(':');
                    space(out, dice);
                    member.write(out, dice, reorder);
                }
                space(out, dice);
                out.push('}');
            }
            Self::Array(items) => {
                out.push('[');
                for (index, item) in items.iter_mut().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    space(out, dice);
                    item.write(out, dice, reorder);
                    space(out, dice);
                }
                out.push(']');
            }
            Self::Leaf(text) if text.starts_with('"') => string(out, text, dice),
            Self::Leaf(text) => out.push_str(text),
        }
    }
}

fn most(one: [usize; 4], other: [usize; 4]) -> [usize; 4] {
    std::array::from_fn(|index| one[index].max(other[index]))
}

fn space(out: &mut String, dice: &mut Dice) {
    out.push_str(["", "", "", "", " ", "\n\t", "\r\n  "][dice.below(7)]);
}

fn string(out: &mut String, raw: &str, dice: &mut Dice) {
    out.push('"');
    for character in unescaped(raw).chars() {
        let escaped = dice.below(8) == 0;
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '/' if escaped => out.push_str("\\/"),
            '\n' if escaped => out.push_str("\\n"),
            character if escaped || character < ' ' => {
                character.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
            }
            character => out.push(character),
        }
    }
    out.push('"');
}

fn unescaped(raw: &str) -> String {
    serde_json::from_str(raw).unwrap_or_default()
}

/// The text is well-formed, so that looking at the first byte is enough.
fn value<'a>(rest: &mut &'a str) -> Tree<'a> {
    *rest = rest.trim_start();
    match rest.bytes().next() {
        Some(b'{') => {
            let mut members = Vec::new();
            next(rest);
            while !rest.starts_with('}') {
                let key = leaf(rest);
                next(rest); // the colon
                members.push((key, value(rest)));
                comma(rest);
            }
            next(rest);
            Tree::Object(members)
        }
        Some(b'[') => {
            let mut items = Vec::new();
            next(rest);
            while !rest.starts_with(']') {
                items.push(value(rest));
                comma(rest);
            }
            next(rest);
            Tree::Array(items)
        }
        _ => Tree::Leaf(leaf(rest)),
    }
}

fn next(rest: &mut &str) {
    *rest = rest.get(1..).unwrap_or_default().trim_start();
}

fn comma(rest: &mut &str) {
    if rest.starts_with(',') {
        next(rest);
    }
}

fn leaf<'a>(rest: &mut &'a str) -> &'a str {
    let mut escaped = false;
    let end = if rest.starts_with('"') {
        let end = rest.bytes().skip(1).position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        });
        end.map(|end| end + 2)
    } else {
        rest.find([',', ']', '}', ' ', '\t', '\r', '\n'])
    };
    let (leaf, after) = rest.split_at(end.unwrap_or(rest.len()));
    *rest = after.trim_start();
    leaf
}
