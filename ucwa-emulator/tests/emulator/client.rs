//! A client that knows no more than the links that it is given.

use std::{collections::VecDeque, time::Duration};

use reqwest::{Method, Response, StatusCode, header::HeaderMap};
use serde_json::{Value, json};
use ucwa_emulator::{DistributionGroup, Emulator, Robot, Scenario, User};
use ucwa_model::{Codec, Decoder, Document, Encoder, Format, Resource};

/// Somebody who is signed in.
pub(crate) struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) url: String,
    /// What it speaks; tests see JSON in any case.
    pub(crate) format: Format,
    pub(crate) token: String,
    pub(crate) application: Value,
    /// Where the next events are.
    pub(crate) next: String,
    /// Events that have come, and have not been looked at.
    waiting: VecDeque<(String, Value)>,
}

/// What a request was answered with; the body in JSON, whatever the format was.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Reply {
    /// The status, the code and the subcode of an error.
    pub(crate) fn error(&self) -> (u16, &str, &str) {
        let text = |name: &str| self.body[name].as_str().unwrap_or_default();
        (self.status.as_u16(), text("code"), text("subcode"))
    }

    /// Where what was made or started is.
    pub(crate) fn location(&self) -> String {
        self.headers["location"].to_str().unwrap().to_owned()
    }
}

/// Ann, Lene, and Tosh, who is a robot.
pub(crate) async fn emulator() -> Emulator {
    Emulator::builder().scenario(scenario()).start().await.unwrap()
}

/// Who is there.
pub(crate) fn scenario() -> Scenario {
    let mut scenario = Scenario::default();
    let lene = User::new("lene@contoso.com").with_name("Lene Aaling").with_phone("tel:+14255550101");
    let mut lene =
        lene.with_contact("tosh@contoso.com").with_group("Friends", ["ann@contoso.com"]).with_delegate("ann@contoso.com");
    lene.team.push("tosh@contoso.com".to_owned());
    scenario.users.push(lene);
    scenario.users.push(User::new("bob@contoso.com").with_name("Bob Kelly"));
    scenario.users.push(User::new("eve@fabrikam.com").with_name("Eve of another company"));
    scenario.users.push(User::new("jo@fabrikam.com").with_name("Jo Berg"));
    scenario.distribution_groups = vec![
        DistributionGroup::new("sales@contoso.com", "Sales", ["lene@contoso.com", "all@contoso.com"]),
        DistributionGroup::new("all@contoso.com", "Everybody", ["ann@contoso.com", "tosh@contoso.com", "sales@contoso.com"]),
    ];
    scenario.users.push(User::new("no@contoso.com").with_robot(Robot::default()));
    scenario
}

/// The token of somebody whose password is `secret`.
pub(crate) async fn token(url: &str, name: &str) -> String {
    let form = format!("grant_type=password&username={name}&password=secret");
    let request = reqwest::Client::new().post(format!("{url}/WebTicket/oauthtoken")).body(form);
    let answer = request.header("content-type", "application/x-www-form-urlencoded").send().await.unwrap();
    answer.json::<Value>().await.unwrap()["access_token"].as_str().unwrap().to_owned()
}

impl Client {
    /// Signs in, and makes an application.
    pub(crate) async fn sign_in(emulator: &Emulator, name: &str) -> Self {
        Self::sign_in_with(emulator, name, Format::Json).await
    }

    /// Signs in, and makes an application, in a format.
    pub(crate) async fn sign_in_with(emulator: &Emulator, name: &str, format: Format) -> Self {
        let (url, http) = (emulator.url(), reqwest::Client::new());
        let token = token(&url, name).await;
        let mut client =
            Self { http, url, format, token, application: Value::Null, next: String::new(), waiting: VecDeque::new() };
        // each application has an endpoint of its own
        let input = json!({"culture": "en-US", "endpointId": fastrand::u64(..).to_string(), "userAgent": "Test/1.0"});
        let made = client.ask(Method::POST, "/ucwa/v1/applications", Some(&input)).await;
        assert_eq!(made.status, StatusCode::CREATED);
        client.application = made.body;
        client.next = href(&client.application["_links"]["events"]);
        client
    }

    /// Signs in, and says that the user is there.
    pub(crate) async fn available(emulator: &Emulator, name: &str) -> Self {
        Self::available_with(emulator, name, Format::Json).await
    }

    /// Signs in, and says that the user is there, in a format.
    pub(crate) async fn available_with(emulator: &Emulator, name: &str, format: Format) -> Self {
        let client = Self::sign_in_with(emulator, name, format).await;
        let link = href(&client.application["_embedded"]["me"]["_links"]["makeMeAvailable"]);
        let input = json!({"supportedModalities": ["Messaging"], "supportedMessageFormats": ["Plain"], "signInAs": "Online", "phoneNumber": ""});
        assert_eq!(client.ask(Method::POST, &link, Some(&input)).await.status, StatusCode::NO_CONTENT);
        client
    }

    pub(crate) async fn send(&self, method: Method, href: &str, body: Option<(&str, String)>) -> Response {
        let request = self.http.request(method, self.target(href)).bearer_auth(&self.token).header("accept", "application/json");
        let request = match body {
            Some((media, text)) => request.header("content-type", media).body(text),
            None => request,
        };
        request.send().await.unwrap()
    }

    /// Sends an input in the format of the client, and reads what comes back.
    pub(crate) async fn ask(&self, method: Method, href: &str, input: Option<&Value>) -> Reply {
        self.ask_with(method, href, input, &[]).await
    }

    /// Sends an input with headers, as for a version or a revision.
    pub(crate) async fn ask_with(&self, method: Method, href: &str, input: Option<&Value>, headers: &[(&str, &str)]) -> Reply {
        let media = if self.format == Format::Xml { "application/xml" } else { "application/json" };
        let mut request = self.http.request(method, self.target(href)).bearer_auth(&self.token).header("accept", media);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(input) = input {
            request = request.header("content-type", media).body(self.written(input));
        }
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let is_record = headers.get("content-type").is_some_and(|media| media.to_str().unwrap().contains("application/"));
        let bytes = answer.bytes().await.unwrap();
        let body = if is_record { self.read(&bytes) } else { Value::Null };
        Reply { status, headers, body }
    }

    /// An input in the format of the client.
    fn written(&self, input: &Value) -> String {
        if self.format == Format::Json {
            return input.to_string();
        }
        let text = Resource::from_json(input.to_string()).unwrap().to_xml().unwrap();
        text.replacen("<resource", "<input", 1).replacen("</resource>", "</input>", 1)
    }

    /// A body of the format of the client, as JSON.
    fn read(&self, bytes: &[u8]) -> Value {
        if self.format == Format::Json {
            return serde_json::from_slice(bytes).unwrap();
        }
        assert!(bytes.starts_with(b"<"), "no XML: {}", String::from_utf8_lossy(bytes));
        let document = Decoder::new(Format::Xml).decode::<Document>(bytes).unwrap().value;
        serde_json::from_str(&Encoder::new(Format::Json).encode(&document).unwrap()).unwrap()
    }

    fn target(&self, href: &str) -> String {
        if href.starts_with('/') { format!("{}{href}", self.url) } else { href.to_owned() }
    }

    pub(crate) async fn get(&self, href: &str) -> Value {
        let answer = self.ask(Method::GET, href, None).await;
        assert_eq!(answer.status, StatusCode::OK, "GET {href}: {}", answer.body);
        answer.body
    }

    /// Has something done, which 204 says.
    pub(crate) async fn done(&self, href: &str, input: &Value) {
        let answer = self.ask(Method::POST, href, given(input)).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "POST {href}: {}", answer.body);
    }

    /// Has something made, which 201 says.
    pub(crate) async fn made(&self, href: &str, input: &Value) -> Value {
        let answer = self.ask(Method::POST, href, given(input)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "POST {href}: {}", answer.body);
        answer.body
    }

    /// Is told of somebody's presence from now on; where the subscription is.
    pub(crate) async fn follow(&self, uri: &str) -> String {
        let subscriptions = href(&self.application["_embedded"]["people"]["_links"]["presenceSubscriptions"]);
        let made = self.made(&subscriptions, &json!({"duration": 30, "uris": [uri]})).await;
        href(&made["_links"]["self"])
    }

    /// Why something is refused.
    pub(crate) async fn refused(&self, method: Method, href: &str, input: &Value) -> (u16, String, String) {
        let answer = self.ask(method, href, given(input)).await;
        let (status, code, subcode) = answer.error();
        (status, code.to_owned(), subcode.to_owned())
    }

    /// Fetches a resource, and puts it back with another member, as it wants to be put.
    pub(crate) async fn put(&self, href: &str, name: &str, value: &str) -> Reply {
        let fetched = self.ask(Method::GET, href, None).await;
        let etag = fetched.headers["etag"].to_str().unwrap();
        let mut body = fetched.body.as_object().unwrap().clone();
        body.retain(|name, _| !name.starts_with('_') && name != "etag");
        body.insert(name.to_owned(), value.into());
        self.ask_with(Method::PUT, href, Some(&body.into()), &[("if-match", etag)]).await
    }

    pub(crate) async fn post(&self, href: &str, input: &Value) -> Response {
        self.send(Method::POST, href, Some(("application/json", input.to_string()))).await
    }

    pub(crate) async fn act(&self, href: &str) -> StatusCode {
        self.send(Method::POST, href, None).await.status()
    }

    /// Says something in a conversation.
    pub(crate) async fn say(&self, href: &str, text: &str) -> StatusCode {
        self.send(Method::POST, href, Some(("text/plain", text.to_owned()))).await.status()
    }

    /// Invites somebody.
    pub(crate) async fn invite(&self, to: &str, operation: &str) -> Response {
        let link = href(&self.application["_embedded"]["communication"]["_links"]["startMessaging"]);
        self.post(&link, &json!({"operationId": operation, "to": to, "subject": "Lunch"})).await
    }

    /// The next events: each as the rel of its link, a slash, its type, and itself.
    pub(crate) async fn events(&mut self) -> Vec<(String, Value)> {
        let response = self.get(&self.next).await;
        self.next = href(&response["_links"]["next"]);
        let senders = response["sender"].as_array().cloned().unwrap_or_default();
        let events = senders.into_iter().flat_map(|sender| sender["events"].as_array().cloned().unwrap_or_default());
        events.map(|event| (name(&event), event)).collect()
    }

    /// All that has happened and has not been looked at.
    pub(crate) async fn so_far(&mut self) -> Vec<(String, Value)> {
        let note = format!("{}/note", href(&self.application["_embedded"]["me"]["_links"]["self"]));
        self.done(&note, &json!({"message": "so far"})).await;
        let mut all: Vec<(String, Value)> = self.waiting.drain(..).collect();
        while all.last().is_none_or(|(name, _)| name != "note/updated") {
            all.extend(self.events().await);
        }
        all
    }

    /// The next event of that name; those before it are passed over.
    pub(crate) async fn until(&mut self, wanted: &str) -> Value {
        loop {
            while let Some((name, event)) = self.waiting.pop_front() {
                if name == wanted {
                    return event;
                }
            }
            let events =
                tokio::time::timeout(Duration::from_secs(10), self.events()).await.unwrap_or_else(|_| panic!("no {wanted}"));
            self.waiting.extend(events);
        }
    }
}

/// Null is no input.
fn given(input: &Value) -> Option<&Value> {
    Some(input).filter(|input| !input.is_null())
}

fn name(event: &Value) -> String {
    format!("{}/{}", event["link"]["rel"].as_str().unwrap(), event["type"].as_str().unwrap())
}

/// The href of a link.
pub(crate) fn href(link: &Value) -> String {
    link["href"].as_str().unwrap_or_else(|| panic!("no link: {link}")).to_owned()
}

/// A link of the resource that came along with an event.
pub(crate) fn link_of(event: &Value, name: &str) -> String {
    let (_, resource) = event["_embedded"].as_object().unwrap().iter().next().unwrap();
    href(&resource["_links"][name])
}

/// What somebody said, in the event of a message.
pub(crate) fn text_of(event: &Value) -> String {
    let url = event["_embedded"]["message"]["_links"]["plainMessage"]["href"].as_str().unwrap().to_owned();
    ucwa_model::DataBody::decode(&url).unwrap().text().unwrap().trim_end().to_owned()
}
