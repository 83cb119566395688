//! [`Builder`], what an emulator is started with.

use std::{io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use axum::Router;
use tokio::{net::TcpListener, task::JoinSet};
use tower_http::compression::CompressionLayer;

use super::Emulator;
use crate::{
    Fault, Scenario, ScenarioError, User,
    acts::robot,
    control,
    inspect::{self, Inspector},
    log::Log,
    serve,
    transport::Shared,
    world::{World, answered::Tally},
};

/// What an emulator is started with; see [`Emulator::builder`].
#[derive(Clone, Debug)]
pub struct Builder {
    scenario: Scenario,
    port: u16,
    control: Option<u16>,
    inspect: Option<u16>,
    log: Option<PathBuf>,
    origin: Option<String>,
}

/// Why an emulator does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The port cannot be had.
    #[error("port {port}: {cause}")]
    Port {
        /// The port that was asked for; 0 stands for any.
        port: u16,
        /// Why.
        cause: io::Error,
    },
    /// The log cannot be written.
    #[error("{}: {cause}", path.display())]
    Log {
        /// Where it was to be.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// The scenario contradicts itself.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
}

impl Builder {
    pub(super) fn new() -> Self {
        Self { scenario: Scenario::new(), port: 0, control: None, inspect: None, log: None, origin: None }
    }

    /// Sets all users at once.
    #[must_use]
    pub fn scenario(self, scenario: Scenario) -> Self {
        Self { scenario, ..self }
    }

    /// Adds a user.
    #[must_use]
    pub fn user(mut self, user: User) -> Self {
        self.scenario.users.push(user);
        self
    }

    /// Sets how long tokens last.
    #[must_use]
    pub fn token_lifetime(mut self, lasts: Duration) -> Self {
        self.scenario.token_lifetime = lasts;
        self
    }

    /// Lets something go wrong, from the start.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.scenario.faults.push(fault);
        self
    }

    /// Sets the port; any free one if nothing is said.
    #[must_use]
    pub fn port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// Opens a control port, 0 for any free one: faults, time and robots over HTTP, for tests that are not written in Rust. What there
    /// is, a GET of its root says.
    #[must_use]
    pub fn control(self, port: u16) -> Self {
        Self { control: Some(port), ..self }
    }

    /// Opens a port, 0 for any free one, with a page to look at in a browser: every exchange as it happens, without tokens and passwords.
    /// The latest ten thousand are kept for whoever looks later.
    #[must_use]
    pub fn inspect(self, port: u16) -> Self {
        Self { inspect: Some(port), ..self }
    }

    /// Logs every exchange into a file, as an HTTP archive (HAR 1.2) without tokens and passwords. It is whole after each exchange,
    /// also if the process is killed. A file that is there already is written over.
    #[must_use]
    pub fn log(self, path: impl Into<PathBuf>) -> Self {
        Self { log: Some(path.into()), ..self }
    }

    /// Sets the origin of the URLs that discovery hands out, as in `https://lyncdiscover.contoso.com`, for clients that reach the emulator
    /// through something that speaks TLS or has another name; where it listens if nothing is said.
    #[must_use]
    pub fn origin(self, origin: impl Into<String>) -> Self {
        Self { origin: Some(origin.into()), ..self }
    }

    /// Starts it, on the loopback address of this machine.
    ///
    /// # Errors
    /// If a port cannot be had or the log cannot be written, two users have one address, or a fault makes no sense.
    pub async fn start(self) -> Result<Emulator, StartError> {
        let Self { scenario, port, control, inspect, log, origin } = self;
        scenario.check()?;
        let log = match log {
            Some(path) => Some(Log::create(&path).map_err(|cause| StartError::Log { path, cause })?),
            None => None,
        };
        let mut listeners = vec![listen(port).await?];
        if scenario.users.iter().any(|user| user.pool == 2) {
            listeners.push(listen(0).await?);
        }
        let addresses: Vec<SocketAddr> = listeners.iter().map(|(_, address)| *address).collect();
        let mut origins: Vec<String> = addresses.iter().map(|address| format!("http://{address}")).collect();
        origins.splice(..usize::from(origin.is_some()), origin);
        let name = origins.first().map_or("", String::as_str);
        let inspector = inspect.map(|port| (port, Arc::new(Inspector::new(name))));
        let mut world = World::new(origins, scenario)?;
        world.tally = Tally::of(serve::operations());
        robot::plan(&mut world);
        let shared = Shared::new(world, log, inspector.as_ref().map(|(_, inspector)| Arc::clone(inspector)));
        // they end when they are dropped
        let mut tasks = JoinSet::new();
        for (server, (listener, _)) in listeners.into_iter().enumerate() {
            let state = shared.clone();
            let router = Router::new().fallback(move |request| state.clone().serve(server, request));
            let router = router.layer(CompressionLayer::new());
            tasks.spawn(async move { drop(axum::serve(listener, router).await) });
        }
        tasks.spawn(shared.clone().keep_time());
        let control = control.map(|port| (port, control::router(shared.clone())));
        let control = open(control, &mut tasks).await?;
        let inspect = inspector.map(|(port, inspector)| (port, inspect::router(inspector)));
        let inspect = open(inspect, &mut tasks).await?;
        Ok(Emulator { addresses, control, inspect, shared, tasks })
    }
}

/// Serves on a port of its own, if there is anything to serve.
async fn open(served: Option<(u16, Router)>, tasks: &mut JoinSet<()>) -> Result<Option<SocketAddr>, StartError> {
    let Some((port, router)) = served else { return Ok(None) };
    let (listener, address) = listen(port).await?;
    tasks.spawn(async move { drop(axum::serve(listener, router).await) });
    Ok(Some(address))
}

/// Listens on the loopback address of this machine.
async fn listen(port: u16) -> Result<(TcpListener, SocketAddr), StartError> {
    let failed = |cause| StartError::Port { port, cause };
    let listener = TcpListener::bind(("127.0.0.1", port)).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}
