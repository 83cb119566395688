//! A log, document by document: all of it decoded, or what is wanted selected.

use std::io;

use ucwa_model::{Documents, Place, Responses, StreamError, stream::Ending};

use crate::{
    Table,
    names::Names,
    pending::{Numbers, Only, Pending, add, only},
    row::{EventRow, ResponseRow},
    rows::Rows,
    select::{Filter, Select},
    source::Bytes,
    table::Kind,
};

/// How a log is gone through.
pub(crate) enum Walk {
    /// All of it is decoded, but for lines in which no rel of the table stands.
    All(All),
    /// What is not wanted is passed over.
    Selected(Select),
}

pub(crate) struct All {
    responses: Responses<Bytes>,
    names: Option<Names>,
    /// Whether what the end of the log has cut may go on.
    growing: bool,
}

impl Walk {
    pub(crate) fn new(bytes: Bytes, start: Place, table: &Table, filter: &Filter, growing: bool) -> Self {
        let names = Names::of(table.kind);
        if matches!(table.kind, Kind::Responses) || filter.is_empty() {
            return Self::All(All { responses: Responses::new(bytes).with_start(start), names, growing });
        }
        Self::Selected(Select::new(Documents::new(bytes).with_start(start), names, filter.clone(), growing))
    }

    pub(crate) fn checkpoint(&self) -> Place {
        match self {
            Self::All(all) => all.responses.checkpoint(),
            Self::Selected(select) => select.checkpoint(),
        }
    }

    /// Reads the next document, and adds its rows as far as there is room: what is left of them. Nothing at the end.
    pub(crate) fn next(&mut self, rows: &mut Rows) -> io::Result<Option<Pending>> {
        match self {
            Self::All(all) if matches!(rows.kind(), Kind::Responses) => all.response(rows),
            Self::All(all) => all.events(rows),
            Self::Selected(select) => select.next(),
        }
    }
}

impl All {
    fn is_wanted(&self, ending: Ending) -> bool {
        !(self.growing && ending == Ending::Cut)
    }

    /// The row of a document.
    fn response(&mut self, rows: &mut Rows) -> io::Result<Option<Pending>> {
        let (mut events, mut broken) = (0, 0);
        let Some(response) = self.responses.visit_next(|_, event| {
            events += 1;
            broken += usize::from(event.is_err());
        }) else {
            return Ok(None);
        };
        match &response {
            Ok(response) if self.is_wanted(response.ending) => {
                // those that the end of the log has cut have not been handed out
                events += response.events.iter().count();
                broken += response.events.broken().count();
                rows.response(&ResponseRow { response: Ok(response), events, broken });
            }
            Err(StreamError::Unexpected(other)) if self.is_wanted(other.ending) => {
                rows.response(&ResponseRow { response: Err(other), events, broken });
            }
            Ok(_) | Err(StreamError::Unexpected(_)) => {}
            Err(_) => return response.map(|_| None).map_err(io_error),
        }
        Ok(Some(Pending::none()))
    }

    /// The rows of the events of a document, as far as there is room.
    fn events(&mut self, rows: &mut Rows) -> io::Result<Option<Pending>> {
        let may_hold = |bytes: &[u8]| self.names.as_ref().is_none_or(|names| names.may_be_in(bytes));
        let Some(start) = self.responses.next_wanted_start(may_hold)? else { return Ok(None) };
        let (kind, offset) = (rows.kind(), start.offset);
        let (mut taken, mut left) = (0, Vec::new());
        let response = self.responses.visit_next(|sender, event| {
            let (sender_rel, sender_href) = (&*sender.rel, &*sender.href);
            match only(&event, kind) {
                Only::None if left.is_empty() => {}
                Only::Row(resource) if left.is_empty() && !rows.is_full() => {
                    rows.event(&EventRow { offset, index: taken, sender_rel, sender_href, event: event.as_ref(), resource });
                }
                _ => return add(&mut left, sender_rel, sender_href, event),
            }
            taken += 1;
        });
        match response {
            // what the end of the log has cut has not been handed out
            Some(Ok(response)) if self.is_wanted(response.ending) => left.extend(response.events.senders.into_iter().flatten()),
            Some(Err(error @ StreamError::Io(_))) => return Err(io_error(error)),
            _ => {}
        }
        Ok(Some(Pending::new(offset, left, Numbers::From(taken))))
    }
}

fn io_error(error: StreamError) -> io::Error {
    match error {
        StreamError::Io(error) => error,
        other => io::Error::other(other),
    }
}
