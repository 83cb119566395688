//! Which events come together.

use super::{
    Size,
    message::{Event, Message, Sender},
    resources,
    world::World,
};

/// How many events a large response has.
const EVENTS: usize = 240;

/// The next response.
pub fn message(world: &mut World<'_>, size: Size) -> Message {
    let senders = match size {
        Size::Small => scene(world),
        Size::Large => crowd(world),
    };
    let acknowledged = world.dice.u32(100..5_000);
    let own = format!("{}/events?ack={acknowledged}", world.root);
    Message { own, next: format!("{}/events?ack={}", world.root, acknowledged + 1), senders }
}

/// What one thing that somebody did brings along.
fn scene(world: &mut World<'_>) -> Vec<Sender> {
    let conversation = world.conversation();
    match world.dice.u32(..1_000) {
        0..190 => {
            let me = format!("{}/me", world.root);
            let (presence, note) = (format!("{me}/presence"), format!("{me}/note"));
            let mine = vec![
                Event::bare("updated", "me", &*me),
                Event::bare("added", "presence", presence),
                Event::bare("added", "note", note),
            ];
            let first = resources::communication(world);
            vec![communication(world, vec![first]), sender("me", me, mine)]
        }
        190..325 => {
            let joined = resources::joined(world, &conversation);
            let messaging = resources::messaging(world, &conversation);
            vec![sender("conversation", conversation, vec![joined, messaging])]
        }
        325..550 => {
            let said = resources::message(world, &conversation);
            let other = if world.chance(50) {
                let event = resources::conversation(world, &conversation);
                communication(world, vec![event])
            } else {
                let event = resources::presence(world, false);
                people(world, vec![event])
            };
            vec![sender("conversation", conversation, vec![said]), other]
        }
        550..637 => {
            let invitation = resources::invitation(world, &conversation);
            let change = if world.chance(56) {
                resources::conversation(world, &conversation)
            } else {
                Event::bare("deleted", "conversation", conversation)
            };
            vec![communication(world, vec![invitation, change])]
        }
        _ => {
            let count = world.dice.u32(2..5);
            vec![presences(world, count)]
        }
    }
}

/// All that happened while nobody asked: 45 % presences, 25 % messages, 15 % participants, 10 % invitations, 5 % conversations.
fn crowd(world: &mut World<'_>) -> Vec<Sender> {
    let mut senders = Vec::new();
    let mut left = EVENTS;
    while left > 0 {
        let sender = match world.dice.u32(..100) {
            0..29 => {
                let count = world.dice.u32(6..17);
                presences(world, count)
            }
            29..83 => {
                let href = world.conversation();
                let count = world.dice.u32(1..10);
                let events = (0..count)
                    .map(|_| if world.chance(63) { resources::message(world, &href) } else { resources::joined(world, &href) });
                let events = events.collect();
                sender("conversation", href, events)
            }
            _ => {
                let count = world.dice.u32(3..10);
                let events = (0..count).map(|_| {
                    let conversation = world.conversation();
                    if world.chance(67) {
                        resources::invitation(world, &conversation)
                    } else {
                        resources::conversation(world, &conversation)
                    }
                });
                let events = events.collect();
                communication(world, events)
            }
        };
        let mut sender: Sender = sender;
        sender.events.truncate(left);
        left -= sender.events.len();
        senders.push(sender);
    }
    senders
}

fn presences(world: &mut World<'_>, count: u32) -> Sender {
    let events = (0..count).map(|_| {
        let embedded = world.chance(47);
        resources::presence(world, embedded)
    });
    let events = events.collect();
    people(world, events)
}

fn people(world: &World<'_>, events: Vec<Event>) -> Sender {
    sender("people", format!("{}/people", world.root), events)
}

fn communication(world: &World<'_>, events: Vec<Event>) -> Sender {
    sender("communication", format!("{}/communication", world.root), events)
}

fn sender(rel: &'static str, href: String, events: Vec<Event>) -> Sender {
    Sender { rel, href, events }
}
