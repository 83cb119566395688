//! What a message says does not get into errors beyond a short excerpt, nor a token into anything.

use ucwa_model::{Decoder, Document, Events, Format};

use crate::UCWA;

/// A text that is recognised wherever it turns up, longer than any excerpt.
fn secret() -> String {
    "Secret".repeat(500)
}

/// So much of a text may be in one message of an error.
const EXCERPT: usize = 60;

/// The longest run of the secret.
fn exposed(shown: &str) -> usize {
    let secret = secret();
    let mut longest = 0;
    for start in shown.match_indices("Secret").map(|(at, _)| at) {
        let run = shown[start..].bytes().zip(secret.bytes()).take_while(|(one, other)| one == other).count();
        longest = longest.max(run);
    }
    longest
}

#[test]
fn errors_have_short_excerpts() {
    let secret = secret();
    let xml = |inside: &str| {
        format!("<resource xmlns=\"{UCWA}\"><property name=\"rel\">messagingInvitation</property>{inside}</resource>")
    };
    let json = |inside: &str| format!("{{\"rel\":\"messagingInvitation\",{inside}}}");
    let cases = [
        (Format::Json, json(&format!("\"subject\":\"{secret}\""))),
        (Format::Json, json(&format!("\"subject\":\"{secret}\"x"))),
        (Format::Json, json(&format!("\"subject\":\"{secret}"))),
        (Format::Json, json(&format!("\"importance\":[\"{secret}\"]"))),
        (Format::Json, json(&format!("\"direction\":\"{secret}\""))),
        (Format::Json, json(&format!("\"to\":\"{secret}\""))),
        (Format::Json, json(&format!("\"_links\":\"{secret}\""))),
        (Format::Json, json(&format!("\"_links\":{{\"message\":{{\"href\":\"data:{secret}\"}}}}"))),
        (Format::Json, json(&format!("\"_links\":{{\"message\":{{\"href\":\"data:text/plain;charset={secret},a\"}}}}"))),
        (Format::Json, format!("{{\"rel\":\"{secret}\"}}")),
        (Format::Json, json(&format!("\"{secret}\":{{\"{secret}\":x}}"))),
        (Format::Json, json(&format!("\"_links\":{{\"{secret}\":5}}"))),
        (Format::Xml, xml(&format!("<link rel=\"{secret}\"/><resource rel=\"{secret}\"><x/></resource>"))),
        (Format::Json, format!("{{\"sender\":[{{\"events\":[{{\"type\":\"{secret}\"x}}]}}]}}")),
        (Format::Json, secret.clone()),
        (Format::Xml, xml(&format!("<property name=\"subject\">{secret}</property>"))),
        (Format::Xml, xml(&format!("<property name=\"subject\">{secret}</propert>"))),
        (Format::Xml, xml(&format!("<property name=\"subject\">{secret}"))),
        (Format::Xml, xml(&format!("<property name=\"subject\">&{secret};</property>"))),
        (Format::Xml, xml(&format!("<property name=\"subject\"><{secret}/></property>"))),
        (Format::Xml, xml(&format!("<property name=\"to\">{secret}</property>"))),
        (Format::Xml, xml(&format!("{secret}<x/>"))),
        (Format::Xml, xml(&format!("<{secret}/>"))),
        (Format::Xml, xml(&format!("<x:{secret}/>"))),
        (Format::Xml, xml(&format!("<x a=\"{secret}\" a=\"{secret}\"/>"))),
        (Format::Xml, xml(&format!("<x {secret}=\"\" {secret}=\"\"/>"))),
        (Format::Xml, xml(&format!("<link rel=\"message\" href=\"data:{secret}\"/>"))),
        (Format::Xml, xml(&format!("</{secret}>"))),
        (Format::Xml, xml(&format!("<?xml {secret}?>"))),
        (Format::Xml, format!("<{secret} xmlns=\"{UCWA}\"/>")),
        (Format::Xml, format!("<?xml version=\"{secret}\"?>")),
        (Format::Xml, format!("<?xml version=\"1.0\" encoding=\"{secret}\"?>")),
        (Format::Xml, format!("<x xmlns:xml=\"{secret}\"/>")),
        (Format::Xml, secret.clone()),
    ];
    let mut wrong = Vec::new();
    for (format, text) in cases {
        let strict = Decoder::new(format).strict();
        let lenient = Decoder::new(format).lenient().check_data().report_unknown();
        let excerpts = [(strict, EXCERPT), (lenient, EXCERPT), (strict.without_excerpts(), 0), (lenient.without_excerpts(), 0)];
        for (decoder, allowed) in excerpts {
            let events = Events::recover(&decoder, text.as_bytes());
            let mut shown = vec![format!("{:?} {:?}", events.report, events.fault)];
            shown.extend(events.events.broken().map(|broken| format!("{broken} {broken:?} {}", broken.error())));
            match decoder.decode::<Document>(text.as_bytes()) {
                Ok(decoded) => shown.push(format!("{:?}", decoded.report)),
                Err(error) => shown.push(format!("{error} {error:?} {:?}", error.violation())),
            }
            let exposed = shown.iter().map(|shown| exposed(shown)).max().unwrap();
            if exposed > allowed {
                wrong.push(format!("{exposed} characters of {format:?} {}…", &text[..text.len().min(120)]));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn tokens_are_not_shown() {
    use ucwa_model::http::{Base, Request, Token};
    let token = Token::new("cwt=SecretSecret").unwrap();
    let base = Base::new("https://contoso.com", Format::Json).unwrap().with_token(token.clone());
    let request = Request::get("me", "/me").unwrap().to_http(&base).unwrap();
    let wrong = Token::new("cwt=Secret Secret").unwrap_err();
    for shown in [format!("{token:?}"), format!("{base:?}"), format!("{request:?}"), format!("{wrong:?} {wrong}")] {
        assert!(!shown.contains("Secret"), "{shown}");
    }
}

#[test]
fn what_somebody_said_shows_in_part() {
    let secret = secret();
    let json = format!(
        r#"{{"sender":[{{"rel":"conversation","href":"/1","events":[{{"type":"completed","_embedded":{{"message":
            {{"rel":"message","_links":{{"plainMessage":{{"href":"data:text/plain,{secret}"}},"new":{{"href":"DATA:,{secret}"}}}}}}}}}}]}}]}}"#
    );
    let events = Events::from_json(&json).unwrap();
    let body = ucwa_model::DataBody::decode(&format!("data:,{secret}")).unwrap();
    let content = ucwa_model::http::Content::plain(&secret);
    for shown in [format!("{events:?}"), format!("{events:#?}"), format!("{body:?}"), format!("{content:?}")] {
        assert!(exposed(&shown) <= EXCERPT, "{shown}");
    }
    for shown in [format!("{events:.0?}"), format!("{events:#.0?}"), format!("{body:.0?}"), format!("{content:.0?}")] {
        assert_eq!(exposed(&shown), 0, "{shown}");
    }
    assert!(format!("{events:.3000?}").contains(&secret));
}
