//! What a person asks of a message: what was said, when, by whom, and to whom it went.

use ucwa_model::{
    DataBody, Date, Document, Event, Link,
    descriptor::Shape,
    record::{Record, ValueRef},
};

use crate::Message;

/// The links that carry what was said. Other data links carry what programs tell each other: keys, media, custom content.
const BODIES: [&str; 3] = ["message", "plainMessage", "htmlMessage"];

/// What was said, and the link that carries it.
#[derive(Clone, Debug)]
pub struct Body {
    /// The name of the link.
    pub name: &'static str,
    /// What was said.
    pub text: String,
    /// Whether that is HTML.
    pub is_html: bool,
}

/// All that is said in a message, in order.
#[must_use]
pub fn bodies(message: &Message) -> Vec<Body> {
    let mut bodies = Vec::new();
    let mut collect = |record: &dyn Record| walk(record, &mut |record| bodies.extend(bodies_of(record)));
    match message {
        Message::Typed(record) => collect(&**record),
        Message::Document(document) => match &**document {
            Document::Resource(resource) => collect(resource.record()),
            Document::Events(events) => {
                let events = events.iter().filter_map(|(_, event)| event.ok());
                events.flat_map(Event::resources).for_each(|resource| collect(resource.record()));
            }
            _ => {}
        },
    }
    bodies
}

/// What an event tells of the resources that came along; of several the first that says it.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// When it was.
    pub time: Option<Date>,
    /// `Incoming` or `Outgoing`.
    pub direction: Option<String>,
    /// Who said it, or invites.
    pub from: Option<From>,
    /// What was said.
    pub text: Option<String>,
    /// Whether that is HTML.
    pub is_html: bool,
}

/// Who is behind a resource.
#[derive(Clone, Debug)]
pub struct From {
    /// Where they are described.
    pub href: Option<String>,
    /// What they are called.
    pub title: Option<String>,
}

impl Facts {
    /// The time in UTC, so that times sort as texts; of the first and the last day that there is, as it came.
    #[must_use]
    pub fn utc(&self) -> Option<String> {
        self.time.map(|time| time.timestamp().map_or_else(|| time.to_string(), |instant| instant.to_string()))
    }

    /// What the resources of an event tell.
    #[must_use]
    pub fn of(event: &Event) -> Self {
        let mut facts = Self::default();
        for resource in event.resources() {
            walk(resource.record(), &mut |record| facts.take(record));
        }
        facts
    }

    fn take(&mut self, record: &dyn Record) {
        let Self { time, direction, from, text, is_html } = self;
        *time = time.or_else(|| date(record, "timeStamp"));
        if direction.is_none() {
            *direction = text_of(record, "direction");
        }
        if from.is_none() {
            *from = from_of(record);
        }
        if text.is_none()
            && let Some(body) = bodies_of(record).next()
        {
            (*text, *is_html) = (Some(body.text), body.is_html);
        }
    }
}

/// A record, then what it embeds.
fn walk(record: &dyn Record, visit: &mut dyn FnMut(&dyn Record)) {
    visit(record);
    for slot in (0..record.shape().fields.len()).filter_map(|index| record.slot(index)) {
        for item in (0..slot.len()).filter_map(|index| slot.item(index)) {
            if let ValueRef::Record(child) = item {
                walk(child, visit);
            }
        }
    }
}

fn bodies_of(record: &dyn Record) -> impl Iterator<Item = Body> {
    BODIES.into_iter().filter_map(move |name| {
        let body = DataBody::decode_lenient(&link(record, name)?.href).ok()?.0;
        Some(Body { name, text: body.text().ok()?.to_owned(), is_html: body.media_type() == "text/html" })
    })
}

/// Whom an invitation comes from, or a message.
fn from_of(record: &dyn Record) -> Option<From> {
    let said = has(record.shape(), "plainMessage");
    let link = link(record, "from").or_else(|| link(record, "participant").filter(|_| said));
    let embedded = child(record, "from");
    let own = embedded.and_then(|participant| self::link(participant, "self"));
    let title = link.and_then(|link| link.title().map(str::to_owned));
    let from = From { href: link.or(own).map(|link| link.href.to_string()), title: title.or_else(|| text_of(embedded?, "name")) };
    (from.href.is_some() || from.title.is_some()).then_some(from)
}

fn has(shape: &Shape, name: &str) -> bool {
    shape.fields.iter().any(|field| field.name == name)
}

pub(crate) fn items<'r>(record: &'r dyn Record, name: &str) -> impl Iterator<Item = ValueRef<'r>> {
    let fields = record.shape().fields.iter().enumerate().filter(move |(_, field)| field.name == name);
    fields.filter_map(|(index, _)| record.slot(index)?.item(0))
}

fn link<'r>(record: &'r dyn Record, name: &str) -> Option<&'r Link> {
    items(record, name).find_map(|item| match item {
        ValueRef::Link(link) => Some(link),
        _ => None,
    })
}

fn child<'r>(record: &'r dyn Record, name: &str) -> Option<&'r dyn Record> {
    items(record, name).find_map(|item| match item {
        ValueRef::Record(child) => Some(child),
        _ => None,
    })
}

fn date(record: &dyn Record, name: &str) -> Option<Date> {
    items(record, name).find_map(|item| match item {
        ValueRef::Date(date) => Some(date),
        _ => None,
    })
}

pub(crate) fn text_of(record: &dyn Record, name: &str) -> Option<String> {
    items(record, name).find_map(|item| match item {
        ValueRef::Text(text) => Some(text.as_str().to_owned()),
        _ => None,
    })
}
