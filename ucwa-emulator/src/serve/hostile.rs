//! Requests as no client should send them: nothing panics, and no answer is a 500. In process, by seeded dice.
//!
//! `FUZZ_SECONDS=300 cargo test -p ucwa-emulator --lib hostile -- --nocapture` goes on for longer; `FUZZ_SEED` begins elsewhere.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use ::http::{Method, Request as HttpRequest, StatusCode, header};
use ucwa_model::{
    descriptor::{Field, Kind},
    http::{Grant, Operation},
};

use super::{Reply, answer, look, routes};
use crate::{
    Robot, Scenario, Share, User,
    acts::sign_in,
    world::{World, application::APPLICATIONS},
};

const METHODS: &[&str] = &["GET", "GET", "POST", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "BREW"];
const ACCEPTED: &[&str] =
    &["application/json", "application/xml", "*/*", "text/html", "application/vnd.microsoft.com.ucwa+xml", "\u{fc};q=2"];
const MEDIA: &[&str] = &[
    "application/json",
    "application/json; charset=utf-8",
    "application/xml",
    "text/plain",
    "text/html",
    "image/jpeg",
    "application/sdp",
    "application/x-www-form-urlencoded",
    "multipart/batching;boundary=b",
    "multipart/form-data; boundary=b",
    "multipart/batching",
    "nonsense",
];
const TEXTS: &[&str] = &[
    "",
    "x",
    "1",
    "-1",
    "18446744073709551616",
    "true",
    "null",
    "sip:ann@contoso.com",
    "sip:lene@contoso.com",
    "tel:+14255550100",
    "ann@contoso.com",
    "sip:nobody@x",
    "Online",
    "Away",
    "Plain",
    "Html",
    "Messaging",
    "Everyone",
    "data:text/plain;charset=utf-8,Hi+there%0d%0a",
    "data:text/html;base64,PGI+",
    "data:,",
    "/Date(1474932027613)/",
    "2026-11-27T05:00:00Z",
    "please pass this in a PUT request",
    "I said please pass this in a PUT request, ok",
    ",\"x\":\"please pass this in a PUT request\"",
    "%",
    "\u{1f600}",
    "..",
    "../..",
    "{}",
    "]]>",
    "&amp;",
    "<",
    "\"",
    "\\",
    "\u{0}",
    "a\u{1}b",
    "\u{ffff}",
];

/// A world, and what a client knows of it.
struct Hostile {
    world: World,
    dice: fastrand::Rng,
    tokens: Vec<String>,
    /// Where something is, or was.
    places: BTreeSet<String>,
}

impl Hostile {
    fn new(seed: u64) -> Self {
        let mut scenario = Scenario::default();
        scenario.users.push(User::new("lene@contoso.com").with_name("Lene Aaling"));
        let desk = Robot::new().with_answer("{}").with_delay(Duration::from_secs(2)).typing();
        let shares = [Share::ApplicationSharing, Share::DataCollaboration, Share::PanoramicVideo, Share::Spotlight];
        let desk = shares.into_iter().fold(desk.transferring_to("lene@contoso.com"), Robot::sharing);
        scenario.users.push(User::new("desk@contoso.com").with_robot(desk));
        let origins = ["http://127.0.0.1:1", "http://127.0.0.1:2"].map(str::to_owned).to_vec();
        let mut world = World::new(origins, scenario).unwrap();
        world.clock.stop();
        let mut hostile = Self { world, dice: fastrand::Rng::with_seed(seed), tokens: Vec::new(), places: BTreeSet::new() };
        ["ann", "lene"].into_iter().for_each(|name| hostile.begin(name));
        hostile
    }

    /// Somebody signs in, makes an application, and says that they are there.
    fn begin(&mut self, name: &str) {
        let issued = sign_in::sign_in(&mut self.world, &Grant::password(name, "secret")).unwrap();
        let token = issued.token.expose().to_owned();
        let send = |hostile: &mut Self, path: &str, body: &str| {
            let request = HttpRequest::post(path)
                .header("authorization", format!("Bearer {token}"))
                .header("content-type", "application/json");
            hostile.exchange(&request.body(body.as_bytes().to_vec()).unwrap());
        };
        let endpoint = self.world.number();
        send(self, APPLICATIONS, &format!(r#"{{"culture":"en-US","endpointId":"{endpoint}","userAgent":"x"}}"#));
        let id = *self.world.applications.keys().next_back().unwrap();
        send(self, &format!("{APPLICATIONS}/{id}/me/makeMeAvailable"), r#"{"supportedModalities":["Messaging","PhoneAudio"]}"#);
        let start = format!("{APPLICATIONS}/{id}/communication/messagingInvitations");
        for to in ["tosh", "lene", "desk"] {
            send(self, &start, &format!(r#"{{"to":"sip:{to}@contoso.com","operationId":"{to}"}}"#));
        }
        self.tokens.push(token);
    }

    /// Sends a request, and remembers where its answer leads.
    fn exchange(&mut self, request: &HttpRequest<Vec<u8>>) {
        let shown = format!(
            "{} {} {:?}\n{}",
            request.method(),
            request.uri(),
            request.headers(),
            String::from_utf8_lossy(request.body())
        );
        let leaving = match answer(&mut self.world, request) {
            Reply::Now(leaving) => Some(leaving),
            Reply::Wait(poll) => {
                let now = look(&mut self.world, &poll);
                now.or_else(|| {
                    self.world.clock.advance(Duration::from_secs(self.dice.u64(..200)));
                    look(&mut self.world, &poll)
                })
            }
        };
        let Some(leaving) = leaving else { return };
        let body = String::from_utf8_lossy(leaving.response.body()).into_owned();
        assert_ne!(leaving.response.status(), StatusCode::INTERNAL_SERVER_ERROR, "{shown}\n\n{body}");
        assert!(self.world.violations.is_empty(), "{shown}\n\n{:?}", self.world.violations);
        if self.places.len() < 2_000 {
            let hrefs = body.split("href\":\"").skip(1).chain(body.split("href=\"").skip(1));
            let own = hrefs.filter_map(|rest| rest.split('"').next()).filter(|href| href.starts_with('/'));
            self.places.extend(own.map(|href| href.replace("&amp;", "&")));
        }
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of.get(self.dice.usize(..of.len().max(1))).copied().unwrap_or_default()
    }

    fn place(&mut self) -> String {
        let special = [
            "/",
            "/WebTicket/oauthtoken",
            APPLICATIONS,
            "/Autodiscover/AutodiscoverService.svc/root/oauth/user",
            "/ucwa/v1/applications/9/batch",
            "//",
        ];
        match self.dice.u8(..10) {
            0 => self.pick(&special).to_owned(),
            1..=4 => {
                let routes: Vec<&str> = routes::paths().collect();
                let id = *self.world.applications.keys().nth(self.dice.usize(..2)).unwrap_or(&1);
                let mut path = format!("{APPLICATIONS}/{id}/{}", self.pick(&routes));
                while path.contains("{}") {
                    let number = self.dice.u64(90..200).to_string();
                    let part = if self.dice.bool() { number } else { self.pick(TEXTS).replace("{}", "x") };
                    path = path.replacen("{}", &part, 1);
                }
                path
            }
            _ => self.places.iter().nth(self.dice.usize(..self.places.len().max(1))).cloned().unwrap_or_default(),
        }
    }

    fn value(&mut self, field: &Field) -> serde_json::Value {
        use serde_json::json;
        let text = self.pick(TEXTS).to_owned();
        let one = match (&field.kind, self.dice.u8(..10)) {
            (Kind::Enumeration(of), 0..=5) => {
                json!(of.values.get(self.dice.usize(..of.values.len())).map_or("", |member| member.name))
            }
            (Kind::Boolean, 0..=5) => json!(self.dice.bool()),
            (Kind::Integer, 0..=5) => json!(self.dice.i64(-5..2_000)),
            (_, 6) => json!(self.dice.i64(..)),
            (_, 7) => json!(null),
            (_, 8) => json!({"href": text}),
            (_, 9) => json!(text.repeat(300)),
            _ => json!(text),
        };
        if self.dice.u8(..4) == 0 { json!([one, text]) } else { one }
    }

    /// A body for an operation, which is at first nearly as it should be.
    fn body(&mut self, operation: Option<Operation>) -> Vec<u8> {
        let fields = operation.and_then(Operation::input).map_or(&[][..], |shape| shape.fields);
        let mut members = serde_json::Map::new();
        for field in fields {
            if self.dice.u8(..4) > 0 {
                members.insert(field.name.to_owned(), self.value(field));
            }
        }
        let mut body = match self.dice.u8(..6) {
            0 => self.pick(TEXTS).to_owned(),
            1 => {
                let property = |(name, value): (&String, &serde_json::Value)| {
                    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    format!("<property name=\"{name}\">{}</property>", text.replace('&', "&amp;").replace('<', "&lt;"))
                };
                let inside: String = members.iter().map(property).collect();
                format!("<input xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\">{inside}</input>")
            }
            2 => format!("grant_type=password&username={}&password=secret", self.pick(TEXTS)),
            3 => {
                let (method, place) = (self.pick(METHODS), self.place());
                format!("--b\r\nContent-Type: application/http; msgtype=request\r\n\r\n{method} {place} HTTP/1.1\r\nHost: x\r\nAccept: application/xml\r\n\r\n\r\n--b--\r\n")
            }
            _ => serde_json::Value::Object(members).to_string(),
        }
        .into_bytes();
        if self.dice.u8(..3) == 0 {
            for _ in 0..self.dice.usize(1..4) {
                let at = self.dice.usize(..=body.len());
                match self.dice.u8(..3) {
                    0 => body.truncate(at),
                    1 => body.insert(at, self.dice.u8(..)),
                    _ => body.splice(at..at, self.pick(TEXTS).bytes()).for_each(drop),
                }
            }
        }
        body
    }

    fn request(&mut self) -> Option<HttpRequest<Vec<u8>>> {
        let mut place = self.place();
        if self.dice.u8(..5) == 0 {
            let name =
                self.pick(&["ack", "low", "timeout", "priority", "operationId", "query", "limit", "filter", "sip", "\u{e9}"]);
            let sign = if place.contains('?') { '&' } else { '?' };
            place = format!("{place}{sign}{name}={}", self.pick(TEXTS));
        }
        let place: String = place
            .chars()
            .map(|part| if part.is_ascii_graphic() { part.to_string() } else { format!("%{:02x}", u32::from(part) % 256) })
            .collect();
        let method = Method::from_bytes(self.pick(METHODS).as_bytes()).ok()?;
        let below = place
            .split(['?', '#'])
            .next()
            .and_then(|path| path.strip_prefix(APPLICATIONS)?.trim_start_matches('/').split_once('/'));
        let operation = below.and_then(|(_, rest)| match routes::find(rest, &method, None) {
            routes::Found::Operation(operation, ..) => Some(operation),
            _ => None,
        });
        let mut request = HttpRequest::builder().method(method).uri(place);
        let token = self.dice.usize(..self.tokens.len() + 1);
        if let Some(token) = self.tokens.get(token) {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        request = request.header(header::ACCEPT, self.pick(ACCEPTED)).header(header::CONTENT_TYPE, self.pick(MEDIA));
        if self.dice.u8(..4) == 0 {
            request = request.header(header::IF_MATCH, self.pick(&["*", "\"1\"", "\"0\"", "x", "W/\"1\"", "\"1\", \"2\""]));
        }
        if self.dice.u8(..8) == 0 {
            request = request.header("x-ms-requiresminresourceversion", self.pick(&["2", "1", "9", "4.0", "x"]));
        }
        let body = self.body(operation);
        request.body(body).ok()
    }
}

#[test]
fn no_request_is_too_much() {
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (ends, mut seed) = (Instant::now() + Duration::from_secs(number("FUZZ_SECONDS", 2)), number("FUZZ_SEED", 0));
    let (mut requests, mut answered) = (0_u64, BTreeSet::new());
    while Instant::now() < ends {
        let mut hostile = Hostile::new(seed);
        for _ in 0..2_000 {
            if hostile.dice.u8(..20) == 0 {
                hostile.world.clock.advance(Duration::from_secs(hostile.dice.u64(..40)));
            }
            // an application may have been deleted, or have expired
            if hostile.world.applications.len() < 2 {
                hostile.tokens.clear();
                ["ann", "lene"].into_iter().for_each(|name| hostile.begin(name));
            }
            if let Some(request) = hostile.request() {
                println_on_panic(seed, || hostile.exchange(&request));
                requests += 1;
            }
        }
        answered
            .extend(hostile.world.tally.list().into_iter().filter(|one| one.succeeded > 0).map(|one| one.operation.to_string()));
        seed += 1;
    }
    println!("{requests} requests, up to the seed {seed}; {} operations were done", answered.len());
    assert!(answered.len() > 20, "{answered:?}");
}

/// Says which seed it was.
fn println_on_panic(seed: u64, run: impl FnOnce()) {
    struct Seed(u64);
    impl Drop for Seed {
        fn drop(&mut self) {
            if std::thread::panicking() {
                eprintln!("FUZZ_SEED={}", self.0);
            }
        }
    }
    let _seed = Seed(seed);
    run();
}
