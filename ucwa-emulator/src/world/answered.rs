//! Which operations have been asked for, and how they were answered.

use std::collections::BTreeMap;

use ucwa_model::{
    enumerations::ErrorSubcode,
    http::{Operation, Refusal},
};

/// How an operation has been answered so far; see [`Emulator::answered`](crate::Emulator::answered).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answered {
    /// Which.
    pub operation: Operation,
    /// How often with success.
    pub succeeded: u64,
    /// How often with an error that the operation documents, each as in `409 Conflict/AlreadyExists`.
    pub refused: BTreeMap<String, u64>,
}

/// The count of all answers, by operation.
#[derive(Debug, Default)]
pub(crate) struct Tally(BTreeMap<(&'static str, &'static str), Answered>);

impl Tally {
    /// One that has nothing to say of these operations so far.
    pub(crate) fn of(operations: impl Iterator<Item = Operation>) -> Self {
        let mut tally = Self::default();
        operations.for_each(|operation| {
            tally.entry(operation);
        });
        tally
    }

    /// An operation has been answered with success.
    pub(crate) fn succeeded(&mut self, operation: Operation) {
        self.entry(operation).succeeded += 1;
    }

    /// An operation has been answered with an error; it counts if the operation documents it.
    pub(crate) fn refused(&mut self, operation: Operation, refusal: &Refusal) {
        let code = refusal.code().map_or("", |code| code.as_str());
        let subcode = refusal.subcode().map(ErrorSubcode::as_str);
        if let Some(failure) = operation.error(refusal.status, code, subcode) {
            let subcode = failure.subcode.map(|subcode| format!("/{subcode}")).unwrap_or_default();
            let name = format!("{} {}{subcode}", failure.status, failure.code);
            *self.entry(operation).refused.entry(name).or_default() += 1;
        }
    }

    /// All that it knows of.
    pub(crate) fn list(&self) -> Vec<Answered> {
        self.0.values().cloned().collect()
    }

    fn entry(&mut self, operation: Operation) -> &mut Answered {
        let key = (operation.name(), operation.table().method);
        self.0.entry(key).or_insert_with(|| Answered { operation, succeeded: 0, refused: BTreeMap::new() })
    }
}
