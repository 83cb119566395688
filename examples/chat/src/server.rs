//! The server: what the library reads, answered with axum. On the other side sits Tosh, who agrees to everything.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
};
use http::{Request as HttpRequest, Response as HttpResponse};
use tokio::{net::TcpListener, sync::Notify, time::timeout};
use ucwa_model::{
    Codec, DataLink, Events, Format, Link,
    communication::{Communication, Message, Messaging, MessagingInvitation, SendMessage, StartMessaging2},
    discovery::{Application, ApplicationsPost},
    enumerations::{Direction, ErrorCode, ErrorSubcode},
    http::{Answer, Batch, Challenge, Location, MediaType, Operation, Reading, Refusal, Request, RequestError, Token},
    me::{Note, NotePost},
};

/// The only token that is let in.
pub(crate) const TOKEN: &str = "cwt=AAEBHAEFAAAA";

/// Where it would come from, if this server gave any.
pub(crate) const TOKEN_SERVICE: &str = "/webticket/oauthtoken";

const APPLICATION: &str = "/ucwa/v1/applications/192";

/// What the server knows.
#[derive(Default)]
struct Server {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Default)]
struct State {
    /// Senders of the event channel, as JSON, in the order in which they are to be delivered.
    events: Vec<String>,
    /// Operation ids that have been used.
    used: Vec<String>,
    note: String,
    connected: bool,
}

type Outcome = Result<Answer, Box<Refusal>>;

/// Starts the server on a port that is free, and says where it is.
pub(crate) async fn start() -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let server = Arc::new(Server::default());
    let router = Router::new().fallback(move |request| {
        let server = Arc::clone(&server);
        async move { server.serve(request).await }
    });
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(origin)
}

impl Server {
    /// The transport: bytes to a request, an answer to bytes.
    async fn serve(&self, request: HttpRequest<Body>) -> HttpResponse<Body> {
        let reading = Reading::strict();
        let (head, body) = request.into_parts();
        let sound = reading.check_head(&head.headers).is_ok();
        let response = match to_bytes(body, reading.max_bytes()).await {
            Ok(body) if sound => self.answer(&HttpRequest::from_parts(head, body.to_vec())).await,
            _ => page(413, "Too large"),
        };
        response.map(Body::from)
    }

    /// Lets the token in, takes a batch apart, and answers each request.
    async fn answer(&self, request: &HttpRequest<Vec<u8>>) -> HttpResponse<Vec<u8>> {
        if Token::of(request.headers()).is_none_or(|token| token.expose() != TOKEN) {
            return unauthorized();
        }
        let answered = match route(request) {
            Some(operation) if operation.name() == "batch" => match Batch::parts(request) {
                Ok(parts) => {
                    let mut answers = Vec::new();
                    for part in &parts {
                        answers.push(self.single(part).await);
                    }
                    Batch::answer(&answers)
                }
                Err(error) => bad_request(&error).to_http(Format::Json),
            },
            _ => return self.single(request).await,
        };
        answered.unwrap_or_else(|_| page(500, "Sorry"))
    }

    async fn single(&self, request: &HttpRequest<Vec<u8>>) -> HttpResponse<Vec<u8>> {
        let media = MediaType::accepted(request.headers()).unwrap_or(Format::Json.into());
        let outcome = match route(request).map(|operation| Request::read(operation, request)) {
            None => Err(refuse(ErrorCode::NotFound, None, "There is no such resource.")),
            Some(Err(error)) => Err(Box::new(bad_request(&error))),
            Some(Ok(request)) => self.operate(request).await,
        };
        let written = match outcome {
            Ok(answer) => answer.to_http(media),
            Err(refusal) => refusal.to_http(media),
        };
        written.unwrap_or_else(|_| page(500, "Sorry"))
    }

    /// What each operation does.
    async fn operate(&self, request: Request) -> Outcome {
        let invalid = |error: RequestError| Box::new(bad_request(&error));
        match request.operation().name() {
            "applications" => Ok(Answer::created(application(&request.into_inputs().map_err(invalid)?).into())),
            "startMessaging2" => self.start(request.into_inputs().map_err(invalid)?),
            "sendMessage" => {
                let text = request.text().unwrap_or_default().to_owned();
                self.send(&request.into_inputs().map_err(invalid)?, &text)
            }
            "messaging" => Ok(Answer::resource(messaging().into())),
            "note" if request.operation().is("GET") => Ok(Answer::resource(self.note().into())),
            "note" => {
                let input: NotePost = request.into_inputs().map_err(invalid)?;
                self.state().note = input.message.map(String::from).unwrap_or_default();
                Ok(Answer::done())
            }
            "events" => self.events(request.href().as_str()).await,
            _ => Err(refuse(ErrorCode::NotFound, None, "There is no such resource.")),
        }
    }

    /// The invitation is on its way before the answer is: the client has to cope with either order.
    fn start(&self, start: StartMessaging2) -> Outcome {
        let id = start.operation_id.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default();
        let location = format!("{APPLICATION}/communication/invitations/602");
        let mut state = self.state();
        if state.used.contains(&id) {
            return Err(refuse(ErrorCode::Conflict, Some(ErrorSubcode::AlreadyExists), "This id has been used."));
        }
        state.used.push(id);
        state.connected = true;
        let mut invitation = MessagingInvitation::default();
        invitation.operation_id = start.operation_id;
        invitation.subject = start.subject;
        invitation.self_link = Link::new(location.as_str()).into();
        invitation.messaging_link = messaging().self_link;
        state.event("communication", "started", &location, invitation.to_json());
        state.event("communication", "completed", &location, invitation.to_json());
        self.changed.notify_waiters();
        location_of(&location)
    }

    /// Tosh repeats what he is told.
    fn send(&self, send: &SendMessage, text: &str) -> Outcome {
        let mut state = self.state();
        if !state.connected {
            return Err(refuse(ErrorCode::Conflict, None, "There is no conversation."));
        }
        let number = state.events.len();
        let place = |number: usize| format!("{APPLICATION}/communication/conversations/137/messaging/messages/{number}");
        let mut mine = Message::default();
        mine.operation_id = send.operation_id.clone();
        mine.direction = Some(Direction::Outgoing);
        state.event("conversation", "completed", &place(number), mine.to_json());
        let mut answer = Message::default();
        answer.direction = Some(Direction::Incoming);
        answer.plain_message = Some(DataLink::plain(&format!("You said: {text}\r\n")));
        state.event("conversation", "completed", &place(number + 1), answer.to_json());
        self.changed.notify_waiters();
        location_of(&place(number))
    }

    fn note(&self) -> Note {
        let mut note = Note::default();
        note.message = Some(self.state().note.as_str().into());
        note
    }

    /// Waits for events after those that are acknowledged; a number that was never given out is out of step.
    async fn events(&self, href: &str) -> Outcome {
        let acknowledged = href.split("ack=").nth(1).and_then(|ack| ack.parse::<usize>().ok()).unwrap_or(0);
        let changed = self.changed.notified();
        if acknowledged == self.state().events.len() {
            // a real server waits for minutes
            let _ = timeout(Duration::from_millis(200), changed).await;
        }
        let state = self.state();
        let last = state.events.len();
        let (rel, senders) = match state.events.get(acknowledged..) {
            None => ("resync", String::new()),
            Some([]) => ("next", String::new()),
            Some(senders) => ("next", format!(r#","sender":[{}]"#, senders.join(","))),
        };
        let link = |rel: &str, ack: usize| format!(r#""{rel}":{{"href":"{APPLICATION}/events?ack={ack}"}}"#);
        let json = format!(r#"{{"_links":{{{},{}}}{senders}}}"#, link("self", acknowledged), link(rel, last));
        let events = Events::from_json(json).map_err(|error| refuse(ErrorCode::ServiceFailure, None, &error.to_string()))?;
        Ok(Answer::events(events))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl State {
    fn event(&mut self, sender: &str, kind: &str, href: &str, resource: Result<String, ucwa_model::Error>) {
        let resource = resource.unwrap_or_default();
        let rel = if sender == "conversation" { "message" } else { "messagingInvitation" };
        let status = if kind == "completed" { r#","status":"Success""# } else { "" };
        self.events.push(format!(
            r#"{{"rel":"{sender}","href":"{APPLICATION}/{sender}","events":[{{"link":{{"rel":"{rel}","href":"{href}"}},"_embedded":{{"{rel}":{resource}}},"type":"{kind}"{status}}}]}}"#
        ));
    }
}

/// Which operation a target is for. Only the server knows: clients go by links.
fn route(request: &HttpRequest<Vec<u8>>) -> Option<Operation> {
    let path = request.uri().path().strip_prefix("/ucwa/v1/applications")?;
    let name = match path.strip_prefix("/192").unwrap_or(path) {
        "" => "applications",
        "/batch" => "batch",
        "/communication/messagingInvitations" => "startMessaging2",
        "/communication/conversations/137/messaging" => "messaging",
        "/communication/conversations/137/messaging/messages" => "sendMessage",
        "/events" => "events",
        "/me/note" => "note",
        _ => return None,
    };
    Operation::find(name, request.method().as_str())
}

fn application(input: &ApplicationsPost) -> Application {
    let link = |path: &str| Link::new(format!("{APPLICATION}{path}"));
    let mut communication = Communication::default();
    communication.self_link = link("/communication").into();
    communication.start_messaging_link = link("/communication/messagingInvitations").into();
    let mut application = Application::default();
    application.culture = input.culture.as_ref().map(|culture| culture.as_str().into());
    application.self_link = link("").into();
    application.batch_link = link("/batch").into();
    application.events_link = link("/events?ack=0").into();
    application.communication = Some(Box::new(communication));
    application
}

fn messaging() -> Messaging {
    let place = format!("{APPLICATION}/communication/conversations/137/messaging");
    let mut messaging = Messaging::default();
    messaging.send_message_link = Link::new(format!("{place}/messages")).into();
    messaging.self_link = Link::new(place).into();
    messaging
}

fn location_of(place: &str) -> Outcome {
    let location = Location::new(place).map_err(|error| refuse(ErrorCode::ServiceFailure, None, &error.to_string()))?;
    Ok(Answer::starting(location))
}

fn refuse(code: ErrorCode, subcode: Option<ErrorSubcode>, message: &str) -> Box<Refusal> {
    Box::new(Refusal::of(code, subcode, message))
}

fn bad_request(error: &RequestError) -> Refusal {
    Refusal::of(ErrorCode::BadRequest, Some(ErrorSubcode::ParameterValidationFailure), &error.to_string())
}

/// A page, as a proxy's, that says where to get a token.
fn unauthorized() -> HttpResponse<Vec<u8>> {
    let challenge = Challenge::new("MsRtcOAuth").with_parameter("href", TOKEN_SERVICE).with_parameter("grant_type", "password");
    let mut response = page(401, "<html><body>Who are you?</body></html>");
    if let Ok(value) = challenge.to_string().parse() {
        response.headers_mut().insert(http::header::WWW_AUTHENTICATE, value);
    }
    response
}

/// What is no UCWA, as a proxy's.
fn page(status: u16, text: &str) -> HttpResponse<Vec<u8>> {
    let mut response = HttpResponse::new(text.as_bytes().to_vec());
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    response.headers_mut().insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static("text/html"));
    response
}
