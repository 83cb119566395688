//! It does not matter how a log is read: in which parts, in batches of which size, compressed or not, at once or as it grows.

use std::{
    fs,
    io::{self, Cursor, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use flate2::{Compression, write::GzEncoder};
use ucwa_arrow::{FileError, Reader, Table, arrow_schema::ArrowError, checkpoint, splits};

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

fn error(reader: Reader) -> String {
    let errors: Vec<_> = reader.filter_map(Result::err).map(|error| error.to_string()).collect();
    let [error] = &errors[..] else { panic!("{errors:?}") };
    error.clone()
}

#[test]
fn what_cannot_be_read_is_an_error() {
    assert!(error(Reader::open("no such file")).contains("no such file: No such file"));
    error(Reader::open(std::env::temp_dir()));
    let range = error(Reader::new(&b"{}"[..]).range(0..1));
    assert!(range.contains("expected a file for a range"), "{range}");
}

#[test]
fn errors_name_the_file() {
    let file = Temporary::new("cut.log.gz");
    let path = file.0.to_str().unwrap();
    let mut missing = vec![splits(path, 0..9, 1).unwrap_err(), checkpoint(path, 0).unwrap_err()];
    missing.extend(Reader::open(path).map(|batch| match batch {
        Err(ArrowError::IoError(_, error)) => error,
        other => panic!("{other:?}"),
    }));
    for error in &missing {
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<FileError>()).unwrap();
        assert_eq!((inner.path(), inner.error().raw_os_error()), (&*file.0, Some(2)));
        assert_eq!(error.to_string().matches(path).count(), 1);
    }
    assert_eq!(missing.len(), 3);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(log(&mut fastrand::Rng::with_seed(24), 20, false).as_bytes()).unwrap();
    let compressed = encoder.finish().unwrap();
    fs::write(&file.0, &compressed[..compressed.len() / 2]).unwrap();
    let cut = error(Reader::open(path));
    assert!(cut.contains(&format!("{path}: ")), "{cut}");
}

/// Between planning and reading.
#[test]
fn a_file_that_becomes_shorter_is_an_error() {
    let file = Temporary::new("shorter.log");
    let line = "{\"sender\":[]}\n";
    let length = (line.len() * 100_000) as u64;
    let write = || fs::write(&file.0, line.repeat(100_000)).unwrap();
    write();
    let parts = splits(&file.0, 0..u64::MAX, length / 2).unwrap();
    assert_eq!((parts.len(), parts[1].end), (2, length));
    let truncate = |path: &Path, length| fs::File::options().write(true).open(path).unwrap().set_len(length).unwrap();
    truncate(&file.0, length - 14);
    let found = error(Reader::open(&file.0).part(parts[1].clone()));
    assert!(
        found.ends_with(&format!("expected at least {length} bytes, but found {}: the file has become shorter", length - 14))
    );
    assert!(error(Reader::open(&file.0).part(length..u64::MAX)).contains("the file has become shorter"));
    assert_eq!(rows(Reader::open(&file.0).part(parts[0].clone())), Vec::<Row>::new());
    // while it is read
    write();
    for reader in [Reader::open(&file.0).part(parts[1].clone()), Reader::open(&file.0).range(0..length)] {
        write();
        let path = file.0.clone();
        let reader = reader.on_progress(1, move |_| {
            truncate(&path, length - 1000);
            Ok(())
        });
        let found = error(reader);
        assert!(found.contains("shorter.log: expected at least") && found.contains(&(length - 1000).to_string()), "{found}");
    }
    assert!(error(Reader::open(&file.0).part(parts[1].clone())).contains("the file has become shorter"));
}

#[test]
fn progress_is_told_though_no_batch_comes() {
    let log = "{\"sender\":[]}\n502 Bad Gateway\n".repeat(50_000);
    for (table, types) in [(Table::rel("message").unwrap(), None), (Table::events(), Some("added")), (Table::events(), None)] {
        let (told, length) = (Arc::new(Mutex::new(Vec::new())), log.len() as u64);
        let heard = told.clone();
        let reader = Reader::new(Cursor::new(log.clone())).table(table.clone()).types(types);
        let reader = reader.on_progress(100_000, move |read| {
            heard.lock().unwrap().push(read);
            Ok(())
        });
        assert_eq!(reader.count(), 0);
        let told = told.lock().unwrap();
        assert!(told.windows(2).all(|pair| pair[0] + 100_000 <= pair[1]) && told.iter().all(|read| *read <= length));
        assert!(told.len() as u64 >= length / 200_000, "{told:?}");
        let stopped = Reader::new(Cursor::new(log.clone())).table(table).types(types);
        // a kind that readers pass over ends the reader too
        let found = error(stopped.on_progress(1, |_| Err(io::Error::new(io::ErrorKind::Interrupted, "stop"))));
        assert!(found.contains("stop"), "{found}");
    }
}
