//! What a routing pass keeps of a response, in either format: whose the events are, and what is to be handed out.

use std::collections::VecDeque;

use super::{
    Broken, Filter, Places, Routed, RoutedLink,
    drive::{After, GoesOn},
};
use crate::{Error, Limits, Mode, context::Context};

pub(crate) type Item<'a> = Result<Routed<'a>, Broken>;

/// Where a routing pass stands.
#[derive(Clone, Debug)]
pub(crate) struct Router<'a> {
    pub(crate) text: &'a str,
    /// Which events are wanted, if not all are.
    filter: Option<Box<Filter<'a>>>,
    pub(crate) sender: RoutedLink<'a>,
    /// What the sender is has been read, or will never be known.
    known: bool,
    /// Items whose sender is not known yet, or has just become so.
    held: VecDeque<Item<'a>>,
    /// Bytes that have been passed over in vain, and read once more.
    pub(crate) wasted: usize,
    /// Nothing is passed over by its brackets or its end tag alone.
    pub(crate) checked: bool,
    places: Places<'a>,
    ended: bool,
    /// It ended with a fault.
    lost: bool,
}

impl<'a> Router<'a> {
    pub(crate) fn new(text: &'a str, places: Places<'a>) -> Self {
        Self {
            text,
            filter: None,
            sender: RoutedLink::default(),
            known: true,
            held: VecDeque::new(),
            wasted: 0,
            checked: false,
            places,
            ended: false,
            lost: false,
        }
    }

    /// Whether it ended with a fault.
    pub(crate) fn is_lost(&self) -> bool {
        self.lost
    }

    /// Whether it has ended, and everything has been handed out.
    #[inline]
    pub(crate) fn is_ended(&self) -> bool {
        self.ended && self.held.is_empty()
    }

    /// It has ended, perhaps with something wrong at a position.
    pub(crate) fn end(&mut self, wrong: Option<(usize, Error)>) {
        self.ended = true;
        if let Some((start, error)) = wrong {
            self.put_broken(&After { lost: start..usize::MAX, goes_on: GoesOn::Nowhere }, &error);
        }
    }

    /// Whether something may be passed over by its brackets or its end tag: what was passed over in vain is read once more.
    #[inline]
    pub(crate) fn is_quick(&self) -> bool {
        !self.checked && self.wasted <= self.text.len()
    }

    /// Where a position of the text is in the response.
    #[inline]
    pub(crate) fn offset(&self, at: usize) -> usize {
        at + self.places.before()
    }

    /// For what is read by its grammar.
    pub(crate) fn context(&self) -> Context<'a> {
        Context::new(Mode::Lenient, Limits::default(), Some(self.places.bytes())).counting_from(self.places.errors())
    }

    /// A sender begins. `known` is whether it is certain what it is.
    #[inline]
    pub(crate) fn begin_sender(&mut self, sender: RoutedLink<'a>, known: bool) {
        (self.sender, self.known) = (sender, known);
    }

    /// Whether it is certain what the sender is.
    pub(crate) fn know(&mut self, known: bool) {
        self.known = known;
    }

    /// What the sender is will not change any more.
    fn settle(&mut self) {
        self.known = true;
        for routed in self.held.iter_mut().flatten() {
            routed.sender = self.sender.clone();
        }
    }

    /// The sender has ended; the one in which it stood goes on, if there is one.
    pub(crate) fn end_sender(&mut self, outer: Option<RoutedLink<'a>>) {
        self.settle();
        self.sender = outer.unwrap_or_default();
    }

    /// Whether an event of the sender can be handed out at once.
    #[inline]
    pub(crate) fn is_open(&self) -> bool {
        self.known && self.held.is_empty()
    }

    /// Which events are wanted, to be narrowed down.
    pub(crate) fn filter(&mut self) -> &mut Filter<'a> {
        self.filter.get_or_insert_default()
    }

    /// Whether events of the sender may be wanted.
    #[inline]
    pub(crate) fn takes_sender(&self) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter.takes_sender(&self.sender.rel))
    }

    /// Whether an event of the sender is wanted.
    #[inline]
    pub(crate) fn takes(&self, event_type: &str, rel: &str) -> bool {
        let takes = |filter: &Filter<'_>| filter.takes_type(event_type) && filter.takes_rel(rel);
        self.takes_sender() && self.filter.as_deref().is_none_or(takes)
    }

    /// Whether something has been held, and its turn has come.
    #[inline]
    pub(crate) fn has_held(&self) -> bool {
        self.known && !self.held.is_empty()
    }

    /// The next of what has been held, if it is wanted.
    #[cold]
    pub(crate) fn next_held(&mut self) -> Option<Item<'a>> {
        self.held.pop_front().filter(|item| self.takes_item(item))
    }

    fn takes_item(&self, item: &Item<'a>) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter.takes_item(item))
    }

    /// Hands an item out, or keeps it until its turn comes.
    pub(crate) fn give(&mut self, item: Item<'a>) -> Option<Item<'a>> {
        if !self.is_open() {
            self.hold(item);
            return None;
        }
        self.takes_item(&item).then_some(item)
    }

    /// Keeps an item until its turn comes.
    pub(crate) fn hold(&mut self, item: Item<'a>) {
        self.held.push_back(item);
    }

    /// Puts what is broken in its place, and goes on.
    #[cold]
    pub(crate) fn put_broken(&mut self, After { lost, goes_on }: &After, error: &Error) {
        let broken = self.places.broken_by(lost.clone(), error);
        match goes_on {
            GoesOn::Behind | GoesOn::InSender => {}
            GoesOn::InUnknown | GoesOn::InSenders => self.end_sender(None),
            GoesOn::Nowhere => {
                self.settle();
                (self.ended, self.lost) = (true, true);
            }
        }
        self.held.push_back(Err(broken));
    }
}
