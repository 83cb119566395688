//! HTTP messages as files: a start line, headers, and a body. Documentation prints them without the empty line between.

#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "each test takes what it needs, and may stop")]

use std::{fs, path::Path};

use http::{HeaderName, HeaderValue, Method, Request, Response};

/// The parts of a printed message.
struct Printed {
    start: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Vec<u8>,
}

fn printed(text: &str) -> Printed {
    let (start, rest) = text.split_once('\n').unwrap_or((text, ""));
    let mut headers = Vec::new();
    let mut body = rest;
    for line in rest.split_inclusive('\n') {
        let header = line.split_once(':').and_then(|(name, value)| Some((HeaderName::try_from(name).ok()?, value)));
        match header {
            Some((name, value)) => headers.push((name, value.trim().parse().unwrap())),
            None if line.trim().is_empty() => {
                body = &body[line.len()..];
                break;
            }
            None => break,
        }
        body = &body[line.len()..];
    }
    Printed { start: start.trim().to_owned(), headers, body: body.trim_end_matches('\n').into() }
}

/// The request in a fixture. A method is printed in mixed case, and sent in upper case.
pub fn request(name: &str) -> Request<Vec<u8>> {
    let Printed { start, headers, body } = printed(&fs::read_to_string(Path::new("tests/fixtures").join(name)).unwrap());
    let mut words = start.split(' ');
    let mut request = Request::new(body);
    *request.method_mut() = Method::from_bytes(words.next().unwrap().to_uppercase().as_bytes()).unwrap();
    *request.uri_mut() = words.next().unwrap().parse().unwrap();
    request.headers_mut().extend(headers);
    request
}

/// The response in a fixture.
pub fn response(name: &str) -> Response<Vec<u8>> {
    let Printed { start, headers, body } = printed(&fs::read_to_string(Path::new("tests/fixtures").join(name)).unwrap());
    let mut response = Response::new(body);
    *response.status_mut() = start.split(' ').nth(1).unwrap().parse().unwrap();
    response.headers_mut().extend(headers);
    response
}

/// A message as text, to be looked at.
pub fn show(request: &Request<Vec<u8>>) -> String {
    let mut text = format!("{} {}\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        text += &format!("{name}: {}\n", if value.is_sensitive() { "…" } else { value.to_str().unwrap() });
    }
    text + "\n" + std::str::from_utf8(request.body()).unwrap() + "\n"
}
