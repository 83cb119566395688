//! For every operation: what a client writes, a server reads, in both formats.

use proptest::{collection::vec, prelude::*, sample::select, test_runner::TestRunner};
use ucwa_model::{
    Code, Encoder, Format,
    communication::SendMessage,
    descriptor::{Field, Kind},
    http::{Answer, Batch, BuildError, Content, Operation, Request},
};

use crate::{
    FORMATS,
    arbitrary::{Bounds, Plan, plans, record, shapes, texts},
    base,
};

const KNOWN: Bounds = Bounds { depth: 1, extra: false };

/// What goes into a request.
type Inputs = (Option<Plan>, Vec<Option<String>>, String);

fn value(field: &'static Field) -> BoxedStrategy<String> {
    match field.kind {
        Kind::String { limit } => {
            let most = limit.unwrap_or(300) as usize;
            texts().prop_map(move |text| text.chars().take(most / 2).collect()).boxed()
        }
        Kind::Integer => {
            let (min, max) = field.range.unwrap_or((i64::MIN, i64::MAX));
            (min..=max).prop_map(|number| number.to_string()).boxed()
        }
        Kind::Boolean => select(vec!["true", "false"]).prop_map(str::to_owned).boxed(),
        Kind::Enumeration(enumeration) => {
            let names: Vec<_> = enumeration.values.iter().map(|member| member.name).collect();
            select(names).prop_map(str::to_owned).boxed()
        }
        _ => Just("data:text/plain,x+y".to_owned()).boxed(),
    }
}

fn inputs(operation: Operation) -> BoxedStrategy<Inputs> {
    let body = match operation.input().filter(|_| operation.media().is_empty()) {
        Some(shape) => plans(shape, KNOWN).prop_map(Some).boxed(),
        None => Just(None).boxed(),
    };
    let query: Vec<_> = operation
        .query()
        .iter()
        .map(
            |field| if field.required { value(field).prop_map(Some).boxed() } else { proptest::option::of(value(field)).boxed() },
        )
        .collect();
    (body, query, vec("[a-z%=&?/.;+]{0,6}", 0..2).prop_map(|parts| parts.concat())).boxed()
}

fn request(operation: Operation, (plan, query, tail): &Inputs) -> Request {
    // a tail that names a parameter would be one
    let mut request = Request::new(operation, format!("/ucwa/v1/{tail}"));
    for (field, value) in operation.query().iter().zip(query) {
        if let Some(value) = value {
            request = request.with_query(field.name, value);
        }
    }
    if let Some(plan) = plan {
        request = request.with_record(record(operation.input().unwrap(), plan));
    }
    match operation.media().first() {
        Some(&"multipart/batching") => request.with_content(Content::new("multipart/batching;boundary=b", "--b--\r\n")),
        Some(media) => request.with_content(Content::new(*media, format!("{tail}."))),
        None => request,
    }
}

/// A record of any type is copied as a whole, with what no field has.
#[test]
fn a_copy_of_a_record_is_the_record() {
    for shape in shapes() {
        let config = ProptestConfig { cases: 1, failure_persistence: None, ..ProptestConfig::default() };
        let outcome = TestRunner::new(config).run(&plans(shape, Bounds { depth: 1, extra: true }), |plan| {
            let record = record(shape, &plan);
            let (copy, encoder) = (record.clone(), Encoder::new(Format::Json));
            prop_assert_eq!(&*copy, &*record);
            prop_assert_eq!(encoder.encode(&*copy), encoder.encode(&*record));
            Ok(())
        });
        if let Err(error) = outcome {
            panic!("{}: {error}", shape.name);
        }
    }
}

#[test]
fn every_request_is_read_as_it_was_written() {
    for operation in Operation::all() {
        let config = ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() };
        let outcome = TestRunner::new(config).run(&inputs(operation), |inputs| {
            for format in FORMATS {
                let sent = request(operation, &inputs);
                let http = match sent.to_http(&base(format)) {
                    // what XML cannot carry, no server would read
                    Err(BuildError::Body(error)) if error.code() == Code::Character => continue,
                    http => http.map_err(|error| TestCaseError::fail(crate::chain(&error)))?,
                };
                let read = Request::read(operation, &http).map_err(|error| TestCaseError::fail(crate::chain(&error)))?;
                prop_assert_eq!(read.parameters(), sent.parameters());
                prop_assert_eq!(read.body(), sent.body());
                prop_assert_eq!(&sent.clone(), &sent);
                let target = http.uri().to_string();
                prop_assert!(target.starts_with(&format!("https://lync.contoso.com{}", sent.href())), "{}", target);
            }
            Ok(())
        });
        if let Err(error) = outcome {
            panic!("{operation}: {error}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Bodies that are made of what delimiters are made of.
    #[test]
    fn every_batch_is_read_as_it_was_written(bodies in vec(vec(select(vec!["--", "batch-", "b", "\r\n", "\n", "\r", " ", "-"]), 1..8), 1..5)) {
        let mut batch = Batch::new();
        for body in &bodies {
            let send = Request::with_input("/messages", SendMessage::new("1")).unwrap();
            batch.push(send.with_content(Content::plain(&body.concat()))).unwrap();
        }
        let http = batch.to_http("/batch", &base(Format::Json)).unwrap();
        let send = Operation::find("sendMessage", "POST");
        let read: Vec<Request> = Batch::read(&http, |_| send).unwrap().into_iter().map(Result::unwrap).collect();
        prop_assert_eq!(read, batch.requests());
    }

    #[test]
    fn no_bytes_make_a_batch_panic(pieces in vec(select(vec![
        "--b", "\r\n", "\n", "--", "\r\n\r\n", "Content-Type: application/http", "GET /me HTTP/1.1", "HTTP/1.1 200 OK", " ", "{}",
        "Content-Length: 4", ":", "\u{feff}", "\u{0}", "Content-Length: 18446744073709551615",
    ]), 0..40)) {
        let body = pieces.concat().into_bytes();
        let media = "multipart/batching;boundary=b";
        let _ = Batch::read(&http::Request::post("/").header("content-type", media).body(body.clone()).unwrap(), |_| None);
        let response = http::Response::builder().header("content-type", media).body(body).unwrap();
        let mut batch = Batch::new();
        for _ in 0..3 {
            batch.push(Request::get("me", "/me").unwrap()).unwrap();
            let _ = batch.answers(&response);
        }
    }

    /// Whatever the bytes are, they are read or refused.
    #[test]
    fn no_bytes_make_a_reader_panic(body in vec(any::<u8>(), 0..200), head in "[ -~]{0,40}", index in any::<prop::sample::Index>()) {
        let all: Vec<Operation> = Operation::all().collect();
        let operation = *index.get(&all);
        let mut http = http::Request::builder().method(operation.method()).uri("/x?to=1&a=%zz").body(body.clone()).unwrap();
        let mut answer = http::Response::new(body);
        for name in ["content-type", "location", "etag", "content-length", "if-match"] {
            if let Ok(value) = http::HeaderValue::from_str(&head) {
                http.headers_mut().insert(name, value.clone());
                answer.headers_mut().insert(name, value);
            }
        }
        let _ = Request::read(operation, &http);
        let _ = Answer::read(operation, &answer);
    }
}
