//! What no column holds of a resource.

use ucwa_model::{
    AnyResource,
    record::{FieldAccess, Record},
};

use crate::row::json;

/// Writes the members that no column holds, as the JSON of a resource that has nothing else, if there are any. A function says which
/// slots are held.
pub(crate) fn rest(resource: &AnyResource, is_held: impl Fn(usize) -> bool, text: &mut String) -> Option<()> {
    let record = resource.record();
    if record.extra().is_empty() && present(record).all(&is_held) {
        return None;
    }
    let mut rest = resource.clone();
    for index in present(record).filter(|index| is_held(*index)) {
        rest.record_mut().slot_mut(index)?.clear();
    }
    json(&rest, text)?;
    let name = text.strip_prefix(r#"{"rel":""#)?.strip_suffix(r#""}"#);
    (name != Some(record.shape().rel)).then_some(())
}

/// The slots that hold something.
fn present(record: &dyn Record) -> impl Iterator<Item = usize> {
    let bits = record.present();
    let slots = 0..record.shape().fields.len();
    slots
        .filter(move |index| *index >= 64 || bits >> index & 1 == 1)
        .filter(|index| record.slot(*index).is_some_and(FieldAccess::is_present))
}
