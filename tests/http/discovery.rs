//! Discovery against servers that follow a script: every turn of the road, in both formats.

mod roads;
mod secrets;

use http::{Request, Response, header::AUTHORIZATION};
use ucwa_model::{
    AnyResource, Format, Link,
    discovery::{Root, User},
    http::{Answer, Discovery, DiscoveryError, Grant, Home, IssuedToken, Secret, Step, Token, TokenRefusal},
};

use self::roads::{
    ASKED, EXTERNAL, HOME, INTERNAL, ROADS, Says,
    Says::{Asks, Gives, Leads, Moved, Nothing, Refuses, Status},
    Script, TOKEN,
};
use crate::{FORMATS, chain};

/// How a request is called in a script.
fn name(request: &Request<Vec<u8>>) -> String {
    let signed = if request.headers().contains_key(AUTHORIZATION) { '+' } else { '-' };
    format!("{} {signed} {}", request.method(), request.uri())
}

fn answer(says: Says, format: Format) -> Option<Response<Vec<u8>>> {
    let bare = |status: u16| Response::builder().status(status);
    let response = match says {
        Nothing => return None,
        Status(status) => bare(status).body(Vec::new()).unwrap(),
        Leads(rel, href) => Answer::resource(resource(rel, href)).to_http(format).unwrap(),
        Moved(to) => bare(302).header("location", to).body(Vec::new()).unwrap(),
        Asks(challenges) => {
            let mut response = bare(401).header("content-type", "text/html").body(b"<html>".to_vec()).unwrap();
            let values = challenges.iter().map(|value| (http::header::WWW_AUTHENTICATE, value.parse().unwrap()));
            let values: Vec<_> = values.collect();
            values.into_iter().for_each(|(name, value)| {
                response.headers_mut().append(name, value);
            });
            response
        }
        Gives(token) => IssuedToken::new(Token::new(token).unwrap()).to_http().unwrap(),
        Refuses(error) => TokenRefusal::new(error).to_http().unwrap(),
    };
    Some(response)
}

fn resource(rel: &str, href: &str) -> AnyResource {
    let link = Some(Link::new(href));
    let (mut root, mut user) = (Root::default(), User::default());
    match rel {
        "user" => root.user_link = link.into(),
        "redirect" => root.redirect_link = link.into(),
        "applications" => user.applications_link = link.into(),
        _ => root.xframe_link = link.into(),
    }
    if rel == "applications" { user.into() } else { root.into() }
}

/// Goes the road of a script, every step of it and in its order.
fn walk(mut discovery: Discovery, script: Script, format: Format) -> Result<Home, DiscoveryError> {
    let mut steps = script.iter();
    while let Some(request) = discovery.request() {
        let (expected, says) = steps.next().unwrap_or_else(|| panic!("unexpected: {}", name(&request)));
        assert_eq!(name(&request), *expected);
        match answer(*says, format) {
            Some(response) => discovery.receive(&response),
            None => discovery.lost(),
        }
    }
    assert_eq!(steps.next().map(|(step, _)| step), None);
    discovery.finish()
}

fn end(result: Result<Home, DiscoveryError>) -> String {
    match result {
        Ok(home) => {
            let token = home.issued.as_ref().map_or("no token", |issued| issued.token.expose());
            format!("{} {} {token}", home.base.url(), home.applications_link.href)
        }
        Err(error) => chain(&error),
    }
}

fn contoso(format: Format) -> Discovery {
    Discovery::new("contoso.com", format).unwrap().with_grant(Grant::password("lenea", "s3cret"))
}

#[test]
fn every_road_in_both_formats() {
    for format in FORMATS {
        for (road, script, expected) in ROADS {
            let discovery = contoso(format).with_max_redirections(if *road == "a road without an end" { 3 } else { 10 });
            assert_eq!(end(walk(discovery, script, format)), *expected, "{road}");
        }
    }
}

/// A challenge is all that is wanted: HEAD is enough, and a server that does not know it is asked again.
#[test]
fn head_is_enough_for_a_challenge() {
    let head = ("HEAD - https://web.contoso.com/oauth/user", ASKED.1);
    let roads: [Script; 2] = [
        Box::leak(Box::new([INTERNAL, EXTERNAL, head, TOKEN, HOME])),
        Box::leak(Box::new([INTERNAL, EXTERNAL, (head.0, Status(405)), ASKED, TOKEN, HOME])),
    ];
    for script in roads {
        assert_eq!(end(walk(contoso(Format::Json).with_head(), script, Format::Json)), ROADS[0].2);
    }
}

#[test]
fn names_are_looked_up_in_order() {
    let names = |mut discovery: Discovery| {
        let mut names = Vec::new();
        while let Some(request) = discovery.request() {
            names.push(request.uri().to_string());
            discovery.lost();
        }
        names
    };
    let of = |place: &str| Discovery::new(place, Format::Xml).unwrap();
    let usual = ["https://lyncdiscoverinternal.contoso.com/", "https://lyncdiscover.contoso.com/"];
    for place in
        ["contoso.com", "Contoso.COM.", "lenea@contoso.com", "sip:john@contoso.com;gruu;opaque=app:conf:focus:id:5LB7MRBC"]
    {
        assert_eq!(names(of(place)), usual);
    }
    assert_eq!(names(of("contoso.com").external()), usual[1..]);
    let both = ["https://lyncdiscover.contoso.com/", "http://lyncdiscover.contoso.com/"];
    assert_eq!(names(of("contoso.com").with_plain_http().external()), both);
    assert_eq!(
        names(of("b\u{fc}ro.example")),
        ["https://lyncdiscoverinternal.xn--bro-hoa.example/", "https://lyncdiscover.xn--bro-hoa.example/"]
    );
    assert_eq!(
        names(Discovery::at("https://x.example/Autodiscover/root?a=b", Format::Xml).unwrap()),
        ["https://x.example/Autodiscover/root?a=b"]
    );
    for place in ["", "lenea@", "contoso.com/evil", "contoso.com:1", "a b", "evil.example#.contoso.com", "user:pw@[::1]"] {
        assert!(Discovery::new(place, Format::Json).is_err(), "{place}");
    }
    assert!(Discovery::at("contoso.com", Format::Json).is_err());
}

/// Whoever did not say who they are is asked, and may try again.
#[test]
fn the_caller_is_asked_who_the_user_is() {
    let mut discovery = Discovery::at("https://web.contoso.com/oauth/user", Format::Json).unwrap();
    discovery.receive(&answer(ASKED.1, Format::Json).unwrap());
    let Step::SignIn(asked) = discovery.step() else { panic!("expected a question") };
    assert_eq!((asked.challenges.len(), asked.refusal.is_none()), (1, true));
    discovery.sign_in(Grant::password("lenea", "wrong"));
    discovery.receive(&answer(Refuses("invalid_grant"), Format::Json).unwrap());
    let Step::SignIn(asked) = discovery.step() else { panic!("expected another question") };
    assert_eq!(asked.refusal.as_ref().unwrap().error, "invalid_grant");
    discovery.sign_in(Grant::password("lenea", "right"));
    assert_eq!(name(&discovery.request().unwrap()), TOKEN.0);
    let shown = [format!("{:?}", discovery.step()), format!("{discovery:?}")];
    assert_eq!(shown[0], "Send(POST https://web.contoso.com/WebTicket/oauthtoken)");
    assert!(!shown[1].contains("right"));

    // or a token from elsewhere
    discovery.receive(&answer(Refuses("invalid_grant"), Format::Json).unwrap());
    discovery.sign_in_with(Token::new("cwt=elsewhere").unwrap());
    assert_eq!(name(&discovery.request().unwrap()), HOME.0);
    discovery.receive(&answer(HOME.1, Format::Json).unwrap());
    let home = discovery.finish().unwrap();
    assert!(home.token_request().is_none() && home.issued.is_none());
}

/// Trust is asked for once, and given to the server that is named.
#[test]
fn the_caller_is_asked_whom_to_trust() {
    let script = ROADS.iter().find(|(road, ..)| *road == "a challenge that points elsewhere").unwrap().1;
    let mut discovery = contoso(Format::Json);
    for (_, says) in script {
        match answer(*says, Format::Json) {
            Some(response) => discovery.receive(&response),
            None => discovery.lost(),
        }
    }
    let Step::Trust(asked) = discovery.step() else { panic!("expected a question") };
    assert_eq!((asked.origin.as_str(), asked.secret), ("https://login.example", Secret::Grant));
    discovery.trust();
    assert_eq!(name(&discovery.request().unwrap()), "POST - https://login.example/token");
    // as it would be with
    let before = contoso(Format::Json).with_trusted("https://login.example/").unwrap();
    let longer: Script =
        Box::leak([script, &[("POST - https://login.example/token", Gives("cwt=A")), HOME]].concat().into_boxed_slice());
    assert_eq!(end(walk(before, longer, Format::Json)), ROADS[0].2);
}

#[test]
fn a_token_is_renewed_as_it_was_got() {
    let mut home = walk(contoso(Format::Json), ROADS[0].1, Format::Json).unwrap();
    let request = home.token_request().unwrap();
    assert_eq!(Grant::read(&request).unwrap(), Grant::password("lenea", "s3cret"));
    home.receive_token(&answer(Gives("cwt=B"), Format::Json).unwrap()).unwrap();
    assert!(home.receive_token(&answer(Refuses("server_error"), Format::Json).unwrap()).is_err());
    assert_eq!(home.issued.unwrap().token.expose(), "cwt=B");

    let meeting = "sip:john@contoso.com;gruu;opaque=app:conf:focus:id:5LB7MRBC".parse().unwrap();
    let grant = Grant::anonymous_meeting(&meeting, "5LB7MRBC");
    let mut discovery = Discovery::at("https://web.contoso.com/oauth/user", Format::Json).unwrap().with_grant(grant);
    for says in [Asks(&["MsRtcOAuth href=/t"]), Gives("cwt=A"), HOME.1] {
        discovery.receive(&answer(says, Format::Json).unwrap());
    }
    let home = discovery.finish().unwrap();
    assert_eq!(Grant::read(&home.token_request().unwrap()).unwrap().renews().unwrap().expose(), "cwt=A");
}
