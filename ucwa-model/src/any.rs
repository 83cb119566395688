//! [`AnyResource`], a resource whose rel is known at run time only.

ucwa_derive::any_resource!("../schema");

impl AnyResource {
    /// An empty resource of the type that travels under a rel, with or without the dialect's prefix.
    ///
    /// Where a rel has two revisions (`group` and `group2` both travel as `group`), a body does not say which it is; only a link
    /// to it may, in [`Link::revision`](crate::Link::revision). It is taken for the latest, which knows all members of the earlier.
    ///
    /// ```
    /// use ucwa_model::AnyResource;
    ///
    /// assert!(matches!(AnyResource::for_rel("messagingInvitation"), AnyResource::MessagingInvitation(_)));
    /// assert!(matches!(AnyResource::for_rel("whiteboard"), AnyResource::Other(_)));
    /// ```
    #[must_use]
    pub fn for_rel(rel: &str) -> Self {
        Self::of_rel(rel.strip_prefix(crate::assemble::DIALECT_PREFIX).unwrap_or(rel))
    }

    /// What it calls itself.
    #[must_use]
    pub fn rel(&self) -> Option<&str> {
        crate::outline::rel(self.record())
    }
}
