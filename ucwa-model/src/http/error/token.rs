//! What goes wrong with tokens. Each error prints its cause, and so does not return it as its source.

use crate::{
    Error,
    http::{InvalidToken, MultipartError, TokenRefusal, TooLarge, UnexpectedAnswer},
};

/// Why a token service's answer brings no token.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The service says why.
    #[error("the token service refuses: {0}")]
    Refused(Box<TokenRefusal>),
    /// It is no answer of a token service: a page, a redirection, what Windows authentication begins with.
    #[error(transparent)]
    Unexpected(#[from] Box<UnexpectedAnswer>),
    /// The body cannot be read.
    #[error("the body of a token service's answer cannot be read: {0}")]
    Body(Error),
    /// The body has no token.
    #[error("expected `access_token` in a token service's answer, but found none")]
    NoToken,
    /// It is a token of another type, which UCWA does not take.
    #[error("expected a token of the type `Bearer`, but found {found:?}")]
    Type {
        /// The type.
        found: String,
    },
    /// The token cannot be one.
    #[error(transparent)]
    Token(#[from] InvalidToken),
    /// More bytes than the limit.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

/// Why a server cannot read a token request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormError {
    /// It is no POST.
    #[error("expected a POST, but found `{found}`")]
    Method {
        /// The method.
        found: String,
    },
    /// It is no form.
    #[error("expected a form, urlencoded or multipart, but found `{found}`")]
    Media {
        /// The media type.
        found: String,
    },
    /// It cannot be taken apart.
    #[error("the form cannot be read: {0}")]
    Multipart(MultipartError),
    /// It has more fields than anybody needs.
    #[error("expected at most {limit} fields, but found more")]
    TooMany {
        /// The most.
        limit: usize,
    },
    /// It has a field twice.
    #[error("expected each field once, but found `{name}` twice")]
    Repeated {
        /// The field.
        name: String,
    },
    /// It does not say what it is for.
    #[error("expected the field `grant_type`, but found none")]
    NoGrantType,
    /// More bytes than the limit.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

super::wraps! {
    FormError::Multipart(MultipartError);
}
