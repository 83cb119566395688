//! What goes wrong, by direction: building a request, reading a request or an answer.

/// Makes errors of those that they wrap.
macro_rules! wraps {
    ($($outer:ident::$variant:ident($inner:ty);)*) => {$(
        impl From<$inner> for $outer {
            fn from(cause: $inner) -> Self {
                Self::$variant(cause)
            }
        }
    )*};
}
use wraps;

mod build;
mod read;
mod token;

pub use self::{
    build::{BatchError, BuildError, HrefError, QueryError},
    read::{AnswerError, MultipartError, RequestError, TooLarge},
    token::{FormError, TokenError},
};
