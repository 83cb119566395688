//! What a call takes: a record, a content with what travels beside it in the query, a batch.

use crate::{
    Codec,
    http::{Batch, Content, Request},
};

/// What a [`Call`](crate::http::Call) takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no input of a request",
    label = "expected a record that the schema has for it",
    note = "the documentation of the rel names what it takes"
)]
pub trait Input {
    /// Adds it to a request.
    #[must_use]
    fn add_to(self, request: Request) -> Request;
}

impl<T: Codec> Input for T {
    fn add_to(self, request: Request) -> Request {
        request.with_record(Box::new(self))
    }
}

impl Input for Content {
    fn add_to(self, request: Request) -> Request {
        request.with_content(self)
    }
}

impl Input for Batch {
    fn add_to(self, request: Request) -> Request {
        request.with_batch(self)
    }
}

/// Defines an input with a content: what travels in the query, required or not.
macro_rules! contents {
    ($($(#[$doc:meta])* $name:ident { $($field:ident $wire:literal),*; $($optional:ident $wire_of_optional:literal $with:ident),* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            content: Content,
            $($field: String,)*
            $($optional: Option<String>,)*
        }

        impl $name {
            /// What it takes, and the content.
            pub fn new($($field: impl Into<String>,)* content: Content) -> Self {
                Self { content, $($field: $field.into(),)* $($optional: None,)* }
            }

            $(
                #[doc = concat!("Sets `", $wire_of_optional, "`.")]
                #[must_use]
                pub fn $with(self, $optional: impl Into<String>) -> Self {
                    Self { $optional: Some($optional.into()), ..self }
                }
            )*
        }

        impl Input for $name {
            fn add_to(self, request: Request) -> Request {
                let request = request.with_content(self.content);
                $(let request = request.with_query($wire, self.$field);)*
                $(let request = match self.$optional {
                    Some(value) => request.with_query($wire_of_optional, value),
                    None => request,
                };)*
                request
            }
        }
    )*};
}

contents! {
    /// The text of a message, and the id of the operation that sends it: what `sendMessage` takes.
    #[cfg_attr(feature = "communication", doc = "[`SendMessage::text`](crate::communication::SendMessage::text) makes one.")]
    TextMessage { operation_id "operationId"; }

    /// A session description that answers an offer: what `acceptWithAnswer` and `sendProvisionalAnswer` take.
    SdpAnswer { session_context "sessionContext"; processed_offer_id "processedOfferId" with_processed_offer_id }

    /// A session description that adds media to a conversation: what `escalateAudio` and `escalateAudioVideo` take.
    SdpEscalation { operation_id "operationId", session_context "sessionContext"; }

    /// A session description that changes the media of a session: what `renegotiations`, `resumeAudio` and `resumeAudioVideo` take.
    SdpRenegotiation { operation_id "operationId"; }
}

#[cfg(feature = "communication")]
impl crate::communication::SendMessage {
    /// A plain text to send, under an id that the event of the message carries.
    pub fn text(operation_id: impl Into<String>, text: &str) -> TextMessage {
        TextMessage::new(operation_id, Content::plain(text))
    }

    /// A text in HTML to send, under an id that the event of the message carries.
    pub fn html(operation_id: impl Into<String>, html: &str) -> TextMessage {
        TextMessage::new(operation_id, Content::html(html))
    }
}

/// What an operation is to the marker of its rel.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation {
    ([$($place:tt)*] Post for $rel:ident (nothing) -> (other "batch")) => {
        $crate::__operation! { @ [$($place)*] Post for $rel { $crate::http::Batch } -> (other "batch") }
    };
    ([$($place:tt)*] Put for $rel:ident ($($input:tt)*) of ($resource:path) -> ($($answer:tt)*)) => {
        $crate::__operation! { @ [$($place)*] Put for $rel { $crate::__input!($($input)*) } -> ($($answer)*) }

        #[diagnostic::do_not_recommend]
        impl $crate::http::Replaceable for $resource {
            type Rel = $rel;
        }
    };
    ([$($place:tt)*] Options for $rel:ident () -> ($($answer:tt)*)) => {
        $crate::__operation! { @ [$($place)*] Options for $rel {} -> (other "options") }
    };
    ([$($place:tt)*] $method:ident for $rel:ident () -> ($($answer:tt)*)) => {
        $crate::__operation! { @ [$($place)*] $method for $rel {} -> ($($answer)*) }
    };
    ([$($place:tt)*] $method:ident for $rel:ident ($($input:tt)*) -> ($($answer:tt)*)) => {
        $crate::__operation! { @ [$($place)*] $method for $rel { $crate::__input!($($input)*) } -> ($($answer)*) }
    };
    (@ [$($place:tt)*] $method:ident for $rel:ident { $($input:ty)? } -> ($($answer:tt)*)) => {
        #[diagnostic::do_not_recommend] // other rels are no help to who has a link of this one
        impl $crate::http::$method for $rel {
            const OPERATION: $crate::http::Operation = $crate::http::Operation::at($($place)*);
            $(type Input = $input;)?
            type Answer = $crate::__answer!($($answer)*);
        }
    };
}

/// The type of what a request takes.
#[doc(hidden)]
#[macro_export]
macro_rules! __input {
    (nothing) => {
        ()
    };
    (record $path:path) => {
        $path
    };
    (content "text/plain" operationId) => {
        $crate::http::TextMessage
    };
    (content "application/sdp" processedOfferId sessionContext) => {
        $crate::http::SdpAnswer
    };
    (content "application/sdp" operationId sessionContext) => {
        $crate::http::SdpEscalation
    };
    (content "application/sdp" operationId) => {
        $crate::http::SdpRenegotiation
    };
    (content $media:literal $($parameter:ident)*) => {
        $crate::http::Content
    };
}

/// The type of what a success brings.
#[doc(hidden)]
#[macro_export]
macro_rules! __answer {
    (nothing) => { () };
    (resource $path:path) => { $crate::http::Fetched<$path> };
    (started $rel:ident) => { $crate::LinkTo<$rel, $crate::Link> };
    (other "events") => { $crate::Events };
    (other "options") => { $crate::OptionsMetadata };
    (other "batch") => { ::std::vec::Vec<::core::result::Result<$crate::http::Answer, $crate::http::AnswerError>> };
    (other "contactPhoto") => { $crate::http::Content };
    (other "photo") => { $crate::http::Content };
    (other "xframe") => { $crate::http::Content };
    (other $rel:literal) => { $crate::http::Answer };
}
