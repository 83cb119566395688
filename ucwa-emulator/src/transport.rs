//! The transport: HTTP from clients of all kinds, and back.

mod headers;

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use ::http::{HeaderValue, Method, Request as HttpRequest, Response as HttpResponse, StatusCode, header};
use axum::body::{Body, to_bytes};
use futures_util::stream;
use tokio::time::sleep;
use ucwa_model::{Limits, http::Reading};

use crate::{
    acts::time,
    faults::change::Leaving,
    inspect::Inspector,
    log::{Exchange, Log},
    serve::{self, LONGEST, Poll, Reply, target},
    world::{World, clock::Clock},
};

/// The world, as all connections share it.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    world: Arc<Mutex<World>>,
    log: Option<Arc<Log>>,
    inspector: Option<Arc<Inspector>>,
}

impl Shared {
    /// A world, and who is told of each exchange.
    pub(crate) fn new(world: World, log: Option<Log>, inspector: Option<Arc<Inspector>>) -> Self {
        Self { world: Arc::new(Mutex::new(world)), log: log.map(Arc::new), inspector }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the world. Whoever keeps time is told if something is due sooner than before.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let mut world = self.lock();
        let before = time::next(&world);
        let changed = change(&mut world);
        if time::next(&world) != before {
            world.clock.moved.notify_waiters();
        }
        changed
    }

    /// Stops time, lets it pass, or lets it run; and then what happens meanwhile.
    pub(crate) fn move_time(&self, change: impl FnOnce(&mut Clock)) {
        self.change(|world| {
            change(&mut world.clock);
            time::pass(world);
            world.wake();
        });
    }

    /// Ends what waits, for events and for a time: the emulator is gone.
    pub(crate) fn close(&self) {
        let mut world = self.lock();
        world.is_closed = true;
        world.wake();
        world.clock.moved.notify_waiters();
        self.inspector.iter().for_each(|inspector| inspector.close());
    }

    /// Answers a request that has come to one of the servers.
    pub(crate) async fn serve(self, server: usize, request: HttpRequest<Body>) -> HttpResponse<Body> {
        let since = Instant::now();
        let (request, sound) = receive(request).await;
        let mut leaving = if sound { self.answer(server, &request).await } else { empty(StatusCode::PAYLOAD_TOO_LARGE).into() };
        self.pause(leaving.delay).await;
        headers::add(&mut leaving.response, &request);
        if request.method() == Method::HEAD {
            leaving.response.body_mut().clear();
        }
        self.note(server, &request, &leaving, since);
        match leaving.cut {
            Some(at) => break_off(leaving.response, at),
            None => leaving.response.map(Body::from),
        }
    }

    async fn answer(&self, server: usize, request: &HttpRequest<Vec<u8>>) -> Leaving {
        if headers::is_preflight(request) {
            return headers::preflight().into();
        }
        let reply = self.change(|world| {
            world.arrive(server);
            serve::answer(world, request)
        });
        match reply {
            Reply::Now(leaving) => leaving,
            Reply::Wait(poll) => self.wait(&poll).await,
        }
    }

    /// Tells the log and the page of an exchange, if there is any.
    fn note(&self, server: usize, request: &HttpRequest<Vec<u8>>, leaving: &Leaving, since: Instant) {
        if self.log.is_none() && self.inspector.is_none() {
            return;
        }
        let took = since.elapsed();
        let (origin, started) = {
            let world = self.lock();
            (world.origins.get(server).cloned().unwrap_or_default(), world.clock.date_before(took))
        };
        let started = started.map(ucwa_model::Date::to_iso).unwrap_or_default();
        let Leaving { response, cut, .. } = leaving;
        let exchange = Exchange { origin: &origin, started, took, request, response, cut: *cut };
        self.log.iter().for_each(|log| log.add(&exchange));
        self.inspector.iter().for_each(|inspector| inspector.add(&exchange));
    }

    /// Waits until there is something to say.
    async fn wait(&self, poll: &Poll) -> Leaving {
        loop {
            let changed = poll.changed.notified();
            tokio::pin!(changed);
            // whatever happens from here on is not missed
            changed.as_mut().enable();
            let time = {
                let mut world = self.lock();
                if let Some(leaving) = serve::look(&mut world, poll) {
                    return leaving;
                }
                serve::wait(&world, poll)
            };
            tokio::select! {
                () = changed => {}
                () = sleep(time.unwrap_or(LONGEST).min(LONGEST)) => {}
            }
        }
    }

    /// Waits, by the emulator's clock.
    async fn pause(&self, delay: Duration) {
        let until = self.lock().now().saturating_add(delay);
        let waits = || {
            let world = self.lock();
            world.now() < until && !world.is_closed
        };
        while !delay.is_zero() && waits() {
            self.sleep_until(|_| Some(until)).await;
        }
    }

    /// Lets happen what is to happen at a certain time, whether a request comes or not; it does not end.
    pub(crate) async fn keep_time(self) {
        loop {
            time::pass(&mut self.lock());
            self.sleep_until(time::next).await;
        }
    }

    /// Waits for a time; less if the clock is moved meanwhile.
    async fn sleep_until(&self, until: impl Fn(&World) -> Option<Duration>) {
        let clock = Arc::clone(&self.lock().clock.moved);
        let moved = clock.notified();
        tokio::pin!(moved);
        moved.as_mut().enable();
        let time = {
            let world = self.lock();
            until(&world).and_then(|until| world.clock.real(until))
        };
        tokio::select! {
            () = moved => {}
            () = sleep(time.unwrap_or(LONGEST).min(LONGEST)) => {}
        }
    }
}

/// An answer whose body ends too early, and with it the connection.
fn break_off(response: HttpResponse<Vec<u8>>, at: usize) -> HttpResponse<Body> {
    let (mut head, mut body) = response.into_parts();
    head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    body.truncate(at);
    let pieces = stream::unfold(Some(body), async |rest| match rest {
        Some(rest) => Some((Ok(rest), None)),
        None => {
            // what there is goes out first
            sleep(FLUSHED).await;
            Some((Err(io::Error::from(io::ErrorKind::ConnectionAborted)), None))
        }
    });
    HttpResponse::from_parts(head, Body::from_stream(pieces))
}

/// How long the beginning of a body needs to get on its way.
const FLUSHED: Duration = Duration::from_millis(10);

/// The most bytes of a request: what comes of it is at least as large, and has to fit into an answer.
const MOST: usize = 1 << 20;

/// A request with its body, and whether that is as large as it may be at most.
async fn receive(request: HttpRequest<Body>) -> (HttpRequest<Vec<u8>>, bool) {
    let (mut head, body) = request.into_parts();
    head.uri = target::normal(&head.uri);
    let reading = Reading::lenient().with_limits(Limits::DEFAULT.with_bytes(MOST));
    let announced = reading.check_head(&head.headers);
    let body = if announced.is_ok() { to_bytes(body, reading.max_bytes()).await.ok() } else { None };
    let sound = body.is_some();
    (HttpRequest::from_parts(head, body.map(Vec::from).unwrap_or_default()), sound)
}

pub(crate) fn empty(status: StatusCode) -> HttpResponse<Vec<u8>> {
    let mut response = HttpResponse::new(Vec::new());
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Robot, Scenario, User, acts::robot};

    #[tokio::test]
    async fn whoever_keeps_time_hears_of_what_is_due() {
        let slow = User::new("desk@contoso.com").with_robot(Robot::new().with_delay(Duration::from_secs(5)));
        let scenario = Scenario { users: vec![User::new("tosh@contoso.com").with_robot(Robot::new()), slow], ..Scenario::new() };
        let shared = Shared::new(World::new(vec!["http://127.0.0.1:1".to_owned()], scenario).unwrap(), None, None);
        let clock = Arc::clone(&shared.lock().clock.moved);
        let mut moved = Box::pin(clock.notified());
        moved.as_mut().enable();
        shared.change(|world| robot::write_as(world, "tosh", "desk", "Are you there?")).unwrap();
        tokio::time::timeout(Duration::from_secs(1), moved).await.unwrap();
    }
}
