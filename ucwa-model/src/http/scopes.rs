//! Which OAuth scopes a set of operations needs.

use crate::http::Operation;

/// The fewest scopes that allow all of the operations, in the order in which they are first named. Each operation is allowed by
/// any one of its scopes, so one that is needed anyway stands in for the rest.
///
/// ```
/// use ucwa_model::http::{Operation, scopes};
///
/// let operations = ["startMessaging2", "sendMessage", "joinOnlineMeeting"].map(|name| Operation::find(name, "POST").unwrap());
/// assert_eq!(scopes(operations), ["Conversations.Initiate"]);
/// ```
#[must_use]
pub fn scopes(operations: impl IntoIterator<Item = Operation>) -> Vec<&'static str> {
    let choices: Vec<_> = operations.into_iter().map(Operation::scopes).filter(|choice| !choice.is_empty()).collect();
    let mut names: Vec<&'static str> = Vec::new();
    for name in choices.iter().copied().flatten() {
        if !names.contains(name) {
            names.push(name);
        }
    }
    // the protocol has five scopes; 20 bound the search, should definitions of more be added
    names.truncate(20);
    let chosen = |set: u32| names.iter().enumerate().filter(move |(index, _)| set & (1 << index) != 0).map(|(_, name)| *name);
    let allows = |set: u32| choices.iter().all(|choice| chosen(set).any(|name| choice.contains(&name)));
    let sets = (0..1_u32 << names.len()).filter(|set| allows(*set));
    sets.min_by_key(|set| set.count_ones()).map(|set| chosen(set).collect()).unwrap_or_default()
}
