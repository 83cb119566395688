//! [`Emulator`], a server that runs as long as it is held.

mod builder;

use std::{net::SocketAddr, time::Duration};

use tokio::task::JoinSet;

pub use self::builder::{Builder, StartError};
use crate::{
    Answered, Fault, FaultError, Scenario, Share,
    acts::{
        robot::{self, WriteError},
        sign_in,
    },
    transport::Shared,
    world::clock::Clock,
};

/// A UCWA server in memory, on a port of this machine, as long as it is held. When it is dropped, requests that wait are answered with
/// 503, and the port is free.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// use ucwa_emulator::{Emulator, Robot, User};
///
/// let emulator = Emulator::builder()
///     .user(User::new("lene@contoso.com"))
///     .user(User::new("echo@contoso.com").with_robot(Robot::new().with_answer("{}")))
///     .start()
///     .await?;
/// let root = reqwest::get(emulator.url()).await?.text().await?;
/// assert!(root.contains(r#""user":{"href":"http://127.0.0.1:"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Debug)]
pub struct Emulator {
    /// Of each server: one, or two.
    addresses: Vec<SocketAddr>,
    control: Option<SocketAddr>,
    inspect: Option<SocketAddr>,
    shared: Shared,
    /// The server, and what lets time pass.
    tasks: JoinSet<()>,
}

/// Which of the faults of an emulator one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FaultId(u64);

impl Emulator {
    /// An emulator without users so far.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// Starts an emulator with the users of [`Scenario::default`].
    ///
    /// # Errors
    /// If no port can be had.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().scenario(Scenario::default()).start().await
    }

    /// Where it is, as in `http://127.0.0.1:8080`: where discovery begins.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.addresses.first().copied().unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 0)))
    }

    /// Where the second server is, if somebody is at [home](crate::User::pool) there.
    #[must_use]
    pub fn second_url(&self) -> Option<String> {
        self.addresses.get(1).map(|address| format!("http://{address}"))
    }

    /// Stops time: from now on it moves only by [`advance`](Self::advance), so that tests need not wait.
    pub fn stop_time(&self) {
        self.shared.move_time(Clock::stop);
    }

    /// Lets time pass, for tokens, applications and invitations to expire and for polls to end. It ends after a hundred years.
    pub fn advance(&self, by: Duration) {
        self.shared.move_time(|clock| clock.advance(by));
    }

    /// Lets time move by itself again.
    pub fn run_time(&self) {
        self.shared.move_time(Clock::run);
    }

    /// Lets something go wrong from now on; the number takes it away again.
    ///
    /// ```
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// use ucwa_emulator::{Effect, Emulator, Fault};
    ///
    /// let emulator = Emulator::start().await?;
    /// let fault = emulator.fault(Fault::new(Effect::Unavailable(5)).operation("root").times(1))?;
    /// let answer = reqwest::get(emulator.url()).await?;
    /// assert_eq!((answer.status().as_u16(), &answer.headers()["retry-after"]), (503, &"5".parse()?));
    /// assert_eq!(reqwest::get(emulator.url()).await?.status().as_u16(), 200);
    /// assert_eq!(emulator.happened(fault), Some(1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    /// If it makes no sense: its operation is none of the schema's, or nobody is called as its user.
    pub fn fault(&self, fault: Fault) -> Result<FaultId, FaultError> {
        self.shared.change(|world| world.add_fault(fault)).map(FaultId)
    }

    /// Takes a fault away; false if that has been done.
    pub fn remove_fault(&self, fault: FaultId) -> bool {
        self.shared.change(|world| world.faults.remove(fault.0))
    }

    /// How often a fault has happened; nothing if it has been taken away.
    #[must_use]
    pub fn happened(&self, fault: FaultId) -> Option<u64> {
        self.shared.lock().faults.all().iter().find(|live| live.id == fault.0).map(|live| live.happened)
    }

    /// Ends all tokens of a user: from now on their requests are answered with 401. How many there were.
    pub fn end_tokens(&self, user: &str) -> usize {
        self.shared.change(|world| sign_in::end_tokens(world, user))
    }

    /// Lets a robot write to somebody: where they talk already, or else in an invitation.
    ///
    /// # Errors
    /// If there is no such robot, or nobody is called so.
    pub fn write_as(&self, robot: &str, to: &str, text: &str) -> Result<(), WriteError> {
        self.shared.change(|world| robot::write_as(world, robot, to, text))
    }

    /// Lets a robot share something with somebody with whom it talks, or end that: no media flow, but it is signalled.
    ///
    /// # Errors
    /// If there is no such robot, nobody is called so, or they do not talk with each other.
    pub fn share_as(&self, robot: &str, with: &str, what: Share, is: bool) -> Result<(), WriteError> {
        self.shared.change(|world| robot::share_as(world, robot, with, what, is))
    }

    /// Where the control port is, if there is [one](Builder::control).
    #[must_use]
    pub fn control_url(&self) -> Option<String> {
        self.control.map(|address| format!("http://{address}"))
    }

    /// Where the page of exchanges is, if there is [one](Builder::inspect).
    #[must_use]
    pub fn inspect_url(&self) -> Option<String> {
        self.inspect.map(|address| format!("http://{address}/"))
    }

    /// Answers that broke the schema, which the emulator must not give: there should be none.
    #[must_use]
    pub fn violations(&self) -> Vec<String> {
        self.shared.lock().violations.clone()
    }

    /// How each operation that the emulator knows has been answered so far: which of them has a client used?
    ///
    /// ```
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// use ucwa_emulator::Emulator;
    ///
    /// let emulator = Emulator::start().await?;
    /// reqwest::get(emulator.url()).await?;
    /// let used: Vec<String> =
    ///     emulator.answered().iter().filter(|one| one.succeeded > 0).map(|one| one.operation.to_string()).collect();
    /// assert_eq!(used, ["GET root"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    #[must_use]
    pub fn answered(&self) -> Vec<Answered> {
        self.shared.lock().tally.list()
    }

    /// Waits until the server ends, which it does not by itself.
    pub async fn run(mut self) {
        while self.tasks.join_next().await.is_some() {}
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.shared.close();
    }
}
