//! Habits of clients that break servers which are less used to them.

use std::{io::Read, time::Duration};

use flate2::read::GzDecoder;
use reqwest::{Method, StatusCode};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use ucwa_emulator::Emulator;

use crate::client::{Client, emulator, href, link_of};

/// Sends bytes, and reads until the server closes.
pub(crate) async fn raw(emulator: &Emulator, text: &str) -> String {
    let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn targets_are_whole_urls_or_have_two_slashes() {
    let emulator = emulator().await;
    let ann = Client::sign_in(&emulator, "ann").await;
    let me = href(&ann.application["_embedded"]["me"]["_links"]["self"]);
    let doubled = me.replace("/applications/", "/applications//").replace("/me", "//me");
    assert_ne!(doubled, me);
    for target in [format!("http://lync.contoso.com{me}"), format!("/{me}"), doubled] {
        let request = format!(
            "GET {target} HTTP/1.1\r\nHost: lync.contoso.com\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\r\n",
            ann.token
        );
        let answer = raw(&emulator, &request).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("Ann Beebe"), "{target}: {answer}");
    }
}

#[tokio::test]
async fn a_body_may_wait_to_be_asked_for() {
    let emulator = emulator().await;
    let body = "grant_type=password&username=ann&password=secret";
    let request = format!(
        "POST /WebTicket/oauthtoken HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Type: application/x-www-form-urlencoded;charset=UTF-8\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let answer = raw(&emulator, &request).await;
    assert!(answer.contains("HTTP/1.1 200") && answer.contains("access_token"), "{answer}");
}

#[tokio::test]
async fn xml_is_for_whoever_asks_for_it() {
    let emulator = emulator().await;
    let ann = Client::available(&emulator, "ann").await;
    let answer = ann.http.get(format!("{}{}", ann.url, ann.next)).bearer_auth(&ann.token).header("accept", "application/xml");
    let answer = answer.send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "application/xml");
    let text = answer.text().await.unwrap();
    assert!(text.contains("<sender rel=\"me\"") && text.contains("<added rel=\"presence\""), "{text}");
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn pages_may_ask() {
    let emulator = emulator().await;
    let http = reqwest::Client::new();
    let asked = http.request(Method::OPTIONS, format!("{}/ucwa/v1/applications", emulator.url()));
    let asked =
        asked.header("origin", "https://page.example").header("access-control-request-method", "POST").send().await.unwrap();
    assert_eq!(asked.status(), StatusCode::NO_CONTENT);
    let allowed = asked.headers()["access-control-allow-headers"].to_str().unwrap().to_owned();
    let own = ["X-Ms-Namespace", "X-Ms-SDK-Instance", "X-Ms-Origin", "X-MS-RequiresMinResourceVersion", "X-Requested-With"];
    let wanted = ["Authorization", "Content-Type", "If-Match", "client-request-id"].into_iter().chain(own);
    for name in wanted {
        assert!(allowed.split(", ").any(|other| other == name), "{name}: {allowed}");
    }
    let ask = http.get(emulator.url()).header("origin", "https://page.example").header("client-request-id", "7-f");
    let answer = own.into_iter().fold(ask, |ask, name| ask.header(name, "2")).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let headers = answer.headers();
    assert_eq!(
        (&headers["access-control-allow-origin"], &headers["client-request-id"]),
        (&"https://page.example".parse().unwrap(), &"7-f".parse().unwrap())
    );
    let exposed = headers["access-control-expose-headers"].to_str().unwrap();
    for name in ["X-MS-Correlation-Id", "X-MS-Server-Fqdn"] {
        assert!(headers.contains_key(name) && exposed.contains(name), "{name}: {headers:?}");
    }
}

/// Each request waits for the answer to the one before it, be that a request for events.
#[tokio::test]
async fn requests_come_one_after_the_other_without_waiting() {
    let emulator = emulator().await;
    let ann = Client::available(&emulator, "ann").await;
    let me = href(&ann.application["_embedded"]["me"]["_links"]["self"]);
    let second = ann.next.replace("ack=1", "ack=2");
    assert_ne!(second, ann.next);
    let request = |target: &str, ends: &str| {
        format!("GET {target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n{ends}\r\n", ann.token)
    };
    let text = format!("{}{}{}", request(&ann.next, ""), request(&second, ""), request(&me, "Connection: close\r\n"));
    let (answers, _) = tokio::join!(raw(&emulator, &text), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        ann.invite("sip:tosh@contoso.com", "1").await
    });
    let answers: Vec<&str> = answers.split("HTTP/1.1 ").skip(1).collect();
    assert!(answers.len() == 3 && answers.iter().all(|answer| answer.starts_with("200")), "{answers:?}");
    assert!(answers[0].contains("\"presence\"") && !answers[0].contains("messagingInvitation"), "{}", answers[0]);
    assert!(answers[1].contains("messagingInvitation") && answers[2].contains("Ann Beebe"), "{answers:?}");
}

#[tokio::test]
async fn a_body_may_be_too_large() {
    let emulator = emulator().await;
    let ann = Client::available(&emulator, "ann").await;
    let note = format!("{}/note", href(&ann.application["_embedded"]["me"]["_links"]["self"]));
    let input = |bytes: usize| serde_json::json!({"message": "x".repeat(bytes)});
    assert_eq!(ann.post(&note, &input(1 << 20)).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(ann.post(&note, &input(1_000_000)).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(ann.get(&note).await["message"].as_str().unwrap().len(), 1_000_000);
}

#[tokio::test]
async fn a_batch_is_answered_part_by_part() {
    let emulator = emulator().await;
    let ann = Client::available(&emulator, "ann").await;
    let (batch, me) = (href(&ann.application["_links"]["batch"]), href(&ann.application["_embedded"]["me"]["_links"]["self"]));
    let part = |path: &str| {
        format!(
            "--b\r\nContent-Type: application/http; msgtype=request\r\n\r\nGET {path} HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n\r\n\r\n"
        )
    };
    let body = format!("{}{}{}--b--\r\n", part(&me), part(&format!("{me}/nothing")), part(&ann.next));
    let answer = ann.send(Method::POST, &batch, Some(("multipart/batching;boundary=b", body))).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let text = answer.text().await.unwrap();
    assert!(text.contains("HTTP/1.1 200 OK") && text.contains("Ann Beebe") && text.contains("HTTP/1.1 404 Not Found"), "{text}");
    assert!(text.contains("HTTP/1.1 400 Bad Request") && text.contains("neither batches nor requests for events"), "{text}");
}

#[tokio::test]
async fn a_resource_says_which_methods_it_takes() {
    let emulator = emulator().await;
    let ann = Client::available(&emulator, "ann").await;
    let me = href(&ann.application["_embedded"]["me"]["_links"]["self"]);
    let answer = ann.send(Method::OPTIONS, &format!("{me}/note"), None).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let text = answer.text().await.unwrap();
    assert!(text.contains("GET") && text.contains("POST"), "{text}");
    assert_eq!(ann.send(Method::DELETE, &format!("{me}/note"), None).await.status(), StatusCode::METHOD_NOT_ALLOWED);
}

/// Two places to which no link leads, and where clients go nevertheless.
#[tokio::test]
async fn some_paths_are_guessed() {
    let emulator = emulator().await;
    let mut ann = Client::available(&emulator, "ann").await;
    let application = href(&ann.application["_links"]["self"]);
    assert_eq!(ann.act(&format!("{application}/reportMyActivity")).await, StatusCode::NO_CONTENT);

    ann.invite("sip:tosh@contoso.com", "1").await;
    let messaging = ann.until("messaging/updated").await;
    ann.until("messagingInvitation/completed").await;
    let messaging = ann.get(&link_of(&messaging, "self")).await;
    assert_eq!(ann.say(&href(&messaging["_links"]["sendMessage"]), "Hi").await, StatusCode::CREATED);
    let received = loop {
        let event = ann.until("message/completed").await;
        if event["_embedded"]["message"]["direction"] == "Incoming" {
            break event;
        }
    };
    assert_eq!(ann.say(&link_of(&received, "self"), "An answer, to the message itself").await, StatusCode::CREATED);
}

#[tokio::test]
async fn it_may_have_another_name() {
    let name = "https://lyncdiscover.contoso.com";
    let emulator = Emulator::builder().origin(name).start().await.unwrap();
    let root = reqwest::get(emulator.url()).await.unwrap().text().await.unwrap();
    assert!(root.contains(&format!(r#""user":{{"href":"{name}/"#)), "{root}");
}

/// A client that asks for gzip may read nothing else.
#[tokio::test]
async fn what_is_to_be_compressed_is() {
    let emulator = emulator().await;
    let asked = reqwest::Client::new().get(emulator.url()).header("accept-encoding", "gzip, deflate");
    let answer = asked.send().await.unwrap();
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    let mut text = String::new();
    GzDecoder::new(&answer.bytes().await.unwrap()[..]).read_to_string(&mut text).unwrap();
    assert!(text.contains("\"user\""), "{text}");
    assert!(!reqwest::get(emulator.url()).await.unwrap().headers().contains_key("content-encoding"));
}
