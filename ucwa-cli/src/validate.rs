//! `ucwa validate`

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use annotate_snippets::Level;
use serde_json::{Value, json};
use ucwa_inspect::{Message, Recognised};
use ucwa_model::{Code, Decoder, Documents, Format, Place, RawDocument, Report, Unknown, Violation, descriptor::Shape};

use crate::{
    Failure, Outcome,
    args::ValidateArgs,
    capture::{self, Kind},
    finding,
    input::Input,
    message,
    output::{self, Lines, counted},
    secret,
    source::{self, Named, Progress, Source, shown_name},
    terminal::Line,
};

pub(crate) fn run(args: &ValidateArgs) -> Outcome {
    let shape = args.type_name.as_deref().map(message::shape).transpose()?;
    let files = source::files(&args.files);
    let progress = Progress::over(files.iter().map(|(file, _)| file));
    let lines = if args.json { Lines::plain(&progress) } else { Lines::coloured(&progress) };
    let mut validator = Validator { args, shape, lines, all_valid: true };
    for (file, error) in files {
        let read = error.map_or_else(|| Source::open(&file, &progress), Err);
        let read = match read {
            Ok(source) => validator.file(&file, source)?,
            Err(error) => Err(error),
        };
        if let Err(error) = read {
            output::outcome(validator.unreadable(&file, &error))?;
        }
    }
    progress.finish();
    output::outcome(validator.lines.flush())?;
    if validator.all_valid { Ok(()) } else { Err(Failure::Input) }
}

struct Validator<'a> {
    args: &'a ValidateArgs,
    shape: Option<&'static Shape>,
    lines: Lines<'a>,
    all_valid: bool,
}

/// What became of one document.
struct Verdict {
    type_name: Option<String>,
    violations: Vec<Violation>,
    report: Report,
    /// Of a capture.
    part: Option<Part>,
}

/// Which message of an exchange it is.
struct Part {
    /// `request` or `answer`.
    message: &'static str,
    operation: Option<String>,
    /// The method and the path.
    request: String,
    /// Why the operation does not take the request, beside its body.
    refused: Option<String>,
}

impl Verdict {
    fn is_valid(&self) -> bool {
        self.violations.is_empty() && self.refused().is_none()
    }

    fn refused(&self) -> Option<&str> {
        self.part.as_ref()?.refused.as_deref()
    }

    /// That of a message without a body that can be checked.
    fn without_body(type_name: Option<&str>) -> Self {
        Self { type_name: type_name.map(str::to_owned), violations: Vec::new(), report: Report::default(), part: None }
    }

    /// What stopped the decoder.
    fn failed(shape: Option<&Shape>, violation: Violation) -> Self {
        let type_name = shape.map(|shape| shape.name.to_owned());
        Self { type_name, violations: vec![violation], report: Report::default(), part: None }
    }
}

impl Validator<'_> {
    /// Checks all documents of a file, or all messages of a capture. The inner error is the file's.
    fn file(&mut self, file: &Named, source: Source) -> Result<io::Result<()>, Failure> {
        if let Some(kind) = source.capture() {
            return self.capture(file, kind, source);
        }
        let live = source.is_live();
        let mut documents = Documents::new(source);
        if let Some(format) = self.args.from {
            documents = documents.only(format.into());
        }
        let mut none = true;
        for document in documents {
            let document = match document {
                Ok(document) => document,
                Err(error) => return Ok(Err(error)),
            };
            none = false;
            output::outcome(self.document(file, document).and_then(|()| self.lines.document_done(live)))?;
        }
        if none && !self.args.ignore_text {
            // an empty file is not valid either, and the decoder says why
            let input = Input::whole(&file.name, Vec::new(), self.args.from);
            let verdict = self.verdict(&input);
            output::outcome(self.say(&input, &verdict))?;
        }
        Ok(Ok(()))
    }

    /// Checks what was asked and what was answered.
    fn capture(&mut self, file: &Named, kind: Kind, source: Source) -> Result<io::Result<()>, Failure> {
        let mut written = Ok(());
        let read = capture::recognised(kind, &file.name, source, &mut |recognised| {
            written = self.request(file, &recognised).and_then(|()| self.answer(file, &recognised));
            if written.is_ok() { Ok(()) } else { Err(io::ErrorKind::Interrupted.into()) }
        });
        output::outcome(written)?;
        Ok(read)
    }

    /// A request, as the input of its operation, of which its query may have a part.
    fn request(&mut self, file: &Named, recognised: &Recognised) -> io::Result<()> {
        let Some(request) = recognised.exchange.request.as_ref() else { return Ok(()) };
        let refused = recognised.refused();
        let Some(operation) = recognised.operation else {
            return refused.map_or(Ok(()), |fault| self.fault(file, recognised, "request", fault));
        };
        let in_query = request.uri().query().is_some();
        let input = self.part_of(file, recognised, recognised.input().map(|(format, _, request)| (format, &**request.body())));
        let verdict = match recognised.input() {
            Some((_, shape, _)) => self.decoded(&input, Some(shape), in_query),
            None if refused.is_none() => return Ok(()),
            None => Verdict::without_body(Some(operation.name())),
        };
        let part =
            Part { message: "request", operation: Some(operation.to_string()), request: recognised.exchange.asked(), refused };
        self.say(&input, &Verdict { part: Some(part), ..verdict })
    }

    /// An answer, as what it says to be, or as what its operation answers.
    fn answer(&mut self, file: &Named, recognised: &Recognised) -> io::Result<()> {
        let refused = recognised.exchange.faults.answer.clone();
        let Some(output) = recognised.output() else {
            return refused.map_or(Ok(()), |fault| self.fault(file, recognised, "answer", fault));
        };
        let input = self.part_of(file, recognised, Some(output));
        let verdict = self.decoded(&input, recognised.output_shape(), false);
        let operation = recognised.operation.map(|operation| operation.to_string());
        let part = Part { message: "answer", operation, request: recognised.exchange.asked(), refused };
        self.say(&input, &Verdict { part: Some(part), ..verdict })
    }

    /// A body that could not be had.
    fn fault(&mut self, file: &Named, recognised: &Recognised, message: &'static str, fault: String) -> io::Result<()> {
        let operation = recognised.operation.map(|operation| operation.to_string());
        let part = Part { message, operation, request: recognised.exchange.asked(), refused: Some(fault) };
        let verdict = Verdict::without_body(recognised.operation.map(ucwa_model::http::Operation::name));
        self.say(&self.part_of(file, recognised, None), &Verdict { part: Some(part), ..verdict })
    }

    /// A body of an exchange, under the name of that.
    fn part_of(&self, file: &Named, recognised: &Recognised, body: Option<(Format, &[u8])>) -> Input {
        let (format, bytes) = body.unwrap_or((Format::Json, b""));
        let name = capture::name_of(&file.name, &recognised.exchange);
        Input { name, bytes: bytes.to_vec(), format, start: Place::START }
    }

    fn document(&mut self, file: &Named, document: RawDocument) -> io::Result<()> {
        let fault = document.fault();
        let text = document.format.is_none();
        if text && self.args.ignore_text && fault.as_ref().is_none_or(|fault| fault.code() != Code::Encoding) {
            return Ok(());
        }
        let mut input = Input::document(&file.name, document, self.args.from);
        secret::mask(&mut input.bytes); // findings show what stands near
        let verdict = match fault {
            Some(fault) => Verdict::failed(self.shape, fault.violation().clone()),
            None => self.verdict(&input),
        };
        if !verdict.violations.is_empty() {
            input.bytes = secret::shown(&input.bytes);
        }
        self.say(&input, &verdict)
    }

    fn verdict(&self, input: &Input) -> Verdict {
        self.decoded(input, self.shape, false)
    }

    /// What becomes of a message of a type. One that is a `part` need not have all that it requires.
    fn decoded(&self, input: &Input, shape: Option<&'static Shape>, part: bool) -> Verdict {
        let decoder = Decoder::new(input.format).lenient().report_unknown();
        let decoder = if self.args.data { decoder.check_data() } else { decoder };
        let decoder = if part { decoder.allow_incomplete() } else { decoder };
        match Message::decode(&decoder, &input.bytes, shape) {
            Ok((message, report)) => {
                Verdict { type_name: message.type_name(), violations: report.deviations.clone(), report, part: None }
            }
            Err(error) => Verdict::failed(shape, error.violation().clone()),
        }
    }

    fn say(&mut self, input: &Input, verdict: &Verdict) -> io::Result<()> {
        self.all_valid &= verdict.is_valid();
        if self.args.json {
            writeln!(self.lines.out, "{}", to_json(input, verdict))
        } else {
            self.lines.out.write_all(to_text(input, verdict).as_bytes())
        }
    }

    fn unreadable(&mut self, file: &Named, error: &io::Error) -> io::Result<()> {
        self.all_valid = false;
        if self.args.json {
            writeln!(self.lines.out, "{}", finding::unreadable_to_json(&file.name, error))
        } else {
            self.lines.say(&finding::unreadable(&file.name, error))
        }
    }
}

fn to_json(input: &Input, verdict: &Verdict) -> Value {
    let violations = verdict.violations.iter().map(|found| finding::to_json(found, found.place.map(|place| input.place(place))));
    let refused = verdict
        .refused()
        .map(|refused| json!({"path": "", "rule": "request", "limit": null, "actual": refused, "line": null, "column": null}));
    let violations = violations.chain(refused);
    let unknown = verdict.report.unknown.iter().map(unknown_to_json);
    let mut object = json!({
        "file": input.name,
        "offset": input.start.offset,
        "line": input.start.line,
        "type": verdict.type_name,
        "valid": verdict.is_valid(),
        "violations": violations.collect::<Vec<_>>(),
        "unknown": unknown.collect::<Vec<_>>(),
    });
    if let Some(Part { message, operation, .. }) = &verdict.part {
        object["message"] = json!(message);
        object["operation"] = json!(operation);
    }
    object
}

fn unknown_to_json(unknown: &Unknown) -> Value {
    let mut member = json!({"path": unknown.path, "kind": unknown.kind.as_str()});
    if let Some(expected) = &unknown.expected {
        member["expected"] = json!(expected);
    }
    member
}

fn to_text(input: &Input, verdict: &Verdict) -> String {
    let part = verdict.part.as_ref().map(|part| format!(" {} ({})", part.message, part.request)).unwrap_or_default();
    let mut text = format!("{}{}: {}\n", Line(&place(input)), Line(&part), Line(&summary(verdict)));
    if let Some(refused) = verdict.refused() {
        let _ = writeln!(text, "  {}", Line(refused));
    }
    for violation in &verdict.violations {
        text += &finding::render(Level::ERROR, input, violation);
        text.push('\n');
    }
    for unknown in &verdict.report.unknown {
        let _ = writeln!(text, "  {}", Line(&unknown_words(unknown)));
    }
    if verdict.report.omitted > 0 {
        let _ = writeln!(text, "  … and {} more", verdict.report.omitted);
    }
    text
}

/// What the schema does not know, as in `unknown property: Culture (expected culture)`.
fn unknown_words(unknown: &Unknown) -> String {
    let Unknown { path, kind, expected, found, .. } = unknown;
    let found = found.as_ref().map(|found| format!(" `{found}`")).unwrap_or_default();
    let expected = expected.as_ref().map(|expected| format!(" (expected {expected})")).unwrap_or_default();
    format!("unknown {}{found}: {path}{expected}", kind.as_str())
}

/// The file; of a document that is not its first, the line too.
fn place(input: &Input) -> String {
    let name = shown_name(&input.name);
    if input.start.line > 1 { format!("{name}:{}", input.start.line) } else { name.to_owned() }
}

/// What has been found, in a few words.
fn summary(verdict: &Verdict) -> String {
    let Verdict { type_name, violations, .. } = verdict;
    let type_name = type_name.as_deref();
    match (violations.len() + usize::from(verdict.refused().is_some()), violations.first()) {
        (_, Some(first)) if first.code == Code::Unrecognized => first.code.to_string(),
        (0, _) => format!("valid {}", type_name.unwrap_or("resource, which does not say its type")),
        (count, _) => {
            let place = type_name.map(|name| format!(" in {name}")).unwrap_or_default();
            format!("{}{place}", counted(count as u64, "violation"))
        }
    }
}
