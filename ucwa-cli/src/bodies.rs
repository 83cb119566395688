//! The message bodies inside a message: every data link that is text.

use ucwa_model::{
    DataBody, Document, Event,
    descriptor::Kind,
    record::{Item, Record},
};

use crate::input::Message;

/// A body, and the data link that carries it.
pub(crate) struct Body {
    pub(crate) name: &'static str,
    pub(crate) text: String,
}

/// All bodies of a message that are text, in order.
pub(crate) fn of_message(message: &Message) -> Vec<Body> {
    let mut bodies = Vec::new();
    match message {
        Message::Typed(record) => collect(&**record, &mut bodies),
        Message::Document(document) => match &**document {
            Document::Resource(resource) => collect(resource.record(), &mut bodies),
            Document::Events(events) => {
                for event in events.iter().filter_map(|(_, event)| event.ok()) {
                    collect_event(event, &mut bodies);
                }
            }
            _ => {}
        },
    }
    bodies
}

/// The first body of an event that is text.
pub(crate) fn of_event(event: &Event) -> Option<String> {
    let mut bodies = Vec::new();
    collect_event(event, &mut bodies);
    bodies.into_iter().next().map(|body| body.text)
}

fn collect_event(event: &Event, bodies: &mut Vec<Body>) {
    event.resources().for_each(|resource| collect(resource.record(), bodies));
}

fn collect(record: &dyn Record, bodies: &mut Vec<Body>) {
    for (index, field) in record.shape().fields.iter().enumerate() {
        let Some(slot) = record.slot(index) else { continue };
        for item in (0..slot.len()).filter_map(|index| slot.item(index)) {
            match (field.kind, item) {
                (Kind::Data, Item::Link(link)) => {
                    let body = DataBody::decode_lenient(&link.href).ok().map(|(body, _)| body);
                    let text = body.as_ref().and_then(|body| body.text().ok());
                    bodies.extend(text.map(|text| Body { name: field.name, text: text.to_owned() }));
                }
                (_, Item::Record(child)) => collect(child, bodies),
                _ => {}
            }
        }
    }
}
