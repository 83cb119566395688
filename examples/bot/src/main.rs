//! A bot: it signs in, accepts who invites it, greets, repeats what it is told, and signs out when it is told `bye`.
//!
//! In this folder: `UCWA_PASSWORD=… cargo run -- contoso.com lenea@contoso.com`, or with a URL in place of the domain.

use std::{
    env,
    error::Error,
    thread::sleep,
    time::{Duration, Instant, SystemTime},
};

use http::{Request, Response};
use ucwa_model::{
    Event, Events, Format,
    communication::{Message, MessagingInvitation, SendMessage},
    discovery::Applications2Post,
    enumerations::{
        Direction,
        EventType::{Completed, Started},
        ModalityType,
    },
    http::{Call, Discovery, EventChannel, FromAnswer, Grant, Home, KeepAlive, Next},
    me::MakeMeAvailable2,
};

const GREETING: &str = "Hello, I repeat what you say, until you say bye.";

type Outcome<T> = Result<T, Box<dyn Error>>;
type Exchange<'a> = &'a dyn Fn(Request<Vec<u8>>) -> Outcome<Response<Vec<u8>>>;

fn main() -> Outcome<()> {
    let [place, user] =
        <[String; 2]>::try_from(env::args().skip(1).collect::<Vec<_>>()).map_err(|_| "usage: ucwa-bot DOMAIN|URL USER")?;
    // a redirection may lead to another server: the library sends no secret there, so the transport must not either
    let http = ureq::Agent::from(ureq::Agent::config_builder().max_redirects(0).http_status_as_error(false).build());
    let exchange = |request: Request<Vec<u8>>| -> Outcome<Response<Vec<u8>>> {
        let (head, mut body) = http.run(request)?.into_parts();
        Ok(Response::from_parts(head, body.read_to_vec()?))
    };
    let start = if place.contains("://") { Discovery::at } else { Discovery::new };
    let mut home = start(&place, Format::Json)?.with_grant(Grant::password(user, env::var("UCWA_PASSWORD")?)).run(exchange)?;

    let make = Applications2Post::new().with_culture("en-US".parse()?).with_endpoint_id("bot".parse()?);
    let make = make.with_user_agent("Bot/1.0".parse()?);
    let application = call(&exchange, &home, &home.applications_link.post(make))?.value;
    let me = application.me.as_ref().ok_or("expected `me` in the application")?;
    let available = MakeMeAvailable2::new().with_supported_modalities([ModalityType::Messaging]);
    call(&exchange, &home, &me.make_me_available_link.post(available))?;
    let me = call(&exchange, &home, &me.self_link.get())?.value;
    let report = me.report_my_activity_link.as_ref().ok_or("expected a link `reportMyActivity`")?;
    let (clock, mut keep_alive) = (Instant::now(), KeepAlive::new(report, Duration::ZERO));
    let events = application.events_link.as_ref().ok_or("expected a link `events`")?;
    let mut channel = EventChannel::new(events).with_base(&home.base);
    loop {
        let away = Duration::from_secs(channel.timeout().into());
        keep_alive.report(clock.elapsed(), away, &home.base, exchange)?;
        let turn = channel.poll(&home.base, exchange)?;
        for (_, event) in turn.events.iter().flat_map(Events::iter) {
            if hear(&exchange, &home, event?)? {
                return call(&exchange, &home, &application.self_link.delete());
            }
        }
        match turn.next {
            Next::Request | Next::Retry { .. } => sleep(turn.next.pause(SystemTime::now())),
            Next::SignIn => home.receive_token(&exchange(home.token_request().ok_or("expected a token service")?)?)?,
            next => return Err(format!("the event channel has ended: {next:?}").into()),
        }
    }
}

fn call<A: FromAnswer>(exchange: Exchange<'_>, home: &Home, call: &Call<A>) -> Outcome<A> {
    Ok(call.read(&exchange(call.to_http(&home.base)?)?)?)
}

/// Does what an event asks for. Whether it was somebody's `bye`.
fn hear(exchange: Exchange<'_>, home: &Home, event: &Event) -> Outcome<bool> {
    let (invitation, message) = (event.resource_as::<MessagingInvitation>(), event.resource_as::<Message>());
    let (text, messaging) = match (invitation, message, &event.event_type) {
        (Some(invitation), _, Some(Started)) => return call(exchange, home, &invitation.accept_link.post()).map(|()| false),
        (Some(invitation), _, Some(Completed)) => (GREETING.to_owned(), invitation.messaging_link.get()),
        (_, Some(message), _) if message.direction == Some(Direction::Incoming) => {
            (message.text().ok_or("expected a text")??, message.messaging_link.get())
        }
        _ => return Ok(false),
    };
    let id = format!("answer to {}", event.link.as_ref().map_or("", |link| &link.link.href));
    let messaging = call(exchange, home, &messaging)?.value;
    call(exchange, home, &messaging.send_message_link.post(SendMessage::text(id, text.trim_end())))?;
    Ok(text.trim_end() == "bye")
}
