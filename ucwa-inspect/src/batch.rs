//! Batches: an exchange whose bodies are other exchanges.

use http::{HeaderMap, header::CONTENT_TYPE};
use ucwa_model::http::{Batch, Reading};

use crate::Exchange;

impl Exchange {
    /// The exchanges of a batch; the exchange itself if it is none, or one that cannot be taken apart.
    #[must_use]
    pub fn apart(self) -> Vec<Self> {
        parts(&self).unwrap_or_else(|| vec![self])
    }
}

fn parts(exchange: &Exchange) -> Option<Vec<Exchange>> {
    let requests = exchange.request.as_ref().filter(|request| is_batch(request.headers()));
    let requests = requests.map(|request| Reading::lenient().batch_parts(request)).transpose().ok()?;
    let answers = exchange.answer.as_ref().filter(|answer| is_batch(answer.headers()));
    let answers = answers.map(Batch::answer_parts).transpose().ok()?;
    if requests.is_none() && answers.is_none() {
        return None;
    }
    let (mut requests, mut answers) = (requests.unwrap_or_default().into_iter(), answers.unwrap_or_default().into_iter());
    let mut parts = Vec::new();
    loop {
        let (request, answer) = (requests.next(), answers.next());
        if request.is_none() && answer.is_none() {
            return Some(parts);
        }
        let number = format!("{}.{}", exchange.number, parts.len() + 1);
        parts.push(Exchange { number, time: exchange.time.clone(), duration: exchange.duration, request, answer });
    }
}

fn is_batch(headers: &HeaderMap) -> bool {
    let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    media.split(';').next().is_some_and(|media| media.trim().eq_ignore_ascii_case("multipart/batching"))
}
