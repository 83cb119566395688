//! The command `ucwa-tables`, run as people run it.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use arrow_ipc::reader::FileReader;
use assert_cmd::Command;
use flate2::{Compression, write::GzEncoder};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use ucwa_arrow::{Reader, Table, arrow_array::RecordBatch};

/// A folder that is gone when the test is done.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ucwa-tables-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn command(folder: &Folder, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ucwa-tables"));
    command.current_dir(&folder.0).args(arguments);
    command
}

fn event(number: usize) -> String {
    let text = format!("data:text/plain,number+{number}");
    let message = format!(
        r#"{{"rel":"message","timeStamp":"\/Date(1474932027613)\/","_links":{{"plainMessage":{{"href":"{text}"}},"failedDeliveryParticipant":[{{"href":"/p/{number}"}}]}}}}"#
    );
    let event =
        format!(r#"{{"type":"completed","link":{{"rel":"message","href":"/m/{number}"}},"_embedded":{{"message":{message}}}}}"#);
    format!("{{\"sender\":[{{\"rel\":\"conversation\",\"href\":\"/c\",\"events\":[{event},5]}}]}}\n")
}

fn log(numbers: std::ops::Range<usize>) -> String {
    numbers.map(event).collect()
}

/// The files of a folder, by their names in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            found.extend(files(&path).into_iter().map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
        } else {
            found.insert(path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap());
        }
    }
    found
}

fn batches(folder: &Path) -> Vec<RecordBatch> {
    let mut found = Vec::new();
    for name in files(folder).keys().filter(|name| !name.starts_with('_')) {
        let file = fs::File::open(folder.join(name)).unwrap();
        if name.ends_with(".parquet") {
            found.extend(ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap().map(Result::unwrap));
        } else {
            found.extend(FileReader::try_new(file, None).unwrap().map(Result::unwrap));
        }
    }
    found
}

fn rows(batches: &[RecordBatch]) -> usize {
    batches.iter().map(RecordBatch::num_rows).sum()
}

#[test]
fn parquet_and_arrow_have_what_the_reader_gives() {
    let folder = Folder::new("formats");
    let log = log(0..9000);
    fs::write(folder.0.join("a b.log"), &log).unwrap();
    for format in ["parquet", "arrow"] {
        for table in ["responses", "events", "message"] {
            let output = format!("{format}-{table}");
            command(&folder, &[table, "--to", format, "-o", &output, "--part", "1", "a b.log"]).assert().success().stdout("");
            let output = folder.0.join(output);
            let files = files(&output);
            assert!(
                files.len() > 3 && files.keys().skip(2).all(|name| name.starts_with("file=a%20b.log/part-")),
                "{:?}",
                files.keys()
            );
            let (found, table) = (batches(&output), Table::named(table).unwrap());
            let expected: Vec<_> =
                Reader::open(folder.0.join("a b.log")).table(table).batch_rows(1 << 20).map(Result::unwrap).collect();
            assert_eq!(found[0].schema().fields(), expected[0].schema().fields());
            assert_eq!(rows(&found), rows(&expected));
            for column in 0..expected[0].num_columns() {
                let all = |batches: &[RecordBatch]| {
                    batches.iter().map(|batch| format!("{:?}", batch.column(column).slice(0, 1))).next()
                };
                assert_eq!(all(&found), all(&expected));
            }
        }
    }
}

#[test]
fn csv_has_lists_as_json() {
    let folder = Folder::new("csv");
    fs::write(folder.0.join("x.log"), log(7..8)).unwrap();
    command(&folder, &["message", "--to", "csv", "-o", "out", "x.log"]).assert().success();
    let files = files(&folder.0.join("out"));
    let csv = String::from_utf8(files["file=x.log/part-000000000000000.csv"].clone()).unwrap();
    let (header, row) = csv.split_once('\n').unwrap();
    assert!(header.starts_with("offset,event_index,role,sender_rel,"), "{header}");
    assert!(row.contains(",2016-09-26T23:20:27.613Z,,number 7,") && row.contains(r#","[""/p/7""]","#), "{row}");
}

#[test]
fn a_log_that_has_grown_is_appended() {
    let folder = Folder::new("grown");
    let (path, output) = (folder.0.join("x.log"), folder.0.join("out"));
    let log = log(0..30);
    let arguments = ["events", "--to", "arrow", "-o", "out", "x.log"];
    let mut before = BTreeMap::new();
    for length in [0, 100, 4000, 4001, 4002, log.len()] {
        fs::write(&path, &log.as_bytes()[..length]).unwrap();
        command(&folder, &arguments).assert().success();
        let files = files(&output);
        for (name, bytes) in before.iter().filter(|(name, _): &(&String, _)| !name.starts_with('_')) {
            assert_eq!(&files[name], bytes, "{name} stays as it was");
        }
        let whole = log[..length].lines().filter(|line| line.ends_with("]}")).count();
        assert_eq!(rows(&batches(&output)), 2 * whole, "{length}");
        before = files;
    }
    command(&folder, &arguments).assert().success().stderr("events: 0 rows in 0 new files from 0 bytes\n");
    // what the end has cut comes when nothing more will
    fs::write(&path, format!("{log}{}", &log[..150])).unwrap();
    command(&folder, &arguments).assert().success();
    let cut = rows(&batches(&output));
    command(&folder, &[&arguments[..], &["--final"]].concat()).assert().success();
    assert_eq!((cut, rows(&batches(&output))), (60, 61));
}

/// Documents without an end of their own, between others and at the end.
const DAMAGED: &str = concat!(
    "502 Bad Gateway\n",
    r#"{"sender":[{"rel":"c","href":"/c","events":[{"type":"added"},{"type":"upd"#,
    "\n",
    r#"{"sender":[{"rel":"c","href":"/c","events":[{"type":"deleted"},5]}]}"#,
    "\n<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"><sender rel=\"c\" href=\"/c\"><added rel=\"x\"\n",
    "<events/>\nHTTP/1.1 200 OK\r\n\r\n{\"rel\":\"me\"\n",
    r#"{"sender":[{"rel":"c","href":"/c","events":[{"type":"started"},{"#
);

/// The rows of all files in order, as lines; without the headers.
fn lines(output: &Path) -> Vec<String> {
    let parts = files(output).into_iter().filter(|(name, _)| name.ends_with(".csv"));
    let texts = parts.map(|(_, csv)| String::from_utf8(csv).unwrap());
    texts.flat_map(|csv| csv.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// What has no end of its own is there all the same, in whatever pieces a log has come, and also where its end is certain before the
/// log goes on as it does here.
#[test]
fn a_damaged_log_may_grow_by_bytes() {
    let folder = Folder::new("bytes");
    let path = folder.0.join("x.log");
    for (table, least) in [("responses", 8), ("events", 6)] {
        fs::write(&path, DAMAGED).unwrap();
        let once = format!("{table}-once");
        command(&folder, &[table, "--to", "csv", "-o", &once, "--final", "x.log"]).assert().success();
        let expected = lines(&folder.0.join(once));
        let read = Reader::open(&path).table(Table::named(table).unwrap()).map(|batch| batch.unwrap().num_rows()).sum::<usize>();
        assert!(read >= least && expected.len() >= read, "{read} {expected:#?}");
        let arguments = [table, "--to", "csv", "-o", table, "x.log"];
        for length in 0..=DAMAGED.len() {
            fs::write(&path, &DAMAGED[..length]).unwrap();
            command(&folder, &arguments).assert().success();
            let found = lines(&folder.0.join(table));
            assert_eq!(found, expected[..found.len()], "{length}");
        }
        command(&folder, &[&arguments[..], &["--final"]].concat()).assert().success();
        assert_eq!(lines(&folder.0.join(table)), expected);
    }
}

#[test]
fn the_last_document_of_a_compressed_log_may_be_damaged() {
    let folder = Folder::new("gz");
    fs::write(folder.0.join("x.log"), DAMAGED).unwrap();
    fs::write(folder.0.join("y.log.gz"), compressed(DAMAGED)).unwrap();
    command(&folder, &["responses", "--to", "csv", "-o", "plain", "--final", "x.log"]).assert().success();
    command(&folder, &["responses", "--to", "csv", "-o", "packed", "y.log.gz"]).assert().success();
    assert_eq!(lines(&folder.0.join("packed")), lines(&folder.0.join("plain")));
}

fn compressed(log: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(log.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn what_an_interrupted_run_has_left_is_made_again() {
    let folder = Folder::new("interrupted");
    let output = folder.0.join("out");
    fs::write(folder.0.join("x.log"), log(0..9000)).unwrap();
    let arguments = ["message", "--to", "parquet", "-o", "out", "--part", "1", "x.log"];
    command(&folder, &arguments).assert().success();
    let whole = files(&output);
    let noted: serde_json::Value = serde_json::from_slice(&whole["_ucwa-tables.json"]).unwrap();
    let mut fewer = noted.clone();
    let (_, done) = fewer["logs"].as_object_mut().unwrap().iter_mut().next().unwrap();
    let parts = done["parts"].as_object_mut().unwrap();
    let second = parts.keys().nth(1).unwrap().clone();
    let length = parts.remove(&second).unwrap()["end"].as_u64().unwrap() - second.parse::<u64>().unwrap();
    fs::write(output.join("_ucwa-tables.json"), fewer.to_string()).unwrap();
    fs::write(output.join("file=x.log").join("_part-000000000000007.new"), "half").unwrap();
    let said = command(&folder, &arguments).assert().success().get_output().stderr.clone();
    let said = String::from_utf8(said).unwrap();
    assert!(said.ends_with(&format!(" rows in 1 new files from {length} bytes\n")), "{said}");
    let again = files(&output);
    assert_eq!(again.keys().collect::<Vec<_>>(), whole.keys().collect::<Vec<_>>());
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&again["_ucwa-tables.json"]).unwrap(), noted);
    assert_eq!(rows(&batches(&output)), 9000);
}

#[test]
fn a_log_is_one_however_it_is_named() {
    let folder = Folder::new("named");
    fs::create_dir_all(folder.0.join("logs")).unwrap();
    fs::create_dir_all(folder.0.join("others")).unwrap();
    fs::write(folder.0.join("logs").join("x.log"), log(0..5)).unwrap();
    fs::write(folder.0.join("others").join("x.log"), log(5..7)).unwrap();
    let real = folder.0.join("logs").join("x.log").canonicalize().unwrap();
    let names = ["logs/x.log", "./logs/x.log", "logs", "logs/../logs/x.log", real.to_str().unwrap()];
    for name in names {
        command(&folder, &["events", "--to", "arrow", "-o", "out", name]).assert().success();
        assert_eq!(rows(&batches(&folder.0.join("out"))), 10, "{name}");
    }
    let all = [&["events", "--to", "arrow", "-o", "all"][..], &names[..]].concat();
    command(&folder, &all).assert().success();
    assert_eq!(rows(&batches(&folder.0.join("all"))), 10);
    // a log elsewhere is another one, though it is given as `x.log` too
    for inside in ["logs", "others"] {
        let mut command = command(&folder, &["events", "--to", "arrow", "-o", "../both", "x.log"]);
        command.current_dir(folder.0.join(inside)).assert().success();
    }
    assert_eq!(rows(&batches(&folder.0.join("both"))), 14);
}

fn arguments(log: &str) -> [&str; 6] {
    ["events", "--to", "csv", "-o", "out", log]
}

#[test]
fn a_log_in_the_place_of_another_is_refused() {
    let folder = Folder::new("replaced");
    let refused = |name: &str, expected: &str| {
        let output = command(&folder, &arguments(name)).assert().code(1).get_output().clone();
        let found = String::from_utf8(output.stderr).unwrap();
        assert!(found.contains(expected) && found.ends_with("take another folder\n"), "{found}");
    };
    fs::write(folder.0.join("x.log"), log(0..3)).unwrap();
    command(&folder, &arguments("x.log")).assert().success();
    fs::write(folder.0.join("x.log"), log(3..30)).unwrap();
    refused("x.log", "found one that begins in another way");
    fs::write(folder.0.join("y.log.gz"), compressed(&log(0..3))).unwrap();
    command(&folder, &arguments("y.log.gz")).assert().success();
    command(&folder, &arguments("y.log.gz")).assert().success();
    let more = [compressed(&log(0..3)), compressed(&log(3..4))].concat();
    fs::write(folder.0.join("y.log.gz"), more).unwrap();
    refused("y.log.gz", "because it is compressed");
}

/// Nothing has been noted as done yet.
#[test]
fn a_first_run_that_was_interrupted_can_be_gone_on_with() {
    let folder = Folder::new("first");
    let (whole, path) = (compressed(&log(0..900)), folder.0.join("x.log.gz"));
    let arguments = ["events", "--to", "parquet", "-o", "out", "x.log.gz"];
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    command(&folder, &arguments).assert().code(1);
    let left = files(&folder.0.join("out"));
    assert_eq!(left.keys().collect::<Vec<_>>(), ["_ucwa-tables.json", "_ucwa-tables.lock"]);
    assert!(!folder.0.join("out").join("file=x.log.gz").exists());
    fs::write(&path, &whole).unwrap();
    command(&folder, &arguments).assert().success();
    assert_eq!(rows(&batches(&folder.0.join("out"))), 1800);
    assert_eq!(files(&folder.0.join("out")).len(), 3);
    // also where it was interrupted before it could note what it makes
    fs::create_dir(folder.0.join("early")).unwrap();
    fs::write(folder.0.join("early").join("_ucwa-tables.new"), "{").unwrap();
    command(&folder, &["events", "--to", "csv", "-o", "early", "x.log.gz"]).assert().success();
}

#[test]
fn what_is_hidden_is_no_log() {
    let folder = Folder::new("hidden");
    for name in ["logs/x.log", "logs/_x.log", "logs/.x.log", "logs/.git/x.json", "logs/_old/x.xml"] {
        fs::create_dir_all(folder.0.join(name).parent().unwrap()).unwrap();
        fs::write(folder.0.join(name), log(0..1)).unwrap();
    }
    for _ in 0..2 {
        command(&folder, &["events", "--to", "arrow", "-o", "logs/out", "logs"]).assert().success();
        assert_eq!(rows(&batches(&folder.0.join("logs").join("out"))), 2);
    }
    command(&folder, &["events", "--to", "arrow", "-o", "asked", "logs/_x.log"]).assert().success();
    assert_eq!(rows(&batches(&folder.0.join("asked"))), 2);
}

#[test]
fn mistakes_are_told() {
    let folder = Folder::new("mistakes");
    fs::write(folder.0.join("x.log"), log(0..3)).unwrap();
    let error = |arguments: &[&str], code: i32, expected: &str| {
        let output = command(&folder, arguments).assert().code(code).get_output().clone();
        let found = String::from_utf8(output.stderr).unwrap();
        assert!(found.contains(expected), "{found}");
    };
    error(
        &["massage", "--to", "csv", "-o", "out", "x.log"],
        2,
        "expected `responses`, `events` or the rel of a resource, but found `massage`",
    );
    error(&["events", "--to", "csv", "-o", "none", "y.log"], 1, "error: y.log: No such file");
    error(&["events", "--to", "csv", "-o", ".", "x.log"], 1, "expected an empty folder, or one that this command has made");
    command(&folder, &["events", "--to", "csv", "-o", "out", "x.log"]).assert().success();
    let other = "out: expected a folder of `message` as csv, but it is one of `events` as csv";
    error(&["message", "--to", "csv", "-o", "out", "x.log"], 1, other);
    fs::write(folder.0.join("x.log"), log(0..1)).unwrap();
    error(&["events", "--to", "csv", "-o", "out", "x.log"], 1, "take another folder");
}

fn stderr(command: &mut Command) -> String {
    String::from_utf8(command.assert().get_output().stderr.clone()).unwrap()
}

#[test]
fn what_is_not_its_own_stays() {
    let folder = Folder::new("others");
    fs::write(folder.0.join("x.log"), log(0..3)).unwrap();
    let run = || command(&folder, &arguments("x.log")).assert().success();
    run();
    let others = [
        "top.txt",
        "mine/part-000000000000001.csv",
        "file=x.log/notes.txt",
        "file=x.log/part-1.csv",
        "file=x.log/part-000000000000001.csv.txt",
        "file=x.log/part-00000000000000x.csv",
        "file=x.log/part-000000000000009.parquet",
        "file=x.log/inside/part-000000000000001.csv",
        "file=x.log/part-000000000000007.csv/x",
    ];
    let own = ["file=x.log/part-000000000000008.csv", "file=y.log/_part-000000000000000.new"];
    for name in others.iter().chain(&own) {
        let path = folder.0.join("out").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "kept").unwrap();
    }
    run();
    assert!(others.iter().all(|name| folder.0.join("out").join(name).exists()));
    assert!(own.iter().all(|name| !folder.0.join("out").join(name).exists()));
}

#[test]
fn one_run_at_a_time_writes_to_a_folder() {
    let folder = Folder::new("locked");
    fs::write(folder.0.join("x.log"), log(0..3)).unwrap();
    command(&folder, &arguments("x.log")).assert().success();
    let lock = fs::File::open(folder.0.join("out").join("_ucwa-tables.lock")).unwrap();
    lock.lock().unwrap();
    fs::write(folder.0.join("x.log"), log(0..4)).unwrap();
    command(&folder, &arguments("x.log")).assert().code(1).stderr("error: another run writes to out\n");
    lock.unlock().unwrap();
    command(&folder, &arguments("x.log")).assert().success();
    assert_eq!(lines(&folder.0.join("out")).len(), 8);
}

#[test]
fn a_log_that_cannot_be_read_holds_up_no_other() {
    let folder = Folder::new("one");
    let whole = compressed(&log(0..900));
    for (name, bytes) in
        [("a.log", log(0..2).into_bytes()), ("b.log.gz", whole[..600].to_vec()), ("c.log", log(2..5).into_bytes())]
    {
        fs::write(folder.0.join(name), bytes).unwrap();
    }
    let names = ["a.log", "b.log.gz", "c.log"];
    let all = [&["events", "--to", "csv", "-o", "out"][..], &names[..]].concat();
    let said = stderr(&mut command(&folder, &all));
    let lines_of = || lines(&folder.0.join("out")).len();
    assert!(said.starts_with("events: 10 rows in 2 new files") && said.contains("\nerror: b.log.gz: "), "{said}");
    assert_eq!((lines_of(), said.matches("b.log.gz").count()), (10, 1), "{said}");
    assert!(files(&folder.0.join("out")).keys().all(|name| !name.ends_with(".new") || !name.contains("part")));
    // what is no longer what it was holds up no other either
    fs::write(folder.0.join("a.log"), log(7..9)).unwrap();
    fs::write(folder.0.join("c.log"), log(2..6)).unwrap();
    let said = stderr(&mut command(&folder, &all));
    assert!(
        said.contains("error: a.log: expected the log that has been written") && said.contains("error: b.log.gz: "),
        "{said}"
    );
    assert_eq!(lines_of(), 12);
    fs::write(folder.0.join("b.log.gz"), whole).unwrap();
    command(&folder, &all).assert().code(1);
    assert_eq!(lines_of(), 1812);
}

#[test]
fn files_that_are_gone_or_cut_are_made_again() {
    let folder = Folder::new("gone");
    let log = log(0..9000);
    fs::write(folder.0.join("x.log"), &log).unwrap();
    let arguments = ["message", "--to", "arrow", "-o", "out", "--part", "1", "x.log"];
    let run = || stderr(&mut command(&folder, &arguments));
    run();
    let whole = files(&folder.0.join("out"));
    let parts: Vec<_> =
        whole.keys().filter(|name| name.ends_with(".arrow")).map(|name| folder.0.join("out").join(name)).collect();
    assert!(parts.len() > 2);
    for part in [parts.first().unwrap(), &parts[1], parts.last().unwrap()] {
        fs::remove_file(part).unwrap();
        assert!(run().contains(" rows in 1 new files from "));
        fs::write(part, "cut").unwrap();
        assert!(run().starts_with("warning: out/file=x.log/part-"));
        assert!(files(&folder.0.join("out")) == whole);
    }
    fs::remove_dir_all(folder.0.join("out").join("file=x.log")).unwrap();
    run();
    assert!(files(&folder.0.join("out")) == whole);
}

#[test]
fn a_log_that_only_begins_like_another_is_refused() {
    let folder = Folder::new("begins");
    let run = |text: String| {
        fs::write(folder.0.join("x.log"), text).unwrap();
        stderr(&mut command(&folder, &arguments("x.log")))
    };
    run(log(0..90));
    let refused = run(log(0..20) + &log(50..200));
    assert!(refused.contains("error: x.log: expected the log that has been written, but found one that goes on in another way"));
    assert_eq!(run(log(0..91)).lines().next().unwrap().split(" from ").next(), Some("events: 2 rows in 1 new files"));
}

#[test]
fn long_paths_have_short_names() {
    let folder = Folder::new("long");
    let deep = "ordner-\u{e4}\u{e4}\u{e4}/".repeat(12);
    for name in ["a.log", "b.log"] {
        fs::create_dir_all(folder.0.join(&deep).join("Архив Архив Архив")).unwrap();
        fs::write(folder.0.join(&deep).join("Архив Архив Архив").join(name), log(0..2)).unwrap();
    }
    for _ in 0..2 {
        command(&folder, &arguments(&deep)).assert().success();
    }
    let names: Vec<_> = files(&folder.0.join("out")).into_keys().filter(|name| name.starts_with("file=")).collect();
    assert_eq!((names.len(), lines(&folder.0.join("out")).len()), (2, 8));
    for name in names {
        let name = name.split('/').next().unwrap();
        assert!(name.len() <= 205 && name.ends_with(".log"), "{name}");
        // characters are whole
        let escapes: Vec<_> = name.split('%').skip(1).map(|one| u8::from_str_radix(&one[..2], 16).unwrap()).collect();
        assert!(std::str::from_utf8(&escapes).is_ok(), "{name}");
    }
}

#[test]
fn rotated_logs_are_logs() {
    let folder = Folder::new("rotated");
    fs::create_dir_all(folder.0.join("logs")).unwrap();
    let names =
        ["a.log", "a.log.1", "b.JSON.12", "c.xml.2.gz", "d.ndjson.gz", "a.log.x", "a.txt.1", "1", "a.log.1.2", "a.log.gz.1"];
    for (name, number) in names.into_iter().zip(0..) {
        let text = log(number..number + 1);
        let bytes = if name.contains("gz") { compressed(&text) } else { text.into_bytes() };
        fs::write(folder.0.join("logs").join(name), bytes).unwrap();
    }
    command(&folder, &arguments("logs")).assert().success();
    let found = files(&folder.0.join("out"));
    let mut found: Vec<_> = found.keys().filter_map(|name| name.strip_prefix("file=logs%2F")?.split('/').next()).collect();
    found.sort_unstable();
    assert_eq!(found, ["a.log", "a.log.1", "b.JSON.12", "c.xml.2.gz", "d.ndjson.gz"]);
}

#[test]
fn what_is_no_file_is_refused() {
    let folder = Folder::new("pipes");
    fs::write(folder.0.join("x.log"), log(0..3)).unwrap();
    let said = |arguments: &[&str], code| {
        String::from_utf8(command(&folder, arguments).assert().code(code).get_output().stderr.clone()).unwrap()
    };
    assert!(said(&arguments("-"), 2).contains("expected a file, but found `-`"));
    assert!(said(&["events", "--to", "csv", "-o", "-", "x.log"], 2).contains("expected a folder, but found `-`"));
    assert!(!folder.0.join("-").exists());
    if cfg!(unix) {
        let pipe = folder.0.join("pipe.log");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(said(&arguments("pipe.log"), 1), "error: pipe.log: expected a file, but found a pipe or a device\n");
    }
}

#[test]
fn filters_are_those_that_they_were_in_any_order() {
    let folder = Folder::new("order");
    fs::write(folder.0.join("x.log"), log(0..3)).unwrap();
    let run = |senders: [&str; 2]| {
        let senders = senders.map(|sender| ["--sender", sender]).concat();
        command(&folder, &[&arguments("x.log")[..], &senders].concat()).assert()
    };
    run(["a", "b"]).success();
    run(["b", "a"]).success();
    run(["b", "c"]).code(1);
}

#[test]
fn a_log_in_utf_16_is_warned_of() {
    let folder = Folder::new("utf-16");
    let bytes: Vec<_> = log(0..3).encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.0.join("x.log"), bytes).unwrap();
    let said = stderr(command(&folder, &arguments("x.log")).arg("--final"));
    assert!(said.starts_with("warning: x.log: expected UTF-8, but found zero bytes, as in UTF-16"), "{said}");
}
