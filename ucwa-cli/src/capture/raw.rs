//! Raw HTTP messages: as they are sent, or as documentation prints them, without an empty line behind the headers.

use std::io::{self, BufRead, Read};

use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header::CONTENT_LENGTH};

use super::{
    Exchange, MAX_HEADERS, Take, fault,
    guess::{is_header, is_message},
};

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
    let mut number = 0;
    let mut exchange = Exchange::default();
    for message in (Messages { rest: text }) {
        let (request, answer) = (request(message), response(message));
        let begins = request.is_some() || exchange.answer.is_some();
        if begins && (exchange.request.is_some() || exchange.answer.is_some()) {
            take(std::mem::take(&mut exchange))?;
        }
        if exchange.number.is_empty() {
            number += 1;
            exchange.number = number.to_string();
        }
        exchange.request = request.or(exchange.request);
        exchange.answer = answer.or(exchange.answer);
    }
    if exchange.request.is_some() || exchange.answer.is_some() { take(exchange) } else { Ok(()) }
}

/// The messages of a text.
struct Messages<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Messages<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let text = self.rest.trim_ascii_start();
        if text.is_empty() {
            return None;
        }
        let end = end_of(text);
        let (message, rest) = text.split_at_checked(end)?;
        self.rest = rest;
        Some(message)
    }
}

/// Where a message ends: by the length that it announces, if another one begins there or nothing follows; else before the next line
/// that begins one.
fn end_of(text: &[u8]) -> usize {
    let head = head(text);
    let announced =
        headers(head.fields).and_then(|headers| headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse::<usize>().ok());
    let by_length = announced.and_then(|length| head.end.checked_add(length)).filter(|end| {
        let behind = text.get(*end..).map(<[u8]>::trim_ascii_start);
        behind
            .is_some_and(|behind| behind.is_empty() || is_message(behind.split(|byte| *byte == b'\n').next().unwrap_or_default()))
    });
    by_length.unwrap_or_else(|| next_message(text, head.end))
}

/// The start of the next line from a position on that begins a message.
fn next_message(text: &[u8], from: usize) -> usize {
    let mut at = from;
    for line in text.get(from..).unwrap_or_default().split_inclusive(|byte| *byte == b'\n') {
        if is_message(line) {
            return at;
        }
        at += line.len();
    }
    text.len()
}

/// The first line of a message, its headers, and where its body begins.
struct Head<'a> {
    first: &'a [u8],
    fields: &'a [u8],
    end: usize,
}

fn head(text: &[u8]) -> Head<'_> {
    let mut lines = text.split_inclusive(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let mut at = first.len();
    for line in lines {
        let bare = line.trim_ascii();
        if bare.is_empty() {
            let fields = text.get(first.len()..at).unwrap_or_default();
            return Head { first, fields, end: at + line.len() };
        }
        if !is_header(bare) {
            break;
        }
        at += line.len();
    }
    Head { first, fields: text.get(first.len()..at).unwrap_or_default(), end: at }
}

/// Headers, of which those that cannot be read are left out.
fn headers(fields: &[u8]) -> Option<HeaderMap> {
    let text = [fields.trim_ascii_end(), b"\r\n\r\n"].concat();
    let mut room = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let httparse::Status::Complete((_, found)) = httparse::parse_headers(text.trim_ascii_start(), &mut room).ok()? else {
        return None;
    };
    let mut headers = HeaderMap::new();
    for field in found {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(field.name.as_bytes()), HeaderValue::from_bytes(field.value)) {
            headers.append(name, value);
        }
    }
    Some(headers)
}

/// A message as a request.
pub(super) fn request(text: &[u8]) -> Option<Request<Vec<u8>>> {
    let head = head(text);
    let line = std::str::from_utf8(head.first).ok()?;
    let mut words = line.split_ascii_whitespace();
    let (method, target) = (words.next()?, words.next()?);
    if method.starts_with("HTTP/") {
        return None;
    }
    let mut request = Request::new(text.get(head.end..).unwrap_or_default().to_vec());
    *request.method_mut() = Method::from_bytes(method.to_ascii_uppercase().as_bytes()).ok()?;
    *request.uri_mut() = target.parse().unwrap_or_default();
    *request.headers_mut() = headers(head.fields).unwrap_or_default();
    Some(request)
}

/// A message as a response.
pub(super) fn response(text: &[u8]) -> Option<Response<Vec<u8>>> {
    let head = head(text);
    let line = std::str::from_utf8(head.first).ok()?;
    let status = line.strip_prefix("HTTP/1.")?.split_ascii_whitespace().nth(1)?;
    let mut response = Response::new(text.get(head.end..).unwrap_or_default().to_vec());
    *response.status_mut() = StatusCode::from_bytes(status.as_bytes()).ok()?;
    *response.headers_mut() = headers(head.fields).unwrap_or_default();
    Some(response)
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

    #[test]
    fn answers_follow_requests() {
        let text = b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nA: b\r\n\r\n{\"a\":1}\r\nGET /b HTTP/1.1\r\n\r\n\
            GET /c HTTP/1.1\nA: b\n{1}\nHTTP/1.1 404 No\n\nHTTP/1.1 200 OK\n\n{22}\n";
        let numbered = |number: &str, request, answer| (number.to_owned(), request, answer);
        assert_eq!(exchanges(text), [numbered("1", 2, 7), numbered("2", 0, 0), numbered("3", 3, 0), numbered("4", 0, 4)]);
    }

    #[test]
    fn a_length_that_is_wrong_is_not_believed() {
        let text = b"GET /a HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n{}\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{22}";
        assert_eq!(exchanges(text), [("1".to_owned(), 2, 4)]);
    }
}
