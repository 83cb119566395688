//! Time grows with the bytes, whatever they are: a searcher repeats random units of protocol fragments through every entry point. Where
//! four times the input takes over seven times as long, it has found something.

use std::time::Duration;

use cpu_time::ThreadTime;
use ucwa_model::{Decoder, Events, Feed, Format, Responses, Routes};

use crate::agree::FRAGMENTS;

type Entry = (&'static str, fn(&[u8]));

fn recover(format: Format, bytes: &[u8]) {
    let _ = Events::recover(&Decoder::new(format), bytes);
}

fn route(routes: Routes<'_>) {
    routes.for_each(drop);
}

fn visit(format: Format, bytes: &[u8]) {
    let _ = Events::visit(&Decoder::new(format), bytes, |_, _| ());
}

/// All ways to read events.
const ENTRIES: &[Entry] = &[
    ("recover, JSON", |bytes| recover(Format::Json, bytes)),
    ("recover, XML", |bytes| recover(Format::Xml, bytes)),
    ("visit, JSON", |bytes| visit(Format::Json, bytes)),
    ("visit, XML", |bytes| visit(Format::Xml, bytes)),
    ("routes, JSON", |bytes| route(Routes::new(Format::Json, bytes))),
    ("routes, XML", |bytes| route(Routes::new(Format::Xml, bytes))),
    ("routes, checked, JSON", |bytes| route(Routes::new(Format::Json, bytes).checked())),
    ("routes, checked, XML", |bytes| route(Routes::new(Format::Xml, bytes).checked())),
    ("responses", |bytes| Responses::new(bytes).for_each(drop)),
    ("feed", |bytes| {
        let mut feed = Feed::new();
        for piece in bytes.chunks(4096) {
            feed.push(piece);
            while feed.visit_next(|_, _| ()).is_some() {}
        }
        feed.finish();
        while feed.visit_next(|_, _| ()).is_some() {}
    }),
];

/// A begin, a unit that is repeated, and an end.
struct Shape {
    begin: String,
    unit: String,
    end: String,
}

impl Shape {
    fn new(begin: &str, unit: &str, end: &str) -> Self {
        Self { begin: begin.to_owned(), unit: unit.to_owned(), end: end.to_owned() }
    }

    fn of_size(&self, size: usize) -> Vec<u8> {
        (self.begin.clone() + &self.unit.repeat(size / self.unit.len() + 1) + &self.end).into_bytes()
    }
}

const XML: &str = "<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"><sender rel=\"a\" href=\"/a\">";
const JSON: &str = "{\"sender\":[{\"rel\":\"a\",\"href\":\"/a\",\"events\":[";

/// What once took quadratic time, and its like.
fn known() -> Vec<Shape> {
    vec![
        Shape::new("{\"sender\":[{", "{\"events\":[5", "é\"_links\":{},"),
        Shape::new("{\"sender\":[{\"rel\":\"a\",", "\"events\":[],", "\"z\":1}]}"),
        Shape::new(JSON, "{\"link\":{\"rel\":\"a\",\"href\":\"b\"},\"_embedded\":{", ""),
        Shape::new(JSON, "{\"link\":{\"rel\":\"a\",\"href\":\"b\"},\"_embedded\":{{", "}"),
        Shape::new(JSON, "{\"link\":{\"rel\":[{", ""),
        Shape::new("{\"sender\":[", "{\"rel\":\"a\",\"href\":\"", "\"events\":["),
        Shape::new(XML, "<added><events/>‹?", ""),
        Shape::new(XML, "<added><![CDATA[", ""),
        Shape::new(XML, "<added><![CDATA[", "\u{1}]]>"),
        Shape::new(XML, "<added><!-- ", ""),
        Shape::new(XML, "<added><?", "?>"),
        Shape::new(XML, "<added><?xml ", ""),
        Shape::new(XML, "<added><?x ", "\u{1}?>"),
        Shape::new(XML, "<added rel=\"x\" href=\"/x\">text<?x ", ""),
        Shape::new(XML, "<added rel=\"x\" href=\"/x\">text<![CDATA[", ""),
        Shape::new(XML, "<added rel=\"a\" href=\"b\"><updated rel=\"a\" href=\"b\">", ""),
        Shape::new(XML, "<sender rel=\"a\" href=\"/a\">", ""),
        Shape::new(XML, "<added rel=\"a\" href=\"b\"></x>", "</added>"),
    ]
}

fn random(dice: &mut fastrand::Rng) -> Shape {
    let mut fragments = |count: usize| -> String { (0..count).map(|_| FRAGMENTS[dice.usize(..FRAGMENTS.len())]).collect() };
    let (begin, unit, end) = (fragments(3), fragments(3), fragments(1));
    Shape { begin, unit, end }
}

fn time(read: fn(&[u8]), bytes: &[u8], rounds: usize) -> Duration {
    let one = || {
        let start = ThreadTime::now();
        read(bytes);
        start.elapsed()
    };
    (0..rounds).map(|_| one()).min().unwrap()
}

/// Whether the time of an entry point grows out of proportion, from each size to the next; measured again before it is said.
fn grows(shape: &Shape, read: fn(&[u8]), sizes: &[usize]) -> bool {
    const ENOUGH: Duration = Duration::from_millis(20);
    let texts: Vec<Vec<u8>> = sizes.iter().map(|size| shape.of_size(*size)).collect();
    let out_of_proportion = |rounds: usize| {
        let times: Vec<Duration> = texts.iter().map(|text| time(read, text, rounds)).collect();
        times.windows(2).any(|pair| pair[1] > ENOUGH && pair[1] > pair[0] * 7)
    };
    out_of_proportion(1) && out_of_proportion(3) && out_of_proportion(9)
}

fn search(shapes: impl Iterator<Item = Shape>, sizes: &[usize]) {
    for shape in shapes {
        for (name, read) in ENTRIES {
            assert!(!grows(&shape, *read, sizes), "{name}: {:?} + {:?}… + {:?}", shape.begin, shape.unit, shape.end);
        }
    }
}

#[test]
fn of_what_once_grew() {
    search(known().into_iter(), &[16 << 10, 64 << 10]);
}

#[test]
fn of_random_units() {
    let mut dice = fastrand::Rng::with_seed(1);
    search(std::iter::repeat_with(|| random(&mut dice)).take(20), &[16 << 10, 64 << 10]);
}

/// As long as `GROWTH_SECONDS` says, or a minute; other units with another `GROWTH_SEED`.
#[test]
#[ignore = "a searcher, for a release build"]
fn of_many_random_units() {
    let number = |name: &str, default| std::env::var(name).map_or(default, |number| number.parse().unwrap());
    let end = std::time::Instant::now() + Duration::from_secs(number("GROWTH_SECONDS", 60));
    let mut dice = fastrand::Rng::with_seed(number("GROWTH_SEED", 2));
    let more = std::iter::from_fn(|| (std::time::Instant::now() < end).then(|| random(&mut dice)));
    search(known().into_iter().chain(more), &[16 << 10, 64 << 10, 256 << 10]);
}
