//! `ucwa convert`

use annotate_snippets::Level;
use ucwa_model::{Decoder, Encoder};

use crate::{
    Failure, Outcome,
    args::ConvertArgs,
    facts, finding,
    input::Input,
    message::{self, Message},
    output,
    terminal::{self, Lines},
};

pub(crate) fn run(args: &ConvertArgs) -> Outcome {
    let shape = args.type_name.as_deref().map(message::shape).transpose()?;
    let input = Input::read(&args.file, args.from)?;
    let to = args.to.into();
    let fail = |error: ucwa_model::Error| {
        finding::print(Level::ERROR, &input, error.violation());
        Failure::Input
    };

    let decoder = Decoder::new(input.format);
    let decoder = if args.strict { decoder.strict() } else { decoder.lenient() };
    let (message, report) = Message::decode(&decoder, &input.bytes, shape).map_err(fail)?;
    let (mut text, losses) = message.encode(&Encoder::new(to).pretty().allow_incomplete()).map_err(fail)?;
    if input.format == to && input.bytes.starts_with(b"\xef\xbb\xbf") {
        text.insert(0, '\u{feff}'); // it goes out as it came in
    }
    text.push('\n');
    finding::print_all(&Level::WARNING, &input, &report);
    finding::print_all(&Level::WARNING, &input, &losses);
    output::write(terminal::message(text, to))?;
    if args.text {
        for body in facts::bodies(&message) {
            anstream::eprintln!("{}: {}", body.name, Lines(body.text.trim_end()));
        }
    }
    Ok(())
}
