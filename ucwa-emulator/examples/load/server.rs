//! The server, in a process of its own.

use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    process::{Child, Command, Stdio},
    time::Duration,
};

use ucwa_emulator::{Effect, Emulator, Fault, User};

use crate::{Args, Outcome};

/// Is the server: says where it is, and, when its input ends, how many answers broke the schema.
pub(crate) async fn serve(users: usize, faults: bool) -> Outcome<()> {
    let users = (0..users).map(|number| User::new(format!("user{number}@contoso.com")));
    let mut builder = users.fold(Emulator::builder(), ucwa_emulator::Builder::user);
    if faults {
        builder = self::faults().into_iter().fold(builder, ucwa_emulator::Builder::fault);
    }
    let emulator = builder.start().await?;
    println!("{}", emulator.url());
    tokio::task::spawn_blocking(|| io::stdin().read_to_end(&mut Vec::new())).await??;
    let violations = emulator.violations();
    violations.iter().take(5).for_each(|violation| eprintln!("violation: {violation}"));
    println!("{}", violations.len());
    Ok(())
}

/// What goes wrong on the way: nothing by which an event would be lost for good.
fn faults() -> Vec<Fault> {
    let (latency, chance) = (Effect::Latency(Duration::from_millis(20)), 0.01);
    let on_both = [latency, Effect::Unauthorized, Effect::InternalError, Effect::Unavailable(0), Effect::HtmlPage(502)];
    let on_events = [Effect::ExpiredToken, Effect::Cut(50), Effect::BrokenEvent, Effect::UnknownMembers, Effect::HtmlPage(200)];
    let faults = on_both.iter().flat_map(|effect| ["events", "sendMessage"].map(|operation| (*effect, operation)));
    let faults = faults.chain(on_events.map(|effect| (effect, "events")));
    faults
        .enumerate()
        .map(|(seed, (effect, operation))| Fault::new(effect).operation(operation).with_chance(chance, seed as u64))
        .collect()
}

/// The server, as its parent sees it.
pub(crate) struct Server {
    child: Child,
    url: String,
    output: BufReader<std::process::ChildStdout>,
}

impl Server {
    pub(crate) fn start(args: &Args) -> Outcome<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["--serve", &args.applications.to_string()]).stdin(Stdio::piped()).stdout(Stdio::piped());
        if args.faults {
            command.arg("--faults");
        }
        let mut child = command.spawn()?;
        let mut output = BufReader::new(child.stdout.take().ok_or("no output")?);
        let mut url = String::new();
        output.read_line(&mut url)?;
        Ok(Self { child, url: url.trim_end().to_owned(), output })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// What is in memory, in KiB; 0 where the system does not say.
    pub(crate) fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
    }

    /// How much time it has taken of the processor; none where the system does not say.
    pub(crate) fn cpu(&self) -> Duration {
        const TICKS: u64 = 100;
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
        let ticks: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
        Duration::from_millis(ticks * 1000 / TICKS)
    }

    /// Ends it; how many answers broke the schema.
    pub(crate) fn stop(mut self) -> Outcome<usize> {
        if let Some(mut input) = self.child.stdin.take() {
            input.flush()?;
        }
        let mut violations = String::new();
        self.output.read_line(&mut violations)?;
        self.child.wait()?;
        Ok(violations.trim_end().parse()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // it may have ended
        let _ = self.child.kill();
    }
}
