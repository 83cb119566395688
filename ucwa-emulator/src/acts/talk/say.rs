//! Messages, and who is typing.

use std::time::Duration;

use ucwa_model::{
    DataLink, Date, Text,
    enumerations::{EventStatus, EventType, Status},
};

use super::tell;
use crate::{
    acts::robot,
    shown::conversation::{self as shown, may_write},
    world::{World, application::ApplicationId, conversation::Party, history::Said, modality::Modality, user::UserId},
};

/// How long somebody is seen to type who does not say so again.
const TYPES: Duration = Duration::from_secs(15);

/// How long an application may be silent until nothing reaches it any more.
const DEAF: Duration = Duration::from_secs(5 * 60);

/// Somebody says something; its number among the messages. `None` if there is nobody to hear it, or they may not.
pub(crate) fn say(
    world: &mut World,
    number: u64,
    by: UserId,
    operation: Option<Text>,
    content: DataLink,
    is_html: bool,
) -> Option<usize> {
    let conversation = world.conversations.get(&number)?;
    let party = conversation.party(by).filter(|party| hears(party) && may_write(conversation, party))?;
    let own = party.application;
    let others: Vec<(UserId, Option<ApplicationId>)> = conversation
        .present()
        .filter(|party| party.user != by && hears(party))
        .map(|party| (party.user, party.application))
        .collect();
    if others.is_empty() {
        return None;
    }
    type_no_more(world, number, by);
    let (reached, failed): (Vec<_>, Vec<_>) = others.into_iter().partition(|(_, id)| is_reached(world, *id));
    let failed: Vec<UserId> = failed.into_iter().map(|(user, _)| user).collect();
    let (status, event_status) =
        if failed.is_empty() { (Status::Succeeded, EventStatus::Success) } else { (Status::Failed, EventStatus::Failure) };
    let date = world.clock.date();
    let conversation = world.conversations.get_mut(&number)?;
    let index = conversation.history.say(Said { by, operation, content, is_html, date, status, failed });
    if let Some(id) = own {
        tell::message(world, id, number, index, None);
        tell::message(world, id, number, index, Some(event_status));
    }
    for id in reached.iter().filter_map(|(_, id)| *id) {
        tell::message(world, id, number, index, Some(EventStatus::Success));
    }
    for (user, _) in reached {
        robot::is_told(world, number, user, index);
    }
    Some(index)
}

/// The latest message that has come in an application comes again. False if there is none.
pub(crate) fn replay(world: &mut World, id: ApplicationId) -> bool {
    let Some(user) = world.applications.get(&id).map(|application| application.user) else { return false };
    let seen = world.conversations.iter().filter(|(number, _)| shown::view(world, id, **number).is_some());
    let heard = seen.filter_map(|(number, talk)| {
        let first = talk.party(user)?.hears_from;
        let (index, said) = talk.history.messages().rev().find(|(index, said)| *index >= first && said.by != user)?;
        Some((said.date.map(Date::as_milliseconds), *number, index))
    });
    let Some((_, number, index)) = heard.max() else { return false };
    tell::message(world, id, number, index, Some(EventStatus::Success));
    true
}

fn hears(party: &Party) -> bool {
    party.lines.of(Modality::Messaging).is_on()
}

/// Whether messages still come through: a robot always hears, an application as long as it asks for events.
fn is_reached(world: &World, id: Option<ApplicationId>) -> bool {
    let Some(id) = id else { return true };
    world.applications.get(&id).is_some_and(|application| application.is_listening() || application.seen + DEAF > world.now())
}

/// Somebody begins to type, or goes on.
pub(crate) fn type_(world: &mut World, number: u64, user: UserId) {
    let until = world.now() + TYPES;
    let Some(party) = world.conversations.get_mut(&number).and_then(|conversation| conversation.party_mut(user)) else { return };
    let before = party.typing.replace(until);
    if let Some(before) = before {
        world.typing.remove(&(before, number, user));
    }
    world.typing.insert((until, number, user));
    if before.is_none() {
        typists(world, number, user, &EventType::Added);
    }
}

/// Somebody types no longer: they have said what they had to say, or have stopped.
pub(crate) fn type_no_more(world: &mut World, number: u64, user: UserId) {
    let party = world.conversations.get_mut(&number).and_then(|conversation| conversation.party_mut(user));
    if let Some(until) = party.and_then(|party| party.typing.take()) {
        world.typing.remove(&(until, number, user));
        typists(world, number, user, &EventType::Deleted);
    }
}

/// Tells the others who has begun to type, or has stopped.
fn typists(world: &mut World, number: u64, user: UserId, what: &EventType) {
    for (_, id) in tell::present(world, number).into_iter().filter(|(other, _)| *other != user) {
        tell::participant(world, id, number, user, what.clone(), Some("typingParticipants"));
    }
}
