//! Three clients that follow whatever link they see: nothing that they do may bring the emulator to say what the schema does not know,
//! and nobody may hear of what is none of theirs.

use std::{collections::BTreeSet, time::Duration};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use ucwa_model::{DataLink, Format, http::Operation};

use crate::{
    caller::{SDP, communication, equipped},
    client::{Client, emulator, href},
};

/// How many links are followed, with each seed.
const STEPS: usize = 400;

#[tokio::test]
async fn whatever_clients_do_the_answers_fit() {
    for seed in 0..2 {
        let mut random = fastrand::Rng::with_seed(seed);
        let format = if seed % 2 == 0 { Format::Json } else { Format::Xml };
        let emulator = emulator().await;
        let mut walkers = Vec::new();
        for name in ["ann", "bob", "eve@fabrikam.com"] {
            walkers.push(Walker::new(equipped(&emulator, name, format).await).await);
        }
        let mut followed = BTreeSet::new();
        for _ in 0..STEPS {
            let index = random.usize(..walkers.len());
            followed.extend(walkers[index].step(&mut random).await);
            if random.u8(..40) == 0 {
                emulator.advance(Duration::from_secs(random.u64(1..40)));
            }
            assert_eq!(emulator.violations(), Vec::<String>::new(), "seed {seed}");
        }
        assert!(followed.len() > 25, "seed {seed}: only {followed:?}");
    }
}

/// Somebody who goes by links, and the links that they know.
struct Walker {
    client: Client,
    own: String,
    known: Vec<(String, String)>,
}

impl Walker {
    async fn new(client: Client) -> Self {
        let (own, hub) = (href(&client.application["_links"]["self"]), communication(&client).await);
        let mut walker = Self { client, own, known: Vec::new() };
        walker.learn(&hub);
        walker
    }

    /// Hears what has happened, and follows a link; its rel.
    async fn step(&mut self, random: &mut fastrand::Rng) -> Option<String> {
        while let Ok(events) = tokio::time::timeout(Duration::from_millis(3), self.client.events()).await {
            for (name, event) in events {
                let place = href(&event["link"]);
                assert!(place.starts_with(&format!("{}/", self.own)), "{name} is none of theirs: {place}");
                self.learn(&event["_embedded"]);
            }
        }
        // what was heard of last is more likely to lead somewhere
        let recent = self.known.len().min(60);
        let (rel, place) = self.known.get(self.known.len() - recent + random.usize(..recent.max(1)))?.clone();
        self.follow(random, &rel, &place).await;
        Some(rel)
    }

    async fn follow(&mut self, random: &mut fastrand::Rng, rel: &str, place: &str) {
        let (status, body) = if Operation::find(rel, "POST").is_none() {
            let method = if rel == "conversation" && random.u8(..30) == 0 { Method::DELETE } else { Method::GET };
            let answer = self.client.ask(method, place, None).await;
            (answer.status, answer.body)
        } else if Operation::find(rel, "POST").is_some_and(|operation| !operation.media().is_empty()) {
            let (media, text) = if rel == "sendMessage" { ("text/plain", "Hello") } else { ("application/sdp", SDP) };
            let place = format!("{place}?operationId=1&sessionContext=s");
            let answer = self.client.send(Method::POST, &place, Some((media, text.to_owned()))).await;
            (answer.status(), Value::Null)
        } else {
            let answer = self.client.ask(Method::POST, place, Some(&input(random))).await;
            (answer.status, answer.body)
        };
        assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{rel} {place}");
        self.learn(&body);
    }

    /// Remembers all links of a resource, and of those that it embeds.
    fn learn(&mut self, resource: &Value) {
        let Some(members) = resource.as_object() else { return };
        for (name, member) in members {
            match name.as_str() {
                "_links" => self.note(member),
                "_embedded" => self.learn(member),
                _ if member.is_object() => self.learn(member),
                _ => member.as_array().into_iter().flatten().for_each(|item| self.learn(item)),
            }
        }
    }

    fn note(&mut self, links: &Value) {
        for (rel, link) in links.as_object().into_iter().flatten() {
            let all = link.as_array().map_or(std::slice::from_ref(link), Vec::as_slice);
            let places = all.iter().filter_map(|link| link["href"].as_str());
            for place in places.filter(|place| place.starts_with(&format!("{}/communication/", self.own))) {
                let entry = (rel.clone(), place.to_owned());
                self.known.retain(|other| *other != entry);
                self.known.push(entry);
            }
        }
    }
}

/// What all operations together take.
fn input(random: &mut fastrand::Rng) -> Value {
    let people =
        ["sip:ann@contoso.com", "sip:bob@contoso.com", "sip:eve@fabrikam.com", "sip:tosh@contoso.com", "sip:no@contoso.com"];
    let to = people[random.usize(..people.len())];
    json!({"operationId": "1", "to": to, "sessionContext": "s", "delegator": to, "_links": {"mediaOffer": {"href": DataLink::sdp(SDP).href()}}})
}
