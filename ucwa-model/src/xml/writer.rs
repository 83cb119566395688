//! XML text, compact or indented.

mod escape;
mod tight;
mod whole;

pub(super) use self::escape::declare;
use self::tight::Tight;
use super::{MARKUP, UCWA, XSI, forbidden};
use crate::{
    Code, Detail, Error, Limits,
    context::{At, Bounds, Level, Report, error},
};

/// Writes XML. The caller keeps elements balanced; the writer keeps escapes and indentation, and counts what the limits bound.
pub(crate) struct Writer {
    out: String,
    /// Where the document begins.
    begin: usize,
    pub(crate) bounds: Bounds,
    pretty: bool,
    /// How many elements have begun and not ended.
    open: usize,
    /// Whether the start tag of the innermost element still lacks its `>`.
    pending: bool,
    /// Whether the first element declares the namespace of all.
    namespace: bool,
    /// Whether the innermost element holds text, so that its end tag stays on the line.
    inline: bool,
    /// Whether attributes may say what XML has no form for.
    markup: bool,
    /// Where the limits of start tags can be reached: what counts them.
    tight: Option<Tight>,
}

impl Writer {
    /// Begins a document behind what is there.
    pub(crate) fn after(mut out: String, pretty: bool, limits: Limits) -> Self {
        let (begin, bounds, tight) = (out.len(), Bounds::new(limits), Tight::of(&limits));
        out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
        Self { out, begin, bounds, pretty, open: 0, pending: false, namespace: true, inline: false, markup: true, tight }
    }

    /// Writes no attributes for what XML has no form for.
    pub(crate) fn without_markup(self) -> Self {
        Self { markup: false, ..self }
    }

    /// Whether attributes say what XML has no form for.
    pub(crate) fn has_markup(&self) -> bool {
        self.markup
    }

    /// The elements are in no namespace.
    pub(crate) fn without_namespace(&mut self) {
        self.namespace = false;
    }

    /// What was reported, unless something went wrong, and what the buffer holds now.
    pub(crate) fn finish(self, result: Result<(), Error>) -> (Result<Report, Error>, String) {
        let result = result.and_then(|()| self.bounds.bytes(self.out.len() - self.begin));
        (result.map(|()| self.bounds.into_report()), self.out)
    }

    /// Enters an element whose children are counted by themselves.
    pub(crate) fn enter(&mut self, at: &At<'_>) -> Result<Level, Error> {
        self.bounds.bytes(self.out.len() - self.begin)?;
        self.bounds.enter(at)
    }

    /// Leaves it.
    pub(crate) fn leave(&mut self, level: Level) {
        self.bounds.leave(level);
    }

    /// Begins a child of the innermost element, or the root. The first element declares the namespace of all.
    #[cfg_attr(not(debug_assertions), inline(always))] // most names are constants
    pub(crate) fn start(&mut self, at: &At<'_>, name: &str) -> Result<(), Error> {
        self.bounds.member(at)?;
        self.start_item(at, name)
    }

    /// Begins an element that does not count as a child: a sender, an event.
    #[cfg_attr(not(debug_assertions), inline(always))] // most names are constants
    pub(crate) fn start_item(&mut self, at: &At<'_>, name: &str) -> Result<(), Error> {
        self.bounds.text(at, name.len())?;
        self.close_tag();
        self.line();
        self.out.push('<');
        self.out.push_str(name);
        self.open += 1;
        self.pending = true;
        self.inline = false;
        if let Some(tight) = &mut self.tight {
            tight.begin();
        }
        if self.open == 1 && self.namespace { self.declare(at, " xmlns=\"", UCWA) } else { Ok(()) }
    }

    /// Declares a namespace. `opening` is its attribute up to the value.
    fn declare(&mut self, at: &At<'_>, opening: &'static str, uri: &'static str) -> Result<(), Error> {
        if let Some(tight) = &mut self.tight {
            tight.declaration(at, self.bounds.limits())?;
            tight.attribute(at, self.bounds.limits())?;
        }
        self.bounds.text(at, uri.len())?;
        for piece in [opening, uri, "\""] {
            self.out.push_str(piece);
        }
        Ok(())
    }

    /// An attribute of the start tag that has begun, which must be made of characters that XML can carry. `opening` is the attribute up
    /// to its value, as in ` rel="`.
    #[inline]
    pub(crate) fn attribute(&mut self, at: &At<'_>, opening: &'static str, value: &str) -> Result<(), Error> {
        if let Some(tight) = &mut self.tight {
            tight.attribute(at, self.bounds.limits())?;
        }
        self.out.push_str(opening);
        if !self.carry(at, value, true)? {
            return only_carried(at, value, "a name");
        }
        self.out.push('"');
        Ok(())
    }

    /// Attributes that keep what XML has no form for. Each has its opening, as in ` u:json="`. Without markup they are reported.
    pub(crate) fn markup(&mut self, at: &At<'_>, attributes: &[Option<(&'static str, &str)>]) -> Result<(), Error> {
        if attributes.iter().all(Option::is_none) {
            return Ok(());
        }
        if !self.markup {
            attributes.iter().flatten().for_each(|(opening, _)| self.report_unsaid(at, opening));
            return Ok(());
        }
        self.declare(at, " xmlns:u=\"", MARKUP)?;
        attributes.iter().flatten().try_for_each(|(opening, value)| self.attribute(at, opening, value))
    }

    /// Reports what an attribute of the markup would say.
    #[cold]
    fn report_unsaid(&mut self, at: &At<'_>, opening: &str) {
        let name = opening.trim_matches([' ', '=', '"']).trim_start_matches("u:");
        let found = format!("what only the markup `{name}` can say");
        self.bounds.note(at, Code::Markup, "what XML has a form for".into(), found.as_str().into());
    }

    /// Says that the element stands for null.
    pub(crate) fn nil(&mut self, at: &At<'_>) -> Result<(), Error> {
        self.declare(at, " xmlns:xsi=\"", XSI)?;
        self.attribute(at, " xsi:nil=\"", "true")
    }

    /// The text of the innermost element. Writes nothing, and says so, if XML cannot carry it.
    pub(crate) fn text(&mut self, at: &At<'_>, text: &str) -> Result<bool, Error> {
        if text.is_empty() {
            return Ok(true);
        }
        let (before, pending) = (self.out.len(), self.pending);
        self.close_tag();
        let carried = self.carry(at, text, false)?;
        if carried {
            self.inline = true;
        } else {
            self.out.truncate(before);
            self.pending = pending;
        }
        Ok(carried)
    }

    /// Ends the innermost element, which has this name.
    #[cfg_attr(not(debug_assertions), inline(always))] // most names are constants
    pub(crate) fn end(&mut self, name: &str) {
        self.open -= 1;
        if let Some(tight) = &mut self.tight {
            tight.end();
        }
        if self.pending {
            self.out.push_str(" />");
        } else {
            if !self.inline {
                self.line();
            }
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
        self.pending = false;
        self.inline = false;
    }

    #[inline]
    fn close_tag(&mut self) {
        if std::mem::take(&mut self.pending) {
            self.out.push('>');
        }
    }

    #[inline]
    fn line(&mut self) {
        if self.pretty {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n("  ", self.open));
        }
    }
}

/// Refuses a text with characters that XML cannot carry. `what` says what it is.
#[cold]
pub(super) fn only_carried(at: &At<'_>, text: &str, what: &str) -> Result<(), Error> {
    let Some(character) = forbidden(text) else {
        return Ok(());
    };
    let found = format!("U+{:04X} in {what}", u32::from(character));
    Err(error(at, Code::Character, Some("characters that XML can carry".into()), Some(Detail::Words(found))))
}
