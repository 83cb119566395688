//! The end of an XML document.

use std::sync::LazyLock;

use memchr::{
    memchr_iter,
    memmem::{self, Finder},
};

use super::{
    End, Found,
    begin::{Arrived, Verdict, WINDOW, is_name, is_space},
    tag::next_tag,
};

/// A longer name is none.
const NAME: usize = 1024;

/// The root of a response in XML.
pub(super) const RESPONSE: &[u8] = b"events";

/// Whether a line may be a response in XML: it has the tags of one root, of which the end tag comes last.
pub(super) fn is_response(line: &[u8]) -> bool {
    static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(RESPONSE));
    if !line.ends_with(b"</events>") || !begins(line) {
        return false;
    }
    let before = FINDER.find_iter(line).map(|at| line.get(..at).unwrap_or_default());
    let (mut starts, mut ends) = (0, 0);
    for before in before {
        starts += usize::from(before.ends_with(b"<"));
        ends += usize::from(before.ends_with(b"</"));
    }
    (starts, ends) == (1, 1)
}

/// Whether its root is that of a response, with nothing but a declaration before it.
fn begins(line: &[u8]) -> bool {
    let declared = line.starts_with(b"<?xml").then(|| memmem::find(line, b"?>")).flatten();
    let root = line.get(declared.map_or(0, |end| end + "?>".len())..).unwrap_or_default().trim_ascii_start();
    root.strip_prefix(b"<events").is_some_and(|rest| rest.first().is_some_and(|byte| !is_name(*byte)))
}

/// What has been seen of an XML document so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Xml {
    /// Up to here it has no end.
    pub(super) at: usize,
    stage: Stage,
    /// The name of the root element, once it is known.
    pub(super) root: Vec<u8>,
    /// Elements of that name inside each other.
    depth: usize,
    /// What stands before the root is no prolog.
    junk: bool,
    begun: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Prolog,
    /// In a start tag with the root's name; in a value that ends with this quote.
    Tag(Option<u8>),
    Content,
    /// In a comment and the like, up to this.
    Inside(&'static [u8]),
}

/// What a step has found out: the document ends, goes on, or must wait for more bytes.
enum Progress {
    End(End),
    On,
    Wait,
}

impl From<Verdict> for Progress {
    /// Of a question whether another document begins, which the caller has answered with no.
    fn from(verdict: Verdict) -> Self {
        if verdict == Verdict::Wait { Self::Wait } else { Self::On }
    }
}

impl Xml {
    /// Goes on where it stopped.
    pub(super) fn scan(&mut self, text: Arrived<'_>) -> Found {
        while self.at < text.bytes.len() {
            let step = match self.stage {
                Stage::Prolog => self.prolog(text),
                Stage::Tag(quote) => self.tag(text, quote),
                Stage::Content => self.content(text),
                Stage::Inside(end) => self.inside(text, end),
            };
            match step {
                Progress::End(end) => return Found::End(end),
                Progress::On => {}
                Progress::Wait => return if text.complete { Found::at_end_of(text) } else { Found::More },
            }
        }
        Found::at_end_of(text)
    }

    fn pass(&mut self, bytes: usize) -> Progress {
        self.at += bytes;
        self.begun = true;
        Progress::On
    }

    fn enter(&mut self, stage: Stage, bytes: usize) -> Progress {
        self.stage = stage;
        self.pass(bytes)
    }

    /// Up to the root's name.
    fn prolog(&mut self, text: Arrived<'_>) -> Progress {
        match text.bytes.get(self.at) {
            Some(b'<') => match text.bytes.get(self.at + 1) {
                Some(b'!' | b'?') => self.markup(text),
                Some(b'/') => self.litter(),
                Some(byte) if is_name(*byte) => self.root(text),
                None if !text.complete => Progress::Wait,
                _ => self.litter(),
            },
            Some(b'\n') => self.line(text),
            Some(byte) if is_space(*byte) => self.pass(1),
            _ => self.litter(),
        }
    }

    fn litter(&mut self) -> Progress {
        self.junk = true;
        self.pass(1)
    }

    fn root(&mut self, text: Arrived<'_>) -> Progress {
        if self.junk && text.begins_xml(self.at) != Verdict::No {
            return self.another(text.begins_xml(self.at));
        }
        let rest = text.bytes.get(self.at + 1..).unwrap_or_default();
        let rest = rest.get(..NAME).unwrap_or(rest);
        match rest.iter().position(|byte| !is_name(*byte)) {
            None if rest.len() == NAME => self.litter(),
            None if !text.complete => Progress::Wait,
            length => {
                self.root = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default().to_vec();
                self.enter(Stage::Tag(None), 1 + self.root.len())
            }
        }
    }

    /// Whether another document begins here.
    fn another(&mut self, begins: Verdict) -> Progress {
        match begins {
            Verdict::Yes => Progress::End(End::cut(self.at)),
            verdict => verdict.into(),
        }
    }

    /// A line break, and what begins after it.
    fn line(&mut self, text: Arrived<'_>) -> Progress {
        match begins_line(text, self.at) {
            Verdict::No => self.pass(1),
            verdict => self.another(verdict),
        }
    }

    /// What begins with `<!` or `<?`. A second declaration is another document's.
    fn markup(&mut self, text: Arrived<'_>) -> Progress {
        let known: [(&[u8], &'static [u8]); 4] = [(b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"), (b"<!", b">")];
        if self.begun && text.has_name(self.at, b"<?xml") != Verdict::No {
            return self.another(text.has_name(self.at, b"<?xml"));
        }
        for (begin, end) in known {
            match text.has(self.at, begin) {
                Verdict::Yes => return self.enter(Stage::Inside(end), begin.len()),
                Verdict::Wait => return Progress::Wait,
                Verdict::No => {}
            }
        }
        self.pass(1)
    }

    /// Up to the end of a comment and the like; or to a line on which a response begins, since this one may never end.
    fn inside(&mut self, text: Arrived<'_>, end: &'static [u8]) -> Progress {
        let rest = text.bytes.get(self.at..).unwrap_or_default();
        let found = memmem::find(rest, end);
        let length = found.unwrap_or(rest.len().saturating_sub(end.len() - 1));
        for offset in memchr_iter(b'\n', rest.get(..length).unwrap_or_default()) {
            let at = self.at + offset;
            match begins_line(text, at).or(|| text.begins_xml(at + 1)) {
                Verdict::No => {}
                Verdict::Yes => return Progress::End(End::cut(at)),
                Verdict::Wait => {
                    self.at = at;
                    return Progress::Wait;
                }
            }
        }
        // so that no prolog can end as a response does
        self.junk |= end == b">" && rest.get(..length).is_some_and(|declaration| declaration.contains(&b'<'));
        if found.is_none() {
            self.at += length;
            return Progress::Wait;
        }
        self.enter(if self.root.is_empty() { Stage::Prolog } else { Stage::Content }, length + end.len())
    }

    /// Up to the end of a start tag: `>` outside its values, or `<`, which no value may have.
    fn tag(&mut self, text: Arrived<'_>, quote: Option<u8>) -> Progress {
        match (text.bytes.get(self.at).copied().unwrap_or_default(), quote) {
            (b'<', _) => self.begun_element(false, 0),
            (b'\n', _) => self.line(text),
            (byte, Some(quote)) if byte == quote => self.enter(Stage::Tag(None), 1),
            (byte @ (b'"' | b'\''), None) => self.enter(Stage::Tag(Some(byte)), 1),
            (b'>', None) => {
                let empty = self.at.checked_sub(1).and_then(|before| text.bytes.get(before)) == Some(&b'/');
                self.begun_element(empty, 1)
            }
            _ => self.pass(1),
        }
    }

    fn begun_element(&mut self, empty: bool, bytes: usize) -> Progress {
        self.depth += usize::from(!empty);
        if self.depth == 0 {
            return Progress::End(End::whole(self.at + bytes));
        }
        self.enter(Stage::Content, bytes)
    }

    /// Up to the root's end tag.
    fn content(&mut self, text: Arrived<'_>) -> Progress {
        match next_tag(text.bytes, self.at, self.root.first().copied().unwrap_or_default()) {
            Ok(at) => self.at = at,
            Err(at) => match text.bytes.get(at..).and_then(|rest| memchr::memchr2(b'<', b'\n', rest)) {
                Some(offset) => self.at = at + offset,
                None => {
                    self.at = text.bytes.len();
                    return Progress::Wait;
                }
            },
        }
        match (text.bytes.get(self.at), text.bytes.get(self.at + 1)) {
            (Some(b'\n'), _) => self.line(text),
            (_, Some(b'!' | b'?')) => self.markup(text),
            (_, Some(b'/')) => self.end_tag(text),
            (_, None) if !text.complete => Progress::Wait,
            _ => self.start_tag(text),
        }
    }

    fn start_tag(&mut self, text: Arrived<'_>) -> Progress {
        match text.has_name(self.at, b"<events").or(|| text.has_name(self.at + 1, &self.root)) {
            Verdict::Yes if self.is_response() || text.has_name(self.at + 1, &self.root) != Verdict::Yes => {
                Progress::End(End::cut(self.at))
            }
            Verdict::Yes => self.enter(Stage::Tag(None), 1 + self.root.len()),
            Verdict::Wait => Progress::Wait,
            Verdict::No => self.pass(1),
        }
    }

    fn end_tag(&mut self, text: Arrived<'_>) -> Progress {
        match text.has_name(self.at + 2, &self.root) {
            Verdict::Yes => {}
            Verdict::Wait => return Progress::Wait,
            Verdict::No => return self.pass(1),
        }
        let name_end = self.at + 2 + self.root.len();
        let rest = text.bytes.get(name_end..).unwrap_or_default();
        let rest = rest.get(..WINDOW).unwrap_or(rest);
        let length = match rest.iter().position(|byte| !is_space(*byte)) {
            None if !text.complete && rest.len() < WINDOW => return Progress::Wait,
            Some(space) if rest.get(space) == Some(&b'>') => space + 1,
            _ => 0,
        };
        if self.depth == 1 || self.is_response() {
            return Progress::End(End::whole(name_end + length));
        }
        self.depth -= 1;
        self.pass(name_end + length - self.at)
    }

    /// Whether the root is that of a response, which never holds another.
    fn is_response(&self) -> bool {
        super::local(&self.root) == RESPONSE
    }
}

/// Whether a document that is no XML begins after a line break.
fn begins_line(text: Arrived<'_>, at: usize) -> Verdict {
    match text.bytes.get(at + 1) {
        None if !text.complete => Verdict::Wait,
        Some(b'{') => text.begins_json(at + 1),
        Some(0xef) => text.has_bom(at + 1),
        _ => Verdict::No,
    }
}
