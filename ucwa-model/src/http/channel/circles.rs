//! Servers that lead in circles, and would be asked without a pause.

use std::collections::VecDeque;

use crate::http::Href;

/// Notices that a server does not lead on: to where a request went a short time ago, or back in step time and again.
#[derive(Clone, Debug, Default)]
pub(super) struct Circles {
    /// Where the last requests went.
    recent: VecDeque<Href>,
    /// Goes up with each turn that does not lead on, and down, more slowly, with each that does.
    strain: u32,
}

impl Circles {
    /// How many places are remembered: longer circles are not noticed.
    const RECENT: usize = 16;
    /// What a turn adds that does not lead on. One that does takes 1 off, so that a loss and a success in turn add up too.
    const WEIGHT: u32 = 2;
    /// What is borne without a pause: two such turns in a row.
    const BORNE: u32 = 2 * Self::WEIGHT;

    /// Takes where a request went and where its answer leads; `lost` if the server leads back in step. The number of the attempt, if
    /// it is time for a pause.
    pub(super) fn turn(&mut self, from: Href, to: &Href, lost: bool) -> Option<u32> {
        if !self.recent.contains(&from) {
            if self.recent.len() >= Self::RECENT {
                self.recent.pop_front();
            }
            self.recent.push_back(from);
        }
        let leads_on = !lost && !self.recent.contains(to);
        self.strain = if leads_on { self.strain.saturating_sub(1) } else { self.strain.saturating_add(Self::WEIGHT) };
        let beyond = self.strain.saturating_sub(Self::BORNE);
        (beyond > 0).then_some(beyond.div_ceil(Self::WEIGHT))
    }
}
