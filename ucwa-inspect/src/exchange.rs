//! A request and its answer.

use http::{Request, Response};

/// A request and its answer, with bodies as they were meant: in one piece, not compressed. Either may be missing.
#[derive(Clone, Debug, Default)]
pub struct Exchange {
    /// Which one it is of all; of a part of a batch, as `12.1`.
    pub number: String,
    /// When it was asked, as whoever recorded it has it: in ISO 8601.
    pub time: Option<String>,
    /// How long it took, in milliseconds, if that is known.
    pub duration: Option<f64>,
    /// What was asked.
    pub request: Option<Request<Vec<u8>>>,
    /// What was answered.
    pub answer: Option<Response<Vec<u8>>>,
    /// What is wrong with the bodies, as whoever recorded them has them.
    pub faults: Faults,
}

/// Why a body is not what was sent, or not all of it.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// That of the request.
    pub request: Option<String>,
    /// That of the answer.
    pub answer: Option<String>,
}

impl Exchange {
    /// The request in a few words, without its query, which may hold a token.
    #[must_use]
    pub fn asked(&self) -> String {
        let request = self.request.as_ref();
        request.map_or_else(|| "no request".to_owned(), |request| format!("{} {}", request.method(), request.uri().path()))
    }
}
