//! What no column holds of a resource.

use ucwa_model::{AnyResource, record::Record};

use crate::{
    cell::Cell,
    row::json,
    table::{Column, Of},
};

/// The members that no column holds, as the JSON of a resource that has nothing else. `None` if there are none.
pub(crate) fn rest(resource: &AnyResource, columns: &[Column]) -> Option<String> {
    let record = resource.record();
    let slots = columns.iter().filter_map(|column| match column.of {
        Of::Slot(index) => Some(index),
        _ => None,
    });
    let held: Vec<usize> = slots.filter(|index| Cell::of_slot(record, *index).1).collect();
    if record.extra().is_empty() && is_held(record, &held) {
        return None;
    }
    let mut rest = resource.clone();
    for index in held {
        rest.record_mut().slot_mut(index)?.clear();
    }
    let json = json(&rest)?;
    let bare = format!(r#"{{"rel":"{}"}}"#, record.shape().rel);
    Some(json).filter(|json| *json != bare)
}

fn is_held(record: &dyn Record, held: &[usize]) -> bool {
    let mut slots = (0..record.shape().fields.len()).filter(|index| !held.contains(index));
    slots.all(|index| record.slot(index).is_none_or(|slot| !slot.is_present()))
}
