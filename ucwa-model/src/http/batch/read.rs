//! A batch on its way in: taken apart, and each part read by its own.

use ::http::{Request as HttpRequest, Response as HttpResponse};

use super::{Batch, message, multipart};
use crate::{
    Decoded,
    http::{Answer, AnswerError, MultipartError, Operation, Outcome, Reading, Request, RequestError, header, media},
};

/// What each part of a batch is read as.
type Parts<T, E> = Vec<Result<T, E>>;

impl Batch {
    /// Takes the answer to the batch apart: one answer for each request, in order. One that failed does not cost the others. What does
    /// not fit the schema is kept; a [`Reading`] has options, and reports.
    ///
    /// # Errors
    /// If the batch as a whole was refused, or cannot be taken apart into as many answers.
    pub fn answers<B: AsRef<[u8]>>(&self, response: &HttpResponse<B>) -> Result<Parts<Answer, AnswerError>, AnswerError> {
        Reading::lenient().batch_answers(self, response).map(values)
    }

    /// Takes the answer to the batch apart, as [`answers`](Self::answers) does, where its head has been read.
    pub(crate) fn split_answer(&self, answer: &Answer) -> Result<Parts<Answer, AnswerError>, AnswerError> {
        Reading::lenient().split_batch_answer(self, answer).map(values)
    }

    /// Takes a batch apart into requests, which go where they would go alone. Headers that say how a part was sent, as
    /// `Content-Length`, are left out: the body is what stands between the delimiters, whatever they announce.
    ///
    /// # Errors
    /// If it is no batch, has too many parts, or a part is no request, or one that can be read in two ways.
    pub fn parts<B: AsRef<[u8]>>(request: &HttpRequest<B>) -> Result<Vec<HttpRequest<Vec<u8>>>, RequestError> {
        Reading::strict().batch_parts(request)
    }

    /// Takes the answer to a batch apart into responses, for who does not have the batch, as whoever reads a capture.
    ///
    /// ```
    /// use http::Response;
    /// use ucwa_model::http::{Answer, Batch};
    ///
    /// let http = Batch::answer(&[Answer::done().to_http(ucwa_model::Format::Json)?])?;
    /// assert_eq!(Batch::answer_parts(&http)?[0].status(), 204);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If it is no batch, has too many parts, or a part is no response.
    pub fn answer_parts<B: AsRef<[u8]>>(response: &HttpResponse<B>) -> Result<Vec<HttpResponse<Vec<u8>>>, MultipartError> {
        let parts = multipart::split(response.headers(), response.body().as_ref(), Self::MAX_REQUESTS)?;
        parts.into_iter().enumerate().map(|(index, part)| message::read_response(part, index + 1)).collect()
    }

    /// Reads the requests of a batch as operations, which `route` finds. One that does not fit does not cost the others.
    ///
    /// # Errors
    /// As [`parts`](Self::parts).
    pub fn read<B: AsRef<[u8]>>(
        request: &HttpRequest<B>,
        route: impl Fn(&HttpRequest<Vec<u8>>) -> Option<Operation>,
    ) -> Result<Parts<Request, RequestError>, RequestError> {
        Reading::strict().batch(request, route).map(values)
    }
}

impl Reading {
    /// Takes a batch apart into requests, as [`Batch::parts`] does.
    ///
    /// # Errors
    /// If it is no batch, has too many parts or bytes, or a part is no request, or one that can be read in two ways.
    pub fn batch_parts<B: AsRef<[u8]>>(&self, request: &HttpRequest<B>) -> Result<Vec<HttpRequest<Vec<u8>>>, RequestError> {
        let mut parts = self.split(request)?;
        parts.iter_mut().for_each(|part| header::remove_framing(part.headers_mut()));
        Ok(parts)
    }

    /// The requests of a batch, with all their headers.
    fn split<B: AsRef<[u8]>>(&self, request: &HttpRequest<B>) -> Result<Vec<HttpRequest<Vec<u8>>>, RequestError> {
        let bytes = request.body().as_ref();
        self.check_size(request.headers(), bytes)?;
        let parts = multipart::split(request.headers(), bytes, Batch::MAX_REQUESTS)?;
        let read = |(index, part): (usize, &[u8])| message::read_request(part, index + 1).map_err(RequestError::from);
        parts.into_iter().enumerate().map(read).collect()
    }

    /// Reads the requests of a batch as operations, which `route` finds, and says what was odd about each.
    ///
    /// # Errors
    /// As [`batch_parts`](Self::batch_parts).
    pub fn batch<B: AsRef<[u8]>>(
        &self,
        request: &HttpRequest<B>,
        route: impl Fn(&HttpRequest<Vec<u8>>) -> Option<Operation>,
    ) -> Result<Parts<Decoded<Request>, RequestError>, RequestError> {
        let read = |part: HttpRequest<Vec<u8>>| {
            let operation = route(&part).filter(|operation| !media::is_barred_from_batch(*operation));
            let unroutable = || RequestError::Unroutable { found: format!("{} {}", part.method(), part.uri()) };
            self.request(operation.ok_or_else(unroutable)?, &part)
        };
        Ok(self.split(request)?.into_iter().map(read).collect())
    }

    /// Takes the answer to a batch apart, one answer for each request, and says what was odd about each.
    ///
    /// # Errors
    /// If the batch as a whole was refused, or cannot be taken apart into as many answers.
    pub fn batch_answers<B: AsRef<[u8]>>(
        &self,
        batch: &Batch,
        response: &HttpResponse<B>,
    ) -> Result<Parts<Decoded<Answer>, AnswerError>, AnswerError> {
        let operation = Operation::find("batch", "POST").ok_or(MultipartError::NoOperation)?;
        self.split_batch_answer(batch, &self.answer(operation, response)?.value)
    }

    fn split_batch_answer(&self, batch: &Batch, whole: &Answer) -> Result<Parts<Decoded<Answer>, AnswerError>, AnswerError> {
        let expected = batch.requests.len();
        let Outcome::Content(content) = &whole.outcome else {
            return Err(MultipartError::Count { expected, found: 0 }.into());
        };
        let parts = multipart::split(&whole.headers, content.bytes(), Batch::MAX_REQUESTS)?;
        if parts.len() != expected {
            return Err(MultipartError::Count { expected, found: parts.len() }.into());
        }
        let read = |(index, (part, request)): (usize, (&[u8], &Request))| {
            let response = message::read_response(part, index + 1)?;
            self.answer(request.operation(), &response)
        };
        Ok(parts.into_iter().zip(&batch.requests).enumerate().map(read).collect())
    }
}

fn values<T, E>(parts: Parts<Decoded<T>, E>) -> Parts<T, E> {
    parts.into_iter().map(|part| part.map(|read| read.value)).collect()
}
