//! The dialects of rels: prefixes that some services put before the rels of the schema.

/// Every prefix: of the Trusted Application API in its preview, and as it was released.
pub const PREFIXES: [&str; 2] = ["ms:rtc:saas:", "service:"];

/// The prefix of a rel, and the rel of the schema behind it; nothing if the rel has no prefix.
pub(crate) fn split(rel: &str) -> Option<(&'static str, &str)> {
    PREFIXES.iter().find_map(|prefix| Some((*prefix, rel.strip_prefix(prefix)?)))
}

/// A rel as the schema has it: without the prefix of a dialect.
///
/// The Trusted Application API puts `ms:rtc:saas:` or `service:` before the rels, roles and links of its messages. They decode to
/// the types of the plain names, and go out with the prefix that they came with; a rel that is read as text, as that of an event's
/// link, still has it.
///
/// ```
/// use ucwa_model::dialect::plain_rel;
///
/// assert_eq!(plain_rel("service:messagingInvitation"), "messagingInvitation");
/// assert_eq!(plain_rel("ms:rtc:saas:messagingInvitation"), "messagingInvitation");
/// assert_eq!(plain_rel("messagingInvitation"), "messagingInvitation");
/// ```
#[must_use]
pub fn plain_rel(rel: &str) -> &str {
    split(rel).map_or(rel, |(_, plain)| plain)
}

/// Whether a rel is one that is asked for: as it is written, or by its plain name.
///
/// ```
/// use ucwa_model::dialect::is_rel;
///
/// assert!(is_rel("service:people", "people"));
/// assert!(is_rel("service:people", "service:people"));
/// assert!(!is_rel("people", "service:people"));
/// ```
#[must_use]
pub fn is_rel(rel: &str, wanted: &str) -> bool {
    rel == wanted || plain_rel(rel) == wanted
}
