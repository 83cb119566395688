//! Structs with fields of types that a member cannot have.

use ucwa_model::{Codec, Extra, Link, Text};

mod chrono {
    #[derive(Debug)]
    pub struct DateTime<Zone>(Zone);
    #[derive(Debug)]
    pub struct Utc;
}

#[derive(Debug, Default)]
struct Unknown;

#[derive(Debug, Default, Codec)]
#[ucwa(rel = "texts")]
struct Texts {
    title: String,
    subtitle: Option<String>,
    tags: Vec<String>,
    words: Option<Vec<&'static str>>,
    extra: Extra,
}

#[derive(Debug, Default, Codec)]
#[ucwa(rel = "numbers")]
struct Numbers {
    pages: u32,
    size: Option<u64>,
    counts: Vec<i32>,
    extra: Extra,
}

#[derive(Debug, Default, Codec)]
#[ucwa(rel = "dates")]
struct Dates {
    made: Option<chrono::DateTime<chrono::Utc>>,
    changed: Option<std::time::SystemTime>,
    extra: Extra,
}

#[derive(Debug, Default, Codec)]
#[ucwa(rel = "bare")]
struct Bare {
    title: Text,
    self_link: Link,
    extra: Extra,
}

#[derive(Debug, Default, Codec)]
#[ucwa(rel = "others")]
struct Others {
    unknown: Unknown,
    maybe: Option<Unknown>,
    tags: Vec<Text>,
    extra: Extra,
}

#[derive(Debug, Default, Codec)]
#[ucwa(rel = "twice")]
struct Twice {
    title: Option<Text>,
    #[ucwa(name = "title")]
    other: Option<Text>,
    title_link: Option<Link>,
    extra: Extra,
}

#[derive(Debug, Default, Codec)]
#[ucwa(rel = "twiceOfTypes")]
struct TwiceOfTypes {
    title: Option<Text>,
    #[ucwa(name = "title")]
    other: Option<bool>,
    extra: Extra,
}

fn main() {
    let _ = Texts::from_json("{}");
}
