//! Robots: users whom nobody plays. What they do takes its time, by the emulator's clock.

use std::time::Duration;

use ucwa_model::{
    DataLink,
    enumerations::{ErrorCode, ErrorSubcode, InvitationState, PreferredAvailability},
};
use wildmatch::WildMatch;

use super::{
    presence::{self, Aspect},
    talk::{self, Opening},
};
use crate::{
    scenario::{Call, Robot, Share},
    world::{World, agenda::Due, conversation::Conversation, invitation::Kind, user::UserId},
};

/// Why a robot cannot write to somebody.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// There is no such robot.
    #[error("expected a robot, but found `{0}`")]
    Robot(String),
    /// Nobody is called so.
    #[error("expected somebody of the scenario, but found `{0}`")]
    User(String),
    /// They do not talk with each other.
    #[error("expected two who talk with each other, but found `{0}` and `{1}`")]
    Apart(String, String),
}

/// Plans what robots do by themselves.
pub(crate) fn plan(world: &mut World) {
    let start = world.now();
    for (robot, rules) in world.users.iter().enumerate().filter_map(|(id, user)| Some((id, user.robot.as_ref()?))) {
        for change in &rules.changes {
            let availability = PreferredAvailability::from(&*change.availability);
            world.agenda.add(start.saturating_add(change.after), Due::Change { robot, availability });
        }
        for (call, planned) in rules.calls.iter().enumerate() {
            world.agenda.add(start.saturating_add(planned.after), Due::Call { robot, call, time: 1 });
        }
    }
}

/// Does what was planned.
pub(crate) fn act(world: &mut World, due: Due) {
    match due {
        Due::Answer { invitation, by } => answer(world, invitation, by),
        Due::Say { conversation, by, content } => {
            talk::say(world, conversation, by, None, content, false);
        }
        Due::Leave { conversation, by } => talk::leave(world, conversation, by),
        Due::Share { conversation, by, what } => {
            talk::share::share(world, conversation, by, what, true);
        }
        Due::Transfer { conversation, by } => transfer(world, conversation, by),
        Due::Change { robot, availability } => {
            if let Some(user) = world.users.get_mut(robot) {
                user.preferred = availability;
                presence::tell(world, robot, &[Aspect::Presence]);
            }
        }
        Due::Call { robot, call, time } => self::call(world, robot, call, time),
    }
}

/// At once, or later.
fn after(world: &mut World, delay: Duration, due: Due) {
    if delay.is_zero() {
        act(world, due);
    } else {
        let at = world.now().saturating_add(delay);
        world.agenda.add(at, due);
    }
}

fn robot(world: &World, user: UserId) -> Option<&Robot> {
    world.users.get(user)?.robot.as_ref()
}

/// A robot is to answer an invitation, to itself or passed on to it: it accepts or declines.
pub(crate) fn is_invited(world: &mut World, invitation: u64, by: UserId) {
    let delay = robot(world, by).map(|robot| robot.delay).unwrap_or_default();
    after(world, delay, Due::Answer { invitation, by });
}

fn answer(world: &mut World, invitation: u64, by: UserId) {
    let robot = robot(world, by);
    if robot.is_some_and(|robot| robot.accepts) {
        if talk::accept(world, invitation, by, None) {
            comes_in(world, invitation, by);
        }
    } else {
        let subcode = robot.and_then(|robot| robot.declines.as_deref()).map_or(ErrorSubcode::Declined, ErrorSubcode::from);
        let why = talk::reason(ErrorCode::RemoteFailure, subcode);
        talk::fail(world, invitation, InvitationState::Declined, &why);
    }
}

/// A robot has accepted an invitation: it may share something, or hand the call over.
fn comes_in(world: &mut World, invitation: u64, by: UserId) {
    let (Some(robot), Some(invitation)) = (robot(world, by).cloned(), world.invitations.get(&invitation)) else { return };
    let conversation = invitation.company.derived.unwrap_or(invitation.conversation);
    let is_phone = matches!(invitation.kind, Kind::Phone { .. });
    for what in robot.shares {
        after(world, robot.delay, Due::Share { conversation, by, what });
    }
    if is_phone && robot.transfers_to.is_some() {
        after(world, robot.delay, Due::Transfer { conversation, by });
    }
}

fn transfer(world: &mut World, conversation: u64, by: UserId) {
    let to = robot(world, by).and_then(|robot| robot.transfers_to.as_deref()).and_then(|to| world.user_called(to));
    if let Some(to) = to.filter(|to| *to != by) {
        talk::forward::transfer(world, conversation, by, to);
    }
}

/// A message has come for somebody; if that is a robot, it may answer, or leave.
pub(crate) fn is_told(world: &mut World, conversation: u64, user: UserId, message: usize) {
    let Some(robot) = robot(world, user).cloned() else { return };
    let Some(held) = world.conversations.get(&conversation) else { return };
    // robots do not talk to each other for ever
    let is_person = |by: UserId| world.users.get(by).is_some_and(|by| by.robot.is_none());
    let Some(said) = held.history.get(message).filter(|said| is_person(said.by)) else { return };
    let heard = || held.history.messages().filter(|(_, said)| said.by != user).count();
    let leaves = robot.leaves_after.is_some_and(|most| heard() >= most);
    if let Some(text) = text(&said.content).and_then(|text| reply(&robot, &text)) {
        if robot.types {
            talk::type_(world, conversation, user);
        }
        let content = DataLink::plain(&format!("{text}\r\n"));
        after(world, robot.delay, Due::Say { conversation, by: user, content });
    }
    if leaves {
        after(world, robot.delay, Due::Leave { conversation, by: user });
    }
}

fn text(content: &DataLink) -> Option<String> {
    let (body, _) = content.decode_lenient().ok()?;
    body.text().ok().map(|text| text.trim_end().to_owned())
}

/// What a robot answers to a text.
fn reply(robot: &Robot, text: &str) -> Option<String> {
    let fits = |pattern: &str| WildMatch::new_case_insensitive(pattern).matches(text);
    if let Some(reply) = robot.replies.iter().find(|reply| fits(&reply.to)) {
        return Some(reply.with.replace("{}", text));
    }
    let pattern = robot.answers.as_ref()?;
    // a client that repeats what it is told would be told it again, for ever
    let begin = pattern.split("{}").next().unwrap_or_default();
    let is_echo = !begin.is_empty() && text.starts_with(begin);
    (!is_echo).then(|| pattern.replace("{}", text))
}

/// Somebody has made themself available: robots that greet write to them.
pub(crate) fn sees(world: &mut World, user: UserId) {
    let greets = |(id, other): (UserId, &crate::world::user::User)| Some((id, other.robot.as_ref()?.greets.clone()?));
    let greetings: Vec<(UserId, String)> =
        world.users.iter().enumerate().filter(|(id, _)| *id != user).filter_map(greets).collect();
    for (robot, greeting) in greetings {
        open(world, robot, user, None, Some(&greeting));
    }
}

fn call(world: &mut World, robot: UserId, index: usize, time: u64) {
    let Some(call) = self::robot(world, robot).and_then(|robot| robot.calls.get(index)).cloned() else { return };
    let Call { user, every, times, subject, message, .. } = call;
    if let Some(user) = world.user_called(&user) {
        open(world, robot, user, subject.as_deref(), message.as_deref());
    }
    if let Some(every) = every.filter(|_| times.is_none_or(|times| time < times)) {
        let at = world.now().saturating_add(every);
        world.agenda.add(at, Due::Call { robot, call: index, time: time + 1 });
    }
}

fn open(world: &mut World, robot: UserId, to: UserId, subject: Option<&str>, message: Option<&str>) {
    let subject = subject.and_then(|subject| subject.parse().ok());
    let message = message.map(DataLink::plain);
    talk::start(world, (robot, None), to, Opening { subject, message, ..Opening::default() });
}

/// Lets a robot write to somebody: where they talk already, or in an invitation.
///
/// # Errors
/// If there is no such robot, or nobody is called so.
pub(crate) fn write_as(world: &mut World, robot: &str, to: &str, text: &str) -> Result<(), WriteError> {
    let (by, to) = both(world, robot, to)?;
    match talking(world, by, to) {
        Some(conversation) => {
            talk::say(world, conversation, by, None, DataLink::plain(&format!("{text}\r\n")), false);
        }
        None => open(world, by, to, None, Some(text)),
    }
    Ok(())
}

/// Lets a robot share something with somebody with whom it talks, or end that.
///
/// # Errors
/// If there is no such robot, nobody is called so, or they do not talk with each other.
pub(crate) fn share_as(world: &mut World, robot: &str, with: &str, what: Share, is: bool) -> Result<(), WriteError> {
    let (by, other) = both(world, robot, with)?;
    let done = talking(world, by, other).is_some_and(|conversation| talk::share::share(world, conversation, by, what, is));
    if done { Ok(()) } else { Err(WriteError::Apart(robot.to_owned(), with.to_owned())) }
}

/// A robot, and whom it has to do with.
fn both(world: &World, robot: &str, other: &str) -> Result<(UserId, UserId), WriteError> {
    let by = world.user_called(robot).filter(|user| self::robot(world, *user).is_some());
    let by = by.ok_or_else(|| WriteError::Robot(robot.to_owned()))?;
    let other = world.user_called(other).ok_or_else(|| WriteError::User(other.to_owned()))?;
    Ok((by, other))
}

/// The latest conversation of two people.
fn talking(world: &World, one: UserId, other: UserId) -> Option<u64> {
    let both = |user: UserId| [one, other].contains(&user);
    let talks = |talk: &Conversation| talk.present().filter(|party| both(party.user)).count() == 2;
    world.conversations.iter().rev().find(|(_, talk)| talks(talk)).map(|(number, _)| *number)
}
