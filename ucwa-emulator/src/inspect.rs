//! The page of `ucwa inspect`, for what happens here: it is served, and told of each exchange.
//!
//! The latest exchanges are kept, up to a bound. Whoever looks reads on from where they are, at their own pace; who is so slow that
//! what comes next is no longer kept is told, and begins anew. So nobody who looks, or has gone, holds the emulator up or lets its
//! memory grow.

mod kept;
mod routes;

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use ucwa_inspect::{Lines, Recogniser};

use self::kept::{Bounds, Kept};
pub(crate) use self::routes::router;
use crate::log::Exchange;

/// See the module.
#[derive(Debug)]
pub(crate) struct Inspector {
    page: String,
    /// Tells this run of the emulator from others, for pages that have outlived one.
    run: u64,
    state: Mutex<State>,
    /// Whether the emulator is gone. Whoever waits is woken by each exchange, too.
    closed: watch::Sender<bool>,
}

#[derive(Debug)]
struct State {
    /// All exchanges, of which those of UCWA are kept.
    exchanges: u64,
    recogniser: Recogniser,
    kept: Kept,
}

impl Inspector {
    /// A page of an emulator that is called so.
    pub(crate) fn new(name: &str) -> Self {
        Self::with_bounds(name, Bounds::DEFAULT)
    }

    fn with_bounds(name: &str, bounds: Bounds) -> Self {
        let state = State { exchanges: 0, recogniser: Recogniser::default(), kept: Kept::new(bounds) };
        Self {
            page: ucwa_inspect::live_page(name),
            run: fastrand::u64(..),
            state: Mutex::new(state),
            closed: watch::Sender::new(false),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells of an exchange.
    pub(crate) fn add(&self, exchange: &Exchange<'_>) {
        self.lock().add(exchange);
        self.closed.send_modify(|_| ());
    }

    /// Ends what waits for exchanges.
    pub(crate) fn close(&self) {
        self.closed.send_replace(true);
    }
}

impl State {
    fn add(&mut self, exchange: &Exchange<'_>) {
        self.exchanges += 1;
        let mut response = exchange.response.clone();
        response.body_mut().truncate(exchange.cut.unwrap_or(usize::MAX));
        let whole = ucwa_inspect::Exchange {
            number: self.exchanges.to_string(),
            time: Some(exchange.started.clone()),
            duration: Some(exchange.took.as_secs_f64() * 1000.0),
            request: Some(exchange.request.clone()),
            answer: Some(response),
            ..ucwa_inspect::Exchange::default()
        };
        for part in whole.apart() {
            if let Some(recognised) = self.recogniser.look(part) {
                self.kept.add(&Lines::of_exchange(0, &recognised).to_string());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use ::http::{Request, Response};
    use axum::{body::to_bytes, response::IntoResponse};

    use super::*;

    /// As many exchanges of a small resource.
    fn add(inspector: &Inspector, count: usize) {
        let request = Request::get("/ucwa/v1/applications/1/me").body(Vec::new()).unwrap();
        let response = Response::new(br#"{"rel":"me","name":"Ann"}"#.to_vec());
        let (request, response) = (&request, &response);
        let exchange = Exchange { origin: "", started: String::new(), took: Duration::ZERO, request, response, cut: None };
        (0..count).for_each(|_| inspector.add(&exchange));
    }

    async fn said(inspector: &Arc<Inspector>, last: Option<&str>) -> String {
        let told = routes::told(Arc::clone(inspector), last);
        let body = axum::response::sse::Sse::new(told).into_response().into_body();
        String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn who_lags_behind_begins_anew() {
        let inspector = Arc::new(Inspector::with_bounds("", Bounds { exchanges: 3, bytes: 1 << 20 }));
        add(&inspector, 5);
        let last = format!("{}-0", inspector.run);
        assert_eq!(said(&inspector, Some(&last)).await, "event: anew\ndata: what comes next is not here\n\n");
        inspector.close();
        let text = said(&inspector, None).await;
        assert!(text.starts_with("event: begin\ndata: 2\n\nevent: exchange\n"), "{text}");
        assert_eq!(text.matches("event: exchange").count(), 3);
        for number in 3..=5 {
            assert!(text.contains(&format!("\"number\":\"{number}\"")), "{text}");
        }
    }

    #[tokio::test]
    async fn who_does_not_read_costs_nothing() {
        let inspector = Arc::new(Inspector::with_bounds("", Bounds { exchanges: 3, bytes: 1 << 20 }));
        let slow = std::pin::pin!(routes::told(Arc::clone(&inspector), None));
        add(&inspector, 100);
        inspector.close();
        let events: Vec<_> = futures_util::StreamExt::collect(slow).await;
        assert_eq!(events.len(), 4, "what is kept when it reads at last");
    }
}
