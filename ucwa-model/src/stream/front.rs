//! [`FeedStream`]: the async front of [`Feed`].

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;

use super::Feed;
use crate::{Response, UnexpectedDocument};

/// The responses of a stream of bytes, as [`Feed::responses`] gives them. An outer error is one of the stream of bytes, passed on. An inner
/// error is a document that is no response; the next one may be.
#[derive(Debug)]
pub struct FeedStream<S> {
    feed: Feed,
    bytes: S,
    ended: bool,
}

impl Feed {
    /// The responses of a stream that yields bytes in pieces of any size, such as the body of an HTTP response.
    ///
    /// ```
    /// use std::{convert::Infallible, pin::Pin, task::{Context, Poll, Waker}};
    /// use futures_core::Stream;
    /// use ucwa_model::Feed;
    ///
    /// struct Pieces(Vec<&'static str>);
    ///
    /// impl Stream for Pieces {
    ///     type Item = Result<&'static str, Infallible>;
    ///
    ///     fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
    ///         Poll::Ready(self.0.pop().map(Ok))
    ///     }
    /// }
    ///
    /// let mut responses = Feed::new().responses(Pieces(vec!["[]}", "{\"sender\":"]));
    /// let mut context = Context::from_waker(Waker::noop());
    /// let Poll::Ready(Some(Ok(Ok(response)))) = Pin::new(&mut responses).poll_next(&mut context) else { panic!() };
    /// assert_eq!(response.length, 13);
    /// ```
    pub fn responses<S>(self, bytes: S) -> FeedStream<S> {
        FeedStream { feed: self, bytes, ended: false }
    }
}

impl<S> FeedStream<S> {
    /// The feed that the bytes go to: it knows the [checkpoint](Feed::checkpoint).
    pub fn feed(&self) -> &Feed {
        &self.feed
    }
}

impl<S, B, E> Stream for FeedStream<S>
where
    S: Stream<Item = Result<B, E>> + Unpin,
    B: AsRef<[u8]>,
{
    type Item = Result<Result<Response, UnexpectedDocument>, E>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.feed.next_response() {
                return Poll::Ready(Some(Ok(item)));
            }
            if self.ended {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut self.bytes).poll_next(context)) {
                Some(Ok(bytes)) => self.feed.push(bytes.as_ref()),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    self.feed.finish();
                    self.ended = true;
                }
            }
        }
    }
}
