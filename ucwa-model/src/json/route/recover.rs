//! The way back after an event, or a sender, that broke.

use super::{
    super::{
        Reader, resume,
        token::{Broke, Fault, Next, Resume, Source},
    },
    EVENT, Inside, Lost, OBJECT, Walk,
};
use crate::{Broken, Code, Error, Limits, Mode, context::Context, events::RoutedLink};

impl<'a> Walk<'a> {
    /// Goes on after an event that broke.
    pub(super) fn recover(&mut self, start: usize, lost: &Lost) -> Result<Broken, Lost> {
        let fault = match lost.expected {
            "UTF-8" | OBJECT | EVENT => None,
            _ => Some(lost.at),
        };
        let resume = self.search(Broke { previous: None, start, fault });
        self.go_on(resume, lost).ok_or(Lost { at: start, expected: lost.expected })
    }

    /// What stands behind an event may show that it ended elsewhere.
    #[cold]
    pub(super) fn take_back(&mut self, event: usize) -> Option<Broken> {
        let (at, begun) = (self.at, self.begun);
        let (start, lost) = match self.element() {
            Ok(true) if self.bytes.get(self.at) == Some(&b'"') => (self.at, Some(Lost { at: self.at, expected: OBJECT })),
            Ok(_) => (at, None),
            Err(lost) => (at, Some(lost)),
        };
        (self.at, self.begun) = (at, begun);
        let lost = lost?;
        let fault = (lost.expected != OBJECT).then_some(lost.at);
        let resume = self.search(Broke { previous: Some(event), start, fault });
        if resume.start == event { self.go_on(resume, &lost) } else { None }
    }

    /// Goes on after damage in a sender's own members: with its events, or with another sender.
    pub(super) fn recover_sender(&mut self, lost: &Lost) -> Option<Broken> {
        let fault = self.single.unwrap_or(lost.at).max(self.members);
        let resume = self.search(Broke { previous: None, start: self.members, fault: Some(fault) });
        let broken = self.go_on(resume, lost)?;
        self.stray = true;
        if !self.listed {
            self.sender = RoutedLink::default(); // what has been read of it may be something else
            self.listed = true;
        }
        Some(broken)
    }

    fn search(&self, broke: Broke) -> Resume {
        let text = self.text.or(self.repaired.as_deref()).unwrap_or_default();
        resume::search(text, broke, &self.spent)
    }

    /// Goes to where reading goes on, if it does.
    fn go_on(&mut self, resume: Resume, lost: &Lost) -> Option<Broken> {
        let Resume { start, end, at, next } = resume;
        match next {
            Next::Nothing => return None,
            Next::Sender => self.inside = Inside::Senders,
            Next::Event | Next::Rest => self.inside = Inside::Events,
            Next::List => {
                self.inside = Inside::Events;
                self.sender = RoutedLink::default();
                self.stray = true;
            }
        }
        self.at = at;
        self.begun = next == Next::Rest;
        Some(self.broken(start, end, lost.at, lost.expected))
    }

    /// Where an event ends, by its grammar.
    #[cold]
    pub(super) fn read_to_end(&self, start: usize) -> Result<usize, Lost> {
        let mut reader = Reader::new(self.text.or(self.repaired.as_deref()).unwrap_or_default());
        reader.rewind(start);
        match resume::skip(&mut reader, Limits::MAX_DEPTH) {
            Ok(()) => Ok(reader.at()),
            Err(Fault { at, expected }) => Err(Lost { at: at.max(start + 1), expected }),
        }
    }

    pub(super) fn broken(&mut self, start: usize, end: usize, at: usize, expected: &'static str) -> Broken {
        let mut cx = Context::new(Mode::Lenient, Limits::default(), Some(self.bytes)).counting_from(self.last);
        let found = self.bytes.get(at..).map(|rest| String::from_utf8_lossy(rest.get(..rest.len().min(4)).unwrap_or(rest)));
        let found = found.and_then(|text| text.chars().next()).map(|found| format!("{found:?}"));
        let found = found.unwrap_or_else(|| "the end of the input".to_owned());
        let code = if expected == "UTF-8" { Code::Encoding } else { Code::Syntax };
        let error: Error = cx.error(at, code, Some(expected.into()), Some(found.as_str().into()));
        self.last = error.place().unwrap_or(self.last);
        Broken::new(error, cx.start(start), self.bytes.get(start..end.min(self.bytes.len())).unwrap_or_default())
    }
}
