//! [`Document`], any message.

use crate::{AnyResource, Events, OperationsQueued, OptionsMetadata};

/// A message whose kind is not known beforehand: a response of the event channel, or a resource, by what it calls itself.
///
/// A body without a rel is recognised by its members, where they leave no doubt: an error body, a response of the event channel,
/// discovery's root and user, what OPTIONS answers, or the resource that alone has all of them. Any other is reported as
/// [`Code::Unrecognized`](crate::Code::Unrecognized), and read as a [`Resource`](struct@crate::Resource) of no rel. A request input does
/// not name itself: decode it as its type.
///
/// A response of the event channel with an event that cannot be read is an error, because the document could not be read whole. Decode
/// it as [`Events`] to keep the broken event in its place, and all others.
///
/// ```
/// use ucwa_model::{AnyResource, Code, Decoder, Document, Format};
///
/// let body = br#"{"code":"Conflict","subcode":"AlreadyExists"}"#;
/// let document = Decoder::new(Format::Json).decode::<Document>(body)?.value;
/// assert!(matches!(document, Document::Resource(AnyResource::Reason(_))));
///
/// let report = Decoder::new(Format::Json).decode::<Document>(br#"{"name":"left-pad","version":"1.3.0"}"#)?.report;
/// assert_eq!(report.deviations[0].code, Code::Unrecognized);
/// # Ok::<(), ucwa_model::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Document {
    /// A response of the event channel.
    Events(Events),
    /// A resource or an error body.
    Resource(AnyResource),
    /// What OPTIONS answers.
    OptionsMetadata(OptionsMetadata),
    /// What has been queued.
    OperationsQueued(OperationsQueued),
}

/// What a look ahead says of a message.
pub(crate) enum Sniffed {
    Events,
    OptionsMetadata,
    OperationsQueued,
    /// A resource, and its rel if that is known.
    Resource(Option<String>),
    /// Nothing says what it is; and the inputs that it may be.
    Unrecognized(Vec<String>),
}
