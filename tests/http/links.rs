//! Typed calls: each operation of the schema is one, on a link of some resource; a server reads it as it was written, and a client what
//! the server answers.

mod list;

use std::{any::Any, collections::BTreeSet};

use http::Response;
use proptest::{prelude::*, test_runner::TestRunner};
use ucwa_model::{
    AnyResource, Code, Codec, Events, Format, Link, LinkTo, LinksTo,
    http::{Answer, AnswerError, Batch, BuildError, Call, Content, FromAnswer, Location, Operation, Request},
};

use crate::{
    FORMATS,
    arbitrary::{Bounds, Plan, plans, record},
    base,
};

const HREF: &str = "/ucwa/v1/applications/192/x?tag=%3d";

/// A typed call: the request, and how its answer is read.
type Made = (Request, Box<dyn Fn(&Response<Vec<u8>>) -> Result<(), AnswerError>>);

/// Makes a call with what a plan puts into its record.
type Make = fn(&Plan) -> Made;

/// A function for each row: `method Rel: area::Resource, field;`, with `(input)` behind a method that takes one, `at N` behind a rel in an
/// earlier revision, and `many` behind a field of many links.
macro_rules! calls {
    ($($method:ident $(($input:ident))? $rel:ident $(at $revision:literal)?: $($found:tt),*;)*) => {
        pub(super) const ALL: &[super::Make] = &[$(|plan| {
            let link: ucwa_model::LinkTo<ucwa_model::rel::$rel, ucwa_model::Link> = super::linked!($($found)*);
            $(let link = link.at_revision::<$revision>();)?
            super::made(super::call!(link, plan, $method $($input)?))
        }),*];
    };
}
macro_rules! linked {
    ($reason:literal) => {
        ucwa_model::LinkTo::new(super::HREF)
    };
    (($area:ident $resource:ident) $field:ident) => {{
        let mut resource = ucwa_model::$area::$resource::default();
        resource.$field = ucwa_model::Link::new(super::HREF).into();
        super::one(resource.$field)
    }};
    (($area:ident $resource:ident) $field:ident many) => {{
        let mut resource = ucwa_model::$area::$resource::default();
        resource.$field.push(ucwa_model::Link::new(super::HREF));
        super::first(resource.$field)
    }};
}
macro_rules! call {
    ($link:ident, $plan:ident, $method:ident) => {{
        let _ = $plan;
        $link.$method()
    }};
    ($link:ident, $plan:ident, $method:ident nothing) => {
        super::call!($link, $plan, $method)
    };
    ($link:ident, $plan:ident, $method:ident record) => {
        $link.$method(super::typed($plan))
    };
    ($link:ident, $plan:ident, $method:ident $input:ident) => {
        $link.$method(super::inputs::$input($plan))
    };
}
use {call, calls, linked};

fn one<R>(field: LinkTo<R>) -> LinkTo<R, Link> {
    field.into_inner().unwrap().into()
}

fn first<R>(field: LinksTo<R>) -> LinkTo<R, Link> {
    field.into_inner().remove(0).into()
}

fn typed<T: Codec>(plan: &Plan) -> T {
    *(record(T::SHAPE, plan) as Box<dyn Any>).downcast().unwrap()
}

fn made<A: FromAnswer + 'static>(call: Call<A>) -> Made {
    (call.clone().into_request(), Box::new(move |response| call.read(response).map(|_| ())))
}

/// What operations take whose body is no record.
mod inputs {
    use ucwa_model::{
        communication::SendMessage,
        http::{Batch, Content, Request, SdpAnswer, SdpEscalation, SdpRenegotiation, TextMessage},
    };

    use crate::arbitrary::Plan;

    fn sdp() -> Content {
        Content::sdp(b"v=0\r\n")
    }

    pub(super) fn text(_: &Plan) -> TextMessage {
        SendMessage::text("5", "Hi & bye")
    }

    pub(super) fn answer(_: &Plan) -> SdpAnswer {
        SdpAnswer::new("c", sdp()).with_processed_offer_id("o")
    }

    pub(super) fn escalation(_: &Plan) -> SdpEscalation {
        SdpEscalation::new("5", "c", sdp())
    }

    pub(super) fn renegotiation(_: &Plan) -> SdpRenegotiation {
        SdpRenegotiation::new("5", sdp())
    }

    pub(super) fn batch(_: &Plan) -> Batch {
        let mut batch = Batch::new();
        batch.push(Request::get("me", "/me").unwrap()).unwrap();
        batch
    }
}

/// The operation of each call. Those of an earlier revision may stand twice, because the latest has them too.
fn operations() -> Vec<(Operation, Make)> {
    list::ALL.iter().map(|make| (make(&Plan::default()).0.operation(), *make)).collect()
}

#[test]
fn every_operation_is_a_call_of_some_link() {
    let typed: BTreeSet<String> = operations().iter().map(|(operation, _)| operation.to_string()).collect();
    let all: BTreeSet<String> = Operation::all().map(|operation| operation.to_string()).collect();
    assert_eq!(all.difference(&typed).collect::<Vec<_>>(), <[&str; 0]>::default(), "add a row to the list");
}

#[test]
fn every_call_is_read_as_it_was_written() {
    for (operation, make) in operations() {
        let shape = operation.input().filter(|_| operation.media().is_empty());
        let plans = shape.map_or_else(|| Just(Plan::default()).boxed(), |shape| plans(shape, Bounds { depth: 1, extra: false }));
        let config = ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() };
        let outcome = TestRunner::new(config).run(&plans, |plan| {
            let (sent, _) = make(&plan);
            FORMATS.iter().try_for_each(|format| is_read_as_written(operation, &sent, *format))
        });
        if let Err(error) = outcome {
            panic!("{operation}: {error}");
        }
    }
}

fn is_read_as_written(operation: Operation, sent: &Request, format: Format) -> Result<(), TestCaseError> {
    let given = operation.query().iter().filter(|field| field.required && operation.media().is_empty());
    let in_query = |request: Request, field: &ucwa_model::descriptor::Field| request.with_query(field.name, "1");
    // an earlier `search` is the only one that requires what travels in the query alone
    let sent = &given.filter(|_| operation.input().is_none()).fold(sent.clone(), in_query);
    let http = match sent.to_http(&base(format)) {
        // what XML cannot carry, no server would read
        Err(BuildError::Body(error)) if error.code() == Code::Character => return Ok(()),
        http => http.map_err(|error| TestCaseError::fail(crate::chain(&error)))?,
    };
    let read = Request::read(operation, &http).map_err(|error| TestCaseError::fail(crate::chain(&error)))?;
    prop_assert_eq!(read.parameters(), sent.parameters());
    prop_assert_eq!(read.href().as_str(), format!("https://lync.contoso.com{HREF}"));
    match sent.body() {
        ucwa_model::http::Body::Batch(batch) => {
            let parts = Batch::read(&http, |_| Operation::find("me", "GET")).unwrap();
            prop_assert_eq!(parts.len(), batch.requests().len());
        }
        body => prop_assert_eq!(read.body(), body),
    }
    let again = read.to_http(&base(format)).map_err(|error| TestCaseError::fail(crate::chain(&error)))?;
    prop_assert_eq!((again.uri(), again.headers(), again.body()), (http.uri(), http.headers(), http.body()));
    Ok(())
}

#[test]
fn every_call_reads_the_answer_of_the_schema() {
    for (operation, make) in operations() {
        for format in FORMATS {
            let (_, read) = make(&Plan::default());
            let answer = answer(operation, format);
            assert!(read(&answer).is_ok(), "{operation}: {:?}", read(&answer));
        }
    }
}

/// What a server answers as the schema says.
fn answer(operation: Operation, format: Format) -> Response<Vec<u8>> {
    let success = operation.success();
    let content = |media: &str| Answer::content(Content::new(media, b"x"));
    let answer = match success.body {
        _ if operation.is("OPTIONS") => return options(),
        None if success.starts.is_some() => Answer::starting(Location::new("/ucwa/v1/applications/192/x").unwrap()),
        None => Answer::done(),
        Some("batch") => return Batch::answer(&[Answer::done().to_http(format).unwrap()]).unwrap(),
        Some("events") => Answer::events(Events::default()),
        Some("photo" | "contactPhoto") => content("image/png"),
        Some("xframe") => content("text/html"),
        Some(rel) => Answer::resource(AnyResource::for_rel(rel)),
    };
    answer.to_http(format).unwrap()
}

fn options() -> Response<Vec<u8>> {
    let body = r#"{"metadata":[{"httpMethod":"POST","parameters":[{"name":"culture"}]}]}"#;
    Response::builder().header("content-type", "application/json").body(body.into()).unwrap()
}

#[test]
fn an_answer_of_another_kind_is_said() {
    let link: LinkTo<ucwa_model::rel::StartMessaging, _> = LinkTo::new("/start");
    let call = link.post(typed(&Plan::default()));
    let answer = Answer::done().to_http(Format::Json).unwrap();
    assert_eq!(call.read(&answer).unwrap_err().to_string(), "expected a `Location`, but found none");

    let link: LinkTo<ucwa_model::rel::Messaging, _> = LinkTo::new("/messaging");
    let contact = Answer::resource(AnyResource::for_rel("contact")).to_http(Format::Xml).unwrap();
    assert_eq!(link.get().read(&contact).unwrap_err().to_string(), "expected the resource `messaging`, but found `contact`");
}

#[test]
fn a_link_that_is_missing_is_said_when_it_is_followed() {
    let invitation = ucwa_model::communication::MessagingInvitation::default();
    let call = invitation.accept_link.post();
    let expected = "expected a link `accept`, but found none";
    assert_eq!(call.to_http(&base(Format::Json)).unwrap_err().to_string(), expected);
    let unchecked = call.clone().map(Request::unchecked);
    assert_eq!(unchecked.to_http(&base(Format::Json)).unwrap_err().to_string(), expected);
    let mut batch = Batch::new();
    batch.push(call).unwrap();
    let error = batch.to_http("/batch", &base(Format::Json)).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("the batch cannot be sent: the request number 1 of a batch cannot be built: {expected}")
    );
}
