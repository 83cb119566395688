//! How much memory a reader takes: a program of its own, because it looks at the most that its process has ever had.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

use std::{fs, io::Cursor};

use ucwa_arrow::{Reader, Table};

/// The most memory that this process has had, in megabytes.
fn peak() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() / 1024
}

/// Each row repeats the address of its sender: a megabyte, six hundred times, out of one document of little more than a megabyte.
#[test]
fn rows_of_a_document_are_not_held_all_at_once() {
    const EVENTS: usize = 300;
    let message = r#"{"rel":"message","direction":"Incoming"}"#;
    let event = format!(r#"{{"type":"added","_embedded":{{"message":[{message},{message}]}}}}"#);
    let events = vec![event; EVENTS].join(",");
    let log = format!(r#"{{"sender":[{{"rel":"c","href":"/{}","events":[{events}]}}]}}"#, "x".repeat(1 << 20));
    for (table, types, expected) in
        [("message", vec![], 2 * EVENTS), ("events", vec![], EVENTS), ("events", vec!["added"], EVENTS)]
    {
        let reader = Reader::new(Cursor::new(log.clone())).table(Table::named(table).unwrap()).types(types);
        let sizes: Vec<_> = reader.map(|batch| batch.unwrap().num_rows()).collect();
        assert!(sizes.iter().all(|rows| *rows <= 32), "{sizes:?}");
        assert_eq!(sizes.iter().sum::<usize>(), expected);
        assert!(peak() < 250, "{} MB for {table}", peak());
    }
}

/// A batch may end between two resources of an event.
#[test]
fn batches_of_one_row_are_the_whole() {
    let event =
        r#"{"type":"added","_embedded":{"message":[{"rel":"message"},{"rel":"x"},{"rel":"message"}],"y":{"rel":"message"}}}"#;
    let log = format!(
        r#"{{"sender":[{{"rel":"c","href":"/c","events":[{event},5,{event}]}},{{"rel":"d","href":"/d","events":[{event}]}}]}}"#
    );
    for (table, expected) in [("responses", 1), ("events", 4), ("message", 9)] {
        let read =
            |rows| Reader::new(Cursor::new(log.clone())).table(Table::named(table).unwrap()).batch_rows(rows).map(Result::unwrap);
        let whole = read(100).next().unwrap();
        assert_eq!(whole.num_rows(), expected, "{table}");
        for (row, batch) in read(1).enumerate() {
            assert_eq!(batch, whole.slice(row, 1), "{table}");
        }
        assert_eq!(read(1).count(), expected);
    }
}
