//! A UCWA server in memory, that real clients sign in to: to build and test clients without a Skype for Business server.
//!
//! It is what `ucwa-model` says of the protocol, from the server's side: discovery, tokens, applications, the event channel,
//! presence and instant messages, in JSON and in XML. Whatever it answers in either, reasons of errors included, is checked against
//! the schema before it leaves. State is in memory, and ends with the [`Emulator`].
//!
//! The rooms, from the ground up: `world` is what there is, `shown` what an application sees of it, `acts` what happens, and who is
//! told of it, `serve` what a request asks for, and `transport` HTTP.

mod acts;
mod control;
mod emulator;
mod faults;
mod inspect;
mod log;
mod photo;
mod scenario;
mod serve;
mod shown;
mod transport;
mod world;

pub use self::{
    acts::robot::WriteError,
    emulator::{Builder, Emulator, FaultId, StartError},
    faults::{Effect, Fault, FaultError},
    scenario::{Answering, Call, Change, DistributionGroup, Robot, Scenario, ScenarioError, Share, User},
    world::answered::Answered,
};

/// The examples of the README are compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
