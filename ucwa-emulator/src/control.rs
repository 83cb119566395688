//! The control port: what the methods of an [`Emulator`](crate::Emulator) do, over HTTP, for tests that are not written in Rust.

use std::time::Duration;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::{delete, get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    Answered, Fault, Share,
    acts::{robot, sign_in},
    faults::live::Live,
    transport::Shared,
    world::clock::LATEST,
};

/// What is answered, or why nothing is done.
type Outcome = Result<Json<Value>, (StatusCode, Json<Value>)>;

/// All that the control port takes.
pub(crate) fn router(shared: Shared) -> Router {
    Router::new()
        .route("/", get(list))
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/faults/{id}", delete(remove_fault))
        .route("/time", get(time).post(move_time))
        .route("/violations", get(violations))
        .route("/answered", get(answered))
        .route("/users/{user}/tokens", delete(end_tokens))
        .route("/users/{user}/messages", post(write))
        .route("/users/{user}/sharing", post(share))
        .with_state(shared)
}

/// What there is, for whoever looks.
const ROUTES: &[(&str, &str)] = &[
    ("GET /faults", "what goes wrong on request, and how often it has"),
    ("POST /faults", "adds a fault, as a scenario has it: {\"operation\": \"note\", \"effect\": {\"unavailable\": 5}}"),
    ("DELETE /faults", "takes all faults away"),
    ("DELETE /faults/{id}", "takes a fault away"),
    ("GET /time", "how many seconds have passed, and whether time is stopped"),
    ("POST /time", "{\"stop\": true}, {\"run\": true}, {\"advance\": seconds}"),
    ("GET /violations", "answers that broke the schema: there should be none"),
    ("GET /answered", "how many requests have been answered, by operation"),
    ("DELETE /users/{user}/tokens", "ends all tokens of a user"),
    ("POST /users/{user}/messages", "lets a robot write to somebody: {\"to\": \"ann\", \"text\": \"Hi\"}"),
    (
        "POST /users/{user}/sharing",
        "lets a robot share with somebody: {\"with\": \"ann\", \"what\": \"ApplicationSharing\"}; \"end\": true ends it",
    ),
];

async fn list() -> Json<Value> {
    Json(ROUTES.iter().map(|(route, what)| ((*route).to_owned(), json!(what))).collect::<serde_json::Map<_, _>>().into())
}

async fn faults(State(shared): State<Shared>) -> Json<Value> {
    let shown = |live: &Live| json!({"id": live.id, "met": live.met, "happened": live.happened, "fault": live.fault});
    Json(shared.lock().faults.all().iter().map(shown).collect())
}

async fn add_fault(State(shared): State<Shared>, Json(fault): Json<Fault>) -> Outcome {
    let added = shared.change(|world| world.add_fault(fault)).map_err(|error| refuse(StatusCode::BAD_REQUEST, &error))?;
    Ok(Json(json!({"id": added})))
}

async fn clear_faults(State(shared): State<Shared>) -> StatusCode {
    shared.change(|world| world.faults.clear());
    StatusCode::NO_CONTENT
}

async fn remove_fault(State(shared): State<Shared>, Path(id): Path<u64>) -> StatusCode {
    if shared.change(|world| world.faults.remove(id)) { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

async fn time(State(shared): State<Shared>) -> Json<Value> {
    let world = shared.lock();
    Json(json!({"passed": world.now().as_secs_f64(), "stopped": world.clock.is_stopped()}))
}

/// What is to become of time: in this order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Motion {
    stop: bool,
    /// Seconds.
    advance: f64,
    run: bool,
}

async fn move_time(State(shared): State<Shared>, Json(motion): Json<Motion>) -> Outcome {
    let by = Duration::try_from_secs_f64(motion.advance).ok().filter(|by| *by <= LATEST);
    let expected = || format!("expected 0 to {} seconds, but found {}", LATEST.as_secs(), motion.advance);
    let by = by.ok_or_else(|| refuse(StatusCode::BAD_REQUEST, &expected()))?;
    shared.move_time(|clock| {
        if motion.stop {
            clock.stop();
        }
        clock.advance(by);
        if motion.run {
            clock.run();
        }
    });
    Ok(time(State(shared)).await)
}

async fn violations(State(shared): State<Shared>) -> Json<Value> {
    Json(json!(shared.lock().violations))
}

async fn answered(State(shared): State<Shared>) -> Json<Value> {
    let shown =
        |one: &Answered| json!({"operation": one.operation.to_string(), "succeeded": one.succeeded, "refused": one.refused});
    Json(shared.lock().tally.list().iter().map(shown).collect())
}

async fn end_tokens(State(shared): State<Shared>, Path(user): Path<String>) -> Json<Value> {
    Json(json!({"ended": shared.change(|world| sign_in::end_tokens(world, &user))}))
}

/// What a robot writes, and to whom.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Message {
    to: String,
    text: String,
}

async fn write(State(shared): State<Shared>, Path(user): Path<String>, Json(message): Json<Message>) -> Outcome {
    let done = shared.change(|world| robot::write_as(world, &user, &message.to, &message.text));
    done.map(|()| Json(json!({"written": true}))).map_err(|error| refuse(StatusCode::NOT_FOUND, &error))
}

/// What a robot shares, and with whom.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sharing {
    with: String,
    what: Share,
    #[serde(default)]
    end: bool,
}

async fn share(State(shared): State<Shared>, Path(user): Path<String>, Json(sharing): Json<Sharing>) -> Outcome {
    let Sharing { with, what, end } = sharing;
    let done = shared.change(|world| robot::share_as(world, &user, &with, what, !end));
    done.map(|()| Json(json!({"shared": !end}))).map_err(|error| refuse(StatusCode::NOT_FOUND, &error))
}

fn refuse(status: StatusCode, error: &dyn std::fmt::Display) -> (StatusCode, Json<Value>) {
    (status, Json(json!({"error": error.to_string()})))
}
