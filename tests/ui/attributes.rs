//! Structs with wrong attributes.

use ucwa_model::{Extra, Resource, Text};

#[derive(Debug, Default, Resource)]
struct NoRel {
    extra: Extra,
}

#[derive(Debug, Default, Resource)]
#[ucwa(rel = "noExtra")]
struct NoExtra {
    title: Option<Text>,
}

#[derive(Debug, Default, Resource)]
#[ucwa(rel = "wrong", colour = "red")]
struct WrongAttributes {
    #[ucwa(nmae = "title")]
    title: Option<Text>,
    #[ucwa(range = "9..1")]
    pages: Option<i64>,
    extra: Extra,
}

#[derive(Debug, Resource)]
#[ucwa(rel = "choice")]
enum Choice {}

#[derive(Debug, Default, Resource)]
#[ucwa(rel = "tuple")]
struct Tuple(Extra);

fn main() {}
