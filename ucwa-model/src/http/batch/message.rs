//! HTTP messages as text, as they stand inside the parts of a batch.

use ::http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request as HttpRequest, Response as HttpResponse, StatusCode, Uri,
    header::{AUTHORIZATION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING},
};

use crate::{
    format::BOM,
    http::{MultipartError, header},
};

/// The most headers that a message may have.
const MAX_HEADERS: usize = 64;

/// Writes a request. The token is not repeated: it goes with the batch.
pub(crate) fn write_request(request: &HttpRequest<Vec<u8>>) -> Vec<u8> {
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let mut bytes = format!("{} {target} HTTP/1.1\r\n", request.method()).into_bytes();
    if let Some(authority) = request.uri().authority() {
        write_header(&mut bytes, "Host", authority.as_str().as_bytes());
    }
    write_rest(&mut bytes, request.headers(), request.body());
    bytes
}

/// Writes a response.
pub(crate) fn write_response(response: &HttpResponse<Vec<u8>>) -> Vec<u8> {
    let status = response.status();
    let mut bytes = format!("HTTP/1.1 {} {}\r\n", status.as_u16(), status.canonical_reason().unwrap_or_default()).into_bytes();
    write_rest(&mut bytes, response.headers(), response.body());
    bytes
}

fn write_rest(bytes: &mut Vec<u8>, headers: &HeaderMap, body: &[u8]) {
    let skipped = [AUTHORIZATION, CONTENT_LENGTH, HOST];
    for (name, value) in headers.iter().filter(|(name, _)| !skipped.contains(name)) {
        write_header(bytes, name.as_str(), value.as_bytes());
    }
    if !body.is_empty() {
        write_header(bytes, "Content-Length", body.len().to_string().as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
}

fn write_header(bytes: &mut Vec<u8>, name: &str, value: &[u8]) {
    bytes.extend_from_slice(name.as_bytes());
    bytes.extend_from_slice(b": ");
    bytes.extend_from_slice(value);
    bytes.extend_from_slice(b"\r\n");
}

/// Reads a request. Its body is what stands between the delimiters, whatever length is announced.
pub(crate) fn read_request(text: &[u8], part: usize) -> Result<HttpRequest<Vec<u8>>, MultipartError> {
    let wrong = || MultipartError::message(part, "a request line and at most 64 headers", text);
    let text = text.strip_prefix(BOM).unwrap_or(text);
    let read = |text: &[u8]| {
        let mut fields = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut head = httparse::Request::new(&mut fields);
        let httparse::Status::Complete(end) = head.parse(text).ok()? else {
            return None;
        };
        let method = Method::from_bytes(head.method?.to_ascii_uppercase().as_bytes()).ok()?;
        Some((end, method, Uri::try_from(head.path?).ok()?, headers(head.headers)?))
    };
    let (end, method, uri, headers) = with_end(text, read).ok_or_else(wrong)?;
    check_framing(&headers, part)?;
    let mut request = HttpRequest::new(body(text, end, &headers));
    (*request.method_mut(), *request.uri_mut(), *request.headers_mut()) = (method, uri, headers);
    Ok(request)
}

/// Reads a response.
pub(crate) fn read_response(text: &[u8], part: usize) -> Result<HttpResponse<Vec<u8>>, MultipartError> {
    let wrong = || MultipartError::message(part, "a status line and at most 64 headers", text);
    let text = text.strip_prefix(BOM).unwrap_or(text);
    let read = |text: &[u8]| {
        let mut fields = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut head = httparse::Response::new(&mut fields);
        let httparse::Status::Complete(end) = head.parse(text).ok()? else {
            return None;
        };
        Some((end, StatusCode::from_u16(head.code?).ok()?, headers(head.headers)?))
    };
    let (end, status, headers) = with_end(text, read).ok_or_else(wrong)?;
    let mut response = HttpResponse::new(body(text, end, &headers));
    (*response.status_mut(), *response.headers_mut()) = (status, headers);
    Ok(response)
}

/// Reads a head. The empty line after one without a body may have gone to the delimiter, and is put back.
fn with_end<T>(text: &[u8], read: impl Fn(&[u8]) -> Option<T>) -> Option<T> {
    read(text).or_else(|| {
        let has_empty_line = [&b"\n\n"[..], b"\n\r\n"].iter().any(|line| memchr::memmem::find(text, line).is_some());
        if has_empty_line { None } else { read(&[text, b"\r\n\r\n"].concat()) }
    })
}

fn headers(fields: &[httparse::Header<'_>]) -> Option<HeaderMap> {
    let header = |field: &httparse::Header<'_>| {
        Some((HeaderName::from_bytes(field.name.as_bytes()).ok()?, HeaderValue::from_bytes(field.value).ok()?))
    };
    let mut headers = HeaderMap::new();
    for field in fields {
        let (name, value) = header(field)?;
        headers.append(name, value);
    }
    Some(headers)
}

/// What follows a head: as much as is announced, if that is all but white space, and else all.
fn body(text: &[u8], end: usize, headers: &HeaderMap) -> Vec<u8> {
    let body = text.get(end..).unwrap_or_default();
    let announced = length(headers).and_then(|length| body.split_at_checked(length));
    match announced {
        Some((body, rest)) if rest.iter().all(u8::is_ascii_whitespace) => body.to_vec(),
        _ if body.iter().all(u8::is_ascii_whitespace) => Vec::new(),
        _ => body.to_vec(),
    }
}

/// Refuses a request that can be read as two: with a body in pieces, or with more lengths than one.
fn check_framing(headers: &HeaderMap, part: usize) -> Result<(), MultipartError> {
    if let Some(coding) = header::list(headers, &TRANSFER_ENCODING) {
        return Err(MultipartError::message(part, "a body without transfer coding", coding.as_bytes()));
    }
    let lengths = header::list(headers, &CONTENT_LENGTH).unwrap_or_default();
    let mut each = header::items(&lengths, None);
    let first = each.next();
    if each.any(|length| Some(length) != first) {
        return Err(MultipartError::message(part, "one `Content-Length`", lengths.as_bytes()));
    }
    Ok(())
}

fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

/// Where a message ends by the length that it announces, counted from its start.
pub(crate) fn announced_end(text: &[u8]) -> Option<usize> {
    let mut fields = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let (end, fields) = if text.trim_ascii_start().starts_with(b"HTTP/") {
        let mut head = httparse::Response::new(&mut fields);
        let end = head.parse(text).ok()?;
        (end, headers(head.headers)?)
    } else {
        let mut head = httparse::Request::new(&mut fields);
        let end = head.parse(text).ok()?;
        (end, headers(head.headers)?)
    };
    match end {
        httparse::Status::Complete(end) => end.checked_add(length(&fields)?),
        httparse::Status::Partial => None,
    }
}
