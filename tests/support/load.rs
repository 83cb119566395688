//! A seeded load: responses of the event channel as a busy client sees them, each in JSON and in XML.
//!
//! What is said, how often and how long, follows what servers send; names, subjects and texts are made up. The same seed
//! makes the same load on every machine.

#![allow(dead_code, unreachable_pub, reason = "each user takes what it needs")]

// the path of a module that was itself reached by a path counts from its own folder
#[path = "load/json.rs"]
mod json;
#[path = "load/markup.rs"]
mod markup;
#[path = "load/message.rs"]
mod message;
#[path = "load/resources.rs"]
mod resources;
#[path = "load/scenes.rs"]
mod scenes;
#[path = "load/world.rs"]
mod world;

use world::World;

/// How much a response holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// One scene of 2 to 4 events, about 1.8 KB.
    Small,
    /// 240 events, about 256 KB, as after a pause of the client.
    Large,
}

/// One response, in both formats.
#[derive(Clone, Debug)]
pub struct Response {
    /// Compact JSON.
    pub json: String,
    /// XML without white space between its elements.
    pub xml: String,
    /// How many events it has.
    pub events: usize,
}

/// An endless run of responses.
#[derive(Clone, Debug)]
pub struct Load {
    dice: fastrand::Rng,
    size: Size,
}

impl Load {
    /// A load of its own for each seed.
    pub fn new(seed: u64, size: Size) -> Self {
        Self { dice: fastrand::Rng::with_seed(seed), size }
    }
}

impl Iterator for Load {
    type Item = Response;

    fn next(&mut self) -> Option<Response> {
        let mut world = World::new(&mut self.dice, self.size);
        let message = scenes::message(&mut world, self.size);
        let events = message.senders.iter().map(|sender| sender.events.len()).sum();
        Some(Response { json: json::text(&message), xml: markup::text(&message), events })
    }
}
