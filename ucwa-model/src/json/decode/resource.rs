//! A resource inside another one, or in an event.

use super::{super::sniff::rel_of, Decoder};
use crate::{Error, bind::AtResource, context::Context, record::Record};

/// The decoder at the start of a resource.
pub(in crate::json) struct ResourceAt<'d, 'a, 'c, 't> {
    decoder: &'d mut Decoder<'a, 'c, 't>,
    at: usize,
}

impl<'a, 'c, 't> Decoder<'a, 'c, 't> {
    /// Stands at the resource that comes next.
    pub(in crate::json) fn at_resource(&mut self) -> ResourceAt<'_, 'a, 'c, 't> {
        let at = self.reader.at();
        ResourceAt { decoder: self, at }
    }
}

impl<'t> AtResource<'t> for ResourceAt<'_, '_, '_, 't> {
    fn cx(&mut self) -> &mut Context<'t> {
        self.decoder.cx
    }

    fn rel(&mut self) -> Option<String> {
        self.decoder.reader.reset(self.at);
        rel_of(self.decoder.reader.rest(), &self.decoder.cx.limits)
    }

    fn decode(&mut self, record: &mut dyn Record) -> Result<(), Error> {
        self.decoder.reader.reset(self.at);
        self.decoder.object(record)
    }
}
