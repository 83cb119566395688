//! An event as a record, for the members that it shares with resources.

use super::Event;
use crate::{
    __names, Extra,
    descriptor::{Field, Form, Shape, constructors},
    enumerations::{EventStatus, EventType},
    record::{FieldAccess, FieldValue, Record},
};

const FIELDS: &[Field] = &[
    constructors::field(__names!("status"), <EventStatus as FieldValue>::KIND, false, false, None, "How an operation ended."),
    constructors::field(__names!("type"), <EventType as FieldValue>::KIND, false, false, None, "What happened."),
];

static SHAPE: Shape =
    constructors::shape("event", "event", Form::Part, FIELDS, &constructors::places::<4>(FIELDS), || Box::new(Event::default()));

impl Record for Event {
    fn shape(&self) -> &'static Shape {
        &SHAPE
    }

    fn slot(&self, index: usize) -> Option<&dyn FieldAccess> {
        match index {
            0 => Some(&self.status),
            1 => Some(&self.event_type),
            _ => None,
        }
    }

    fn slot_mut(&mut self, index: usize) -> Option<&mut dyn FieldAccess> {
        match index {
            0 => Some(&mut self.status),
            1 => Some(&mut self.event_type),
            _ => None,
        }
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}
