//! Faults on request: what goes wrong, where, and how often. A fault is a rule; [`live`] counts what it has met, and [`change`] is what
//! it makes of an answer.

pub(crate) mod change;
pub(crate) mod live;
mod tree;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use ucwa_model::http::Operation;

/// Something that goes wrong on request: which requests it meets, and what comes of them.
///
/// It meets every request unless it is narrowed down. Where it stands in a scenario, its members have the names of the setters:
///
/// ```
/// use ucwa_emulator::{Effect, Fault, Scenario};
///
/// let scenario = Scenario::from_toml(
///     r#"
///     [[users]]
///     address = "ann@contoso.com"
///
///     [[faults]]
///     operation = "POST note"
///     user = "ann@contoso.com"
///     skip = 1
///     times = 2
///     effect = { unavailable = 5 }
///     "#,
/// )?;
/// let fault = Fault::new(Effect::Unavailable(5)).operation("POST note").user("ann@contoso.com").skip(1).times(2);
/// assert_eq!(scenario.faults, [fault]);
/// # Ok::<(), ucwa_emulator::ScenarioError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Fault {
    /// What happens.
    pub effect: Effect,
    /// The operation that it meets, as in `sendMessage`, or `POST note` where a resource has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The path that it meets, without its query; `*` in it stands for any text. Case does not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Whose requests it meets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// How many requests go well first.
    #[serde(default)]
    pub skip: u64,
    /// How many go wrong; all from then on if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// How likely each is to go wrong, from 0 to 1; 1 if nothing is said.
    #[serde(default = "always")]
    pub chance: f64,
    /// What the dice begin with: one seed gives one series of accidents.
    #[serde(default)]
    pub seed: u64,
}

fn always() -> f64 {
    1.0
}

/// What happens to a request that a [`Fault`] meets.
///
/// In a scenario, and on the control port, it is its name (`effect = "unauthorized"`), with its value if it has one
/// (`effect = { latency = 250 }`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Effect {
    /// The answer leaves that much later, by the emulator's clock; in a scenario, milliseconds. What was asked for has happened by then,
    /// so that its events may come before the answer.
    #[serde(with = "milliseconds")]
    Latency(Duration),
    /// 401 with the challenge, and nothing happens. The token is still good.
    Unauthorized,
    /// The token ends, which is what the 401 says: this request and all that follow with it are refused.
    ExpiredToken,
    /// 500 `ServiceFailure`, and nothing happens.
    InternalError,
    /// 503 with this number of seconds in `Retry-After`, and nothing happens.
    Unavailable(u32),
    /// A page in HTML with this status, as of a proxy, and nothing happens.
    HtmlPage(u16),
    /// The connection ends after this percentage of the body. What was asked for has happened.
    Cut(u8),
    /// A byte in the first event of an answer of the event channel is damaged, so that the event cannot be read; the others can.
    BrokenEvent,
    /// The event channel leads back in step (`resync`): the events that wait are lost.
    Resync,
    /// The event channel begins anew (`resume`): the events that wait are lost, and the user has left all conversations.
    Resume,
    /// Every resource of the answer has a property, a link and an embedded resource that the schema does not know.
    UnknownMembers,
    /// Every value of an enumeration in the answer's resources is one that the schema does not know.
    UnknownValues,
    /// Rels have the prefix `service:`, as in the answers of the Trusted Application API; answers in JSON begin with a byte order mark, too.
    ServiceDialect,
}

/// Durations as whole milliseconds.
mod milliseconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        u64::try_from(duration.as_millis()).unwrap_or(u64::MAX).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        u64::deserialize(deserializer).map(Duration::from_millis)
    }
}

/// Why a fault makes no sense.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultError {
    /// The schema has no such operation.
    #[error("expected an operation such as `sendMessage` or `POST note`, but found `{0}`")]
    Operation(String),
    /// Nobody is called so.
    #[error("expected somebody of the scenario, but found `{0}`")]
    User(String),
    /// No chance.
    #[error("expected a chance from 0 to 1, but found {0}")]
    Chance(f64),
    /// No status of HTTP.
    #[error("expected a status from 200 to 599, but found {0}")]
    Status(u16),
    /// No part of the body.
    #[error("expected at most 99 hundredths of a body, but found {0}")]
    Cut(u8),
}

impl Fault {
    /// A fault that meets every request.
    #[must_use]
    pub fn new(effect: Effect) -> Self {
        Self { effect, operation: None, path: None, user: None, skip: 0, times: None, chance: always(), seed: 0 }
    }

    /// Meets an operation alone, as in `sendMessage`, or `POST note` where a resource has several.
    #[must_use]
    pub fn operation(self, name: impl Into<String>) -> Self {
        Self { operation: Some(name.into()), ..self }
    }

    /// Meets paths alone, without their query, that fit a pattern; `*` in it stands for any text. Case does not matter.
    #[must_use]
    pub fn path(self, pattern: impl Into<String>) -> Self {
        Self { path: Some(pattern.into()), ..self }
    }

    /// Meets the requests of one user alone.
    #[must_use]
    pub fn user(self, name: impl Into<String>) -> Self {
        Self { user: Some(name.into()), ..self }
    }

    /// Sets how many requests go well first.
    #[must_use]
    pub fn skip(self, requests: u64) -> Self {
        Self { skip: requests, ..self }
    }

    /// Sets after how many requests that went wrong it ends.
    #[must_use]
    pub fn times(self, requests: u64) -> Self {
        Self { times: Some(requests), ..self }
    }

    /// Sets how likely each request is to go wrong, from 0 to 1, and what the dice begin with.
    #[must_use]
    pub fn with_chance(self, chance: f64, seed: u64) -> Self {
        Self { chance, seed, ..self }
    }

    /// Whether it makes sense, but for the user, whom only a scenario knows.
    pub(crate) fn check(&self) -> Result<(), FaultError> {
        if let Some(name) = self.operation.as_ref().filter(|name| !Operation::all().any(|operation| is(operation, name))) {
            return Err(FaultError::Operation(name.clone()));
        }
        if !(0.0..=1.0).contains(&self.chance) {
            return Err(FaultError::Chance(self.chance));
        }
        match self.effect {
            Effect::HtmlPage(status) if !(200..600).contains(&status) => Err(FaultError::Status(status)),
            Effect::Cut(hundredths) if hundredths > 99 => Err(FaultError::Cut(hundredths)),
            _ => Ok(()),
        }
    }
}

/// Whether an operation has that name: of its definition or its rel, with or without its method before it.
fn is(operation: Operation, name: &str) -> bool {
    let (method, name) = name.split_once(' ').map_or((None, name), |(method, name)| (Some(method), name));
    let is_method = method.is_none_or(|method| operation.table().method.eq_ignore_ascii_case(method));
    is_method && [operation.name(), operation.rel()].contains(&name)
}
