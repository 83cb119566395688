//! `ucwa convert`

use std::io;

use annotate_snippets::Level;
use ucwa_inspect::{Message, facts};
use ucwa_model::{Decoder, Encoder, Place, Report, descriptor::Shape};

use crate::{
    Failure, Outcome,
    args::ConvertArgs,
    capture::{self, Kind},
    finding,
    input::{Input, Opened},
    message, output, secret,
    source::Source,
    terminal::{self, Lines},
};

pub(crate) fn run(args: &ConvertArgs) -> Outcome {
    let shape = args.type_name.as_deref().map(message::shape).transpose()?;
    match Opened::read(&args.file, args.from)? {
        Opened::Message(input) => one(args, &input, shape),
        Opened::Capture(kind, source) => all(args, kind, source),
    }
}

/// All messages of a capture, one after another: what was sent, and what came back.
fn all(args: &ConvertArgs, kind: Kind, source: Source) -> Outcome {
    let mut outcome = Ok(());
    let read = capture::recognised(kind, &args.file, source, &mut |recognised| {
        let name = capture::name_of(&args.file, &recognised.exchange);
        let sent = recognised.input().map(|(format, shape, request)| (format, request.body().clone(), Some(shape)));
        let came = recognised.output().map(|(format, body)| (format, body.to_vec(), recognised.output_shape()));
        for (format, bytes, shape) in sent.into_iter().chain(came) {
            let input = Input { name: name.clone(), bytes, format, start: Place::START };
            match one(args, &input, shape) {
                Err(Failure::Input) => outcome = Err(Failure::Input), // the others follow
                Err(failure) => {
                    outcome = Err(failure);
                    return Err(io::ErrorKind::Interrupted.into());
                }
                Ok(()) => {}
            }
        }
        Ok(())
    });
    match read {
        Err(error) if !matches!(outcome, Err(Failure::ClosedPipe | Failure::Usage(_))) => {
            anstream::eprintln!("{}", finding::unreadable(&args.file, &error));
            Err(Failure::Input)
        }
        _ => outcome,
    }
}

fn one(args: &ConvertArgs, input: &Input, shape: Option<&Shape>) -> Outcome {
    let to = args.to.into();
    // the message goes out as it is, but who helps with findings need not see what is secret
    let shown = || Input { name: input.name.clone(), bytes: secret::shown(&input.bytes), ..*input };
    let fail = |error: ucwa_model::Error| {
        finding::print(Level::ERROR, &shown(), error.violation());
        Failure::Input
    };
    let warn = |report: &Report| {
        if !report.deviations.is_empty() || report.omitted > 0 {
            finding::print_all(&Level::WARNING, &shown(), report);
        }
    };

    let decoder = Decoder::new(input.format);
    let decoder = if args.strict { decoder.strict() } else { decoder.lenient() };
    let (message, report) = Message::decode(&decoder, &input.bytes, shape).map_err(fail)?;
    let (mut text, losses) = message.encode(&Encoder::new(to).pretty().allow_incomplete()).map_err(fail)?;
    if input.format == to && input.bytes.starts_with(b"\xef\xbb\xbf") {
        text.insert(0, '\u{feff}'); // it goes out as it came in
    }
    text.push('\n');
    warn(&report);
    warn(&losses);
    output::write(terminal::message(text, to))?;
    if args.text {
        for body in facts::bodies(&message) {
            anstream::eprintln!("{}: {}", body.name, Lines(body.text.trim_end()));
        }
    }
    Ok(())
}
