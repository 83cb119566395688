//! What an effect makes of an answer that there is.

use std::time::Duration;

use ::http::{HeaderMap, Response as HttpResponse, header::CONTENT_TYPE};
use ucwa_model::Format;

use super::{Effect, tree};

/// An answer on its way out.
#[derive(Debug)]
pub(crate) struct Leaving {
    pub(crate) response: HttpResponse<Vec<u8>>,
    /// How much later it leaves.
    pub(crate) delay: Duration,
    /// After how many bytes of its body the connection ends.
    pub(crate) cut: Option<usize>,
}

impl From<HttpResponse<Vec<u8>>> for Leaving {
    fn from(response: HttpResponse<Vec<u8>>) -> Self {
        Self { response, delay: Duration::ZERO, cut: None }
    }
}

/// The prefix of the service dialect, as the released Trusted Application API has it.
const PREFIX: &str = "service:";

/// Whether there is something in an answer that the effect can change.
pub(crate) fn fits(effect: Effect, response: &HttpResponse<Vec<u8>>) -> bool {
    let is_message = || format(response.headers()).is_some() && response.status().is_success() && !response.body().is_empty();
    match effect {
        Effect::BrokenEvent => is_message() && event(response.body()).is_some(),
        Effect::UnknownMembers | Effect::UnknownValues | Effect::ServiceDialect => is_message(),
        Effect::Cut(_) => response.body().len() > 1,
        _ => true,
    }
}

impl Leaving {
    /// Lets something happen to it.
    pub(crate) fn suffer(&mut self, effect: Effect) {
        match effect {
            Effect::Latency(delay) => self.delay = self.delay.saturating_add(delay),
            Effect::Cut(hundredths) => self.cut = Some(self.response.body().len() * usize::from(hundredths) / 100),
            Effect::BrokenEvent => damage(self.response.body_mut()),
            Effect::UnknownMembers => self.change(tree::add_members),
            Effect::UnknownValues => self.change(tree::change_values),
            Effect::ServiceDialect => self.speak_dialect(),
            _ => {}
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut serde_json::Value)) {
        let Some(format) = format(self.response.headers()) else { return };
        if let Some(body) = tree::change(self.response.body(), format, change) {
            *self.response.body_mut() = body;
        }
    }

    fn speak_dialect(&mut self) {
        self.change(|tree| tree::prefix(tree, PREFIX));
        if format(self.response.headers()) == Some(Format::Json) {
            self.response.body_mut().splice(..0, *b"\xef\xbb\xbf");
        }
    }
}

fn format(headers: &HeaderMap) -> Option<Format> {
    let media = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let is = |name: &str| media.split(['/', '+', ';', ' ']).any(|part| part == name);
    if is("json") { Some(Format::Json) } else { is("xml").then_some(Format::Xml) }
}

/// Where the first event of an answer is damaged: at the first sign of its own that holds it together.
fn event(body: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(body).ok()?;
    if text.trim_start_matches('\u{feff}').starts_with('{') {
        const BEGIN: &str = "\"events\":[{";
        let begin = text.find(BEGIN)? + BEGIN.len();
        return text.get(begin..)?.find(':').map(|colon| begin + colon);
    }
    let sender = text.find("<sender")?;
    let begin = sender + text.get(sender..)?.find('>')?;
    let event = begin + text.get(begin..)?.find('<')?;
    text.get(event..)?.find('=').map(|sign| event + sign)
}

fn damage(body: &mut [u8]) {
    if let Some(byte) = event(body).and_then(|at| body.get_mut(at)) {
        *byte = b'#';
    }
}
