//! Validation of values: what a decoder says of them as they go out. So values and messages are judged by one set of rules.

use crate::{
    Limits, Mode, Violation,
    context::Context,
    json::{self, Writer},
    record::Record,
};

impl dyn Record {
    /// What the record breaks of the schema; see [`Codec::validate`](crate::Codec::validate).
    #[must_use]
    pub fn validate(&self) -> Vec<Violation> {
        validate(self, Limits::default())
    }
}

/// All violations of a value, up to the limit, in the order in which the members go out; there is no text, so they have no place.
pub(crate) fn validate(record: &dyn Record, limits: Limits) -> Vec<Violation> {
    // what is counted in bytes is a matter of messages
    let limits = limits.with_bytes(usize::MAX).with_text(usize::MAX);
    let mut writer = Writer::new(limits);
    let written = json::encode::document(&mut writer, record);
    let text = match writer.text_of(written) {
        Ok(text) => text,
        Err(error) => return vec![error.violation().clone()],
    };
    let mut copy = (record.shape().new)();
    let mut cx = Context::new(Mode::Lenient, limits, None);
    let fault = json::decode::document(&mut cx, &text, &mut *copy).err();
    let mut violations = cx.take_report().deviations;
    violations.extend(fault.map(|error| error.violation().clone()));
    violations
}
