//! Strings whose length the protocol limits, each with a type of its own.

use std::{fmt, str::FromStr};

use crate::{
    Text,
    descriptor::Kind,
    record::{Accepted, BorrowedText, FieldValue, Rejected, ValueRef, WireValue},
};

/// A text is longer than its type allows.
///
/// ```
/// use ucwa_model::OperationId;
///
/// let error = OperationId::try_from("x".repeat(51)).unwrap_err();
/// assert_eq!((error.limit(), error.found()), (50, 51));
/// assert_eq!(error.to_string(), "expected at most 50 UTF-16 code units, but found 51");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected at most {limit} UTF-16 code units, but found {found}")]
pub struct LengthError {
    limit: u32,
    found: usize,
}

impl LengthError {
    /// The longest allowed text, in UTF-16 code units.
    #[must_use]
    pub fn limit(&self) -> u32 {
        self.limit
    }

    /// The length of the text that was refused, in UTF-16 code units.
    #[must_use]
    pub fn found(&self) -> usize {
        self.found
    }
}

/// Checks a length in UTF-16 code units; a text of few enough bytes need not be counted.
pub(crate) fn check_length(text: &str, limit: u32) -> Result<(), LengthError> {
    if text.len() <= limit as usize {
        return Ok(());
    }
    let found = text.encode_utf16().count();
    if found <= limit as usize { Ok(()) } else { Err(LengthError { limit, found }) }
}

/// Defines the limited strings: `Name: limit, "what it is";`. All that they have may be inlined, so that it is compiled where it is used.
macro_rules! limited {
    ($($name:ident: $limit:literal, $doc:literal;)*) => {$(
        #[doc = $doc]
        ///
        #[doc = concat!("At most ", $limit, " UTF-16 code units, as the server counts them; the text is kept as it is. A longer one that a server sent is no such value: [`Codec::member`](crate::Codec::member) gives it all the same.")]
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Text);

        impl $name {
            /// The longest allowed text, in UTF-16 code units.
            pub const LIMIT: u32 = $limit;

            /// The text.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<&str> for $name {
            type Error = LengthError;

            #[inline]
            fn try_from(text: &str) -> Result<Self, LengthError> {
                check_length(text, Self::LIMIT).map(|()| Self(text.into()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = LengthError;

            #[inline]
            fn try_from(text: String) -> Result<Self, LengthError> {
                check_length(&text, Self::LIMIT).map(|()| Self(text.into()))
            }
        }

        impl FromStr for $name {
            type Err = LengthError;

            #[inline]
            fn from_str(text: &str) -> Result<Self, LengthError> {
                text.try_into()
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for Text {
            #[inline]
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl FieldValue for $name {
            const KIND: Kind = Kind::String { limit: Some($limit) };

            #[inline]
            fn put(incoming: WireValue<'_>) -> Result<(Self, Accepted), Rejected> {
                limited_text(incoming, $limit).map(|text| (Self(text), Accepted::Known))
            }

            #[inline]
            fn item(&self) -> ValueRef<'_> {
                ValueRef::Text((&self.0).into())
            }

            #[inline]
            fn put_text(place: &mut Option<Self>, text: BorrowedText<'_>) -> bool {
                let fits = check_length(&text, $limit).is_ok();
                if fits {
                    place.get_or_insert_with(|| Self(Text::default())).0.set(text);
                }
                fits
            }
        }

        crate::__serde! { $name, deserialize_text, serialize_text }
    )*};
}

/// What all limited strings share on the way in.
fn limited_text(incoming: WireValue<'_>, limit: u32) -> Result<Text, Rejected> {
    let text = incoming.text("string")?;
    check_length(&text, limit).map_err(|error| Rejected::length(error.limit, error.found))?;
    Ok(text.into())
}

// One line per name that a definition gives a `limit`; the expansion of the definition asserts that the two agree.
limited! {
    AnonymousDisplayName: 250, "The name under which somebody without an account joins a meeting.";
    ContactUri: 250, "The URI of a contact.";
    Culture: 100, "A language and region, as `en-US`.";
    DialNumber: 80, "A phone number that is to be dialled or shown.";
    DisplayName: 256, "The name under which a contact or a group is shown.";
    EndpointId: 100, "An identifier of an endpoint, which the application chooses.";
    ForwardTarget: 80, "Where calls are forwarded to: a SIP or `tel:` URI.";
    GroupId: 256, "The identifier of a group.";
    GroupName: 256, "The name of a group.";
    InstanceId: 100, "An identifier of an installation, which the application chooses.";
    LocationName: 60, "The place where the user says to be.";
    MailAddress: 256, "An e-mail address to search for.";
    OperationId: 50, "An identifier that the application chooses, to recognise its operation in the event channel.";
    PhoneNumber: 100, "A phone number, usually as a `tel:` URI.";
    ProcessedOfferId: 100, "The identifier of the media offer that an answer belongs to.";
    SearchQuery: 256, "What to search for among contacts.";
    SessionContext: 50, "An identifier that the application chooses, to recognise its media session.";
    Subject: 250, "The subject of a conversation or an invitation.";
    ThreadId: 250, "The thread that a conversation belongs to, across its continuations.";
    UserAgent: 100, "The name and version of an application.";
}
