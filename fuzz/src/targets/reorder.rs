//! Members in another order: the same value.

use serde_json::Value;
use ucwa_model::Format;

use super::{
    independent::{Dice, Markup, Tree},
    messages::{self, decode},
};

pub fn run(data: &[u8]) {
    let mut dice = Dice::of(data);
    // the order decides which of two members of a name is the first
    if let Some(mut tree) = Tree::parse(data).filter(|tree| !tree.has_duplicates()) {
        check(Format::Json, data, &tree.respell(&mut dice, true));
    }
    if let Ok(markup) = Markup::parse(data) {
        check(Format::Xml, data, &markup.respell(&mut dice, true));
    }
}

fn check(format: Format, data: &[u8], other: &str) {
    let Some(value) = reading(format, data) else { return };
    // what is no UCWA is kept as it was written
    if value.to_string().contains("\"_xml\"") {
        return;
    }
    assert_eq!(reading(format, other.as_bytes()), Some(value), "{}\nand\n{other}", String::from_utf8_lossy(data));
}

fn reading(format: Format, data: &[u8]) -> Option<Value> {
    messages::reading(&decode(format, data)?)
}
