//! Query parameters: what fits, and how they join those that the server put into an href.

use url::form_urlencoded;

use crate::{
    SipUri,
    descriptor::{Field, Kind},
    http::{Href, Operation, QueryError},
    value::Date,
};

/// One query parameter of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryParameter {
    /// The name.
    pub name: String,
    /// The value, not encoded.
    pub value: String,
    /// Whether it is one that the schema knows.
    pub(crate) known: bool,
}

/// Checks every parameter against the schema, and each name against the others and the href's own.
pub(crate) fn check(operation: Operation, parameters: &[QueryParameter], href: &Href) -> Result<(), (String, QueryError)> {
    for (index, parameter) in parameters.iter().enumerate() {
        let refused = |error| Err((parameter.name.clone(), error));
        let before = parameters.iter().take(index);
        let field = operation.parameter(&parameter.name);
        let (field, repeated) = match field {
            Some(field) => (field, !field.many && before.clone().any(|other| other.name == parameter.name)),
            None if parameter.known => return refused(QueryError::Unknown { operation }),
            None => continue,
        };
        if repeated || own(href, field.name).is_some_and(|value| value != parameter.value) {
            return refused(QueryError::Repeated);
        }
        if let Err(error) = fits(field, &parameter.value) {
            return refused(error);
        }
    }
    Ok(())
}

/// The value that an href itself has for a parameter.
pub(crate) fn own(href: &Href, name: &str) -> Option<String> {
    let query = href.split().1?;
    let mut pairs = form_urlencoded::parse(query.split('#').next()?.as_bytes());
    pairs.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.into_owned())
}

/// Appends parameters to what there is, which stays byte for byte. One that the href has already is not said twice.
pub(crate) fn append(target: String, parameters: &[QueryParameter], href: &Href) -> String {
    let mut rest = parameters.iter().filter(|parameter| own(href, &parameter.name).is_none()).peekable();
    if rest.peek().is_none() {
        return target;
    }
    let (target, start) = match target.find('?') {
        Some(at) => (target, at + 1),
        None => {
            let start = target.len() + 1;
            (target + "?", start)
        }
    };
    let mut serializer = form_urlencoded::Serializer::for_suffix(target, start);
    serializer.extend_pairs(rest.map(|parameter| (&parameter.name, &parameter.value)));
    serializer.finish()
}

/// Takes the parameters that the schema knows out of a target; the rest stays as it was.
pub(crate) fn take(operation: Operation, target: &str) -> (Href, Vec<QueryParameter>) {
    let Some((path, query)) = target.split_once('?') else {
        return (target.into(), Vec::new());
    };
    let (mut kept, mut parameters) = (Vec::new(), Vec::new());
    for raw in query.split('&') {
        let pair = form_urlencoded::parse(raw.as_bytes()).next();
        match pair.and_then(|(name, value)| Some((operation.parameter(&name)?, value))) {
            Some((field, value)) => {
                parameters.push(QueryParameter { name: field.name.to_owned(), value: value.into_owned(), known: true });
            }
            None => kept.push(raw),
        }
    }
    let is_bare = kept.is_empty() || (kept == [""] && !parameters.is_empty());
    let href = if is_bare { path.to_owned() } else { format!("{path}?{}", kept.join("&")) };
    (href.into(), parameters)
}

/// Whether a value fits its field.
fn fits(field: &Field, value: &str) -> Result<(), QueryError> {
    let refuse = |expected: String, found: String| Err(QueryError::Value { expected, found });
    let ok = match field.kind {
        Kind::String { limit: Some(limit) } => {
            let length = value.encode_utf16().count();
            if length > limit as usize {
                return refuse(format!("at most {limit} UTF-16 code units"), length.to_string());
            }
            true
        }
        Kind::Integer => return integer(field, value),
        Kind::Boolean => value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false"),
        Kind::SipUri => value.parse::<SipUri>().is_ok(),
        Kind::Date => Date::parse_iso(value).is_ok(),
        Kind::Data => value.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")),
        _ => true,
    };
    if ok { Ok(()) } else { refuse(name_of(field.kind).to_owned(), format!("{:?}", shorten(value))) }
}

fn integer(field: &Field, value: &str) -> Result<(), QueryError> {
    let number = value.parse::<i64>().ok();
    let expected = match field.range {
        Some((min, max)) if number.is_none_or(|number| !(min..=max).contains(&number)) => format!("a number from {min} to {max}"),
        None if number.is_none() => "a number of 64 bits".to_owned(),
        _ => return Ok(()),
    };
    Err(QueryError::Value {
        expected,
        found: number.map_or_else(|| format!("{:?}", shorten(value)), |number| number.to_string()),
    })
}

fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "`true` or `false`",
        Kind::SipUri => "a SIP URI",
        Kind::Date => "a date in ISO 8601",
        Kind::Data => "a data URL",
        _ => "another value",
    }
}

fn shorten(value: &str) -> String {
    value.chars().take(60).collect()
}
