//! Who gets to see a password or a token, whatever servers say.

use std::collections::BTreeMap;

use http::HeaderMap;
use proptest::prelude::*;
use ucwa_model::{
    Format,
    http::{IssuedToken, Token},
};

use super::{
    answer, contoso,
    roads::Says::{self, Asks, Leads, Moved, Nothing, Status},
};

/// Servers at random: two of the domain, two others. Each place answers anything, and every answer may lead anywhere.
const HOSTS: [&str; 4] =
    ["https://lyncdiscover.contoso.com", "https://web.contoso.com", "https://evil.example", "http://web.contoso.com"];

fn anything() -> impl Strategy<Value = Says> {
    let place = || {
        (0..HOSTS.len(), 0..3_u8)
            .prop_map(|(host, path)| -> &'static str { Box::leak(format!("{}/{path}", HOSTS[host]).into_boxed_str()) })
    };
    prop_oneof![
        1 => Just(Nothing),
        1 => Just(Status(404)),
        2 => place().prop_map(Moved),
        6 => (prop::sample::select(vec!["user", "redirect", "applications"]), place()).prop_map(|(rel, href)| Leads(rel, href)),
        6 => place().prop_map(|href| {
            let challenge: &'static str = Box::leak(format!("MsRtcOAuth href=\"{href}\"").into_boxed_str());
            Asks(Box::leak(Box::new([challenge])))
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1000, ..ProptestConfig::default() })]

    /// Whatever the servers say: a token goes to the server that asked for it, a password and a token go to the domain over https,
    /// and it ends.
    #[test]
    fn secrets_go_nowhere_else(
        unsigned in prop::collection::vec(anything(), 12),
        signed in prop::collection::vec(anything(), 12),
        head in any::<bool>(),
    ) {
        let place = |uri: &http::Uri| {
            let origin = format!("{}://{}", uri.scheme_str().unwrap(), uri.host().unwrap());
            let host = HOSTS.iter().position(|host| *host == origin)?;
            Some(host * 3 + uri.path().strip_prefix('/')?.parse::<usize>().ok().filter(|path| *path < 3).unwrap_or(0))
        };
        let mut discovery = contoso(Format::Json);
        if head {
            discovery = discovery.with_head();
        }
        // which server asked for which token
        let mut asked_by = BTreeMap::new();
        let mut asking = String::new();
        let mut sent = 0;
        while let Some(request) = discovery.request() {
            sent += 1;
            prop_assert!(sent < 200, "it does not end");
            let origin = format!("{}://{}", request.uri().scheme_str().unwrap(), request.uri().host().unwrap());
            let is_ours = origin.starts_with("https://") && origin.ends_with(".contoso.com");
            let token = Token::of(request.headers());
            prop_assert!(is_ours || (token.is_none() && request.method() != "POST"), "{} {}", request.method(), request.uri());
            prop_assert!(!contains(request.headers(), "s3cret"));
            if let Some(token) = &token {
                prop_assert_eq!(&asked_by[token.expose()], &origin);
            }
            if request.method() == "POST" {
                let token = format!("cwt={sent}");
                asked_by.insert(token.clone(), asking.clone());
                discovery.receive(&IssuedToken::new(Token::new(&token).unwrap()).to_http().unwrap());
                continue;
            }
            asking = origin;
            let says = place(request.uri()).map_or(Nothing, |place| if token.is_some() { signed[place] } else { unsigned[place] });
            match answer(says, Format::Json) {
                Some(response) => discovery.receive(&response),
                None => discovery.lost(),
            }
        }
    }
}

fn contains(headers: &HeaderMap, text: &str) -> bool {
    headers.values().any(|value| String::from_utf8_lossy(value.as_bytes()).contains(text))
}
