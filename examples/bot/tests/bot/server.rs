//! A server that follows a script: HTTP by hand, one request to a connection, and the library's server side.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    thread::{self, JoinHandle},
};

use http::{Request, Response};
use ucwa_model::{
    AnyResource, Format, Link,
    discovery::{Root, User},
    http::{Answer, Challenge, Grant, IssuedToken, Location, MediaType, Operation},
};

/// What the server answers.
pub enum Says {
    /// A root or a user, with one link.
    Leads(&'static str, &'static str),
    Unauthorized,
    Token(&'static str),
    /// A resource, in JSON, and its rel.
    Resource(&'static str, String),
    /// The acknowledgement that comes next, and events of one sender, in JSON.
    Events(u32, Vec<String>),
    Started(&'static str),
    Done,
}

/// Answers the requests of a script in turn, whatever they are. The origin, and what was asked for in the end.
pub fn start(script: Vec<(&'static str, Says)>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}/", listener.local_addr().unwrap());
    let serve = move || {
        let mut heard = Vec::new();
        for (expected, says) in script {
            let (mut stream, _) = listener.accept().unwrap();
            let request = read(&stream);
            heard.push(name(&request));
            if heard.last().map(String::as_str) != Some(expected) {
                break;
            }
            write(&mut stream, &says.answer(&request));
        }
        heard
    };
    (origin, thread::spawn(serve))
}

/// A request, with what a user would see of it: who signs in, what is said.
fn name(request: &Request<Vec<u8>>) -> String {
    let path = request.uri().path_and_query().unwrap().as_str();
    let path = path.split("?operationId").next().unwrap();
    let told = match path {
        "/oauthtoken" => {
            let grant = Grant::read(request).unwrap();
            format!(" {} {} {}", grant.grant_type(), grant.username().unwrap(), grant.secret().unwrap())
        }
        "/messages" => format!(" {}", String::from_utf8(request.body().clone()).unwrap()),
        _ => String::new(),
    };
    format!("{} {path}{told}", request.method())
}

impl Says {
    fn answer(self, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
        let media = MediaType::accepted(request.headers()).unwrap_or(Format::Json.into());
        let json = |body: String| Response::builder().header("content-type", "application/json").body(body.into_bytes()).unwrap();
        match self {
            Self::Leads("user", href) => {
                let mut root = Root::default();
                root.user_link = Link::new(href).into();
                Answer::resource(root.into()).to_http(media).unwrap()
            }
            Self::Leads(_, href) => {
                let mut user = User::default();
                user.applications_link = Link::new(href).into();
                Answer::resource(user.into()).to_http(media).unwrap()
            }
            Self::Unauthorized => {
                let challenge =
                    Challenge::new("MsRtcOAuth").with_parameter("href", "/oauthtoken").with_parameter("grant_type", "password");
                Response::builder().status(401).header("www-authenticate", challenge.to_string()).body(Vec::new()).unwrap()
            }
            Self::Token(token) => IssuedToken::new(ucwa_model::http::Token::new(token).unwrap()).to_http().unwrap(),
            Self::Resource(rel, body) => {
                let operation = Operation::find(rel, "GET").unwrap();
                let resource: AnyResource = Answer::read(operation, &json(body)).unwrap().into_resource().unwrap();
                Answer::resource(resource).to_http(media).unwrap()
            }
            Self::Events(next, events) => {
                let place = "/ucwa/v1/applications/192/events";
                let senders = format!(r#"[{{"rel":"communication","href":"/communication","events":[{}]}}]"#, events.join(","));
                let body = format!(
                    r#"{{"_links":{{"self":{{"href":"{place}"}},"next":{{"href":"{place}?ack={next}"}}}},"sender":{senders}}}"#
                );
                let answer = Answer::read(Operation::find("events", "GET").unwrap(), &json(body)).unwrap();
                answer.to_http(media).unwrap()
            }
            Self::Started(place) => Answer::starting(Location::new(place).unwrap()).to_http(media).unwrap(),
            Self::Done => Answer::done().to_http(media).unwrap(),
        }
    }
}

fn read(stream: &TcpStream) -> Request<Vec<u8>> {
    let mut reader = BufReader::new(stream);
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    };
    let first = line();
    let [method, target, _] = first.split(' ').collect::<Vec<_>>()[..] else { panic!("expected a request, but found {first:?}") };
    let mut request = Request::builder().method(method).uri(target);
    let mut length = 0;
    loop {
        let line = line();
        let Some((name, value)) = line.split_once(": ") else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().unwrap();
        }
        request = request.header(name, value);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    request.body(body).unwrap()
}

fn write(stream: &mut TcpStream, response: &Response<Vec<u8>>) {
    let mut head =
        format!("HTTP/1.1 {}\r\nConnection: close\r\nContent-Length: {}\r\n", response.status(), response.body().len());
    for (name, value) in response.headers() {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
    stream.write_all(response.body()).unwrap();
}
