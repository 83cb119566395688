//! What of a capture is UCWA, told by bodies: proxies send all to one path, and hrefs are opaque. Which operation a request is for, the
//! links tell that stood in earlier answers, or else the last word of its path.

use std::{collections::BTreeMap, sync::Arc};

use http::{Request, Response, header::CONTENT_TYPE};
use ucwa_model::{
    AnyResource, Code, Decoder, Document, Events, Format, Report,
    descriptor::{self, Shape},
    http::{Operation, Reading, RequestError},
    record::{Record, ValueRef},
};

use crate::{Exchange, batch, message};

/// The most links that are remembered.
const MOST_LINKS: usize = 100_000;

/// Finds what is UCWA's among exchanges that are shown to it in their order.
#[derive(Debug, Default)]
pub struct Recogniser {
    /// What each path is that a link has led to.
    links: BTreeMap<String, Target>,
    exchanges: u64,
    others: u64,
    unread: u64,
}

/// The rel of a link, and which revision of it stands there.
#[derive(Debug)]
struct Target {
    rel: &'static str,
    revision: Option<u8>,
    /// The exchange whose answer had it last.
    number: Arc<str>,
}

impl Target {
    /// The operation of a method there: of the revision that the link names, if it names one.
    fn operation(&self, method: &str) -> Option<Operation> {
        let is_revision = |one: &Operation| Some(one.definition().revision) == self.revision;
        let named = Operation::all().find(|one| one.rel() == self.rel && is_revision(one) && one.is(method));
        named.or_else(|| Operation::find(self.rel, method))
    }
}

/// An exchange of UCWA, and what is known of its messages.
#[derive(Debug)]
pub struct Recognised {
    /// The exchange.
    pub exchange: Exchange,
    /// What was asked for, if that is known.
    pub operation: Option<Operation>,
    /// The answer, if it has a body.
    answer: Option<Format>,
    /// The exchange whose answer had the link that led here, and the rel of the link.
    pub(crate) link: Option<(Arc<str>, &'static str)>,
}

impl Recognised {
    /// The format of what was sent, if it is a record.
    #[must_use]
    pub fn input(&self) -> Option<(Format, &'static Shape, &Request<Vec<u8>>)> {
        let request = self.exchange.request.as_ref().filter(|_| self.content().is_none())?;
        Some((Format::guess(request.body())?, self.operation?.input()?, request))
    }

    /// What was sent that is no record but of a media type that the operation takes, as the text of a message: the type, and the bytes.
    pub(crate) fn content(&self) -> Option<(&str, &[u8])> {
        let (operation, request) = self.operation.zip(self.exchange.request.as_ref())?;
        let media = request.headers().get(CONTENT_TYPE)?.to_str().ok()?;
        let is_taken = operation.media().iter().any(|taken| essence(taken) == essence(media));
        is_taken.then_some((media, &**request.body()))
    }

    /// What is wrong with the request beside its body: without what headers and the query have, which may be secret.
    #[must_use]
    pub fn refused(&self) -> Option<String> {
        self.exchange.faults.request.clone().or_else(|| {
            let (operation, request) = self.operation.zip(self.exchange.request.as_ref())?;
            let refused = Reading::strict().request(operation, request).err()?;
            refusal(&refused, self.input().is_some(), request.uri().query().is_some())
        })
    }

    /// The body of the answer, and its format.
    #[must_use]
    pub fn output(&self) -> Option<(Format, &[u8])> {
        Some((self.answer?, self.exchange.answer.as_ref()?.body()))
    }

    /// Whether the event channel is asked.
    #[must_use]
    pub fn is_of_channel(&self) -> bool {
        self.operation.is_some_and(|operation| operation.rel() == "events")
    }

    /// What the answer is read as where it does not say it itself.
    #[must_use]
    pub fn output_shape(&self) -> Option<&'static Shape> {
        let answer = self.exchange.answer.as_ref().filter(|answer| answer.status().is_success())?;
        let (format, body) = (self.answer?, answer.body());
        let names_itself =
            message::document(&Decoder::new(format).lenient(), body).is_ok_and(|(_, report)| !is_unrecognized(&report));
        if names_itself { None } else { descriptor::shape_of_rel(self.operation?.success().body?) }
    }
}

impl Recogniser {
    /// How many exchanges there were.
    #[must_use]
    pub fn exchanges(&self) -> u64 {
        self.exchanges
    }

    /// How many of them were not UCWA's.
    #[must_use]
    pub fn others(&self) -> u64 {
        self.others
    }

    /// How many of the others have bodies that cannot be read, so that they may be UCWA's.
    #[must_use]
    pub fn unread(&self) -> u64 {
        self.unread
    }

    /// The exchange, if it is UCWA's; others are counted.
    pub fn look(&mut self, exchange: Exchange) -> Option<Recognised> {
        self.exchanges += 1;
        let link = exchange.request.as_ref().and_then(|request| self.links.get(request.uri().path()));
        let link = link.map(|target| (Arc::clone(&target.number), target.rel));
        let number = Arc::from(&*exchange.number);
        let answer = exchange.answer.as_ref().and_then(|answer| self.learn(answer, &number));
        let operation = exchange.request.as_ref().and_then(|request| self.operation(request, answer.is_some()));
        let is_batch = exchange.answer.as_ref().is_some_and(|answer| batch::is_batch(answer.headers()))
            || exchange.request.as_ref().is_some_and(|request| batch::is_batch(request.headers()));
        let is_ours = answer.is_some() || operation.is_some() || is_batch;
        if !is_ours {
            self.others += 1;
            self.unread += u64::from(exchange.faults.request.is_some() || exchange.faults.answer.is_some());
        }
        let answer = answer.or_else(|| unnamed(exchange.answer.as_ref()?, operation?));
        is_ours.then_some(Recognised { exchange, operation, answer, link })
    }

    /// An answer that says what it is: its format; and its links are remembered.
    fn learn(&mut self, answer: &Response<Vec<u8>>, number: &Arc<str>) -> Option<Format> {
        let format = Format::guess(answer.body())?;
        let decoder = Decoder::new(format).lenient();
        let document = match message::document(&decoder, answer.body()) {
            Ok((Document::Resource(AnyResource::Other(_)), _)) => return None,
            Ok((_, report)) if is_unrecognized(&report) => return None,
            Ok((document, _)) => document,
            Err(_) => Document::Events(broken_response(&decoder, answer.body())?),
        };
        match &document {
            Document::Resource(resource) => self.links_of(resource.record(), number),
            Document::Events(events) => {
                let resources = events.iter().filter_map(|(_, event)| event.ok()).flat_map(ucwa_model::Event::resources);
                resources.for_each(|resource| self.links_of(resource.record(), number));
            }
            _ => {}
        }
        Some(format)
    }

    fn links_of(&mut self, record: &dyn Record, number: &Arc<str>) {
        let shape = record.shape();
        for (index, field) in shape.fields.iter().enumerate() {
            let Some(slot) = record.slot(index) else { continue };
            for item in (0..slot.len()).filter_map(|item| slot.item(item)) {
                match item {
                    ValueRef::Link(link) if self.links.len() < MOST_LINKS => {
                        let rel = if field.name == "self" { shape.rel } else { field.name };
                        let revision = link.revision().and_then(|revision| revision.split('.').next()?.parse().ok());
                        let target = Target { rel, revision, number: Arc::clone(number) };
                        self.links.insert(path(&link.href).to_owned(), target);
                    }
                    ValueRef::Record(child) => self.links_of(child, number),
                    _ => {}
                }
            }
        }
    }

    /// The operation of a request. Where nothing of UCWA came back, the last word of a path says too little.
    fn operation(&self, request: &Request<Vec<u8>>, answers: bool) -> Option<Operation> {
        let (path, method) = (request.uri().path(), request.method().as_str());
        if let Some(target) = self.links.get(path) {
            return target.operation(method);
        }
        let is_likely = answers || path.contains("/ucwa/");
        let word = path.trim_end_matches('/').rsplit('/').next().filter(|_| is_likely)?;
        Operation::find(word, method)
    }
}

/// The format of an answer that does not say what it is, where its operation does, or where it is broken: it is told then.
fn unnamed(answer: &Response<Vec<u8>>, operation: Operation) -> Option<Format> {
    let (status, body) = (answer.status(), answer.body());
    let media = answer.headers().get(CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
    let promised = FORMATS.iter().find(|(name, _)| essence(media).ends_with(name)).map(|(_, format)| *format);
    if body.trim_ascii().is_empty() || batch::is_batch(answer.headers()) {
        return None;
    }
    let is_named = status.is_success() && operation.success().body.is_some();
    let format = Format::guess(body).or(promised).or(is_named.then_some(Format::Json))?;
    let is_broken = || promised.is_some() && message::document(&Decoder::new(format).lenient(), body).is_err();
    (is_named || is_broken()).then_some(format)
}

/// How the names of media types end that have a format.
const FORMATS: [(&str, Format); 2] = [("json", Format::Json), ("xml", Format::Xml)];

/// A media type without its parameters.
fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The events that can be read of a broken response: some of its events cannot, or its end is missing. `None` if it has no senders.
#[must_use]
pub fn broken_response(decoder: &Decoder, body: &[u8]) -> Option<Events> {
    let events = Events::recover(decoder, body).events;
    events.senders.is_some().then_some(events)
}

/// Why a request is refused; not for its body where that is checked, because its findings are told with it.
fn refusal(error: &RequestError, is_checked: bool, in_query: bool) -> Option<String> {
    match error {
        RequestError::Body(_) if is_checked => None,
        RequestError::Missing { .. } if is_checked && !in_query => None,
        RequestError::Body(error) => Some(format!("the body cannot be read: {}", error.violation().message())),
        RequestError::Media { expected, .. } => Some(format!("expected a body of {expected}, but found another one")),
        RequestError::Header { header, expected, .. } => {
            Some(format!("expected {expected} in `{header}`, but found something else"))
        }
        RequestError::Query { name, .. } => Some(format!("the query parameter `{name}` does not fit")),
        RequestError::Multipart(_) => Some("the batch cannot be read".to_owned()),
        RequestError::Unroutable { .. } => Some("expected an operation that a batch may have, but found another one".to_owned()),
        other => Some(other.to_string()),
    }
}

fn is_unrecognized(report: &Report) -> bool {
    report.deviations.iter().any(|found| found.code == Code::Unrecognized)
}

/// The path of an href: without the server and without the query, which may hold a token.
pub(crate) fn path(href: &str) -> &str {
    let href = href.split(['?', '#']).next().unwrap_or_default();
    match href.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => href,
    }
}
