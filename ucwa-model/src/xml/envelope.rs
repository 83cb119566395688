//! What a response in XML is made of, part by part, for whoever decodes it and for whoever routes it; and where reading goes on after
//! a fault.

use std::borrow::Cow;

use super::{
    Reader, Tag, Token,
    anchor::{self, Anchor, Begins, is_event},
    reader::{LinkTag, Mark, Space},
};
use crate::{
    Code, Error, Limits, Mode,
    context::Context,
    events::{After, GoesOn, RoutedLink},
};

/// Where reading stands.
#[derive(Clone, Debug)]
pub(super) struct Envelope<'a> {
    /// The sender that has begun and not ended, and those in which it stands: most of the time there are none.
    sender: Option<RoutedLink<'a>>,
    outer: Vec<RoutedLink<'a>>,
    /// Inside the response, behind its start tag.
    response: Mark,
    /// The root is in a namespace of its own, so that names count in any.
    any_namespace: bool,
}

/// What comes next. The contents of elements are left to who asked.
#[derive(Debug)]
pub(super) enum Part<'a> {
    /// The start tag of a sender has been read.
    Sender(Tag<'a>),
    /// That of an event has.
    Event(Tag<'a>),
    /// That of another element has, in the response or in a sender.
    Member(Tag<'a>),
    /// Text has been read.
    Text(usize, Cow<'a, str>),
    /// A sender has ended; the one in which it stood goes on.
    SenderEnd,
    /// The response has ended.
    End,
}

impl<'a> Envelope<'a> {
    /// A response whose start tag has been read. `any_namespace` is whether that is in a namespace of its own.
    pub(super) fn new(reader: &Reader<'_>, any_namespace: bool) -> Self {
        Self { sender: None, outer: Vec::new(), response: reader.mark(), any_namespace }
    }

    #[inline]
    pub(super) fn is_in_sender(&self) -> bool {
        self.sender.is_some()
    }

    /// What the sender is that is being read.
    pub(super) fn sender(&self) -> Option<RoutedLink<'a>> {
        self.sender.clone()
    }

    /// A sender has begun.
    pub(super) fn begin_sender(&mut self, cx: &mut Context<'_>, at: usize, sender: RoutedLink<'a>) -> Result<(), Error> {
        let depth = self.outer.len() + usize::from(self.is_in_sender()) + 2;
        cx.bound(at, Code::Depth, cx.limits.max_depth(), depth)?;
        self.open(sender);
        Ok(())
    }

    #[inline]
    fn open(&mut self, sender: RoutedLink<'a>) {
        self.outer.extend(self.sender.replace(sender));
    }

    /// For nearly all senders: the start tag of one in the response, with a rel and an href; nothing, and nothing read, if something
    /// else comes next.
    #[inline]
    pub(super) fn try_fast_sender(&mut self, reader: &mut Reader<'a>, longest: usize) -> Option<LinkTag<'a>> {
        let start = reader.at();
        let link = if !self.is_in_sender() && reader.eat(b"<sender rel=\"") { reader.rest_of_link(longest) } else { None };
        let Some(link) = link.filter(|link| link.title.is_none() && reader.eat(b">")) else {
            reader.rewind(start);
            return None;
        };
        reader.begin("sender");
        self.open(link.into());
        Some(link)
    }

    /// Whether an element is one of UCWA's.
    pub(super) fn is_ours(&self, tag: &Tag<'_>) -> bool {
        self.any_namespace || matches!(tag.space, Space::Ucwa | Space::None)
    }

    /// The sender has ended. The one in which it stood goes on.
    #[inline]
    pub(super) fn end_sender(&mut self) {
        self.sender = self.outer.pop();
    }

    /// Goes to the next part.
    pub(super) fn next(&mut self, reader: &mut Reader<'a>, cx: &mut Context<'_>) -> Result<Part<'a>, Error> {
        Ok(match reader.next(cx)? {
            Token::Start(tag) if !self.is_ours(&tag) => Part::Member(tag),
            Token::Start(tag) => match tag.name {
                "sender" => Part::Sender(tag),
                "property" | "propertyList" => Part::Member(tag),
                _ if self.is_in_sender() => Part::Event(tag),
                name if is_event(name) => Part::Event(tag),
                _ => Part::Member(tag),
            },
            Token::Text { at, text } => Part::Text(at, text),
            Token::End | Token::Eof if self.is_in_sender() => {
                self.end_sender();
                Part::SenderEnd
            }
            Token::End | Token::Eof => Part::End,
        })
    }

    /// Goes on after an element that could not be used: behind it, or, if it breaks the grammar, at the next anchor.
    #[cold]
    pub(super) fn after_element(&mut self, reader: &mut Reader<'_>, begin: Mark) -> After {
        reader.return_to(begin);
        match pass_over(reader) {
            Some(()) => After { lost: begin.at()..reader.at(), goes_on: GoesOn::Behind },
            None => {
                let After { lost, goes_on } = self.after_fault(reader, begin);
                After { lost: begin.at()..lost.end, goes_on }
            }
        }
    }

    /// Goes on at the next anchor after a fault, which the reader has met on its way from a mark.
    #[cold]
    pub(super) fn after_fault(&mut self, reader: &mut Reader<'_>, begin: Mark) -> After {
        let (start, fault) = (begin.at(), reader.at());
        let found = anchor::find(reader, fault.max(start)).and_then(|found| {
            // what was read from an anchor on does not begin there again
            let ends = match found.begins {
                Begins::SenderEnd => true,
                Begins::ResponseEnd => self.is_in_sender(),
                Begins::Event | Begins::Sender => false,
            };
            if found.start > start || ends { Some(found) } else { anchor::find(reader, start + 1) }
        });
        let Some(Anchor { start: end, name, begins }) = found else {
            return After { lost: fault..usize::MAX, goes_on: GoesOn::Nowhere };
        };
        reader.return_to(begin);
        reader.rewind(end);
        let goes_on = match begins {
            Begins::Event => {
                if !self.is_in_sender() && !name.contains(':') {
                    reader.begin("sender"); // of which nothing is known
                    self.open(RoutedLink::default());
                }
                GoesOn::InSender
            }
            Begins::SenderEnd => {
                reader.rewind(end + "</".len() + name.len());
                reader.eat_tag_end();
                if self.is_in_sender() {
                    reader.close();
                }
                self.end_sender();
                GoesOn::InSenders
            }
            Begins::Sender | Begins::ResponseEnd => {
                reader.return_to(self.response);
                reader.rewind(end);
                self.sender = None;
                self.outer.clear();
                GoesOn::InSenders
            }
        };
        After { lost: start..end, goes_on }
    }
}

impl<'a> From<LinkTag<'a>> for RoutedLink<'a> {
    #[inline(always)]
    fn from(LinkTag { rel, href, title }: LinkTag<'a>) -> Self {
        Self { rel: rel.into(), href: href.into(), title: title.map(Cow::from) }
    }
}

/// What a start tag says of a link.
pub(super) fn link<'a>(tag: &Tag<'a>) -> RoutedLink<'a> {
    let text = |name: &str| tag.attribute(name).cloned();
    RoutedLink {
        rel: text("rel").unwrap_or(Cow::Borrowed("")),
        href: text("href").unwrap_or(Cow::Borrowed("")),
        title: text("title"),
    }
}

/// An element deeper than this is not passed over: it ends at the next anchor.
const DEEPEST: usize = 1 << 16;

/// Passes over the element that comes next, by its grammar alone; nothing if it breaks that, or has more attributes and declarations
/// than can be told apart in reasonable time.
fn pass_over(reader: &mut Reader<'_>) -> Option<()> {
    let limits = Limits::default().with_text(usize::MAX);
    let (mut cx, mut depth) = (Context::new(Mode::Lenient, limits, None), 0_usize);
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
