//! Enums that cannot be enumerations. What uses them has nothing to report.

use ucwa_model::{Codec, Enumeration, Extra, UnrecognizedValue};

#[derive(Debug, Enumeration)]
enum Closed {
    Open,
    Shut,
}

#[derive(Debug, Enumeration)]
enum Clash {
    Red,
    #[ucwa(name = "Red")]
    Crimson,
    Other(UnrecognizedValue),
}

#[derive(Debug, Enumeration)]
#[ucwa(rel = "wrong")]
enum Wrong {
    #[ucwa(value = "a")]
    A,
    B { text: UnrecognizedValue },
    Other(UnrecognizedValue),
    Rest(UnrecognizedValue),
}

#[derive(Debug, Enumeration)]
struct Structure;

#[derive(Debug, Enumeration)]
enum Text {
    A,
    Other(String),
}

#[derive(Debug, Default, Codec)]
#[ucwa(rel = "door")]
struct Door {
    state: Option<Closed>,
    colour: Option<Clash>,
    extra: Extra,
}

fn main() {
    let _ = Closed::from("Ajar").as_str();
}
