//! What of a capture is UCWA, told by bodies: proxies send all to one path, and hrefs are opaque. Which operation a request is for, the
//! links tell that stood in earlier answers, or else the last word of its path.

use std::{collections::BTreeMap, sync::Arc};

use http::{Request, Response, header::CONTENT_TYPE};
use ucwa_model::{
    AnyResource, Code, Decoded, Decoder, Document, Events, Format, Report,
    descriptor::{self, Shape},
    http::{Operation, Reading, RequestError},
    record::{Record, ValueRef},
};

use crate::Exchange;

/// The most links that are remembered.
const MOST_LINKS: usize = 100_000;

/// Finds what is UCWA's among exchanges that are shown to it in their order.
#[derive(Debug, Default)]
pub struct Recogniser {
    /// What each path is that a link has led to.
    links: BTreeMap<String, Target>,
    exchanges: u64,
    others: u64,
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
        let essence = |media: &'_ str| media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let media = request.headers().get(CONTENT_TYPE)?.to_str().ok()?;
        let is_taken = operation.media().iter().any(|taken| essence(taken) == essence(media));
        is_taken.then_some((media, &**request.body()))
    }

    /// What is wrong with the request beside its body: without what headers and the query have, which may be secret.
    #[must_use]
    pub fn refused(&self) -> Option<String> {
        let (operation, request) = self.operation.zip(self.exchange.request.as_ref())?;
        let refused = Reading::strict().request(operation, request).err()?;
        refusal(&refused, request.uri().query().is_some())
    }

    /// The body of the answer, and its format.
    #[must_use]
    pub fn output(&self) -> Option<(Format, &[u8])> {
        Some((self.answer?, self.exchange.answer.as_ref()?.body()))
    }

    /// What the answer is read as where it does not say it itself.
    #[must_use]
    pub fn output_shape(&self) -> Option<&'static Shape> {
        let answer = self.exchange.answer.as_ref().filter(|answer| answer.status().is_success())?;
        let (format, body) = (self.answer?, answer.body());
        let names_itself =
            Decoder::new(format).lenient().decode::<Document>(body).is_ok_and(|read| !is_unrecognised(&read.report));
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

    /// The exchange, if it is UCWA's; others are counted.
    pub fn look(&mut self, exchange: Exchange) -> Option<Recognised> {
        self.exchanges += 1;
        let link = exchange.request.as_ref().and_then(|request| self.links.get(request.uri().path()));
        let link = link.map(|target| (Arc::clone(&target.number), target.rel));
        let number = Arc::from(&*exchange.number);
        let answer = exchange.answer.as_ref().and_then(|answer| self.learn(answer, &number));
        let operation = exchange.request.as_ref().and_then(|request| self.operation(request, answer.is_some()));
        let is_ours = answer.is_some() || operation.is_some();
        if !is_ours {
            self.others += 1;
        }
        let answer = answer.or_else(|| self.unnamed(&exchange, operation));
        is_ours.then_some(Recognised { exchange, operation, answer, link })
    }

    /// An answer that says what it is: its format; and its links are remembered.
    fn learn(&mut self, answer: &Response<Vec<u8>>, number: &Arc<str>) -> Option<Format> {
        let format = Format::guess(answer.body())?;
        let decoder = Decoder::new(format).lenient();
        let document = match decoder.decode::<Document>(answer.body()) {
            Ok(Decoded { value: Document::Resource(AnyResource::Other(_)), .. }) => return None,
            Ok(Decoded { report, .. }) if is_unrecognised(&report) => return None,
            Ok(Decoded { value, .. }) => value,
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

    /// An answer that its operation alone names.
    fn unnamed(&self, exchange: &Exchange, operation: Option<Operation>) -> Option<Format> {
        let answer = exchange.answer.as_ref().filter(|answer| answer.status().is_success())?;
        descriptor::shape_of_rel(operation?.success().body?).and(Format::guess(answer.body()))
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

/// A response of which some events cannot be read, or that is cut: what of it can be read.
#[must_use]
pub fn broken_response(decoder: &Decoder, body: &[u8]) -> Option<Events> {
    let events = Events::recover(decoder, body).events;
    events.senders.is_some().then_some(events)
}

/// Why a request is refused; not for its body, whose findings are told with it.
fn refusal(error: &RequestError, in_query: bool) -> Option<String> {
    match error {
        RequestError::Body(_) => None,
        RequestError::Missing { .. } if !in_query => None,
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

fn is_unrecognised(report: &Report) -> bool {
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
