//! What decoding means in every format: which field a member belongs to, whether its value fits, and where it goes if not.

mod seen;

use std::ops::Range;

pub(crate) use self::seen::Seen;
use crate::{
    AnyResource, Code, DataBody, DataUrlError, Error, Limits, Link, Text, UnknownKind, Value,
    context::{Context, Segment, growth_at},
    descriptor::{Field, Form, Kind, Shape},
    dialect::{self, plain_rel},
    extra::{Entry, Naming},
    lookup,
    record::{Fit, Incoming, Item, Record, Scalar, Slot},
    scan,
};

/// A property that any resource may have, and that no table lists.
pub(crate) const ETAG: &str = "etag";

/// What a second member of a name breaks.
pub(crate) const ONE: &str = "one member of this name";
pub(crate) const ANOTHER: &str = "another one";

/// The three places where a member can stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Properties,
    Links,
    Embedded,
}

/// What a field holds that has many values, in the words of findings.
const LIST: &str = "a list";

impl Section {
    /// What a field holds that has one value, in the words of findings.
    fn one(self) -> &'static str {
        match self {
            Self::Properties => "one value",
            Self::Links => "one link",
            Self::Embedded => "one resource",
        }
    }

    /// The fields of that part.
    #[inline]
    fn of(self, shape: &Shape) -> Range<usize> {
        match self {
            Self::Properties => 0..shape.links,
            Self::Links => shape.links..shape.embedded,
            Self::Embedded => shape.embedded..shape.fields.len(),
        }
    }

    /// What a member is that no field takes.
    fn unknown(self) -> UnknownKind {
        match self {
            Self::Properties => UnknownKind::Property,
            Self::Links => UnknownKind::Link,
            Self::Embedded => UnknownKind::Embedded,
        }
    }

    /// The member of a JSON object that it is, if it is one.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Properties => "",
            Self::Links => "_links",
            Self::Embedded => "_embedded",
        }
    }
}

/// The index and the field of a member, if the schema knows it.
#[inline]
pub(crate) fn find(shape: &'static Shape, section: Section, name: &str) -> Option<(usize, &'static Field)> {
    let range = section.of(shape);
    let is = |index| {
        range.contains(&index) && shape.fields.get(index).is_some_and(|field| scan::same(field.name.as_bytes(), name.as_bytes()))
    };
    let index = lookup::find(shape.places, name, section as usize, is)?;
    Some((index, shape.fields.get(index)?))
}

/// The field of a member by its name; that of an input's in any case.
pub(crate) fn find_input(shape: &'static Shape, section: Section, name: &str) -> Option<(usize, &'static Field)> {
    find(shape, section, name).or_else(|| find_other_case(shape, section, name))
}

/// The field of an input whose name differs from this one in case alone.
fn find_other_case(shape: &'static Shape, section: Section, name: &str) -> Option<(usize, &'static Field)> {
    if !shape.form.is_input() {
        return None;
    }
    let mut fields = shape.fields.iter().enumerate().take(section.of(shape).end).skip(section.of(shape).start);
    fields.find(|(_, field)| field.name.eq_ignore_ascii_case(name))
}

/// Goes to a member of a record: finds its field, puts its name on the path, and reports a name that the schema does not know.
///
/// The names of inputs are matched without case, as servers do. A field goes out under one name, the first that it came under: what
/// comes under another one is kept beside it, as what comes twice.
pub(crate) fn enter(
    cx: &mut Context<'_>,
    record: &mut dyn Record,
    section: Section,
    name: &str,
    at: usize,
) -> Result<Option<(usize, &'static Field)>, Error> {
    let shape = record.shape();
    let exact = match section {
        Section::Properties => find(shape, section, name),
        _ => find_rel(record, section, name),
    };
    let kind = section.unknown();
    let Some((index, field)) = exact.or_else(|| find_other_case(shape, section, name)) else {
        cx.push(Segment::Named(cx.text(name)));
        unknown(cx, record, name, kind);
        return Ok(None);
    };
    let spelling = record.extra().spelling(index);
    let is_other = if exact.is_some() {
        spelling.is_some()
    } else {
        spelling.map_or_else(|| record.slot(index).is_some_and(Slot::is_present), |spelling| spelling != name)
    };
    if exact.is_some() || is_other || spelling.is_some() {
        cx.push(Segment::Known(field.name));
    } else {
        cx.push_other_case(kind, name, field);
        cx.spend(size_of::<(usize, Text)>());
        let name = cx.text(name);
        record.extra_mut().set_spelling(index, name);
    }
    if is_other {
        cx.deviate(at, Code::Duplicate, Some(ONE.into()), Some(ANOTHER.into()))?;
        return Ok(None);
    }
    Ok(Some((index, field)))
}

/// The index and the field of a link or an embedded resource, whose name may have the prefix of a dialect. A field goes out under
/// one name, the first that it came under: what comes under another one is unknown.
pub(crate) fn find_rel(record: &mut dyn Record, section: Section, name: &str) -> Option<(usize, &'static Field)> {
    let shape = record.shape();
    if let Some(found) = find(shape, section, name) {
        return record.extra().prefix(found.0).is_none().then_some(found);
    }
    let (prefix, plain) = dialect::split(name)?;
    let found = find(shape, section, plain)?;
    match record.extra().prefix(found.0) {
        Some(first) => return (first == prefix).then_some(found),
        None if record.slot(found.0).is_some_and(Slot::is_present) => return None,
        None => record.extra_mut().set_prefix(found.0, prefix),
    }
    Some(found)
}

/// Puts a value into a field. `Ok(false)` means that it does not fit, which has been reported, and that the slot has no new value.
pub(crate) fn put(
    cx: &mut Context<'_>,
    record: &mut dyn Record,
    (index, field): (usize, &Field),
    at: usize,
    incoming: Incoming<'_>,
) -> Result<bool, Error> {
    let Some(slot) = record.slot_mut(index) else {
        return Ok(false);
    };
    match slot.put(incoming) {
        Ok(Fit::Known) => {}
        Ok(Fit::NewValue) => cx.unknown(UnknownKind::Value),
        Ok(Fit::OtherForm) => {
            cx.deviate(at, Code::Form, Some("the form of this format".into()), Some("that of the other one".into()))?;
        }
        Err(misfit) => {
            cx.misfit(at, misfit)?;
            return Ok(false);
        }
    }
    if let Some((min, max)) = field.range
        && let Some(Item::Integer(number)) = slot.item(slot.len() - 1)
        && !(min..=max).contains(&number)
    {
        slot.clear();
        cx.deviate(
            at,
            Code::Range,
            Some(format!("a number from {min} to {max}").as_str().into()),
            Some(crate::Detail::Number(number)),
        )?;
        return Ok(false);
    }
    Ok(true)
}

/// Whether a field has no room for another value.
pub(crate) fn is_taken(record: &dyn Record, index: usize, field: &Field) -> bool {
    !field.many && record.slot(index).is_some_and(|slot| !slot.is_empty())
}

/// Reports a list where one value belongs, or one value where a list belongs.
pub(crate) fn other_shape(cx: &mut Context<'_>, section: Section, field: &Field, at: usize) -> Result<(), Error> {
    let (expected, found) = if field.many { (LIST, section.one()) } else { (section.one(), LIST) };
    cx.deviate(at, Code::Shape, Some(expected.into()), Some(found.into()))
}

/// Reports an object that is no link.
pub(crate) fn no_link(cx: &mut Context<'_>, at: usize) -> Result<(), Error> {
    cx.deviate(at, Code::Form, Some("a link with an href".into()), Some("another object".into()))
}

/// Reports a second link or resource where one belongs: together they are a list. Of further ones nothing more is said.
pub(crate) fn check_single(
    cx: &mut Context<'_>,
    record: &dyn Record,
    section: Section,
    known: Option<(usize, &'static Field)>,
    name: &str,
    at: usize,
) -> Result<(), Error> {
    match known {
        Some((index, field)) if is_taken(record, index, field) && !record.extra().has(section, name) => {
            other_shape(cx, section, field, at)
        }
        _ => Ok(()),
    }
}

/// Takes a link under a known or an unknown rel. A single link that is there already keeps its field, and later ones follow in
/// `extra`.
pub(crate) fn put_link(
    cx: &mut Context<'_>,
    record: &mut dyn Record,
    known: Option<(usize, &'static Field)>,
    rel: &str,
    at: usize,
    link: Link,
) -> Result<(), Error> {
    if link.title().is_some() || link.revision().is_some() {
        cx.spend(Link::ATTRIBUTES);
    }
    match known {
        Some((index, field)) if is_taken(record, index, field) => {
            cx.charge(at, record.extra().growth(Section::Links) + 2 * size_of::<Link>())?;
            record.extra_mut().add_link(rel, link);
        }
        Some(known) => {
            cx.charge(at, growth_of(record, known.0, size_of::<Link>()))?;
            if cx.data && matches!(known.1.kind, Kind::Data) {
                check_data(cx, at, &link)?;
            }
            put(cx, record, known, at, Incoming::Link(link))?;
        }
        None => {
            cx.charge(at, record.extra().growth(Section::Links) + 2 * size_of::<Link>())?;
            record.extra_mut().add_link(rel, link);
        }
    }
    Ok(())
}

/// Reports a data link whose content cannot be decoded, or only once it is mended.
fn check_data(cx: &mut Context<'_>, at: usize, link: &Link) -> Result<(), Error> {
    let expected = "content that can be decoded";
    let found = match DataBody::decode_lenient(&link.href) {
        Err(error) => error.to_string(),
        Ok((body, mended)) => match body.text() {
            Err(DataUrlError::Charset { found }) if body.media_type().starts_with("text/") => {
                format!("the charset {}", cx.quote("", &found, ""))
            }
            Err(error) if body.media_type().starts_with("text/") => error.to_string(),
            _ if mended => "white space inside the URL".to_owned(),
            _ => return Ok(()),
        },
    };
    cx.push(Segment::Known("href"));
    cx.deviate(at, Code::Data, Some(expected.into()), Some(found.as_str().into()))?;
    cx.pop();
    Ok(())
}

/// Decodes an embedded resource to where it belongs. `rel` is what it calls itself, for those that no field takes.
pub(crate) fn embed(
    cx: &mut Context<'_>,
    record: &mut dyn Record,
    known: Option<(usize, &'static Field)>,
    role: &str,
    at: usize,
    rel: impl FnOnce(&Limits) -> Option<String>,
    mut decode: impl FnMut(&mut Context<'_>, &mut dyn Record) -> Result<(), Error>,
) -> Result<(), Error> {
    let known = known.filter(|(index, field)| !is_taken(record, *index, field));
    let Some((index, _)) = known else {
        cx.charge(at, record.extra().growth(Section::Embedded) + 2 * size_of::<AnyResource>())?;
        let resource = any_resource(cx, record.shape().form, role, rel, decode)?;
        record.extra_mut().add_embedded(role, resource);
        return Ok(());
    };
    let length = record.slot(index).map_or(0, Slot::len);
    let Some(child) = record.slot_mut(index).and_then(|slot| slot.open()) else {
        return Ok(());
    };
    charge_child(cx, at, child, known, length)?;
    decode(cx, child)
}

/// Counts what a field takes for one more resource, of a list that has so many.
#[inline]
pub(crate) fn charge_child(
    cx: &mut Context<'_>,
    at: usize,
    child: &dyn Record,
    known: Option<(usize, &'static Field)>,
    length: usize,
) -> Result<(), Error> {
    let places = if known.is_some_and(|(_, field)| field.many) { growth_at(length) } else { 1 };
    cx.charge(at, places * size_of_val(child))
}

/// The memory that another value of a list takes.
fn growth_of(record: &dyn Record, index: usize, size: usize) -> usize {
    record.slot(index).map_or(0, |slot| growth_at(slot.len()) * size)
}

/// Decodes a resource whose type is that of its rel, or else of its role. `decode` begins at its start each time.
pub(crate) fn any_resource(
    cx: &mut Context<'_>,
    form: Form,
    role: &str,
    rel: impl FnOnce(&Limits) -> Option<String>,
    mut decode: impl FnMut(&mut Context<'_>, &mut dyn Record) -> Result<(), Error>,
) -> Result<AnyResource, Error> {
    // the rel may come last, and is the role as a rule: reading ahead for it would be reading twice
    if cx.may_guess()
        && let Some(mut resource) = AnyResource::known(plain_rel(role))
        && let Some(result) = cx.guess(|cx| {
            cx.spend(size_of_val(resource.record()));
            decode(cx, resource.record_mut())
        })
    {
        return result.map(|()| resource);
    }
    let rel = rel(&cx.limits);
    let mut resource = AnyResource::for_rel(rel.as_deref().unwrap_or(role));
    if form == Form::Part && matches!(resource, AnyResource::Other(_)) {
        cx.unknown(UnknownKind::Embedded);
    }
    cx.spend(size_of_val(resource.record()));
    cx.without_guesses(|cx| decode(cx, resource.record_mut()))?;
    Ok(resource)
}

/// Reports a member that a record's table does not have. Of what the schema does not know at all, nothing more is said; what a part
/// embeds is reported where its type is not known.
pub(crate) fn unknown(cx: &mut Context<'_>, record: &dyn Record, name: &str, kind: UnknownKind) {
    let shape = record.shape();
    let is_common = kind == UnknownKind::Property && name == ETAG;
    let is_open = is_common || shape.is_generic() || (kind == UnknownKind::Embedded && shape.form == Form::Part);
    if is_open {
        return;
    }
    match content_link(shape, kind, name) {
        Some(field) => cx.unknown_in_place_of_link(kind, name, field),
        None => cx.unknown(kind),
    }
}

/// The data link of an input that a property is meant for: some clients write the text of a message as a property.
fn content_link(shape: &'static Shape, kind: UnknownKind, name: &str) -> Option<&'static Field> {
    let is_property = shape.form.is_input() && kind == UnknownKind::Property;
    let find = || find(shape, Section::Links, name).or_else(|| find_other_case(shape, Section::Links, name));
    let (_, field) = is_property.then(find)??;
    matches!(field.kind, Kind::Data).then_some(field)
}

/// Reports a property that has the name of a section, which is an object in JSON.
pub(crate) fn check_reserved(cx: &mut Context<'_>, name: &str, value: &Value, at: usize) -> Result<(), Error> {
    match (name, value) {
        (_, Value::Object(_)) => Ok(()),
        ("_links" | "_embedded", other) => cx.deviate(at, Code::Type, Some("object".into()), Some(other.kind().into())),
        _ => Ok(()),
    }
}

/// Counts what it takes to keep another member.
pub(crate) fn charge(cx: &mut Context<'_>, record: &dyn Record, section: Section, at: usize) -> Result<(), Error> {
    cx.charge(at, record.extra().growth(section))
}

/// A property that is kept as it came.
pub(crate) fn keep(record: &mut dyn Record, name: impl Into<Text>, value: Value) {
    record.extra_mut().push_property(name, value);
}

/// Reports a member of a name that has come before.
#[cold]
pub(crate) fn again(cx: &mut Context<'_>, at: usize) -> Result<(), Error> {
    cx.deviate(at, Code::Duplicate, Some(ONE.into()), Some(ANOTHER.into()))
}

/// What is no link or resource, where one belongs: kept as it came, and in its place among the values of its field.
pub(crate) fn keep_in_place(
    record: &mut dyn Record,
    section: Section,
    known: Option<(usize, &'static Field)>,
    name: impl Into<Text>,
    value: Value,
) {
    let place = place(record, known);
    match section {
        Section::Embedded => record.extra_mut().place_embedded(name, Entry::Raw(value), place),
        _ => record.extra_mut().place_link(name, Entry::Raw(value), place),
    }
}

/// A list of no links or resources, in its place among the values of its field.
pub(crate) fn keep_empty_list(
    record: &mut dyn Record,
    section: Section,
    known: Option<(usize, &'static Field)>,
    name: impl Into<Text>,
) {
    let place = place(record, known);
    match section {
        Section::Embedded => record.extra_mut().place_embedded(name, Entry::Many(Vec::new()), place),
        _ => record.extra_mut().place_link(name, Entry::Many(Vec::new()), place),
    }
}

/// After how many values of a field something stands that comes now.
pub(crate) fn place(record: &dyn Record, known: Option<(usize, &'static Field)>) -> Option<usize> {
    known.and_then(|(index, _)| record.slot(index)).map(Slot::len)
}

/// Takes what the body calls itself.
pub(crate) fn take_rel(cx: &mut Context<'_>, record: &mut dyn Record, at: usize, rel: &str) -> Result<(), Error> {
    let shape = record.shape();
    if rel == shape.rel && shape.form == Form::Resource && !shape.is_generic() {
        return Ok(()); // as it should
    }
    let plain = plain_rel(rel);
    let names_itself = matches!(shape.form, Form::Resource | Form::Replacement);
    let is_alias = || std::ptr::eq(AnyResource::for_rel(plain).record().shape(), shape);
    if plain != shape.rel && !shape.is_generic() && !is_alias() {
        if let Some(error) = cx.give_up() {
            return Err(error);
        }
        cx.push(Segment::Known("rel"));
        cx.deviate(at, Code::Rel, Some(format!("`{}`", shape.rel).as_str().into()), Some(cx.quote("", rel, "").as_str().into()))?;
        cx.pop();
    }
    if !(names_itself && rel == shape.rel && !shape.is_generic()) {
        cx.charge(at, record.extra().growth(Section::Properties))?;
        record.extra_mut().set_rel(cx.text(rel));
    }
    Ok(())
}

/// Ends a record: notes that it did not name itself, and reports what is missing.
pub(crate) fn finish(cx: &mut Context<'_>, record: &mut dyn Record, at: usize, named: bool) -> Result<(), Error> {
    let shape = record.shape();
    if !named && !shape.is_generic() && matches!(shape.form, Form::Resource | Form::Replacement) {
        record.extra_mut().set_naming(Naming::Absent);
    }
    missing(cx, record, at)
}

/// Reports the required members that a record lacks.
pub(crate) fn missing(cx: &mut Context<'_>, record: &dyn Record, at: usize) -> Result<(), Error> {
    if !record.shape().demands {
        return Ok(());
    }
    for (index, field) in record.shape().fields.iter().enumerate() {
        if field.required && !is_given(record, index, field) {
            cx.missing(at, field)?;
        }
    }
    Ok(())
}

/// Whether a member is there: in its field, or beside it, where it does not fit. Null is as good as nothing.
pub(crate) fn is_given(record: &dyn Record, index: usize, field: &Field) -> bool {
    let (shape, extra) = (record.shape(), record.extra());
    let is_input = shape.form.is_input();
    let is = |name: &Text| *name == field.name || (is_input && name.eq_ignore_ascii_case(field.name));
    let is_kept = || match index {
        _ if index < shape.links => extra.properties().iter().any(|(name, value)| *value != Value::Null && is(name)),
        _ if index < shape.embedded => extra.links().iter().any(|(name, _)| is(name)),
        _ => extra.embedded().iter().any(|(name, _)| is(name)),
    };
    record.slot(index).is_some_and(|slot| !slot.is_empty()) || is_kept()
}

/// Whether XML text is a number for a field that has a range: if it is kept, as out of the range, then as a number.
pub(crate) fn is_number(field: &Field, text: &str) -> bool {
    let canonical = |number: i64| number.to_string() == text;
    field.range.is_some() && text.parse().is_ok_and(canonical)
}

/// Whether XML text would be taken by the field of that name.
pub(crate) fn takes_text(shape: &'static Shape, name: &str, text: &str, list: bool) -> bool {
    let Some((index, field)) = find_input(shape, Section::Properties, name) else {
        return false;
    };
    if list && !field.many {
        return false;
    }
    let mut probe = (shape.new)();
    let Some(slot) = probe.slot_mut(index) else { return false };
    slot.put(Incoming::Scalar(Scalar::Lexical(text.into()))).is_ok()
}

/// Whether a property takes structured values.
pub(crate) fn is_structured(field: &Field) -> bool {
    matches!(field.kind, Kind::Bag | Kind::Parameter)
}
