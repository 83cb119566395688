//! Robots, as a scenario has them.

use std::time::Duration;

use serde::Deserialize;
use ucwa_model::{
    Enumeration,
    enumerations::{ErrorSubcode, PreferredAvailability},
};

use super::seconds;

/// What answers for a user, without a client. All of it happens by the emulator's clock.
///
/// ```
/// use std::time::Duration;
/// use ucwa_emulator::{Call, Robot, Scenario, Share};
///
/// let scenario = Scenario::from_toml(
///     r#"
///     [[users]]
///     address = "desk@contoso.com"
///
///     [users.robot]
///     accepts = true
///     delay = 1.5
///     types = true
///     replies = [{ to = "*weather*", with = "It rains." }]
///     answers = "You said: {}"
///     leaves_after = 10
///     changes = [{ after = 60, availability = "Away" }]
///     calls = [{ user = "ann@contoso.com", after = 5, every = 30, times = 2, message = "Are you there?" }]
///     shares = ["ApplicationSharing"]
///     transfers_to = "ann@contoso.com"
///
///     [[users]]
///     address = "ann@contoso.com"
///     "#,
/// )?;
/// let call = Call::new("ann@contoso.com", Duration::from_secs(5)).with_message("Are you there?").every(Duration::from_secs(30)).times(2);
/// let robot = Robot::new()
///     .with_delay(Duration::from_millis(1500))
///     .typing()
///     .with_reply("*weather*", "It rains.")
///     .with_answer("You said: {}")
///     .leaving_after(10)
///     .with_change(Duration::from_secs(60), "Away")
///     .with_call(call)
///     .sharing(Share::ApplicationSharing)
///     .transferring_to("ann@contoso.com");
/// assert_eq!(scenario.users[0].robot, Some(robot));
/// # Ok::<(), ucwa_emulator::ScenarioError>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Robot {
    /// Whether invitations are accepted; else they are declined.
    pub accepts: bool,
    /// Why they are declined, as a subcode of errors: `Declined` if nothing is said, or `Busy`, `DoNotDisturb`.
    pub declines: Option<String>,
    /// How long it takes to answer an invitation or a message; in a scenario, seconds.
    #[serde(with = "seconds")]
    pub delay: Duration,
    /// Whether it is seen to type before it answers.
    pub types: bool,
    /// Answers to messages that fit a pattern: the first that fits is given.
    pub replies: Vec<Answering>,
    /// The answer to any other message; `{}` in it is the message.
    pub answers: Option<String>,
    /// What is written to everybody who signs in and makes themself available.
    pub greets: Option<String>,
    /// After how many messages of the others it leaves a conversation.
    pub leaves_after: Option<usize>,
    /// When it goes away, or comes back.
    pub changes: Vec<Change>,
    /// Whom it calls, and when.
    pub calls: Vec<Call>,
    /// What it shares in every conversation into which it comes.
    pub shares: Vec<Share>,
    /// To whom it hands phone calls over that it has taken: a user of the scenario.
    pub transfers_to: Option<String>,
}

/// What a robot shares with those whom it talks with. No media flow, but the others see who shares, and what is offered to them.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[non_exhaustive]
pub enum Share {
    /// A screen or a program. An application that supports that is offered to see it, by an `applicationSharingRenegotiation`.
    ApplicationSharing,
    /// A whiteboard, a poll, a file.
    DataCollaboration,
    /// The picture of a whole room.
    PanoramicVideo,
    /// The spotlight of a meeting rests on the robot; there is none where two people talk.
    Spotlight,
}

/// An answer to messages that fit a pattern.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Answering {
    /// The pattern: `*` in it stands for any text, and case does not matter.
    pub to: String,
    /// The answer; `{}` in it is the message.
    pub with: String,
}

/// A change of a robot's presence.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Change {
    /// How long after the start of the emulator; in a scenario, seconds.
    #[serde(with = "seconds")]
    pub after: Duration,
    /// As in `Away`, `Busy` or `Online`.
    pub availability: String,
}

/// A call of a robot: an invitation to talk.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Call {
    /// Who is called: by an address, or by a name with which they sign in.
    pub user: String,
    /// How long after the start of the emulator; in a scenario, seconds.
    #[serde(with = "seconds")]
    pub after: Duration,
    /// How long until the next call; there is one alone if nothing is said. In a scenario, seconds.
    #[serde(default, with = "seconds::option")]
    pub every: Option<Duration>,
    /// How many calls there are; without it they go on.
    #[serde(default)]
    pub times: Option<u64>,
    /// What the conversation is about.
    #[serde(default)]
    pub subject: Option<String>,
    /// The first message.
    #[serde(default)]
    pub message: Option<String>,
}

impl Robot {
    /// One that accepts invitations, and says nothing.
    #[must_use]
    pub fn new() -> Self {
        Self { accepts: true, ..Self::default() }
    }

    /// One that declines invitations, for a reason such as `Busy`.
    pub fn declining(subcode: impl Into<String>) -> Self {
        Self { declines: Some(subcode.into()), ..Self::default() }
    }

    /// Sets the answer to each message; `{}` in it is the message.
    #[must_use]
    pub fn with_answer(self, text: impl Into<String>) -> Self {
        Self { answers: Some(text.into()), ..self }
    }

    /// Adds an answer to messages that fit a pattern, in which `*` stands for any text.
    #[must_use]
    pub fn with_reply(mut self, pattern: impl Into<String>, text: impl Into<String>) -> Self {
        self.replies.push(Answering { to: pattern.into(), with: text.into() });
        self
    }

    /// Sets what is written to everybody who signs in and makes themself available.
    #[must_use]
    pub fn with_greeting(self, text: impl Into<String>) -> Self {
        Self { greets: Some(text.into()), ..self }
    }

    /// Sets how long it takes to answer an invitation or a message.
    #[must_use]
    pub fn with_delay(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// Is seen to type before it answers.
    #[must_use]
    pub fn typing(self) -> Self {
        Self { types: true, ..self }
    }

    /// Sets after how many messages of the others it leaves a conversation.
    #[must_use]
    pub fn leaving_after(self, messages: usize) -> Self {
        Self { leaves_after: Some(messages), ..self }
    }

    /// Adds a change of its presence, such as to `Away`, that long after the start.
    #[must_use]
    pub fn with_change(mut self, after: Duration, availability: impl Into<String>) -> Self {
        self.changes.push(Change { after, availability: availability.into() });
        self
    }

    /// Adds a call.
    #[must_use]
    pub fn with_call(mut self, call: Call) -> Self {
        self.calls.push(call);
        self
    }

    /// Shares something in every conversation into which it comes.
    #[must_use]
    pub fn sharing(mut self, what: Share) -> Self {
        self.shares.push(what);
        self
    }

    /// Hands phone calls over that it has taken.
    #[must_use]
    pub fn transferring_to(self, user: impl Into<String>) -> Self {
        Self { transfers_to: Some(user.into()), ..self }
    }

    /// What contradicts itself in it, or is no such thing.
    pub(super) fn fault(&self) -> Option<String> {
        let unknown = |change: &&Change| PreferredAvailability::from(&*change.availability).index().is_err();
        let is_subcode = |name: &String| ErrorSubcode::from(&**name).index().is_ok();
        if let Some(change) = self.changes.iter().find(unknown) {
            return Some(format!("expected an availability such as `Away`, but found `{}`", change.availability));
        }
        match &self.declines {
            Some(_) if self.accepts => Some("expected a robot that accepts or declines, but found both".to_owned()),
            Some(name) if !is_subcode(name) => Some(format!("expected a subcode such as `Busy`, but found `{name}`")),
            _ if self.calls.iter().any(|call| call.every == Some(Duration::ZERO)) => {
                Some("expected some time between calls, but found none".to_owned())
            }
            _ => None,
        }
    }
}

impl Call {
    /// One call, that long after the start.
    pub fn new(user: impl Into<String>, after: Duration) -> Self {
        Self { user: user.into(), after, every: None, times: None, subject: None, message: None }
    }

    /// Sets the first message.
    #[must_use]
    pub fn with_message(self, text: impl Into<String>) -> Self {
        Self { message: Some(text.into()), ..self }
    }

    /// Sets what the conversation is about.
    #[must_use]
    pub fn with_subject(self, subject: impl Into<String>) -> Self {
        Self { subject: Some(subject.into()), ..self }
    }

    /// Calls again and again, with that much time in between.
    #[must_use]
    pub fn every(self, time: Duration) -> Self {
        Self { every: Some(time), ..self }
    }

    /// Sets after how many calls it ends.
    #[must_use]
    pub fn times(self, calls: u64) -> Self {
        Self { times: Some(calls), ..self }
    }
}
