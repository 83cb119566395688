//! `ucwa events`

mod line;
mod source;
mod summary;

use std::io::{self, BufWriter, IsTerminal, Write};

use ucwa_model::{Broken, Decoder, Event, Foreign, Format, Response, Responses, Sender, StreamError, dialect::is_rel};

use self::{
    source::{Progress, Source},
    summary::Summary,
};
use crate::{Failure, Outcome, args::EventsArgs, output};

pub(crate) fn run(args: &EventsArgs) -> Outcome {
    let progress = Progress::over(&args.files);
    let mut printer = Printer::new(args);
    let mut outcome = Ok(());
    for file in &args.files {
        let source = Source::open(file, &progress)?;
        if let Err(error) = printer.read(source, &progress)? {
            anstream::eprintln!("error: {file}: {error}");
            outcome = Err(Failure::Input);
        }
    }
    progress.finish();
    output::outcome(printer.finish())?;
    if printer.summary.is_clean() { outcome } else { Err(Failure::Input) }
}

/// Writes what a stream has, or counts it.
struct Printer<'a> {
    args: &'a EventsArgs,
    out: BufWriter<io::Stdout>,
    summary: Summary,
    /// Whether somebody is watching: lines appear as soon as they are known.
    live: bool,
}

impl<'a> Printer<'a> {
    fn new(args: &'a EventsArgs) -> Self {
        let live = io::stdout().is_terminal();
        Self { args, out: BufWriter::with_capacity(1 << 16, io::stdout()), summary: Summary::new(), live }
    }

    /// Reads a stream to its end. The inner error is the stream's.
    fn read(&mut self, source: Source, progress: &Progress) -> Result<io::Result<()>, Failure> {
        let live = self.live || source.is_live();
        let decoder = Decoder::new(Format::Json);
        let decoder = if self.args.summary { decoder.report_unknown() } else { decoder };
        let mut responses = Responses::new(source).decoder(decoder);
        if let Some(format) = self.args.from {
            responses = responses.only(format.into());
        }
        loop {
            let (mut written, mut last) = (Ok(()), None);
            let next = responses.visit_next(|sender, event| {
                if written.is_ok() {
                    last = event.as_ref().err().map(|broken| broken.error().clone());
                    written = self.event(sender, &event);
                }
            });
            output::outcome(written)?;
            output::outcome(match next {
                None => return Ok(Ok(())),
                Some(Ok(response)) => self.response(&response, last.as_ref()),
                Some(Err(StreamError::Foreign(foreign))) => self.foreign(&foreign),
                Some(Err(StreamError::Io(error))) => return Ok(Err(error)),
                Some(Err(error)) => return Ok(Err(io::Error::other(error))),
            })?;
            if live {
                output::outcome(progress.suspend(|| self.out.flush()))?;
            }
        }
    }

    fn event(&mut self, sender: &Sender, event: &Result<Event, Broken>) -> io::Result<()> {
        match event {
            Ok(event) if !self.wants(sender, event) => Ok(()),
            Ok(event) if self.args.summary => {
                self.summary.event(sender, event);
                Ok(())
            }
            Ok(event) if self.args.json => line::event_json(&mut self.out, sender, event),
            Ok(event) => line::event(&mut self.out, sender, event),
            Err(broken) => {
                self.summary.broken();
                self.error(broken.error(), Some(broken.raw()))
            }
        }
    }

    /// What is left to say of a response: why it ended early, unless its last event has told it.
    fn response(&mut self, response: &Response, last: Option<&ucwa_model::Error>) -> io::Result<()> {
        self.summary.response(response);
        match &response.fault {
            Some(fault) if last != Some(fault) => self.error(fault, None),
            _ => Ok(()),
        }
    }

    fn foreign(&mut self, foreign: &Foreign) -> io::Result<()> {
        self.summary.foreign(foreign);
        self.error(&foreign.error, Some(&foreign.raw))
    }

    fn error(&mut self, error: &ucwa_model::Error, raw: Option<&[u8]>) -> io::Result<()> {
        match (self.args.summary, self.args.json) {
            (true, _) => Ok(()),
            (false, true) => line::error_json(&mut self.out, error, raw),
            (false, false) => line::error(&mut self.out, error),
        }
    }

    fn wants(&self, sender: &Sender, event: &Event) -> bool {
        let EventsArgs { sender: senders, event_type: types, rel: rels, .. } = self.args;
        let link = || event.link.as_ref().and_then(|link| link.rel.as_deref());
        fits(senders, || Some(&sender.rel))
            && fits(types, || event.event_type.as_ref().map(ucwa_model::enumerations::EventType::as_str))
            && fits(rels, link)
    }

    fn finish(&mut self) -> io::Result<()> {
        if self.args.summary {
            self.summary.write(&mut self.out, self.args.json)?;
        }
        self.out.flush()
    }
}

/// Whether a name is one of those that are wanted; if none are, all fit. Nobody needs to type the prefix of a dialect.
fn fits<'n>(wanted: &[String], name: impl FnOnce() -> Option<&'n str>) -> bool {
    wanted.is_empty() || name().is_some_and(|name| wanted.iter().any(|wanted| is_rel(name, wanted)))
}
