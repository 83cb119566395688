//! Invitations: somebody is asked, and accepts, declines, or does not answer in time.

use std::collections::BTreeSet;

use ucwa_model::{
    DataLink, OperationId, Subject, Text,
    enumerations::{ErrorCode, ErrorSubcode, EventType, Importance, InvitationState, PreferredAvailability},
    general::Reason,
};

use super::{connect, forward, tell};
use crate::{
    acts::robot,
    world::{
        World,
        application::ApplicationId,
        conversation::{Audience, Conversation, Party, Taking},
        history::History,
        invitation::{Company, Invitation, Kind, RINGS},
        modality::{Line, Modality},
        user::UserId,
    },
};

/// What a conversation is about.
#[derive(Debug, Default)]
pub(crate) struct Opening {
    pub(crate) operation: Option<OperationId>,
    pub(crate) subject: Option<Subject>,
    pub(crate) importance: Option<Importance>,
    pub(crate) thread: Option<String>,
    pub(crate) message: Option<DataLink>,
}

/// Who is asked for what, by whom. Whoever asks does so in an application; robots have none.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) from: UserId,
    pub(crate) application: Option<ApplicationId>,
    pub(crate) address: Text,
    pub(crate) operation: Option<OperationId>,
    pub(crate) kind: Kind,
    pub(crate) company: Company,
}

/// How many invitations of one conversation can be looked at.
const KEPT: usize = 50;

/// Invites somebody to chat; the number of the invitation. `application` is where the user does so; robots have none.
pub(crate) fn start(
    world: &mut World,
    (from, application): (UserId, Option<ApplicationId>),
    to: UserId,
    mut opening: Opening,
) -> u64 {
    let address = world.uri(to).unwrap_or_default().into();
    let kind = Kind::Messaging { message: opening.message.take(), content: None };
    let operation = opening.operation.take();
    begin(world, Ask { from, application, address, operation, kind, company: Company::default() }, opening)
}

/// Invites somebody to a conversation that begins with it; the number of the invitation.
pub(crate) fn begin(world: &mut World, ask: Ask, opening: Opening) -> u64 {
    let conversation = open(world, opening, None);
    if let Some(talk) = world.conversations.get_mut(&conversation) {
        talk.parties.push(Party::new(ask.from, ask.application, Taking::Part));
    }
    if let Some(id) = ask.application {
        tell::conversation(world, id, conversation, EventType::Added, None);
    }
    issue(world, conversation, ask)
}

/// A conversation without anybody in it.
pub(super) fn open(world: &mut World, opening: Opening, meeting: Option<u64>) -> u64 {
    let number = world.number();
    let Opening { subject, importance, thread, .. } = opening;
    let conversation = Conversation {
        subject,
        importance,
        thread: thread.map_or_else(|| format!("{:032x}", fastrand::u128(..)).into(), Into::into),
        created: world.clock.date(),
        parties: Vec::new(),
        history: History::default(),
        used: BTreeSet::new(),
        invitations: Vec::new(),
        meeting,
        audience: Audience::default(),
        session: None,
        sharer: None,
        spotlight: None,
        sharing: None,
        over: None,
    };
    world.conversations.insert(number, conversation);
    number
}

/// Asks somebody; the number of the invitation.
pub(crate) fn issue(world: &mut World, conversation: u64, ask: Ask) -> u64 {
    let to = world.user_called(&ask.address).filter(|to| *to != ask.from);
    let Ask { from, application, address, operation, kind, company } = ask;
    let until = world.now() + RINGS;
    let state = InvitationState::Connecting;
    let at = Vec::new();
    let number =
        note(world, Invitation { kind, conversation, from, application, to, address, at, operation, state, until, company });
    connecting(world, number);
    if let Some(id) = application {
        tell::invitation(world, id, number, EventType::Started, None);
    }
    let (callees, forwarded_by) = match (to, world.invitations.get(&number)) {
        (Some(to), Some(invitation)) => forward::callees(world, to, invitation),
        _ => (Vec::new(), None),
    };
    if let (Some(invitation), Some(_)) = (world.invitations.get_mut(&number), forwarded_by) {
        invitation.company.forwarded_by = forwarded_by;
    }
    match reach(world, number, &callees) {
        Ok(reached) => ring(world, number, &callees, &reached),
        Err(why) => {
            fail(world, number, InvitationState::Failed, &why);
        }
    }
    number
}

/// Remembers an invitation, and forgets old ones of its conversation.
pub(super) fn note(world: &mut World, invitation: Invitation) -> u64 {
    let number = world.number();
    if invitation.is_open() {
        world.ringing.insert((invitation.until, number));
    }
    let is_open = |number: &u64| world.invitations.get(number).is_some_and(Invitation::is_open);
    if let Some(talk) = world.conversations.get_mut(&invitation.conversation) {
        talk.invitations.push(number);
        let oldest = talk.invitations.first().copied().filter(|oldest| talk.invitations.len() > KEPT && !is_open(oldest));
        if let Some(oldest) = oldest {
            talk.invitations.remove(0);
            world.invitations.remove(&oldest);
        }
    }
    world.invitations.insert(number, invitation);
    number
}

/// The modalities of whoever asks are on their way.
fn connecting(world: &mut World, number: u64) {
    let Some(invitation) = world.invitations.get(&number) else { return };
    let party = world.conversations.get_mut(&invitation.conversation).and_then(|talk| talk.party_mut(invitation.from));
    if let Some(party) = party {
        for modality in invitation.modalities() {
            party.lines.set(*modality, Line::Connecting);
        }
    }
}

/// Finds the applications in which somebody can be asked; who of those who are called can be.
///
/// # Errors
/// Why they cannot be.
fn reach(world: &mut World, number: u64, callees: &[UserId]) -> Result<Vec<UserId>, Box<Reason>> {
    let (mut at, mut reached) = (Vec::new(), Vec::new());
    let mut outcome = Err(Box::new(tell::reason(ErrorCode::RemoteFailure, ErrorSubcode::DestinationNotFound)));
    for who in callees {
        match places(world, number, *who) {
            Ok(places) => {
                at.extend(places);
                reached.push(*who);
                outcome = Ok(());
            }
            Err(why) => outcome = outcome.or(Err(why)),
        }
    }
    if let Some(invitation) = world.invitations.get_mut(&number) {
        invitation.at = at;
    }
    outcome.map(|()| reached)
}

/// The applications in which one of those who are called can be asked.
fn places(world: &World, number: u64, to: UserId) -> Result<Vec<ApplicationId>, Box<Reason>> {
    let remote = |subcode| Box::new(tell::reason(ErrorCode::RemoteFailure, subcode));
    let (Some(user), Some(invitation)) = (world.users.get(to), world.invitations.get(&number)) else {
        return Err(remote(ErrorSubcode::DestinationNotFound));
    };
    if user.preferred == PreferredAvailability::DoNotDisturb {
        return Err(remote(ErrorSubcode::DoNotDisturb));
    }
    let modalities = invitation.modalities().to_vec();
    let takes_part = world.conversations.get(&invitation.conversation).and_then(|talk| talk.party(to));
    let place = takes_part.filter(|party| party.presence == Taking::Part).and_then(|party| party.application);
    let reachable = place.map_or_else(|| world.reachable(to), |place| vec![place]);
    let supports = |id: &ApplicationId| {
        let available = world.applications.get(id).and_then(|application| application.available.as_ref());
        available.is_some_and(|available| modalities.iter().all(|modality| modality.is_among(&available.modalities)))
    };
    let at: Vec<ApplicationId> = reachable.iter().copied().filter(supports).collect();
    let is_robot = user.robot.is_some();
    let needs_media = modalities.iter().any(|modality| matches!(modality, Modality::Audio | Modality::Video));
    if at.is_empty() && (needs_media || !is_robot) {
        let is_there = is_robot || !reachable.is_empty();
        return Err(remote(if is_there { ErrorSubcode::ModalityNotSupported } else { ErrorSubcode::Unreachable }));
    }
    Ok(at)
}

/// Lets it ring wherever somebody can be asked.
fn ring(world: &mut World, number: u64, callees: &[UserId], reached: &[UserId]) {
    let Some(invitation) = world.invitations.get(&number) else { return };
    let (conversation, caller, at) = (invitation.conversation, invitation.application, invitation.at.clone());
    let rings_long = !matches!(invitation.kind, Kind::Messaging { .. });
    let Some(talk) = world.conversations.get_mut(&conversation) else { return };
    for who in callees {
        if talk.party(*who).is_none_or(|party| party.presence != Taking::Part) {
            talk.enter(Party::new(*who, None, Taking::Invited));
        }
    }
    let robot = answering(world, &at, reached);
    for id in at {
        tell::invitation(world, id, number, EventType::Started, None);
        if is_asked(world, conversation, id) {
            tell::conversation(world, id, conversation, EventType::Added, None);
        }
    }
    if let Some(robot) = robot {
        return robot::is_invited(world, number, robot);
    }
    if let (true, Some(invitation)) = (rings_long, world.invitations.get_mut(&number)) {
        invitation.state = InvitationState::Alerting;
        if let Some(id) = caller {
            tell::invitation(world, id, number, EventType::Updated, None);
        }
    }
}

/// The robot that answers, if one has been reached: where it rings for somebody else, it is for them to answer.
fn answering(world: &World, at: &[ApplicationId], reached: &[UserId]) -> Option<UserId> {
    let is_robot = |who: &UserId| world.users.get(*who).is_some_and(|user| user.robot.is_some());
    let robot = reached.iter().copied().find(is_robot)?;
    let is_own = |id: &ApplicationId| world.applications.get(id).is_some_and(|application| application.user == robot);
    at.iter().all(is_own).then_some(robot)
}

/// Whether the user of an application has been asked to a conversation in which they take no part yet.
pub(super) fn is_asked(world: &World, conversation: u64, id: ApplicationId) -> bool {
    let user = world.applications.get(&id).map(|application| application.user);
    let party = user.and_then(|user| world.conversations.get(&conversation)?.party(user));
    party.is_some_and(|party| party.presence == Taking::Invited)
}

/// Somebody accepts, in one of their applications or as a robot. False if it is too late.
pub(crate) fn accept(world: &mut World, number: u64, who: UserId, application: Option<ApplicationId>) -> bool {
    let Some(invitation) = close(world, number, InvitationState::Connected) else { return false };
    invitation.company.accepted_by = Some(who);
    let (conversation, caller, at) = (invitation.conversation, invitation.application, invitation.at.clone());
    let elsewhere = tell::reason(ErrorCode::Informational, ErrorSubcode::ConnectedElsewhere);
    for id in at.into_iter().filter(|id| Some(*id) != application) {
        tell::invitation(world, id, number, EventType::Completed, Some(&elsewhere));
        if is_asked(world, conversation, id) {
            tell::conversation(world, id, conversation, EventType::Deleted, Some(&elsewhere));
        }
    }
    if let Some(talk) = world.conversations.get_mut(&conversation) {
        let others = talk.parties.iter_mut().filter(|party| party.user != who && party.presence == Taking::Invited);
        others.for_each(|party| party.presence = Taking::Left);
    }
    connect::connect(world, number, who, application);
    // servers tell of it last: some clients look at the last event of a response alone
    for id in caller.into_iter().chain(application) {
        tell::invitation(world, id, number, EventType::Completed, None);
    }
    connect::say_first(world, number);
    true
}

/// An invitation comes to nothing. False if it is too late.
pub(crate) fn fail(world: &mut World, number: u64, state: InvitationState, why: &Reason) -> bool {
    let Some(invitation) = close(world, number, state) else { return false };
    let seen: Vec<ApplicationId> = invitation.seen_by().collect();
    for id in seen {
        tell::invitation(world, id, number, EventType::Completed, Some(why));
    }
    connect::give_up(world, number, why);
    true
}

/// One of several applications is not going to answer; when none is left, nobody does. False if it is too late.
pub(crate) fn decline_here(world: &mut World, number: u64, id: ApplicationId, why: &Reason) -> bool {
    let Some(invitation) = world.invitations.get(&number).filter(|invitation| invitation.is_open()) else { return false };
    if invitation.at.iter().all(|other| *other == id) {
        return fail(world, number, InvitationState::Declined, why);
    }
    let conversation = invitation.conversation;
    tell::invitation(world, id, number, EventType::Completed, Some(why));
    tell::conversation(world, id, conversation, EventType::Deleted, Some(why));
    if let Some(invitation) = world.invitations.get_mut(&number) {
        invitation.at.retain(|other| *other != id);
    }
    true
}

/// An invitation that was open, and no longer is.
pub(super) fn close(world: &mut World, number: u64, state: InvitationState) -> Option<&mut Invitation> {
    let invitation = world.invitations.get_mut(&number).filter(|invitation| invitation.is_open())?;
    world.ringing.remove(&(invitation.until, number));
    invitation.state = state;
    Some(invitation)
}

/// The invitations of a conversation that are open.
pub(super) fn open_in(world: &World, conversation: u64) -> Vec<u64> {
    let all = world.conversations.get(&conversation).map(|talk| talk.invitations.clone()).unwrap_or_default();
    all.into_iter().filter(|number| world.invitations.get(number).is_some_and(Invitation::is_open)).collect()
}

/// Withdraws what somebody has asked for or is asked for in a modality.
pub(super) fn withdraw(world: &mut World, conversation: u64, user: UserId, modality: Modality) {
    withdraw_where(world, conversation, user, |invitation| invitation.modalities().contains(&modality));
}

/// Withdraws all that somebody has asked for or is asked for in a conversation.
pub(super) fn withdraw_all(world: &mut World, conversation: u64, user: UserId) {
    withdraw_where(world, conversation, user, |_| true);
}

fn withdraw_where(world: &mut World, conversation: u64, user: UserId, is: impl Fn(&Invitation) -> bool) {
    for number in open_in(world, conversation) {
        let Some(invitation) = world.invitations.get(&number).filter(|invitation| is(invitation)) else { continue };
        if invitation.from == user {
            fail(world, number, InvitationState::Cancelled, &tell::reason(ErrorCode::LocalFailure, ErrorSubcode::Canceled));
        } else if invitation.to == Some(user) {
            fail(world, number, InvitationState::Declined, &tell::reason(ErrorCode::RemoteFailure, ErrorSubcode::Declined));
        } else {
            decline_for(world, number, user);
        }
    }
}

/// One of several who are called is not going to answer; it goes on ringing for the others.
fn decline_for(world: &mut World, number: u64, user: UserId) {
    let at = world.invitations.get(&number).map(|invitation| invitation.at.clone()).unwrap_or_default();
    let why = tell::reason(ErrorCode::RemoteFailure, ErrorSubcode::Declined);
    for id in at {
        if world.applications.get(&id).is_some_and(|application| application.user == user) {
            decline_here(world, number, id, &why);
        }
    }
}
