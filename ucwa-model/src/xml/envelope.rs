//! What a response in XML is made of, part by part, for whoever decodes it and for whoever routes it; and where reading goes on after
//! a fault.

use super::{
    Reader, Tag, Token,
    anchor::{self, Anchor, Begins, is_event},
    reader::{Mark, Space},
};
use crate::{Error, Limits, Mode, context::Context};

/// Where reading stands. `N` is what is known of a sender.
#[derive(Clone, Debug)]
pub(super) struct Envelope<N> {
    /// The senders that have begun and not ended. There is one at most, unless a sender stands inside another one.
    open: Vec<N>,
    /// Inside the response, behind its start tag.
    response: Mark,
    /// The root is in a namespace of its own, so that names count in any.
    any_namespace: bool,
    /// There was no anchor after a fault.
    lost: bool,
}

/// What comes next. The contents of elements are left to who asked.
#[derive(Debug)]
pub(super) enum Step<'a, N> {
    /// The start tag of a sender has been read.
    Sender(Tag<'a>),
    /// That of an event has.
    Event(Tag<'a>),
    /// That of another element has, in the response or in a sender.
    Member(Tag<'a>),
    /// Text has been read.
    Text(usize, std::borrow::Cow<'a, str>),
    /// A sender has ended; the one in which it stood goes on.
    SenderEnd(Option<N>),
    /// The response has ended.
    End,
}

/// Where something broken ends, and what reading goes on with.
#[derive(Clone, Copy, Debug)]
pub(super) struct After<N> {
    pub(super) end: usize,
    pub(super) goes_on: GoesOn<N>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GoesOn<N> {
    /// Nothing was wrong with the grammar: reading goes on behind the element.
    Behind,
    /// With an event, of the sender that was being read, if there was one.
    Event,
    /// The sender has ended, and another one may begin.
    SenderEnd(Option<N>),
    /// Not at all: there is no anchor.
    Nowhere,
}

impl<N: Clone + Default> Envelope<N> {
    /// A response whose start tag has been read.
    pub(super) fn new(reader: &Reader<'_>, root: &Tag<'_>) -> Self {
        Self { open: Vec::new(), response: reader.mark(), any_namespace: root.space != Space::Ucwa, lost: false }
    }

    /// Whether reading does not go on.
    pub(super) fn is_lost(&self) -> bool {
        self.lost
    }

    #[inline]
    pub(super) fn is_in_sender(&self) -> bool {
        !self.open.is_empty()
    }

    /// The level of the members of a sender that begins here.
    pub(super) fn depth(&self) -> usize {
        self.open.len() + 2
    }

    /// A sender has begun.
    pub(super) fn begin_sender(&mut self, name: N) {
        self.open.push(name);
    }

    /// Whether an element is one of UCWA's.
    pub(super) fn is_ours(&self, tag: &Tag<'_>) -> bool {
        self.any_namespace || matches!(tag.space, Space::Ucwa | Space::None)
    }

    /// The sender has ended. The one in which it stood goes on.
    #[inline]
    pub(super) fn end_sender(&mut self) -> Option<N> {
        self.open.pop();
        self.open.last().cloned()
    }

    /// Goes to the next part.
    pub(super) fn next<'a>(&mut self, reader: &mut Reader<'a>, cx: &mut Context<'_>) -> Result<Step<'a, N>, Error> {
        Ok(match reader.next(cx)? {
            Token::Start(tag) if !self.is_ours(&tag) => Step::Member(tag),
            Token::Start(tag) => match tag.name {
                "sender" => Step::Sender(tag),
                "property" | "propertyList" => Step::Member(tag),
                _ if self.is_in_sender() => Step::Event(tag),
                name if is_event(name) => Step::Event(tag),
                _ => Step::Member(tag),
            },
            Token::Text { at, text } => Step::Text(at, text),
            Token::End | Token::Eof if self.is_in_sender() => Step::SenderEnd(self.end_sender()),
            Token::End | Token::Eof => Step::End,
        })
    }

    /// Goes on after an element that could not be used: behind it, or, if it breaks the grammar, at the next anchor.
    #[cold]
    pub(super) fn after_element(&mut self, reader: &mut Reader<'_>, mark: Mark) -> After<N> {
        reader.return_to(mark);
        let start = reader.at();
        match pass_over(reader) {
            Some(()) => After { end: reader.at(), goes_on: GoesOn::Behind },
            None => self.after_fault(reader, mark, start),
        }
    }

    /// Goes on at the next anchor after a fault, which the reader has met in what begins at a position.
    #[cold]
    pub(super) fn after_fault(&mut self, reader: &mut Reader<'_>, mark: Mark, start: usize) -> After<N> {
        let (text, fault) = (reader.slice(0, usize::MAX), reader.at().max(start));
        let found = anchor::find(text, fault).and_then(|found| {
            // what was read from an anchor on does not begin there again
            let ends = match found.begins {
                Begins::SenderEnd => true,
                Begins::ResponseEnd => self.is_in_sender(),
                Begins::Event | Begins::Sender => false,
            };
            if found.start > start || ends { Some(found) } else { anchor::find(text, start + 1) }
        });
        let Some(Anchor { start: end, name, begins }) = found else {
            self.lost = true;
            return After { end: usize::MAX, goes_on: GoesOn::Nowhere };
        };
        reader.return_to(mark);
        reader.rewind(end);
        let goes_on = match begins {
            Begins::Event => {
                if !self.is_in_sender() && !name.contains(':') {
                    reader.begin("sender"); // of which nothing is known
                    self.open.push(N::default());
                }
                GoesOn::Event
            }
            Begins::SenderEnd => {
                reader.rewind(end + "</".len() + name.len());
                reader.pass_tag_end();
                if self.is_in_sender() {
                    reader.close();
                }
                GoesOn::SenderEnd(self.end_sender())
            }
            Begins::Sender | Begins::ResponseEnd => {
                reader.return_to(self.response);
                reader.rewind(end);
                self.open.clear();
                GoesOn::SenderEnd(None)
            }
        };
        After { end, goes_on }
    }
}

/// An element deeper than this is not passed over: it ends at the next anchor.
const DEEPEST: usize = 1 << 16;

/// Passes over the element that comes next, by its grammar alone; nothing if it breaks that, or has more attributes and declarations
/// than can be told apart in reasonable time.
fn pass_over(reader: &mut Reader<'_>) -> Option<()> {
    let limits = Limits::default().with_text(usize::MAX);
    let (mut cx, mut depth) = (Context::new(Mode::Lenient, limits, None).silent(true), 0_usize);
    loop {
        match reader.next(&mut cx).ok()? {
            Token::Start(_) => depth += 1,
            Token::Text { .. } if depth > 0 => {}
            Token::Text { .. } => return Some(()),
            Token::End | Token::Eof => depth = depth.checked_sub(1)?,
        }
        if depth == 0 {
            return Some(());
        }
        if depth > DEEPEST {
            return None;
        }
    }
}
