//! The log of every exchange: an HTTP archive, which is whole after each of them. Tokens and passwords are masked.

mod mask;

use std::{
    fs::File,
    io::{self, Seek, SeekFrom, Write},
    path::Path,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use ::http::{HeaderMap, Request as HttpRequest, Response as HttpResponse, header::CONTENT_TYPE};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

/// See the module.
#[derive(Debug)]
pub(crate) struct Log {
    /// The file, and how many entries it has; nothing once it could not be written.
    file: Mutex<Option<(File, u64)>>,
}

/// A request and its answer.
#[derive(Debug)]
pub(crate) struct Exchange<'a> {
    /// Where the emulator is, as in `http://127.0.0.1:8080`.
    pub(crate) origin: &'a str,
    /// When the request came, as in ISO 8601.
    pub(crate) started: String,
    /// How long the answer took.
    pub(crate) took: Duration,
    pub(crate) request: &'a HttpRequest<Vec<u8>>,
    pub(crate) response: &'a HttpResponse<Vec<u8>>,
    /// After how many bytes of the body the connection ended, if it did.
    pub(crate) cut: Option<usize>,
}

/// What ends the file. Each entry is written over it, and with it anew, in one piece: whoever ends the process finds a whole file.
const END: &str = "\n]}}\n";

impl Log {
    /// Begins a log; a file that is there already is written over.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let mut file = File::create(path)?;
        let creator = json!({"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")});
        write!(file, "{{\"log\":{{\"version\":\"1.2\",\"creator\":{creator},\"entries\":[{END}")?;
        Ok(Self { file: Mutex::new(Some((file, 0))) })
    }

    /// Adds an exchange. A log that cannot be written ends, and says so once.
    pub(crate) fn add(&self, exchange: &Exchange<'_>) {
        let entry = exchange.entry().to_string();
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let written = file.as_mut().map_or(Ok(()), |(file, entries)| append(file, entries, &entry));
        if let Err(error) = written {
            eprintln!("warning: the log ends here: {error}");
            *file = None;
        }
    }
}

fn append(file: &mut File, entries: &mut u64, entry: &str) -> io::Result<()> {
    let comma = if *entries == 0 { "" } else { "," };
    file.seek(SeekFrom::End(-(END.len() as i64)))?;
    file.write_all(format!("{comma}\n{entry}{END}").as_bytes())?;
    *entries += 1;
    Ok(())
}

impl Exchange<'_> {
    fn entry(&self) -> Value {
        let milliseconds = self.took.as_secs_f64() * 1000.0;
        json!({
            "startedDateTime": self.started,
            "time": milliseconds,
            "request": self.request(),
            "response": self.response(),
            "cache": {},
            "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        })
    }

    fn request(&self) -> Value {
        let (request, body) = (self.request, self.request.body());
        let query = request.uri().query().unwrap_or_default();
        let query: Vec<Value> = url::form_urlencoded::parse(query.as_bytes()).map(|(name, value)| pair(&name, &value)).collect();
        let mut value = json!({
            "method": request.method().as_str(),
            "url": format!("{}{}", self.origin, request.uri()),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": headers(request.headers()),
            "queryString": query,
            "headersSize": -1,
            "bodySize": body.len(),
        });
        if !body.is_empty() {
            value["postData"] = post_data(request);
        }
        value
    }

    fn response(&self) -> Value {
        let (status, body) = (self.response.status(), self.response.body());
        let sent = body.get(..self.cut.unwrap_or(body.len())).unwrap_or(body);
        let (text, encoding) = text(sent);
        let mut content = json!({"size": sent.len(), "mimeType": media(self.response.headers()), "text": text});
        if let Some(encoding) = encoding {
            content["encoding"] = json!(encoding);
        }
        if self.cut.is_some() {
            content["comment"] = json!("the connection ended here, because that was asked for");
        }
        json!({
            "status": status.as_u16(),
            "statusText": status.canonical_reason().unwrap_or_default(),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": headers(self.response.headers()),
            "content": content,
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": sent.len(),
        })
    }
}

/// The body of a request; that of a form without its secrets.
fn post_data(request: &HttpRequest<Vec<u8>>) -> Value {
    let media = media(request.headers());
    if let Some(fields) = mask::form(request) {
        let fields: Vec<Value> = fields.iter().map(|(name, value)| pair(name, value)).collect();
        return json!({"mimeType": media, "params": fields});
    }
    let (text, encoding) = text(request.body());
    // a form that cannot be read may hold a password all the same
    let text = if mask::is_for_tokens(request) { mask::MASK.to_owned() } else { text };
    let mut data = json!({"mimeType": media, "params": [], "text": text});
    if let Some(encoding) = encoding {
        data["_encoding"] = json!(encoding);
    }
    data
}

fn pair(name: &str, value: &str) -> Value {
    json!({"name": name, "value": mask::text(value)})
}

fn headers(headers: &HeaderMap) -> Vec<Value> {
    let pairs =
        headers.iter().map(|(name, value)| pair(name.as_str(), &mask::header(name, &String::from_utf8_lossy(value.as_bytes()))));
    pairs.collect()
}

fn media(headers: &HeaderMap) -> String {
    let media = headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    media.unwrap_or_else(|| "x-unknown".to_owned())
}

/// A body as text; what is none in base64.
fn text(body: &[u8]) -> (String, Option<&'static str>) {
    match std::str::from_utf8(body) {
        Ok(text) => (mask::text(text).into_owned(), None),
        Err(_) => (STANDARD.encode(body), Some("base64")),
    }
}
