//! It does not matter how a log is read: in which parts, in batches of which size, compressed or not, at once or as it grows.

use std::{
    fs,
    io::{Cursor, Write},
    path::PathBuf,
};

use flate2::{Compression, write::GzEncoder};
use ucwa_arrow::{Reader, Table, checkpoint, splits};

use crate::rows::{Row, all, log, rows};

/// A file that is gone when the test is done.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("ucwa-arrow-{}-{name}", std::process::id())))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn tables() -> [Table; 3] {
    [Table::responses(), Table::events(), Table::rel("message").unwrap()]
}

#[test]
fn parts_are_the_whole() {
    let (mut dice, file) = (fastrand::Rng::with_seed(21), Temporary::new("parts.log"));
    for plan in 0..200 {
        let log = log(&mut dice, 8, true);
        fs::write(&file.0, &log).unwrap();
        let length = log.len() as u64;
        let mut ends: Vec<u64> = (0..dice.usize(1..8)).map(|_| dice.u64(..=length)).chain([0, length]).collect();
        ends.sort_unstable();
        let parts = splits(&file.0, 0..u64::MAX, dice.u64(1..4000)).unwrap();
        for table in tables() {
            let whole = all(log.as_bytes(), &table);
            let read = |reader: Reader| rows(reader.table(table.clone()).batch_rows(1 + plan % 7));
            let ranges = ends.windows(2).flat_map(|range| read(Reader::open(&file.0).range(range[0]..range[1])));
            assert!(ranges.eq(whole.iter().cloned()), "plan {plan}: {ends:?} in {}\n{log}", table.name());
            let parts = parts.iter().flat_map(|part| read(Reader::open(&file.0).part(part.clone())));
            assert!(parts.eq(whole), "plan {plan} in {}\n{log}", table.name());
        }
    }
}

/// A log that grows by pieces of any size, and is read whenever it has: each row comes once, as soon as nothing can change it.
#[test]
fn a_log_may_grow() {
    let (mut dice, file) = (fastrand::Rng::with_seed(22), Temporary::new("growing.log"));
    for round in 0..100 {
        let log = log(&mut dice, 8, round % 2 == 0);
        for table in tables() {
            let (mut length, mut place, mut found) = (0, 0, Vec::<Row>::new());
            while length < log.len() {
                length = (length + dice.usize(1..3000)).min(log.len());
                fs::write(&file.0, &log.as_bytes()[..length]).unwrap();
                let end = checkpoint(&file.0, place).unwrap();
                let mut reader = Reader::open(&file.0).table(table.clone()).part(place..length as u64).growing();
                let grown: Vec<_> = rows_of(&mut reader);
                assert!(
                    length < log.len() || reader.checkpoint() == end,
                    "round {round}: {} and {end}\n{log}",
                    reader.checkpoint()
                );
                // what is finished is the same whether more has come or not
                let parts = splits(&file.0, place..end, dice.u64(1..4000)).unwrap();
                let again = parts.into_iter().flat_map(|part| rows(Reader::open(&file.0).table(table.clone()).part(part)));
                assert!(again.eq(grown.iter().cloned()), "round {round}: {place}..{end} of {length} in {}\n{log}", table.name());
                found.extend(grown);
                place = end;
            }
            found.extend(rows(Reader::open(&file.0).table(table.clone()).part(place..u64::MAX)));
            assert!(found == all(log.as_bytes(), &table), "round {round} in {}\n{log}", table.name());
        }
    }
}

fn rows_of(reader: &mut Reader) -> Vec<Row> {
    let mut found = Vec::new();
    for batch in reader {
        found.extend(crate::rows::of_batch(&batch.unwrap()));
    }
    found
}

#[test]
fn compressed_logs_are_one_part() {
    let (mut dice, file) = (fastrand::Rng::with_seed(23), Temporary::new("log.gz"));
    let log = log(&mut dice, 20, true);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(log.as_bytes()).unwrap();
    let compressed = encoder.finish().unwrap();
    fs::write(&file.0, &compressed).unwrap();
    let length = compressed.len() as u64;
    let [only] = &splits(&file.0, 0..u64::MAX, 10).unwrap()[..] else { panic!("one part") };
    assert_eq!((only.clone(), checkpoint(&file.0, 0).unwrap()), (0..length, length));
    for table in tables() {
        let whole = all(log.as_bytes(), &table);
        let read = |reader: Reader| rows(reader.table(table.clone()));
        assert_eq!(read(Reader::open(&file.0)), whole);
        assert_eq!(read(Reader::new(Cursor::new(compressed.clone()))), whole);
        let ranges = [0..7, 7..100, 100..length].into_iter().flat_map(|range| read(Reader::open(&file.0).range(range)));
        assert!(ranges.eq(whole));
    }
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let error = |reader: Reader| reader.map(Result::unwrap_err).map(|error| error.to_string()).collect::<Vec<_>>();
    assert!(error(Reader::open("no such file"))[0].contains("No such file"));
    assert_eq!(error(Reader::open(std::env::temp_dir())).len(), 1);
    let range = error(Reader::new(&b"{}"[..]).range(0..1));
    assert!(range[0].contains("expected a file for a range"), "{range:?}");
}
