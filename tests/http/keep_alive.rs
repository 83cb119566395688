//! When to tell the server that the user is active.

use std::time::Duration;

use http::Response;
use ucwa_model::{
    Format,
    enumerations::{ErrorCode, ErrorSubcode},
    http::{Activity, Answer, AnswerError, KeepAlive, Refusal},
};

use crate::operation;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn refused(code: ErrorCode, subcode: ErrorSubcode) -> Result<Answer, AnswerError> {
    Answer::read(operation("reportMyActivity", "POST"), &Refusal::of(code, Some(subcode), "").to_http(Format::Json).unwrap())
}

fn page(status: u16) -> Result<Answer, AnswerError> {
    let response = Response::builder().status(status).header("retry-after", "7").body(Vec::new()).unwrap();
    Answer::read(operation("reportMyActivity", "POST"), &response)
}

/// What each answer means, and when the next report is due after it.
#[test]
fn each_answer_says_when_the_next_one_is_due() {
    let never = Duration::MAX;
    let cases = [
        (Ok(Answer::done()), Activity::Reported, seconds(240)),
        (refused(ErrorCode::Conflict, ErrorSubcode::MakeMeAvailableRequired), Activity::MakeMeAvailable, seconds(240)),
        (refused(ErrorCode::Forbidden, ErrorSubcode::AnonymousNotAllowed), Activity::NotAllowed, never),
        (refused(ErrorCode::NotFound, ErrorSubcode::ApplicationNotFound), Activity::Gone, never),
        (refused(ErrorCode::Gone, ErrorSubcode::CannotRedirect), Activity::Gone, never),
        (page(401), Activity::SignIn, seconds(0)),
        (page(503), Activity::Retry { attempt: 1 }, seconds(7)),
    ];
    for (answer, activity, wait) in cases {
        let mut keep_alive = KeepAlive::new("/reportMyActivity", seconds(0));
        assert_eq!(keep_alive.receive(seconds(1000), answer), activity);
        assert_eq!(keep_alive.wait(seconds(1000)), wait, "{activity:?}");
        assert_eq!(keep_alive.request(seconds(5000), seconds(0)).unwrap().is_none(), wait == never);
    }
}

/// Whoever polls for three minutes at a time is never later than four, whatever happens in between.
#[test]
fn reports_are_never_late() {
    let mut random = fastrand::Rng::with_seed(4);
    let poll = 180;
    let (mut keep_alive, mut now, mut last) = (KeepAlive::new("/reportMyActivity", seconds(0)), 0, 0);
    for _ in 0..500 {
        if keep_alive.request(seconds(now), seconds(poll)).unwrap().is_some() {
            assert!(now - last <= 240, "{now} after {last}");
            keep_alive.receive(seconds(now), Ok(Answer::done()));
            last = now;
        }
        now += random.u64(0..=poll);
    }
}

#[test]
fn pauses_grow_to_the_interval() {
    let mut keep_alive = KeepAlive::new("/reportMyActivity", seconds(0));
    let pauses: Vec<u64> = (0..7)
        .map(|_| {
            keep_alive.lost(seconds(9));
            keep_alive.wait(seconds(9)).as_secs()
        })
        .collect();
    assert_eq!(pauses, [15, 30, 60, 120, 240, 240, 240]);
    keep_alive.active(seconds(10));
    assert_eq!(keep_alive.wait(seconds(10)), KeepAlive::INTERVAL);
    assert_eq!(keep_alive.lost(seconds(10)), Activity::Retry { attempt: 1 });
    assert!(keep_alive.lost(Duration::MAX) == Activity::Retry { attempt: 2 });
}
