//! Structs with wrong attributes. What uses them has nothing to report.

use ucwa_model::{Codec, Extra, Text};

#[derive(Debug, Default, Codec)]
struct NoRel {
    extra: Extra,
}

#[derive(Debug, Default, Codec)]
#[ucwa(rel = "noExtra")]
struct NoExtra {
    title: Option<Text>,
}

#[derive(Debug, Default, Codec)]
struct NeitherRelNorExtra<T> {
    title: Option<T>,
}

#[derive(Debug, Default, Codec)]
#[ucwa(rel = "wrong", colour = "red")]
struct WrongAttributes {
    #[ucwa(nmae = "title")]
    title: Option<Text>,
    #[ucwa(range = "9..1")]
    pages: Option<i64>,
    extra: Extra,
}

#[derive(Debug, Default, Codec)]
#[ucwa(rel = "choice")]
enum Choice {
    #[default]
    Nothing,
}

#[derive(Debug, Default, Codec)]
#[ucwa(rel = "tuple")]
struct Tuple(Extra);

#[derive(Debug, Default, Codec)]
#[ucwa(rel = "generic")]
struct Generic<T> {
    part: Vec<T>,
    extra: Extra,
}

#[derive(Debug, Default, Codec)]
#[ucwa(rel = "whole")]
struct Whole {
    part: Vec<WrongAttributes>,
    tuple: Option<Tuple>,
    extra: Extra,
}

fn main() {
    let _ = NoRel::from_json("{}").map(|value| value.to_xml());
    let _ = NoExtra::default().validate();
    let _ = Choice::from_xml("");
    let _ = Whole::default().to_json();
}
