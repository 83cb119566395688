//! A client that has mishaps: it is built with the library, and what it does not hear it asks for again.

use std::{sync::Arc, time::Duration};

use http::{Request, Response, StatusCode};
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::JoinHandle,
    time::{sleep, timeout},
};
use ucwa_model::{
    Event, Format,
    communication::Communication,
    discovery::Applications2Post,
    enumerations::{MessageFormat, ModalityType},
    http::{Answer, Base, Call, FromAnswer, Grant, Href, IssuedToken, Operation, Request as Asked, TokenService},
    me::MakeMeAvailable2,
    rel,
};

use crate::{
    Outcome,
    tally::{Tally, count},
};

/// Somebody who is signed in, and whose poll is open.
pub(crate) struct Client {
    http: Http,
    number: usize,
    pub(crate) communication: Communication,
    pub(crate) events: UnboundedReceiver<Event>,
    poll: JoinHandle<()>,
}

/// What sends requests, and gets a token when it has none.
#[derive(Clone)]
pub(crate) struct Http {
    client: reqwest::Client,
    url: String,
    name: String,
    base: Arc<tokio::sync::RwLock<Base>>,
    pub(crate) tally: Arc<Tally>,
}

impl Client {
    /// Signs in, says that the user is there, and begins to poll. Every second client speaks XML.
    pub(crate) async fn sign_in(url: String, number: usize, mishaps: bool, tally: Arc<Tally>) -> Outcome<Self> {
        let format = if number.is_multiple_of(2) { Format::Json } else { Format::Xml };
        let base = Arc::new(tokio::sync::RwLock::new(Base::new(&url, format)?));
        let client = reqwest::Client::builder().pool_max_idle_per_host(2).build()?;
        let http = Http { client, url: url.clone(), name: format!("user{number}"), base, tally };
        http.renew().await?;
        let applications = ucwa_model::LinkTo::<rel::Applications>::from(ucwa_model::Link::new("/ucwa/v1/applications"));
        let make = Applications2Post::new().with_culture("en-US".parse()?).with_endpoint_id(number.to_string().parse()?);
        let application = http.call(&applications.post(make.with_user_agent("Load/1.0".parse()?))).await?.value;
        let me = application.me.as_ref().ok_or("expected `me`")?;
        let available = MakeMeAvailable2::new()
            .with_supported_modalities([ModalityType::Messaging])
            .with_supported_message_formats([MessageFormat::Plain]);
        http.call(&me.make_me_available_link.post(available)).await?;
        let (sender, events) = unbounded_channel();
        let first = application.events_link.as_ref().ok_or("expected `events`")?;
        let dice = mishaps.then(|| fastrand::Rng::with_seed(number as u64));
        let poll = Poll { channel: Channel { http: http.clone(), href: Href::from(first) }, events: sender, dice };
        let communication = *application.communication.ok_or("expected `communication`")?;
        Ok(Self { http, number, communication, events, poll: tokio::spawn(poll.run()) })
    }

    pub(crate) fn number(&self) -> usize {
        self.number
    }

    pub(crate) fn http(&self) -> Http {
        self.http.clone()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.poll.abort();
    }
}

impl Http {
    /// Gets a token.
    async fn renew(&self) -> Outcome<()> {
        let service = TokenService::new(&format!("{}/WebTicket/oauthtoken", self.url))?;
        let response = self.send(service.request(&Grant::password(&self.name, "secret"))).await?;
        let issued = IssuedToken::read(&response)?;
        let mut base = self.base.write().await;
        *base = base.clone().with_token(issued.token);
        Ok(())
    }

    async fn send(&self, request: Request<Vec<u8>>) -> Outcome<Response<Vec<u8>>> {
        let answer = self.client.execute(request.try_into()?).await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let mut response = Response::new(answer.bytes().await?.to_vec());
        (*response.status_mut(), *response.headers_mut()) = (status, headers);
        Ok(response)
    }

    async fn request(&self, asked: &Asked) -> Outcome<Request<Vec<u8>>> {
        Ok(asked.to_http(&*self.base.read().await)?)
    }

    /// Sends a request until it is done: an error that a fault makes means that nothing has happened.
    pub(crate) async fn call<A: FromAnswer>(&self, call: &Call<A>) -> Outcome<A> {
        for _ in 0..50 {
            let response = self.send(self.request(call).await?).await?;
            match response.status() {
                StatusCode::UNAUTHORIZED => self.renew().await?,
                status if status.is_server_error() => sleep(Duration::from_millis(5)).await,
                _ => return Ok(call.read(&response)?),
            }
            count(&self.tally.failed);
        }
        Err("a request does not get through".into())
    }
}

/// The polls of a client.
struct Poll {
    channel: Channel,
    events: UnboundedSender<Event>,
    /// Decides on mishaps, if there are any.
    dice: Option<fastrand::Rng>,
}

/// The event channel of a client.
struct Channel {
    http: Http,
    href: Href,
}

/// The events of a response, as far as that is whole, and where it leads.
struct Heard {
    events: Vec<Event>,
    next: Href,
    /// Whether it leads on, and not back in step.
    leads_on: bool,
    body: Vec<u8>,
}

impl Poll {
    async fn run(mut self) {
        while !self.events.is_closed() {
            match self.turn().await {
                Ok(Some(heard)) => {
                    if heard.leads_on && !self.comes_again(&heard).await {
                        count(&self.channel.http.tally.changed);
                    }
                    self.channel.href = heard.next;
                    heard.events.into_iter().for_each(|event| drop(self.events.send(event)));
                }
                // it is asked for again: the server has it still
                Ok(None) => {}
                Err(_) => {
                    count(&self.channel.http.tally.failed);
                    sleep(Duration::from_millis(5)).await;
                }
            }
        }
    }

    fn dice(&mut self, one_of: u32) -> bool {
        self.dice.as_mut().is_some_and(|dice| dice.u32(..one_of) == 0)
    }

    /// A request for events; nothing if it had a mishap.
    async fn turn(&mut self) -> Outcome<Option<Heard>> {
        if self.dice(20) {
            // the connection ends while the request waits, or in the middle of the answer
            count(&self.channel.http.tally.dropped);
            let patience = Duration::from_micros(self.dice.as_mut().map_or(0, |dice| dice.u64(..5_000)));
            let _ = timeout(patience, self.channel.ask()).await;
            return Ok(None);
        }
        if self.dice(40) {
            count(&self.channel.http.tally.replaced);
            // either may be the one that is replaced; both may be answered, and then alike
            return match tokio::join!(self.channel.ask(), self.channel.ask()) {
                (_, Ok(Some(heard))) | (Ok(Some(heard)), _) => Ok(Some(heard)),
                (_, other) => other,
            };
        }
        self.channel.ask().await
    }

    /// Sometimes asks for the response that has been heard a second time: until it is acknowledged, it comes again.
    async fn comes_again(&mut self, heard: &Heard) -> bool {
        if !self.dice(20) {
            return true;
        }
        count(&self.channel.http.tally.repeated);
        match self.channel.ask().await {
            Ok(Some(again)) => again.body == heard.body || again.events.len() == heard.events.len(),
            _ => true,
        }
    }
}

impl Channel {
    /// Asks for events; nothing if another request has replaced this one, or an event is broken.
    async fn ask(&self) -> Outcome<Option<Heard>> {
        let tally = &self.http.tally;
        let request = self.http.request(&Asked::get("events", self.href.clone())?).await?;
        let response = self.http.send(request).await?;
        match response.status() {
            StatusCode::UNAUTHORIZED => {
                count(&tally.failed);
                self.http.renew().await?;
                return Ok(None);
            }
            StatusCode::CONFLICT => return Ok(None),
            _ => {}
        }
        let operation = Operation::find("events", "GET").ok_or("no event channel")?;
        let events = Answer::read(operation, &response)?.into_events().ok_or("expected events")?;
        let links = &events.channel;
        let (next, leads_on) = match (&links.next_link, &links.resync_link) {
            (Some(next), _) => (Href::from(next), true),
            (None, Some(resync)) => (Href::from(resync), false),
            _ => return Err("the channel leads nowhere".into()),
        };
        if events.broken().next().is_some() {
            count(&tally.failed);
            return Ok(None);
        }
        let events = events.iter().filter_map(|(_, event)| event.ok().cloned()).collect();
        Ok(Some(Heard { events, next, leads_on, body: response.into_body() }))
    }
}
