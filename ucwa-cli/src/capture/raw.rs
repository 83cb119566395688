//! Raw HTTP messages: as they are sent, as editors keep them, as `curl -v` tells of them, or as documentation prints them, without an
//! empty line behind the headers.

mod head;
mod tools;

use std::io::{self, BufRead, Read};

use http::{
    HeaderMap, Method, Request, Response, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
};

use self::{
    head::Head,
    tools::{from_curl, is_handler, is_separator, preamble},
};
pub(super) use self::{
    head::{First, field},
    tools::is_comment,
};
use super::{Exchange, Take, body, fault, target};

/// The most bytes of a file of messages.
const MOST: u64 = 512 << 20;

/// Reads messages one after another: an answer belongs to the request before it.
pub(super) fn read(reader: impl BufRead, take: &mut Take<'_>) -> io::Result<()> {
    let mut text = Vec::new();
    reader.take(MOST + 1).read_to_end(&mut text)?;
    if text.len() as u64 > MOST {
        return Err(fault(format!("expected at most {MOST} bytes of HTTP messages, but found more")));
    }
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
    let told = from_curl(text);
    let mut number = 0_u64;
    let mut exchange = Exchange::default();
    for message in Messages::of(told.as_deref().unwrap_or(text)) {
        let begins = message.is_request() || exchange.answer.is_some();
        if message.is_interim() || (exchange.request.is_none() && message.is_of_tunnel()) {
            continue;
        }
        if begins && (exchange.request.is_some() || exchange.answer.is_some()) {
            take(std::mem::take(&mut exchange))?;
        }
        if exchange.number.is_empty() {
            number += 1;
            exchange.number = number.to_string();
        }
        exchange.request = message.request().or(exchange.request);
        exchange.answer = message.response().or(exchange.answer);
    }
    if exchange.request.is_some() || exchange.answer.is_some() { take(exchange) } else { Ok(()) }
}

/// A text as a request.
pub(super) fn request(text: &[u8]) -> Option<Request<Vec<u8>>> {
    Message::begin(text, First::of)?.request()
}

/// A text as a response, or the last of several: answers that only say that another one follows count for nothing.
pub(super) fn response(text: &[u8]) -> Option<Response<Vec<u8>>> {
    let mut message = Message::begin(text, First::of)?;
    while message.is_interim() {
        match Message::begin(message.body, First::of) {
            Some(next) if !next.is_request() => message = next,
            _ => break,
        }
    }
    message.response()
}

/// A message, whose body goes on for as long as is known.
struct Message<'a> {
    first: First<'a>,
    /// What of the target stands in lines of its own.
    target: String,
    headers: HeaderMap,
    body: &'a [u8],
}

impl<'a> Message<'a> {
    /// A text up to its end.
    fn begin(text: &'a [u8], first: impl Fn(&'a [u8]) -> Option<First<'a>>) -> Option<Self> {
        let first = first(first_line(text))?;
        let Head { headers, target, end } = Head::read(text);
        Some(Self { first, target, headers, body: text.get(end..).unwrap_or_default() })
    }

    fn is_request(&self) -> bool {
        matches!(self.first, First::Request { .. })
    }

    /// Whether the answer follows yet.
    fn is_interim(&self) -> bool {
        matches!(self.first, First::Response { status, .. } if status.is_informational() && status != StatusCode::SWITCHING_PROTOCOLS)
    }

    /// Whether it is what a proxy says before the answer of the server.
    fn is_of_tunnel(&self) -> bool {
        matches!(self.first, First::Response { reason, .. } if reason.eq_ignore_ascii_case("Connection established"))
    }

    fn request(&self) -> Option<Request<Vec<u8>>> {
        let First::Request { method, target } = self.first else { return None };
        let mut request = Request::new(self.body.to_vec());
        *request.method_mut() = Method::from_bytes(method.to_ascii_uppercase().as_bytes()).ok()?;
        *request.uri_mut() = target::uri(&format!("{target}{}", self.target));
        *request.headers_mut() = self.headers.clone();
        Some(request)
    }

    fn response(&self) -> Option<Response<Vec<u8>>> {
        let First::Response { status, .. } = self.first else { return None };
        let mut response = Response::new(self.body.to_vec());
        *response.status_mut() = status;
        *response.headers_mut() = self.headers.clone();
        Some(response)
    }

    /// How many bytes of the body are its own: by its chunks or the length that it announces, if another message begins behind them or
    /// nothing follows; else up to the next line that begins one.
    fn length(&self) -> usize {
        let announced = || self.headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse::<usize>().ok();
        let is_end = |length: &usize| self.body.get(*length..).is_some_and(is_end);
        let chunked = || body::is_chunked(&self.headers).then(|| body::length_of_chunks(self.body)).flatten();
        let length = chunked().filter(is_end).or_else(|| announced().filter(is_end));
        length.unwrap_or_else(|| self.length_by_lines())
    }

    fn length_by_lines(&self) -> usize {
        let media = self.headers.get(CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
        let mut parts = media.trim_start().to_ascii_lowercase().starts_with("multipart/").then(Parts::default);
        let (mut at, mut judged) = (0, 0);
        for line in self.body.split_inclusive(|byte| *byte == b'\n') {
            let bare = line.trim_ascii();
            match parts.as_mut().map_or(Place::Outside, |parts| parts.place(bare)) {
                Place::End => return at + line.len(),
                Place::Inside => {}
                Place::Outside if First::of(bare).is_some() || is_handler(bare) => return at,
                Place::Outside if at >= judged && is_separator(bare) => {
                    let rest = self.body.get(at..).unwrap_or_default();
                    let (length, _) = preamble(rest);
                    let behind = rest.get(length..).unwrap_or_default();
                    if behind.is_empty() || First::of_editor(first_line(behind)).is_some() {
                        return at;
                    }
                    judged = at + length; // what looks like a separator up to there is none either
                }
                Place::Outside => {}
            }
            at += line.len();
        }
        self.body.len()
    }
}

/// Where a line of a body stands.
enum Place {
    /// It is the first line of a message in a part, or a delimiter of parts.
    Inside,
    Outside,
    /// It ends the last part.
    End,
}

/// The parts of a body, told by the first line that looks like a delimiter, whatever the header says: each may begin with the first line
/// of a message.
#[derive(Default)]
struct Parts<'a> {
    delimiter: Option<&'a [u8]>,
    begins: bool,
}

impl<'a> Parts<'a> {
    fn place(&mut self, line: &'a [u8]) -> Place {
        let is_first = self.delimiter.is_none() && line.len() > 2 && line.starts_with(b"--");
        let delimiter = if is_first { *self.delimiter.insert(line) } else { self.delimiter.unwrap_or_default() };
        match line.strip_prefix(delimiter).filter(|_| !delimiter.is_empty()) {
            Some(b"--") => return Place::End,
            Some([]) => self.begins = true,
            _ if self.begins && First::of(line).is_some() => self.begins = false,
            _ => return Place::Outside,
        }
        Place::Inside
    }
}

fn first_line(text: &[u8]) -> &[u8] {
    text.get(..memchr::memchr(b'\n', text).unwrap_or(text.len())).unwrap_or_default()
}

/// Whether what stands behind a body shows that it was one: nothing, or the next message.
fn is_end(behind: &[u8]) -> bool {
    let behind = behind.trim_ascii_start();
    let line = first_line(behind);
    behind.is_empty() || is_separator(line) || is_handler(line) || First::of(line).is_some()
}

/// The messages of a text.
struct Messages<'a> {
    rest: &'a [u8],
    /// Whether a request may come that has no version: the first one, or one behind a separator.
    is_editors: bool,
}

impl<'a> Messages<'a> {
    fn of(text: &'a [u8]) -> Self {
        Self { rest: text, is_editors: true }
    }
}

impl<'a> Iterator for Messages<'a> {
    type Item = Message<'a>;

    fn next(&mut self) -> Option<Message<'a>> {
        loop {
            let (length, is_editors) = preamble(self.rest);
            self.is_editors |= is_editors;
            let text = self.rest.get(length..).filter(|text| !text.is_empty())?;
            let first = if self.is_editors { First::of_editor } else { First::of };
            let Some(mut message) = Message::begin(text, first) else {
                self.rest = text.get(first_line(text).len()..)?; // it belongs to no message
                continue;
            };
            (message.body, self.rest) = message.body.split_at_checked(message.length())?;
            self.is_editors = false;
            return Some(message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchanges(text: &[u8]) -> Vec<(String, usize, usize)> {
        let mut found = Vec::new();
        let body = |body: Option<&Vec<u8>>| body.map_or(0, |body| body.trim_ascii().len());
        read(text, &mut |exchange: Exchange| {
            let (request, answer) = (exchange.request.as_ref().map(Request::body), exchange.answer.as_ref().map(Response::body));
            found.push((exchange.number, body(request), body(answer)));
            Ok(())
        })
        .unwrap();
        found
    }

    fn numbered(number: &str, request: usize, answer: usize) -> (String, usize, usize) {
        (number.to_owned(), request, answer)
    }

    #[test]
    fn answers_follow_requests() {
        let text = b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nA: b\r\n\r\n{\"a\":1}\r\nGET /b HTTP/1.1\r\n\r\n\
            GET /c HTTP/1.1\nA: b\n{1}\nHTTP/2 404\n\nHTTP/1.1 200 OK\n\n{22}\n";
        assert_eq!(exchanges(text), [numbered("1", 2, 7), numbered("2", 0, 0), numbered("3", 3, 0), numbered("4", 0, 4)]);
    }

    #[test]
    fn a_length_that_is_wrong_is_not_believed() {
        let text = b"GET /a HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n{}\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{22}";
        assert_eq!(exchanges(text), [numbered("1", 2, 4)]);
    }

    #[test]
    fn what_comes_before_an_answer_is_none() {
        let text = b"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{1}\r\n\
            POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\n\r\n{22}\r\n\
            CONNECT a:443 HTTP/1.1\r\n\r\nHTTP/1.1 200 Connection Established\r\n\r\n";
        assert_eq!(exchanges(text), [numbered("1", 0, 3), numbered("2", 2, 4), numbered("3", 0, 0)]);
        let answer =
            response(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}").unwrap();
        assert_eq!((answer.status(), &answer.body()[..]), (StatusCode::OK, &b"{}"[..]));
        assert!(response(b"HTTP/1.1 101 Switching\r\n\r\nHTTP/1.1 200 OK\r\n\r\n").is_some_and(|one| one.status() == 101));
    }

    #[test]
    fn parts_of_a_batch_stay_together() {
        let batch = "--B\r\nA: b\r\n\r\nGET /b HTTP/1.1\r\nC: d\r\n\r\n--B\r\nA: b\r\n\r\nGET /c HTTP/1.1\r\n\r\n--B--\r\n";
        let head = "POST /a HTTP/1.1\r\nContent-Type: Multipart/batching; boundary=X\r\n";
        let behind = "HTTP/1.1 200 OK\r\n\r\n{}";
        for (header, body) in [
            ("", batch.to_owned()),
            ("Content-Length: 7\r\n", batch.to_owned()),
            ("", batch.replace("--B--\r\n", "")),
            ("Transfer-Encoding: chunked\r\n", format!("{:x}\r\n{batch}\r\n0\r\nTrailer: a\r\n\r\n", batch.len())),
        ] {
            let text = format!("{head}{header}\r\n{body}{behind}");
            assert_eq!(exchanges(text.as_bytes()), [numbered("1", body.trim().len(), 2)], "{header}");
        }
    }

    #[test]
    fn editors_separate_requests() {
        let text = b"### first\n@host = a\n# @name one\nPOST https://{{host}}/a\nA: b\n\n{}\n\n> {% check %}\n###\n\n// two\nGET /b\n  ?c=d\n\
            ### three\nPOST /c HTTP/1.1\nA: b\n\n### Chapter\ntext\n###\n# foo\n";
        assert_eq!(exchanges(text), [numbered("1", 2, 0), numbered("2", 0, 0), numbered("3", 16, 0)]);
        assert_eq!(exchanges("GET /a HTTP/1.1\n\n###\n# \nx\n".repeat(3).as_bytes()).len(), 3);
    }
}
