//! `ucwa events`

mod line;
mod summary;

use std::io::{self, BufRead, Write};

use ucwa_inspect::{broken_response, document};
use ucwa_model::{
    Broken, Code, DecodeOptions, Decoder, Document, Event, Format, Response, Responses, Sender, StreamError, UnexpectedDocument,
    Violation, dialect::is_rel,
};

use self::{line::Start, summary::Summary};
use crate::{
    Failure, Outcome,
    args::EventsArgs,
    capture, finding,
    output::{self, Lines},
    source::{self, Named, Progress, Source},
};

pub(crate) fn run(args: &EventsArgs) -> Outcome {
    let files = source::files(&args.files);
    let progress = Progress::over(files.iter().map(|(file, _)| file));
    let mut printer = Printer { args, lines: Lines::plain(&progress), summary: Summary::new(), captured: None, is_whole: true };
    let mut clean = true;
    for (file, error) in files {
        let read = error.map_or_else(|| Source::open(&file, &progress), Err);
        let read = match read {
            Ok(source) => printer.read(&file, source)?,
            Err(error) => Err(error),
        };
        if let Err(error) = read {
            clean = false;
            output::outcome(printer.unreadable(&file, &error))?;
        }
    }
    progress.finish();
    output::outcome(printer.finish())?;
    if clean && printer.is_whole && printer.summary.is_clean() { Ok(()) } else { Err(Failure::Input) }
}

/// Writes what a stream has, or counts it.
struct Printer<'a> {
    args: &'a EventsArgs,
    lines: Lines<'a>,
    summary: Summary,
    /// When the response was asked for, as a capture has it.
    captured: Option<String>,
    /// Whether all responses of captures could be had.
    is_whole: bool,
}

impl Printer<'_> {
    /// Reads a file to its end: a stream, or the responses of a capture. The inner error is the file's.
    fn read(&mut self, file: &Named, source: Source) -> Result<io::Result<()>, Failure> {
        let Some(kind) = source.capture() else { return self.stream(file, source.is_live(), source) };
        let mut failure = None;
        let read = capture::recognised(kind, &file.name, source, &mut |recognised| {
            let part = Named::new(&capture::name_of(&file.name, &recognised.exchange));
            if let Some(fault) = recognised.exchange.faults.answer.as_ref().filter(|_| recognised.is_of_channel()) {
                self.is_whole = false;
                if let Err(error) = output::outcome(self.unreadable(&part, &io::Error::other(fault.clone()))) {
                    failure = Some(error);
                    return Err(io::ErrorKind::Interrupted.into());
                }
            }
            let Some((format, body)) = recognised.output() else { return Ok(()) };
            let is_success = recognised.exchange.answer.as_ref().is_some_and(|answer| answer.status().is_success());
            let is_channel = recognised.is_of_channel() && is_success;
            if !is_channel && !is_response(format, body) {
                return Ok(());
            }
            self.captured = recognised.exchange.time.clone();
            match self.stream(&part, false, body) {
                Ok(read) => read,
                Err(error) => {
                    failure = Some(error);
                    Err(io::ErrorKind::Interrupted.into())
                }
            }
        });
        self.captured = None;
        failure.map_or(Ok(read), Err)
    }

    /// Reads a stream to its end. The inner error is the stream's.
    fn stream(&mut self, file: &Named, live: bool, source: impl BufRead) -> Result<io::Result<()>, Failure> {
        let options = DecodeOptions::new();
        let options = if self.args.summary { options.report_unknown() } else { options };
        let mut responses = Responses::new(source).with_options(options);
        if let Some(format) = self.args.from {
            responses = responses.only(format.into());
        }
        for response in responses {
            let written = match response {
                Ok(response) => self.response(file, &response),
                Err(StreamError::Unexpected(document)) => self.unexpected(file, &document),
                Err(StreamError::Io(error)) => return Ok(Err(error)),
                Err(error) => return Ok(Err(io::Error::other(error))),
            };
            output::outcome(written.and_then(|()| self.lines.document_done(live)))?;
        }
        Ok(Ok(()))
    }

    fn response(&mut self, file: &Named, response: &Response) -> io::Result<()> {
        self.summary.response(response);
        let mut deviations = Deviations::of(response);
        let mut last = None;
        let events: Vec<_> = response.events.iter().collect();
        for (index, (sender, event)) in events.iter().enumerate() {
            let end = events.get(index + 1).and_then(|(_, next)| offset(next.as_ref()));
            last = event.as_ref().err().map(Broken::error);
            self.event(file, sender, event.as_ref().copied(), &deviations.before(end))?;
        }
        if !self.args.summary {
            for found in &deviations.others {
                self.lines.say(&format!("warning: {}", finding::line(&file.name, found)))?;
            }
        }
        match &response.fault {
            // the last event has told it
            Some(fault) if last != Some(fault) => {
                let start = fault.place().unwrap_or(response.start);
                self.error(file, Some(start.offset), Some(start.line), fault, None)
            }
            _ => Ok(()),
        }
    }

    fn event(
        &mut self,
        file: &Named,
        sender: &Sender,
        event: Result<&Event, &Broken>,
        deviations: &[&Violation],
    ) -> io::Result<()> {
        let out = &mut self.lines.out;
        match event {
            Ok(event) if !self.args.wants(sender, event) => Ok(()),
            Ok(event) if self.args.summary => {
                self.summary.event(sender, event);
                Ok(())
            }
            Ok(event) if self.args.json => {
                let captured = self.captured.as_deref();
                let start = Start { file: &file.name, captured, offset: event.offset(), line: event.line() };
                line::event_json(out, &start, sender, event, deviations)
            }
            Ok(event) => line::event(out, (&file.name, self.captured.as_deref()), sender, event, deviations),
            Err(broken) => {
                self.summary.broken();
                self.error(file, Some(broken.offset()), Some(broken.line()), broken.error(), Some(broken.raw()))
            }
        }
    }

    /// A document that is no response. Text is what stands between responses in many logs.
    fn unexpected(&mut self, file: &Named, unexpected: &UnexpectedDocument) -> io::Result<()> {
        let text = unexpected.format.is_none() && unexpected.error.code() != Code::Encoding;
        if text && self.args.ignore_text {
            return Ok(());
        }
        self.summary.unexpected(unexpected);
        self.error(file, Some(unexpected.start.offset), Some(unexpected.start.line), &unexpected.error, Some(&unexpected.raw))
    }

    fn error(
        &mut self,
        file: &Named,
        offset: Option<usize>,
        line: Option<usize>,
        error: &ucwa_model::Error,
        raw: Option<&[u8]>,
    ) -> io::Result<()> {
        let out = &mut self.lines.out;
        match (self.args.summary, self.args.json) {
            (true, _) => Ok(()),
            (false, true) => {
                line::error_json(out, &Start { file: &file.name, captured: self.captured.as_deref(), offset, line }, error, raw)
            }
            (false, false) => line::error(out, &file.name, error),
        }
    }

    /// A file that cannot be read, or not to its end.
    fn unreadable(&mut self, file: &Named, error: &io::Error) -> io::Result<()> {
        if self.args.json && !self.args.summary {
            writeln!(self.lines.out, "{}", finding::unreadable_to_json(&file.name, error))
        } else {
            self.lines.say(&finding::unreadable(&file.name, error))
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        if self.args.summary {
            self.summary.write(&mut self.lines.out, self.args.json)?;
        }
        self.lines.flush()
    }
}

/// Whether a message is a response of the event channel.
fn is_response(format: Format, body: &[u8]) -> bool {
    let decoder = Decoder::new(format).lenient();
    match document(&decoder, body) {
        Ok((document, _)) => matches!(document, Document::Events(_)),
        Err(_) => broken_response(&decoder, body).is_some(),
    }
}

fn offset(event: Result<&&Event, &Broken>) -> Option<usize> {
    event.map_or_else(|broken| Some(broken.offset()), |event| event.offset())
}

/// What does not fit in a response: in its events, in document order, and elsewhere.
struct Deviations<'r> {
    events: std::iter::Peekable<std::vec::IntoIter<&'r Violation>>,
    others: Vec<&'r Violation>,
}

impl<'r> Deviations<'r> {
    fn of(response: &'r Response) -> Self {
        let deviations = response.report.deviations.iter();
        let (events, others): (Vec<_>, Vec<_>) = deviations.partition(|found| found.path.contains(".events["));
        Self { events: events.into_iter().peekable(), others }
    }

    /// Those before an offset, or all that are left.
    fn before(&mut self, end: Option<usize>) -> Vec<&'r Violation> {
        let is_before = |found: &&Violation| match (found.place, end) {
            (Some(place), Some(end)) => place.offset < end,
            _ => true,
        };
        std::iter::from_fn(|| self.events.next_if(|found| is_before(found))).collect()
    }
}

impl EventsArgs {
    fn wants(&self, sender: &Sender, event: &Event) -> bool {
        let link = || event.link.as_ref().and_then(|link| link.rel.as_deref());
        fits(&self.sender, || Some(&sender.rel))
            && fits(&self.event_type, || event.event_type.as_ref().map(ucwa_model::enumerations::EventType::as_str))
            && fits(&self.rel, link)
    }
}

/// Whether a name is one of those that are wanted; if none are, all fit. Nobody needs to type the prefix of a dialect.
fn fits<'n>(wanted: &[String], name: impl FnOnce() -> Option<&'n str>) -> bool {
    wanted.is_empty() || name().is_some_and(|name| wanted.iter().any(|wanted| is_rel(name, wanted)))
}
