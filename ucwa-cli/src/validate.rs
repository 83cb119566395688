//! `ucwa validate`

use annotate_snippets::Level;
use serde_json::{Value, json};
use ucwa_model::{Code, Decoder, Detail, Report, Violation, descriptor::Shape};

use crate::{
    Failure, Outcome,
    args::ValidateArgs,
    finding,
    input::{self, Input, Message},
    output,
};

/// What became of one file.
struct Verdict {
    type_name: Option<String>,
    violations: Vec<Violation>,
    report: Report,
}

pub(crate) fn run(args: &ValidateArgs) -> Outcome {
    let shape = args.type_name.as_deref().map(input::shape).transpose()?;
    let mut all_valid = true;
    for file in &args.files {
        let input = Input::read(file, args.from)?;
        let verdict = validate(&input, shape, args.data);
        all_valid &= verdict.violations.is_empty();
        if args.json {
            output::write(format!("{}\n", to_json(&input, &verdict)))?;
        } else {
            output::print(&to_text(&input, &verdict))?;
        }
    }
    if all_valid { Ok(()) } else { Err(Failure::Input) }
}

fn validate(input: &Input, shape: Option<&'static Shape>, data: bool) -> Verdict {
    let decoder = Decoder::new(input.format).lenient().report_unknown();
    let decoder = if data { decoder.check_data() } else { decoder };
    match Message::decode(&decoder, &input.bytes, shape) {
        Ok((message, report)) => Verdict { type_name: message.type_name(), violations: report.deviations.clone(), report },
        Err(error) => Verdict {
            type_name: shape.map(|shape| shape.name.to_owned()),
            violations: vec![error.violation().clone()],
            report: Report::default(),
        },
    }
}

fn to_json(input: &Input, verdict: &Verdict) -> Value {
    let detail = |detail: &Option<Detail>| match detail {
        Some(Detail::Number(number)) => json!(number),
        Some(Detail::Words(words)) => json!(words),
        None => Value::Null,
    };
    let violations = verdict.violations.iter().map(|violation| {
        json!({
            "path": violation.path,
            "rule": violation.code.as_str(),
            "limit": detail(&violation.limit),
            "actual": detail(&violation.actual),
            "line": violation.place.map(|place| place.line),
            "column": violation.place.map(|place| place.column),
        })
    });
    let unknown = verdict.report.unknown.iter().map(|unknown| {
        let mut line = json!({"path": unknown.path, "kind": unknown.kind.as_str()});
        if let Some(expected) = &unknown.expected {
            line["expected"] = json!(expected);
        }
        line
    });
    json!({
        "file": input.name,
        "type": verdict.type_name,
        "valid": verdict.violations.is_empty(),
        "violations": violations.collect::<Vec<_>>(),
        "unknown": unknown.collect::<Vec<_>>(),
    })
}

fn to_text(input: &Input, verdict: &Verdict) -> String {
    let type_name = verdict.type_name.as_deref().unwrap_or("a message that names no type");
    let unrecognized = verdict.violations.iter().any(|violation| violation.code == Code::Unrecognized);
    let mut text = match verdict.violations.len() {
        _ if unrecognized => format!("{}: unrecognised\n", input.name),
        0 => format!("{}: valid {type_name}\n", input.name),
        1 => format!("{}: 1 violation in {type_name}\n", input.name),
        count => format!("{}: {count} violations in {type_name}\n", input.name),
    };
    for violation in &verdict.violations {
        text += &finding::render(Level::ERROR, input, violation);
        text.push('\n');
    }
    for unknown in &verdict.report.unknown {
        let expected = unknown.expected.as_ref().map(|expected| format!(" (expected {expected})")).unwrap_or_default();
        text += &format!("  unknown {}: {}{expected}\n", unknown.kind.as_str(), unknown.path);
    }
    if verdict.report.omitted > 0 {
        text += &format!("  … and {} more\n", verdict.report.omitted);
    }
    text
}
