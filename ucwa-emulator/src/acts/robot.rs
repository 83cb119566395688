//! Robots: users whom nobody plays. They answer at once.

use ucwa_model::{
    DataLink,
    enumerations::{ErrorCode, ErrorSubcode, InvitationState},
};

use super::talk::{self, Opening};
use crate::world::{World, user::UserId};

/// A robot is invited: it accepts or declines.
pub(crate) fn is_invited(world: &mut World, invitation: u64) {
    let to = world.invitations.get(&invitation).map(|invitation| invitation.to);
    let robot = to.and_then(|to| world.users.get(to)?.robot.as_ref());
    if robot.is_some_and(|robot| robot.accepts) {
        talk::accept(world, invitation, None);
    } else {
        let why = talk::reason(ErrorCode::RemoteFailure, ErrorSubcode::Declined);
        talk::fail(world, invitation, InvitationState::Declined, &why);
    }
}

/// A message has come for somebody; if that is a robot, it may answer.
pub(crate) fn is_told(world: &mut World, conversation: u64, user: UserId, message: usize) {
    let Some(pattern) = world.users.get(user).and_then(|user| user.robot.as_ref()?.answers.clone()) else { return };
    let said = world.conversations.get(&conversation).and_then(|conversation| conversation.messages.get(message));
    // robots do not talk to each other for ever
    let Some(said) = said.filter(|said| world.users.get(said.by).is_some_and(|by| by.robot.is_none())) else { return };
    let Some(text) =
        said.content.decode_lenient().ok().and_then(|(body, _)| body.text().ok().map(|text| text.trim_end().to_owned()))
    else {
        return;
    };
    // a client that repeats what it is told would be told it again, for ever
    let begin = pattern.split("{}").next().unwrap_or_default();
    if !begin.is_empty() && text.starts_with(begin) {
        return;
    }
    let answer = DataLink::plain(&format!("{}\r\n", pattern.replace("{}", &text)));
    talk::say(world, conversation, user, None, answer, false);
}

/// Somebody has made themself available: robots that greet write to them.
pub(crate) fn sees(world: &mut World, user: UserId) {
    let greets = |(id, other): (UserId, &crate::world::user::User)| Some((id, other.robot.as_ref()?.greets.clone()?));
    let greetings: Vec<(UserId, String)> =
        world.users.iter().enumerate().filter(|(id, _)| *id != user).filter_map(greets).collect();
    for (robot, greeting) in greetings {
        let message = Some(DataLink::plain(&greeting));
        talk::start(world, (robot, None), user, Opening { message, ..Opening::default() });
    }
}
