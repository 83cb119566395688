//! Batches: an exchange whose bodies are other exchanges.

use http::{HeaderMap, HeaderValue, Request, Response, header::CONTENT_TYPE};
use memchr::memmem;
use ucwa_model::http::{Batch, Reading};

use crate::{Exchange, exchange::Faults};

impl Exchange {
    /// The exchanges of a batch; the exchange itself if it is none. Where a half of it cannot be taken apart, or says something as a whole,
    /// that comes before the parts of the other.
    #[must_use]
    pub fn apart(self) -> Vec<Self> {
        let Self { number, time, duration, mut request, mut answer, faults } = self;
        let (requests, answers) = (half(request.as_mut(), requests_of), half(answer.as_mut(), answers_of));
        if requests.is_none() && answers.is_none() {
            return vec![Self { number, time, duration, request, answer, faults }];
        }
        let (requests, request_fault) = requests.unwrap_or_default();
        let (answers, answer_fault) = answers.unwrap_or_default();
        let faults = Faults { request: faults.request.or(request_fault), answer: faults.answer.or(answer_fault) };
        let says_something = answer.as_ref().is_some_and(|answer| !is_batch(answer.headers()) && !answer.body().is_empty());
        let is_whole = faults.request.is_some() || faults.answer.is_some() || says_something;
        let (mut requests, mut answers) = (requests.into_iter(), answers.into_iter());
        let mut all = Vec::new();
        if is_whole {
            all.push(Self { number: number.clone(), time: time.clone(), duration, request, answer, faults });
        }
        for part in 1_usize.. {
            let (request, answer) = (requests.next(), answers.next());
            if request.is_none() && answer.is_none() {
                break;
            }
            let number = format!("{number}.{part}");
            all.push(Self { number, time: time.clone(), duration, request, answer, faults: Faults::default() });
        }
        all
    }
}

/// A request or an answer.
trait HttpMessage {
    fn headers(&mut self) -> &mut HeaderMap;
    fn body(&mut self) -> &mut Vec<u8>;
}

macro_rules! messages {
    ($($message:ident)*) => {$(
        impl HttpMessage for $message<Vec<u8>> {
            fn headers(&mut self) -> &mut HeaderMap {
                self.headers_mut()
            }

            fn body(&mut self) -> &mut Vec<u8> {
                self.body_mut()
            }
        }
    )*};
}

messages!(Request Response);

fn requests_of(batch: &Request<Vec<u8>>) -> Option<Vec<Request<Vec<u8>>>> {
    Reading::lenient().batch_parts(batch).ok()
}

fn answers_of(batch: &Response<Vec<u8>>) -> Option<Vec<Response<Vec<u8>>>> {
    Batch::answer_parts(batch).ok()
}

/// The parts of a batch, and what is wrong with it: its boundary may be another one than it says, and its end may be missing. `None` if it
/// is no batch.
fn half<M: HttpMessage>(message: Option<&mut M>, parts: impl Fn(&M) -> Option<Vec<M>>) -> Option<(Vec<M>, Option<String>)> {
    let message = message?;
    if !is_batch(message.headers()) || message.body().is_empty() {
        return None;
    }
    if let Some(parts) = parts(message) {
        return Some((parts, None));
    }
    if name_boundary(message).is_some()
        && let Some(parts) = parts(message)
    {
        return Some((parts, Some("expected the boundary of the parts in `content-type`, but found another one".to_owned())));
    }
    let whole = message.body().clone();
    let cut = without_last(message.body()).and_then(|cut| {
        *message.body() = cut;
        parts(message)
    });
    *message.body() = whole;
    match cut {
        Some(parts) => Some((parts, Some("the last part of the batch is broken".to_owned()))),
        None => Some((Vec::new(), Some("the batch cannot be read".to_owned()))),
    }
}

pub(crate) fn is_batch(headers: &HeaderMap) -> bool {
    let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    media.split(';').next().is_some_and(|media| media.trim().eq_ignore_ascii_case("multipart/batching"))
}

/// The first line that looks like a delimiter.
fn delimiter(body: &[u8]) -> Option<&[u8]> {
    let mut lines = body.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    lines.find(|line| line.len() > 2 && line.starts_with(b"--"))
}

/// Puts the boundary that the parts have into the header.
fn name_boundary(message: &mut impl HttpMessage) -> Option<()> {
    let boundary = delimiter(message.body())?.get(2..)?;
    let media = [b"multipart/batching; boundary=\"", boundary, b"\""].concat();
    let media = HeaderValue::from_bytes(&media).ok()?;
    message.headers().insert(CONTENT_TYPE, media);
    Some(())
}

/// The body up to the last delimiter, which becomes the closing one.
fn without_last(body: &[u8]) -> Option<Vec<u8>> {
    let delimiter = delimiter(body)?;
    let last = memmem::rfind(body, &[b"\n", delimiter].concat())?;
    Some([body.get(..last + 1)?, delimiter, b"--\r\n"].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers, methods, statuses and faults that come of a batch of two requests and two answers.
    fn told(request: &str, answer: &str, change: impl Fn(String) -> String) -> Vec<String> {
        let part =
            |kind, first| format!("--B\r\nContent-Type: application/http; msgtype={kind}\r\n\r\n{first}\r\nHost: a\r\n\r\n\r\n");
        let requests = part("request", "GET /a HTTP/1.1") + &part("request", "PUT /b HTTP/1.1") + "--B--\r\n";
        let answers = part("response", "HTTP/1.1 200 OK") + &part("response", "HTTP/1.1 404 No") + "--B--\r\n";
        let request = Request::builder().header(CONTENT_TYPE, request).body(requests.into_bytes()).unwrap();
        let answer = Response::builder().header(CONTENT_TYPE, answer).body(change(answers).into_bytes()).unwrap();
        let exchange = Exchange { number: "7".to_owned(), request: Some(request), answer: Some(answer), ..Exchange::default() };
        let one = |one: Exchange| {
            let method = one.request.map(|request| request.method().to_string()).unwrap_or_default();
            let status = one.answer.map(|answer| answer.status().as_u16().to_string()).unwrap_or_default();
            let faults = one.faults.request.into_iter().chain(one.faults.answer).collect::<Vec<_>>().join("; ");
            format!("{} {method} {status} {faults}", one.number)
        };
        exchange.apart().into_iter().map(one).collect()
    }

    #[test]
    fn the_halves_of_a_batch_are_read_each_by_its_own() {
        let sound = "multipart/batching; boundary=B";
        let same = |answers: String| answers;
        assert_eq!(told(sound, sound, same), ["7.1 GET 200 ", "7.2 PUT 404 "]);
        let boundary = "expected the boundary of the parts in `content-type`, but found another one";
        for odd in ["multipart/batching; boundary=C", "multipart/batching", "multipart/batching; boundary='B'"] {
            assert_eq!(told(odd, sound, same), [&*format!("7 GET 200 {boundary}"), "7.1 GET 200 ", "7.2 PUT 404 "], "{odd}");
            assert_eq!(told(sound, odd, same), [&*format!("7 GET 200 {boundary}"), "7.1 GET 200 ", "7.2 PUT 404 "], "{odd}");
        }
        let cut = |answers: String| answers.split_once(" 404").unwrap().0.to_owned();
        assert_eq!(told(sound, sound, cut), ["7 GET 200 the last part of the batch is broken", "7.1 GET 200 ", "7.2 PUT  "]);
        let broken = |_: String| "nothing".to_owned();
        assert_eq!(told(sound, sound, broken), ["7 GET 200 the batch cannot be read", "7.1 GET  ", "7.2 PUT  "]);
        assert_eq!(told(sound, sound, |_| String::new()), ["7.1 GET  ", "7.2 PUT  "], "it was never answered, or not kept");
        assert_eq!(told(sound, "application/json", same), ["7 GET 200 ", "7.1 GET  ", "7.2 PUT  "]);
    }
}
