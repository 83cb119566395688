//! What goes wrong, by direction: building a request, reading a request or an answer.

mod build;
mod read;

pub use self::{
    build::{BatchError, BuildError, HrefError, QueryError},
    read::{AnswerError, MultipartError, RequestError, TooLarge},
};
