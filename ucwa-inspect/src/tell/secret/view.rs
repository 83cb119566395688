//! A text as it is read in the end: what is escaped in URLs, in JSON and in XML, however often, is what it stands for.

/// The characters of a text: one that is not ASCII is [`OTHER`], one that cannot be seen (NUL) is none.
pub(super) struct View {
    /// Each with where it begins in the text.
    characters: Vec<(u8, usize)>,
    length: usize,
}

const OTHER: u8 = 0x80;

impl View {
    pub(super) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut characters = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let (character, length) = character(rest);
            if character != 0 {
                characters.push((if character.is_ascii() { character } else { OTHER }, at));
            }
            at += length.max(1);
        }
        Self { characters, length: bytes.len() }
    }

    pub(super) fn len(&self) -> usize {
        self.characters.len()
    }

    pub(super) fn at(&self, index: usize) -> Option<u8> {
        self.characters.get(index).map(|(character, _)| *character)
    }

    /// Where a character begins in the text; behind the last, its end.
    pub(super) fn place(&self, index: usize) -> usize {
        self.characters.get(index).map_or(self.length, |(_, place)| *place)
    }

    /// The first place from one on where that does not hold.
    pub(super) fn skip(&self, from: usize, holds: impl Fn(u8) -> bool) -> usize {
        let rest = self.characters.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|(character, _)| holds(*character)).count()
    }

    pub(super) fn text(&self, from: usize, to: usize) -> String {
        self.characters.get(from..to).unwrap_or_default().iter().map(|(character, _)| char::from(*character)).collect()
    }
}

/// The first character, and how many bytes it takes.
fn character(bytes: &[u8]) -> (u8, usize) {
    match bytes {
        [b'%', ..] => percent(bytes).unwrap_or((b'%', 1)),
        [b'\\', ..] => backslash(bytes),
        [b'&', ..] => entity(bytes),
        [first, ..] if *first < 0x80 => (*first, 1),
        // the bytes of one character
        _ => (OTHER, 1 + bytes.iter().skip(1).take_while(|byte| **byte & 0xc0 == 0x80).count()),
    }
}

fn number(digits: Option<&[u8]>, radix: u32) -> Option<u8> {
    let digits = digits.filter(|digits| digits.iter().all(u8::is_ascii_alphanumeric))?;
    let number = u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()?;
    Some(u8::try_from(number).unwrap_or(OTHER))
}

/// `%3d`, and `%253d`.
fn percent(bytes: &[u8]) -> Option<(u8, usize)> {
    let again = bytes.get(1..)?.chunks_exact(2).take_while(|pair| *pair == b"25").count() * 2;
    let number = number(bytes.get(again + 1..again + 3), 16);
    number.map(|number| (number, again + 3)).or((again > 0).then_some((b'%', again + 1)))
}

/// `\"`, `\n` and `\u0077`, and what has more backslashes.
fn backslash(bytes: &[u8]) -> (u8, usize) {
    let count = bytes.iter().take_while(|byte| **byte == b'\\').count();
    match bytes.get(count) {
        Some(b'u') => number(bytes.get(count + 1..count + 5), 16).map_or((b'\\', count), |number| (number, count + 5)),
        Some(b'x') => number(bytes.get(count + 1..count + 3), 16).map_or((b'\\', count), |number| (number, count + 3)),
        Some(b'n' | b'r' | b't') => (b' ', count + 1),
        Some(quote @ (b'"' | b'\'')) => (*quote, count + 1),
        _ => (b'\\', count),
    }
}

/// `&quot;`, `&#119;`, `&#x77;`, and `&amp;quot;`.
fn entity(bytes: &[u8]) -> (u8, usize) {
    const NAMED: [(&[u8], u8); 4] = [(b"quot;", b'"'), (b"apos;", b'\''), (b"lt;", b'<'), (b"gt;", b'>')];
    let again = bytes.get(1..).unwrap_or_default().chunks_exact(4).take_while(|four| *four == b"amp;").count() * 4;
    let rest = bytes.get(again + 1..).unwrap_or_default();
    if let Some((name, character)) = NAMED.iter().find(|(name, _)| rest.starts_with(name)) {
        return (*character, again + 1 + name.len());
    }
    let Some(digits) = rest.strip_prefix(b"#") else { return (b'&', again + 1) };
    let Some(end) = digits.iter().take(9).position(|byte| *byte == b';') else { return (b'&', again + 1) };
    let number = match digits.get(..end) {
        Some([b'x' | b'X', hex @ ..]) => number(Some(hex), 16),
        decimal => number(decimal, 10),
    };
    number.map_or((b'&', again + 1), |number| (number, again + 3 + end))
}
