//! What goes wrong on request, and what a client makes of it that is built with the library.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use ucwa_emulator::{Effect, Emulator, Fault, FaultError, Scenario};
use ucwa_model::{
    AnyResource, Events, Feed, Format,
    enumerations::{Availability, ErrorCode},
    http::{Answer, AnswerError, EventChannel, Next, Operation, Reading, RetryAfter, Stale},
    stream::Ending,
};

use crate::client::{Client, emulator, href, token};

const FORMATS: [(Format, &str); 2] = [(Format::Json, "application/json"), (Format::Xml, "application/xml")];

/// An answer, whole.
async fn exchange(client: &Client, href: &str, media: &str) -> http::Response<Vec<u8>> {
    let request = client.http.get(format!("{}{href}", client.url)).bearer_auth(&client.token).header("accept", media);
    let answer = request.send().await.unwrap();
    let mut response = http::Response::builder().status(answer.status());
    response.headers_mut().unwrap().extend(answer.headers().clone());
    response.body(answer.bytes().await.unwrap().to_vec()).unwrap()
}

/// What a client reads of an answer.
async fn read(client: &Client, name: &str, href: &str, media: &str) -> Result<Answer, AnswerError> {
    Answer::read(Operation::find(name, "GET").unwrap(), &exchange(client, href, media).await)
}

fn me(client: &Client) -> String {
    href(&client.application["_embedded"]["me"]["_links"]["self"])
}

/// An emulator in which Ann is signed in.
async fn ann() -> (Emulator, Client) {
    let emulator = emulator().await;
    let ann = Client::available(&emulator, "ann").await;
    (emulator, ann)
}

#[tokio::test]
async fn something_else_is_answered_and_nothing_happens() {
    let (emulator, ann) = ann().await;
    let note = format!("{}/note", me(&ann));
    for (effect, status) in [
        (Effect::Unauthorized, 401),
        (Effect::InternalError, 500),
        (Effect::Unavailable(7), 503),
        (Effect::HtmlPage(502), 502),
        (Effect::HtmlPage(200), 200),
    ] {
        for (_, media) in FORMATS {
            let fault = emulator.fault(Fault::new(effect).operation("note")).unwrap();
            let posted = ann.post(&note, &json!({"message": "never"})).await;
            assert_eq!(posted.status(), status, "{effect:?}");
            let error = read(&ann, "note", &note, media).await.unwrap_err();
            match effect {
                Effect::Unauthorized => assert!(error.is_unauthorized() && !error.challenges().is_empty(), "{error}"),
                Effect::InternalError => {
                    assert_eq!(error.refusal().unwrap().code(), Some(&ErrorCode::ServiceFailure));
                }
                Effect::Unavailable(_) => {
                    assert_eq!(error.retry_after(), Some(RetryAfter::Seconds(7)));
                }
                _ => assert!(matches!(error, AnswerError::Unexpected(_)), "{error}"),
            }
            assert_eq!(emulator.happened(fault), Some(2));
            assert!(emulator.remove_fault(fault));
        }
    }
    assert!(ann.get(&note).await.get("message").is_none());
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_fault_says_where_and_how_often() {
    let statuses = async |fault: Fault| {
        let (emulator, ann) = ann().await;
        let lene = Client::available(&emulator, "lene").await;
        emulator.fault(fault).unwrap();
        let mut all = String::new();
        for client in [&ann, &lene] {
            for (method, path) in [(Method::GET, "note"), (Method::GET, "location"), (Method::GET, "note"), (Method::GET, "note")]
            {
                let answer = client.send(method, &format!("{}/{path}", me(client)), None).await;
                all.push(if answer.status() == StatusCode::OK { '.' } else { 'x' });
            }
            all.push(' ');
        }
        all
    };
    let fault = || Fault::new(Effect::InternalError);
    for (fault, wanted) in [
        (fault(), "xxxx xxxx "),
        (fault().operation("note"), "x.xx x.xx "),
        (fault().operation("GET note").user("lene@contoso.com"), ".... x.xx "),
        (fault().operation("POST note"), ".... .... "),
        (fault().path("*/me/LOCATION"), ".x.. .x.. "),
        (fault().path("/ucwa/*").user("ann"), "xxxx .... "),
        (fault().skip(1).times(3), ".xxx .... "),
        (fault().operation("note").skip(2).times(2), "...x x... "),
        (fault().with_chance(0.0, 1), ".... .... "),
    ] {
        assert_eq!(statuses(fault.clone()).await, wanted, "{fault:?}");
    }
    let dice = fault().with_chance(0.5, 7);
    let first = statuses(dice.clone()).await;
    assert!(first.contains('x') && first.contains('.'), "{first}");
    assert_eq!(statuses(dice).await, first, "one seed, one series");
}

#[tokio::test]
async fn a_fault_that_makes_no_sense_is_refused() {
    let emulator = emulator().await;
    let fault = || Fault::new(Effect::Unauthorized);
    for (fault, error) in [
        (fault().operation("sendMassage"), FaultError::Operation("sendMassage".to_owned())),
        (fault().operation("PUT note"), FaultError::Operation("PUT note".to_owned())),
        (fault().user("nobody"), FaultError::User("nobody".to_owned())),
        (fault().with_chance(1.5, 0), FaultError::Chance(1.5)),
        (Fault::new(Effect::HtmlPage(700)), FaultError::Status(700)),
        (Fault::new(Effect::Cut(100)), FaultError::Cut(100)),
    ] {
        assert_eq!(emulator.fault(fault).unwrap_err(), error);
    }
    let scenario =
        |fault: &str| Scenario::from_toml(&format!("[[faults]]\n{fault}")).map(|_| ()).map_err(|error| error.to_string());
    assert_eq!(scenario("effect = { cut = 50 }\nchance = 0.5\nseed = 3\npath = '*/note'"), Ok(()));
    assert!(scenario("effect = 'lightning'").unwrap_err().contains("unknown variant `lightning`"));
    let why = scenario("effect = 'resync'\noperation = 'x'").unwrap_err();
    assert_eq!(why, "fault 1: expected an operation such as `sendMessage` or `POST note`, but found `x`");
    let nobody = Emulator::builder().fault(fault().user("nobody")).start().await.unwrap_err();
    assert_eq!(nobody.to_string(), "fault 1: expected somebody of the scenario, but found `nobody`");
}

#[tokio::test]
async fn a_token_ends() {
    let (emulator, mut ann) = ann().await;
    let other = Client::sign_in(&emulator, "ann").await;
    emulator.fault(Fault::new(Effect::ExpiredToken).operation("note").times(1)).unwrap();
    let (place, note) = (me(&ann), format!("{}/note", me(&ann)));
    for href in [&note, &place] {
        assert_eq!(ann.send(Method::GET, href, None).await.status(), StatusCode::UNAUTHORIZED);
    }
    other.get(&me(&other)).await;
    ann.token = token(&emulator.url(), "ann").await;
    ann.get(&note).await;
    assert_eq!(emulator.end_tokens("ann"), 2);
    for client in [&ann, &other] {
        assert_eq!(client.send(Method::GET, &me(client), None).await.status(), StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn an_answer_comes_late_by_the_emulators_clock() {
    let (emulator, ann) = ann().await;
    emulator.stop_time();
    emulator.fault(Fault::new(Effect::Latency(Duration::from_secs(40))).operation("POST note")).unwrap();
    let note = format!("{}/note", me(&ann));
    let input = json!({"message": "At lunch"});
    let late = ann.post(&note, &input);
    let meanwhile = async {
        while ann.get(&note).await["message"] != "At lunch" {}
        emulator.advance(Duration::from_secs(39));
        tokio::time::sleep(Duration::from_millis(100)).await;
        let since = std::time::Instant::now();
        emulator.advance(Duration::from_secs(1));
        since
    };
    let (answer, since) = tokio::join!(
        async {
            let answer = late.await;
            (answer.status(), std::time::Instant::now())
        },
        meanwhile
    );
    assert!(answer.0 == StatusCode::NO_CONTENT && answer.1 >= since);
}

#[tokio::test]
async fn an_answer_is_cut_on_the_wire_and_nothing_is_lost() {
    for (format, media) in FORMATS {
        let (emulator, ann) = ann().await;
        emulator.fault(Fault::new(Effect::Cut(60)).operation("events").times(1)).unwrap();
        let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
        let request =
            format!("GET {} HTTP/1.1\r\nHost: x\r\nAccept: {media}\r\nAuthorization: Bearer {}\r\n\r\n", ann.next, ann.token);
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let length =
            head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok());
        assert_eq!(body.len(), length.unwrap() * 60 / 100, "{head}");

        let mut feed = Feed::new();
        feed.push(body.as_bytes());
        feed.finish();
        let cut = feed.next_response().unwrap().unwrap();
        assert_eq!(cut.ending, Ending::Cut);

        let again = exchange(&ann, &ann.next, media).await;
        let mut feed = Feed::new();
        feed.push(again.body());
        feed.finish();
        let whole = feed.next_response().unwrap().unwrap();
        assert_eq!((whole.ending, again.body().len()), (Ending::Whole, length.unwrap()), "{format:?}");
        assert!(whole.events.iter().count() > 1);
    }
}

#[tokio::test]
async fn one_event_is_broken_and_the_others_are_not() {
    for (_, media) in FORMATS {
        let (emulator, ann) = ann().await;
        let whole = read(&ann, "events", &ann.next, media).await.unwrap().into_events().unwrap().iter().count();
        let fault = emulator.fault(Fault::new(Effect::BrokenEvent)).unwrap();
        let mut channel = EventChannel::new(&*ann.next);
        let turn = channel.receive(read(&ann, "events", &ann.next, media).await);
        let events: Events = turn.events.unwrap();
        assert_eq!((events.broken().count(), events.iter().count()), (1, whole), "{media}");
        assert_eq!((turn.stale, turn.next), (Stale::Resources, Next::Request));
        ann.get(&me(&ann)).await;
        assert_eq!(emulator.happened(fault), Some(1), "no other answer has events");
    }
}

#[tokio::test]
async fn the_channel_gets_out_of_step_and_back() {
    for (effect, stale) in [(Effect::Resync, Stale::Resources), (Effect::Resume, Stale::State)] {
        for (_, media) in FORMATS {
            let (emulator, mut ann) = ann().await;
            ann.invite("sip:tosh@contoso.com", "1").await;
            let completed = ann.until("messagingInvitation/completed").await;
            let send = format!("{}/messages", crate::client::link_of(&completed, "messaging"));
            emulator.fault(Fault::new(effect).times(1)).unwrap();
            let mut channel = EventChannel::new(&*ann.next);
            let turn = channel.receive(read(&ann, "events", channel.request().unwrap().href().as_str(), media).await);
            assert_eq!((turn.stale, turn.next, turn.events.unwrap().iter().count()), (stale, Next::Request, 0));
            let still = if effect == Effect::Resume { StatusCode::CONFLICT } else { StatusCode::CREATED };
            assert_eq!(ann.say(&send, "Hi").await, still);
            let input = json!({"message": "back"});
            ann.post(&format!("{}/note", me(&ann)), &input).await;
            let turn = channel.receive(read(&ann, "events", channel.request().unwrap().href().as_str(), media).await);
            assert_eq!((turn.stale, turn.next), (Stale::Nothing, Next::Request));
            assert!(turn.events.unwrap().iter().count() > 0);
            assert_eq!(emulator.violations(), Vec::<String>::new());
        }
    }
}

#[tokio::test]
async fn a_fault_is_not_spent_on_what_it_cannot_meet() {
    let (emulator, ann) = ann().await;
    let lene = Client::available(&emulator, "lene").await;
    let of_channel = emulator.fault(Fault::new(Effect::Resync).times(1)).unwrap();
    let of_connection = [Effect::Latency(Duration::from_millis(1)), Effect::Cut(50)]
        .map(|effect| emulator.fault(Fault::new(effect).operation("me")).unwrap());
    let stranger = lene.send(Method::GET, &ann.next, None).await;
    assert_eq!(stranger.status(), StatusCode::NOT_FOUND);
    let part = |path: &str| {
        format!("--b\r\nContent-Type: application/http; msgtype=request\r\n\r\nGET {path} HTTP/1.1\r\nHost: x\r\n\r\n\r\n")
    };
    let parts = format!("{}{}--b--\r\n", part(&me(&ann)), part(&ann.next));
    let batch = href(&ann.application["_links"]["batch"]);
    let answer = ann.send(Method::POST, &batch, Some(("multipart/batching;boundary=b", parts))).await.text().await.unwrap();
    assert!(answer.contains("Ann Beebe") && answer.contains("neither batches nor requests for events"), "{answer}");
    for fault in of_connection.into_iter().chain([of_channel]) {
        assert_eq!(emulator.happened(fault), Some(0), "{fault:?}");
    }
    assert!(ann.get(&ann.next).await["_links"]["resync"].is_object());
    assert_eq!(emulator.happened(of_channel), Some(1));
}

#[tokio::test]
async fn answers_have_what_nobody_knows() {
    let (emulator, ann) = ann().await;
    let presence = format!("{}/presence", me(&ann));
    let place = href(&ann.application["_links"]["self"]);
    emulator.fault(Fault::new(Effect::UnknownMembers)).unwrap();
    emulator.fault(Fault::new(Effect::UnknownValues).operation("presence")).unwrap();
    for (_, media) in FORMATS {
        let response = exchange(&ann, &presence, media).await;
        let read = Reading::lenient().answer(Operation::find("presence", "GET").unwrap(), &response).unwrap();
        let Some(AnyResource::Presence(presence)) = read.value.into_resource() else { panic!("no presence") };
        assert_eq!(presence.availability, Some(Availability::from("AddedLater")));
        assert_eq!(presence.extra.property("addedLater").and_then(|value| value.as_str()), Some("some value"));
        assert!(presence.extra.link("addedLater").is_some() && presence.extra.embedded_resource("addedLaterToo").is_some());

        let response = exchange(&ann, &place, media).await;
        let read = Reading::lenient().answer(Operation::find("application", "GET").unwrap(), &response).unwrap();
        assert!(read.report.deviations.is_empty(), "{:?}", read.report.deviations);
        let Some(AnyResource::Application(application)) = read.value.into_resource() else { panic!("no application") };
        let [me, people] = [application.me.map(|me| me.extra), application.people.map(|people| people.extra)];
        assert!([me, people].iter().flatten().filter(|extra| extra.property("addedLater").is_some()).count() == 2);

        let events = crate::faults::read(&ann, "events", &ann.next, media).await.unwrap().into_events().unwrap();
        assert!(events.iter().all(|(_, event)| event.is_ok_and(|event| event.resource().is_some())));
        let embedded = events.iter().filter_map(|(_, event)| event.ok()?.resource());
        assert!(embedded.map(|resource| resource.record().extra()).all(|extra| extra.link("addedLater").is_some()));
    }
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn answers_speak_the_dialect_of_the_service() {
    let (emulator, mut ann) = ann().await;
    ann.invite("sip:tosh@contoso.com", "1").await;
    ann.until("messagingInvitation/completed").await;
    ann.post(&format!("{}/note", me(&ann)), &json!({"message": "something new"})).await;
    emulator.fault(Fault::new(Effect::ServiceDialect)).unwrap();
    let place = href(&ann.application["_links"]["self"]);
    for (format, media) in FORMATS {
        let response = exchange(&ann, &place, media).await;
        assert_eq!(response.body().starts_with(b"\xef\xbb\xbf"), format == Format::Json);
        assert!(String::from_utf8_lossy(response.body()).contains("service:me"));
        let answer = Answer::read(Operation::find("application", "GET").unwrap(), &response).unwrap();
        let Some(AnyResource::Application(application)) = answer.into_resource() else { panic!("no application") };
        assert!(application.me.is_some_and(|me| me.name.is_some_and(|name| &*name == "Ann Beebe")));
        assert!(application.events_link.as_ref().is_some_and(|link| link.href.contains("events?ack=")));

        let events = read(&ann, "events", &ann.next, media).await.unwrap().into_events().unwrap();
        let typed: Vec<&AnyResource> = events.iter().filter_map(|(_, event)| event.ok()?.resource()).collect();
        assert!(!typed.is_empty() && typed.iter().all(|resource| !matches!(resource, AnyResource::Other(_))), "{typed:?}");
    }
    assert_eq!(emulator.violations(), Vec::<String>::new());
}
