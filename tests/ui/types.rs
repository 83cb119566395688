//! A struct with a field of no type that a member can have.

use ucwa_model::{Extra, Resource, Text};

#[derive(Debug, Default, Resource)]
#[ucwa(rel = "bare")]
struct Bare {
    title: Text,
    extra: Extra,
}

fn main() {}
