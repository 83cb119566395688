//! The event channel: what to ask for next, and which event belongs to which request.

use http::Response;
use ucwa_model::{
    Events, Format,
    communication::StartMessaging2,
    enumerations::{ErrorCode, ErrorSubcode, EventStatus},
    http::{Answer, AnswerError, EventChannel, Location, Next, PendingOperations, Refusal, Request, RetryAfter, Stage, Stale},
};

use crate::{base, operation};

const LINK: &str = "/ucwa/v1/applications/192/events?ack=1&key=a%3d=";

fn answer(links: &str) -> Result<Answer, AnswerError> {
    let body = format!(r#"{{"_links":{{"self":{{"href":"{LINK}"}}{links}}}}}"#);
    Answer::read(operation("events", "GET"), &Response::builder().header("content-type", "application/json").body(body).unwrap())
}

fn refused(code: ErrorCode, subcode: ErrorSubcode) -> Result<Answer, AnswerError> {
    let refusal = Refusal::of(code, Some(subcode), "").to_http(Format::Json).unwrap();
    Answer::read(operation("events", "GET"), &refusal)
}

fn page(status: u16) -> Result<Answer, AnswerError> {
    let response = Response::builder().status(status).header("retry-after", "7").body(Vec::new()).unwrap();
    Answer::read(operation("events", "GET"), &response)
}

fn target(channel: &EventChannel) -> String {
    channel.request().unwrap().to_http(&base(Format::Json)).unwrap().uri().path_and_query().unwrap().to_string()
}

#[test]
fn the_server_leads() {
    let retry = |attempt, after| Next::Retry { attempt, after };
    let cases = [
        (answer(r#","next":{"href":"/events?ack=2"}"#), "/events?ack=2", Next::Request, Stale::Nothing),
        (answer(r#","resync":{"href":"/events?ack=9"}"#), "/events?ack=9", Next::Request, Stale::Resources),
        (answer(r#","resume":{"href":"/events?ack=1"}"#), "/events?ack=1", Next::Request, Stale::State),
        (answer(r#","next":{"href":"/n"},"resync":{"href":"/r"}"#), "/r", Next::Request, Stale::Resources),
        (answer(""), LINK, Next::Request, Stale::Resources),
        (refused(ErrorCode::Conflict, ErrorSubcode::PGetReplaced), LINK, Next::Replaced, Stale::Nothing),
        (refused(ErrorCode::NotFound, ErrorSubcode::ApplicationNotFound), LINK, Next::Gone, Stale::Application),
        (refused(ErrorCode::Gone, ErrorSubcode::CannotRedirect), LINK, Next::Gone, Stale::Application),
        (refused(ErrorCode::ServiceFailure, ErrorSubcode::CallbackChannelError), LINK, retry(1, None), Stale::Nothing),
        (page(401), LINK, Next::SignIn, Stale::Nothing),
        (page(404), LINK, retry(1, Some(RetryAfter::Seconds(7))), Stale::Nothing),
        (page(503), LINK, retry(1, Some(RetryAfter::Seconds(7))), Stale::Nothing),
        (page(204), LINK, retry(1, None), Stale::Nothing),
    ];
    for (index, (answer, expected, next, stale)) in cases.into_iter().enumerate() {
        let mut channel = EventChannel::new(LINK);
        let turn = channel.receive(answer);
        assert_eq!((turn.next, turn.stale), (next, stale), "case {index}");
        assert_eq!(target(&channel), expected, "case {index}");
    }
}

#[test]
fn attempts_are_counted_until_one_succeeds() {
    let mut channel = EventChannel::new(LINK);
    assert_eq!(channel.lost().next, Next::Retry { attempt: 1, after: None });
    assert_eq!(channel.receive(page(502)).next, Next::Retry { attempt: 2, after: Some(RetryAfter::Seconds(7)) });
    channel.receive(answer(r#","next":{"href":"/events?ack=2"}"#));
    assert_eq!(channel.lost().next, Next::Retry { attempt: 1, after: None });
}

#[test]
fn a_server_that_sends_in_circles_is_not_asked_without_a_pause() {
    let mut channel = EventChannel::new(LINK);
    let circle = || answer(r#","resync":{"href":"/events?ack=9"}"#);
    let turns: Vec<Next> = (0..4).map(|_| channel.receive(circle()).next).collect();
    let retry = |attempt| Next::Retry { attempt, after: None };
    assert_eq!(turns, [Next::Request, Next::Request, retry(1), retry(2)]);

    let pauses = |links: &[&str]| {
        let mut channel = EventChannel::new("/events?ack=1");
        let turns = links.iter().cycle().enumerate().take(40);
        let turns = turns.map(|(turn, link)| channel.receive(answer(&link.replace('N', &(turn + 10).to_string()))).next);
        turns.filter(|next| matches!(next, Next::Retry { .. })).count()
    };
    let (next, resync) = (r#","next":{"href":"/events?ack=1"}"#, r#","resync":{"href":"/events?ack=2"}"#);
    assert_eq!(pauses(&[next]), 38, "to itself");
    assert_eq!(pauses(&[resync, next]), 38, "between two places");
    let (next, resync) = (r#","next":{"href":"/events?ack=N"}"#, r#","resync":{"href":"/events?ack=N"}"#);
    assert_eq!(pauses(&[resync, next]), 33, "between losses, each elsewhere");
    assert_eq!(pauses(&[resync, next, next, next]), 0, "a loss now and then is borne");
    assert_eq!(pauses(&[next]), 0, "a server that leads on is followed at once");
}

/// A link that cannot be requested must not be the end of the channel.
#[test]
fn a_channel_stays_on_its_server() {
    let sent =
        |channel: &EventChannel| channel.request().unwrap().to_http(&base(Format::Json)).map(|http| http.uri().to_string());
    let here = |path: &str| Ok(format!("https://lync.contoso.com{path}"));
    let links = ["next", "resync", "resume"];
    let astray = ["https://evil.example/e", "http://lync.contoso.com/e", "//evil.example/e", "javascript:x", "/e\\n", "https:e"];
    for (link, href) in links.into_iter().flat_map(|link| astray.map(|href| (link, href))) {
        let lead = || answer(&format!(r#","{link}":{{"href":"{href}"}}"#));
        let known =
            [EventChannel::new("https://lync.contoso.com/start"), EventChannel::new("/start").with_base(&base(Format::Json))];
        for mut channel in known {
            let turn = channel.receive(lead());
            assert_eq!(sent(&channel), here("/start"), "{link} {href}");
            assert!(turn.stale >= Stale::Resources, "{link} {href}");
        }
        // the server is not known: it is when no answer comes
        let mut channel = EventChannel::new("/start");
        channel.receive(lead());
        if sent(&channel).is_err() {
            assert_eq!(channel.lost().stale, Stale::Resources, "{link} {href}");
        }
        assert_eq!(sent(&channel), here("/start"), "{link} {href}");
    }

    // one that has answered is the server, and stays it
    let mut channel = EventChannel::new("/start");
    channel.receive(answer(r#","next":{"href":"https://lync.contoso.com/e?ack=2"}"#));
    channel.receive(answer(r#","next":{"href":"https://lync.contoso.com/e?ack=3"}"#));
    assert_eq!((channel.lost().stale, sent(&channel)), (Stale::Nothing, here("/e?ack=3")));
    channel.receive(answer(r#","next":{"href":"https://evil.example/e"}"#));
    assert_eq!(sent(&channel), here("/start"));
    // what is lost on the channel's own server is asked for again
    channel.receive(answer(r#","next":{"href":"/e?ack=4"}"#));
    assert_eq!((channel.lost().stale, sent(&channel)), (Stale::Nothing, here("/e?ack=4")));
}

#[test]
fn servers_say_when_to_ask_again() {
    let after = |value: &str| {
        let response = Response::builder().status(503).header("retry-after", value).body(Vec::new()).unwrap();
        match EventChannel::new(LINK).receive(Answer::read(operation("events", "GET"), &response)).next {
            Next::Retry { after, .. } => after,
            next => panic!("{next:?}"),
        }
    };
    assert_eq!(after("4294967296"), Some(RetryAfter::Seconds(4_294_967_296)));
    assert_eq!(after("99999999999999999999999"), Some(RetryAfter::Seconds(u64::MAX)));
    let now = std::time::UNIX_EPOCH + std::time::Duration::from_secs(784_111_700);
    for date in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
        let wait = after(date).unwrap_or_else(|| panic!("{date}")).wait(now);
        assert_eq!(wait.as_secs(), 77, "{date}");
    }
    let past = after("Thu, 01 Jan 1970 00:00:00 GMT").unwrap();
    assert!(past.wait(now).is_zero());
    for nonsense in ["", "soon", "-1", "1.5", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 1994 08:49:37 GMT"] {
        assert_eq!(after(nonsense), None, "{nonsense}");
    }
}

/// The same bytes would come again for ever.
#[test]
fn a_response_that_cannot_be_read_is_left_behind() {
    let mut channel = EventChannel::new(LINK);
    channel.receive(answer(r#","next":{"href":"/events?ack=2"}"#));
    let broken = Response::builder().header("content-type", "application/json").body("{\"sender\":[").unwrap();
    let turn = channel.receive(Answer::read(operation("events", "GET"), &broken));
    assert_eq!((turn.next, turn.stale), (Next::Retry { attempt: 1, after: None }, Stale::Resources));
    assert!(turn.error.is_some());
    assert_eq!(target(&channel), LINK);
}

#[test]
fn timers_have_ranges() {
    let channel = EventChannel::new("/events?ack=1").with_low(5).unwrap().with_medium(1800).unwrap().with_timeout(180).unwrap();
    assert_eq!(channel.timeout(), 180);
    let channel = channel.with_timeout(600).unwrap().with_priority(2);
    assert_eq!(channel.timeout(), 600);
    assert_eq!(target(&channel), "/events?ack=1&low=5&medium=1800&timeout=600&priority=2");
    let error = |channel: Result<EventChannel, ucwa_model::http::TimerError>| channel.map(|_| ()).unwrap_err().to_string();
    let fresh = || EventChannel::new("/events");
    assert_eq!(error(fresh().with_low(4)), "expected low from 5 to 1800 seconds, but found 4");
    assert_eq!(error(fresh().with_timeout(179)), "expected timeout from 180 to 1800 seconds, but found 179");
    assert_eq!(error(fresh().with_medium(1801)), "expected medium from 5 to 1800 seconds, but found 1801");
    // a server may repeat them in its links
    let mut channel = fresh().with_low(5).unwrap();
    channel.receive(answer(r#","next":{"href":"/events?ack=2&low=30"}"#));
    assert_eq!(target(&channel), "/events?ack=2&low=30");
}

fn event(kind: &str, embedded: bool, status: &str) -> Events {
    let embedded =
        if embedded { r#","_embedded":{"messagingInvitation":{"rel":"messagingInvitation","operationId":"op"}}"# } else { "" };
    let body = format!(
        r#"{{"sender":[{{"rel":"communication","href":"/c","events":[
            {{"link":{{"rel":"messagingInvitation","href":"/invitations/602"}},"type":"{kind}"{embedded}{status}}}]}}]}}"#
    );
    Events::from_json(body).unwrap()
}

#[derive(Clone, Copy)]
enum Step {
    Answer,
    Event(&'static str, bool),
}

/// The stages that come out, in order, whatever comes in in which order.
fn stages(steps: &[Step]) -> (Vec<Stage>, usize) {
    let mut operations = PendingOperations::new();
    let start = StartMessaging2::new("op".parse::<ucwa_model::OperationId>().unwrap());
    let request = Request::with_input("/start", start).unwrap();
    assert_eq!(operations.expect_request(&request).as_deref(), Some("op"));
    // another one, whose 201 never comes
    operations.expect("other");
    let started = Answer::starting(Location::new("https://lync.contoso.com/invitations/602").unwrap());
    let progress = steps.iter().flat_map(|step| match step {
        Step::Answer => operations.answered("op", &started),
        Step::Event(kind, embedded) => operations.events(&event(kind, *embedded, "")),
    });
    let stages: Vec<Stage> = progress.map(|progress| progress.stage).collect();
    (stages, operations.pending().count())
}

#[test]
fn an_operation_is_followed_in_whichever_order() {
    use Stage::{Completed, Started, Updated};
    use Step::{Answer, Event};

    let orders: [&[Step]; 6] = [
        &[Answer, Event("started", true), Event("updated", false), Event("completed", false)],
        &[Event("started", true), Answer, Event("updated", false), Event("completed", false)],
        &[Event("started", true), Event("updated", false), Event("completed", false), Answer],
        &[Event("started", false), Event("updated", false), Event("completed", false), Answer],
        &[Event("started", false), Answer, Event("updated", true), Event("completed", true)],
        &[Answer, Event("started", false), Event("updated", false), Event("completed", true)],
    ];
    for (index, order) in orders.into_iter().enumerate() {
        assert_eq!(stages(order), (vec![Started, Updated, Completed], 1), "order {index}");
    }
    assert_eq!(stages(&[Answer, Event("added", true), Event("deleted", true)]).0, []);
}

/// The resource came with the 201, and its events still have only a link.
#[test]
fn a_201_with_a_body_names_the_place_too() {
    let mut operations = PendingOperations::new();
    operations.expect("op");
    let made = Answer::created(ucwa_model::communication::MessagingInvitation::default().into());
    assert_eq!(operations.answered("op", &made), []);
    operations.answered("op", &made.with_location(Location::new("/invitations/602").unwrap()));
    assert_eq!(operations.events(&event("completed", false, ""))[0].operation_id, "op");
}

#[test]
fn a_failure_says_why() {
    let mut operations = PendingOperations::new();
    operations.expect("op");
    let reason = r#","status":"Failure","reason":{"code":"LocalFailure","subcode":"Timeout","message":"Nobody was there."}"#;
    let progress = operations.events(&event("completed", true, reason));
    assert_eq!(progress[0].status, Some(EventStatus::Failure));
    assert_eq!(progress[0].reason.as_ref().unwrap().message.as_deref(), Some("Nobody was there."));
    assert_eq!(operations.pending().count(), 0);
}

#[test]
fn what_nobody_waits_for_takes_no_room() {
    let mut operations = PendingOperations::new();
    assert_eq!(operations.events(&event("started", false, "")), []);
    operations.expect("op");
    for _ in 0..1000 {
        operations.events(&event("updated", false, ""));
    }
    let started = Answer::starting(Location::new("/invitations/602").unwrap());
    assert_eq!(operations.answered("op", &started).len(), 256);
    assert_eq!(operations.clear(), ["op"]);
    assert!(!operations.forget("op"));
}

/// What a caller waits between two requests.
#[test]
fn pauses_are_the_servers_or_grow() {
    let now = std::time::UNIX_EPOCH;
    let pause =
        |attempt, after: Option<u64>| Next::Retry { attempt, after: after.map(RetryAfter::Seconds) }.pause(now).as_millis();
    assert_eq!(
        [0, 1, 2, 5, 11, 12, u32::MAX].map(|attempt| pause(attempt, None)),
        [200, 200, 400, 3200, 204_800, 300_000, 300_000]
    );
    assert_eq!([0, 7, u64::MAX].map(|after| pause(3, Some(after))), [0, 7000, 300_000]);
    assert!([Next::Request, Next::SignIn, Next::Gone].iter().all(|next| next.pause(now).is_zero()));
}
