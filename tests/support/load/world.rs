//! The made-up world of a response: its addresses, people and words, drawn by seeded dice.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};

use super::Size;

const GIVEN: &[&str] = &[
    "Nora", "Emil", "Hanna", "Victor", "Ida", "Oskar", "Clara", "Felix", "Marta", "Simon", "Judith", "Rafael", "Anouk", "Pavel",
    "Søren", "Chloé", "Jürgen", "Noémi", "Анна", "健太",
];
const FAMILY: &[&str] = &[
    "Berger", "Carter", "Novak", "Duarte", "Keller", "Larsen", "Moreau", "Okafor", "Petrov", "Rossi", "Silva", "Weber", "D'Arcy",
    "Müller", "Łukasik", "Орёл", "山本",
];
const SUBJECTS: &[&str] = &[
    "Rollout <phase 2> notes",
    "Offsite: who brings what",
    "The \"blue\" prototype",
    "Q&A session",
    "Standup 9:30",
    "Rückblick",
    "Planning for the next release",
];
const WORDS: &[&str] = &[
    "we", "the", "for", "not", "so", "a", "my", "your", "now", "later", "build", "branch", "release", "ticket", "coffee",
    "slides", "tomorrow", "anyway", "review", "almost", "done!", "sure,", "why?", "that's", "café", "größer", "naar", "東京",
    "🙂", "room", "call", "ping", "5pm", "draft", "numbers", "works", "merged", "ready", "moved", "ask",
];

/// Somebody with a name and an address.
#[derive(Clone)]
pub struct Person {
    pub name: String,
    pub address: String,
}

/// Where a response takes place.
pub struct World<'a> {
    pub dice: &'a mut fastrand::Rng,
    /// The path of the application, to which all paths belong.
    pub root: String,
    /// The user of the client.
    pub me: Person,
    size: Size,
}

impl<'a> World<'a> {
    pub fn new(dice: &'a mut fastrand::Rng, size: Size) -> Self {
        let application = match size {
            Size::Small => dice.u64(100..1_000),
            Size::Large => dice.u64(100_000_000_000..1_000_000_000_000),
        };
        let root = format!("/ucwa/oauth/v1/applications/{application}");
        let me = person(dice);
        Self { dice, root, me, size }
    }

    /// Whether something happens, by its chance in a hundred.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.dice.u32(..100) < percent
    }

    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        // not `usize`: its dice differ with the width of the machine
        choices[self.dice.u32(..u32::try_from(choices.len()).unwrap_or(u32::MAX)) as usize]
    }

    pub fn person(&mut self) -> Person {
        person(self.dice)
    }

    /// A path of a person below the application.
    pub fn of(&self, person: &Person, place: &str) -> String {
        format!("{}/{place}/{}", self.root, person.address)
    }

    pub fn conversation(&mut self) -> String {
        let id = match self.size {
            Size::Small => self.hex(4),
            Size::Large => self.guid(),
        };
        format!("{}/communication/conversations/{id}", self.root)
    }

    pub fn invitation(&mut self) -> String {
        let id = self.hex(if self.size == Size::Small { 4 } else { 32 });
        format!("{}/communication/messagingInvitations/{id}", self.root)
    }

    pub fn hex(&mut self, digits: usize) -> String {
        let mut text = String::with_capacity(digits);
        for _ in 0..digits {
            text.push(char::from(b"0123456789abcdef"[usize::from(self.dice.u8(..16))]));
        }
        text
    }

    pub fn guid(&mut self) -> String {
        let groups = [8, 4, 4, 4, 12].map(|digits| self.hex(digits));
        groups.join("-")
    }

    pub fn thread(&mut self) -> String {
        format!("Bd5xRmQe{}+KTwJdNpL82A==", self.hex(10))
    }

    /// Milliseconds, within half a year.
    pub fn instant(&mut self) -> i64 {
        self.dice.i64(1_520_000_000_000..1_535_000_000_000)
    }

    pub fn phone(&mut self) -> String {
        format!("tel:+1555{}", self.dice.u32(1_000_000..10_000_000))
    }

    /// Every third is empty.
    pub fn subject(&mut self) -> &'static str {
        if self.chance(30) { "" } else { self.pick(SUBJECTS) }
    }

    /// Mostly a few words, now and then a paragraph.
    pub fn words(&mut self) -> String {
        let most = match self.dice.u32(..100) {
            0..38 => 2..7,
            38..70 => 6..18,
            70..93 => 15..45,
            _ => 50..150,
        };
        let count = self.dice.u32(most);
        let mut text = String::new();
        for index in 0..count {
            text.push_str(if index == 0 { "" } else { " " });
            text.push_str(self.pick(WORDS));
        }
        text
    }

    /// A plain text as a `data:` URL.
    pub fn plain(&mut self, base64: bool) -> String {
        let text = self.words();
        data("plain", &format!("{text}\r\n"), base64)
    }

    /// A formatted text as a `data:` URL.
    pub fn html(&mut self, base64: bool) -> String {
        let text = self.words();
        let style = "font-size:11pt;font-family:Calibri,Helvetica,sans;color:#1a1a1a;direction:ltr";
        data("html", &format!("<span style=\"{style}\">{text}</span>\r\n"), base64)
    }
}

fn person(dice: &mut fastrand::Rng) -> Person {
    let mut pick = |names: &[&'static str]| names[dice.u32(..u32::try_from(names.len()).unwrap_or(u32::MAX)) as usize];
    let name = format!("{} {}", pick(GIVEN), pick(FAMILY));
    let mut address: String = name.chars().filter(char::is_ascii_alphabetic).collect();
    address.make_ascii_lowercase();
    if address.is_empty() {
        address.push_str("guest");
    }
    let _ = write!(address, "{}@example.com", dice.u32(1..1_000));
    Person { name, address }
}

fn data(subtype: &str, text: &str, base64: bool) -> String {
    if base64 {
        return format!("data:text/{subtype};base64,{}", BASE64.encode(text));
    }
    let mut url = format!("data:text/{subtype};charset=utf-8,");
    for &byte in text.as_bytes() {
        match byte {
            b' ' => url.push('+'),
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'!' | b'(' | b')' | b'*' | b'-' | b'.' | b'_' => {
                url.push(char::from(byte));
            }
            // writing to a string cannot fail
            _ => drop(write!(url, "%{byte:02x}")),
        }
    }
    url
}
