//! [`Reader`]: a log → record batches.

use std::{
    collections::VecDeque,
    fmt,
    io::{self, BufRead},
    iter,
    ops::Range,
    path::Path,
};

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};

use crate::{
    Table,
    pending::Pending,
    rows::Rows,
    select::Filter,
    source::{Part, Source},
    walk::Walk,
    watched::{OnProgress, Progress},
};

/// A log as record batches of a table; of `events`, unless another is asked for.
///
/// It is an iterator, and Arrow's [`RecordBatchReader`]. Nothing is read before the first batch is asked for. Memory is bounded by a
/// batch, which has at most as many rows as [`batch_rows`](Self::batch_rows) says and about 32 MiB of text, and by the largest document.
/// What is broken or no response ends nothing; an error of the file does. It is an [`ArrowError::IoError`], which says with a
/// [`FileError`](crate::FileError) which file it is of.
///
/// ```
/// use ucwa_arrow::{Reader, Table};
///
/// let log = br#"{"sender":[{"rel":"people","href":"/people","events":[{"type":"added"},{"type":7},{"type":"deleted"}]}]}
/// 502 Bad Gateway
/// "#;
/// let rows = |reader: Reader| reader.map(|batch| batch.unwrap().num_rows()).sum::<usize>();
/// assert_eq!(rows(Reader::new(&log[..])), 3);
/// assert_eq!(rows(Reader::new(&log[..]).types(["deleted"])), 1);
/// assert_eq!(rows(Reader::new(&log[..]).table(Table::responses())), 2);
/// ```
pub struct Reader {
    source: Option<Source>,
    part: Part,
    table: Table,
    filter: Filter,
    batch_rows: usize,
    growing: bool,
    /// After how many bytes each, and what.
    on_progress: Option<(u64, OnProgress)>,
    running: Option<Running>,
    ready: VecDeque<Result<RecordBatch, ArrowError>>,
}

/// A reader that has begun.
struct Running {
    walk: Walk,
    /// What is left of the rows of the last document.
    pending: Pending,
    rows: Rows,
    ended: bool,
}

impl Reader {
    /// The log in a file, decompressed if it is compressed by gzip. If it cannot be read, the first batch is an error.
    #[must_use]
    pub fn open(path: impl AsRef<Path>) -> Self {
        Self::of(Source::Path(path.as_ref().to_owned()))
    }

    /// The log that a reader gives, decompressed if it is compressed by gzip.
    #[must_use]
    pub fn new(reader: impl BufRead + Send + 'static) -> Self {
        Self::of(Source::Reader(Box::new(reader)))
    }

    fn of(source: Source) -> Self {
        Self {
            source: Some(source),
            part: Part::Whole,
            table: Table::events(),
            filter: Filter::default(),
            batch_rows: 8192,
            growing: false,
            on_progress: None,
            running: None,
            ready: VecDeque::new(),
        }
    }

    /// Only the documents of a range of bytes of a file: those from the first [boundary](ucwa_model::stream::boundary) in it on, up to
    /// the first one at or behind its end. Ranges that partition a file give each row exactly once. A compressed file is in the range
    /// in which its first byte is.
    #[must_use]
    pub fn range(self, range: Range<u64>) -> Self {
        Self { part: Part::Range(range), ..self }
    }

    /// Only these bytes of a file, which begin and end where documents do: as [`splits`](crate::splits) and
    /// [`checkpoint`](crate::checkpoint) gave them. If the file has become shorter since, an error of the kind
    /// [`UnexpectedEof`](io::ErrorKind::UnexpectedEof) comes; the end `u64::MAX` is wherever the file ends.
    #[must_use]
    pub fn part(self, range: Range<u64>) -> Self {
        Self { part: Part::Exact(range), ..self }
    }

    /// The table.
    #[must_use]
    pub fn table(self, table: Table) -> Self {
        Self { table, ..self }
    }

    /// Only events of senders of these rels, with or without the prefix of a [dialect](ucwa_model::dialect). Of the table `responses` all
    /// rows come.
    ///
    /// What is passed over is not checked, and what is broken in it does not come. The [routing pass](ucwa_model::Routes) reads what each
    /// event is about; in what came along, where the event is laid out as servers do it, it looks only at quotes and brackets, or in XML
    /// for the end tag of the event. If it finds a document damaged, or an event that is wanted cannot be decoded, then all of the
    /// document is decoded, and all that is broken in it comes, whoever sent it: it may have been wanted.
    #[must_use]
    pub fn senders<S: Into<String>>(mut self, rels: impl IntoIterator<Item = S>) -> Self {
        self.filter.senders.extend(rels.into_iter().map(Into::into));
        self
    }

    /// Only events of these types. What is passed over is not checked, as with [`senders`](Self::senders).
    #[must_use]
    pub fn types<S: Into<String>>(mut self, types: impl IntoIterator<Item = S>) -> Self {
        self.filter.types.extend(types.into_iter().map(Into::into));
        self
    }

    /// How many rows a batch has, at most; 8192 unless said. At least one.
    #[must_use]
    pub fn batch_rows(self, rows: usize) -> Self {
        Self { batch_rows: rows.max(1), ..self }
    }

    /// The log may still grow: what more bytes may change does not come. [`checkpoint`](Self::checkpoint) stands before it.
    #[must_use]
    pub fn growing(self) -> Self {
        Self { growing: true, ..self }
    }

    /// Calls a function each time about as many more bytes have been read, with their number so far, as they are when decompressed.
    /// It may show how far the reader is, or stop it: an error that it gives comes as an [`ArrowError::IoError`], as it is, after the
    /// rows that were ready, and ends the reader. Batches tell that too little: of a log without anything that is wanted none comes.
    ///
    /// ```
    /// use ucwa_arrow::{Reader, Table, arrow_schema::ArrowError};
    ///
    /// let log = "{\"sender\":[]}\n".repeat(1 << 20);
    /// let stop = |read: u64| if read < 4 << 20 { Ok(()) } else { Err(std::io::Error::other("enough")) };
    /// let mut reader = Reader::new(std::io::Cursor::new(log)).table(Table::rel("message")?).on_progress(1 << 20, stop);
    /// assert!(matches!(reader.next(), Some(Err(ArrowError::IoError(_, error))) if error.to_string() == "enough"));
    /// assert!(reader.next().is_none());
    /// # Ok::<(), ucwa_arrow::UnknownTable>(())
    /// ```
    #[must_use]
    pub fn on_progress(self, bytes: u64, call: impl FnMut(u64) -> io::Result<()> + Send + 'static) -> Self {
        Self { on_progress: Some((bytes, Box::new(call))), ..self }
    }

    /// The offset from which to go on later, once all batches have come; 0 before the first. Counted in what has been decompressed.
    #[must_use]
    pub fn checkpoint(&self) -> u64 {
        self.running.as_ref().map_or(0, |running| running.walk.checkpoint().offset as u64)
    }

    fn begin(&mut self) -> Result<(), ArrowError> {
        let Some(source) = self.source.take() else { return Ok(()) };
        let (mut bytes, start) = source.open(&self.part)?;
        if let Some((every, call)) = self.on_progress.take() {
            bytes = Box::new(Progress::new(bytes, every, call));
        }
        self.running = Some(Running {
            walk: Walk::new(bytes, start, &self.table, &self.filter, self.growing),
            pending: Pending::none(),
            rows: Rows::new(&self.table, self.batch_rows),
            ended: false,
        });
        Ok(())
    }

    /// Reads until a batch is ready, or the log ends.
    fn fill(&mut self) -> Result<(), ArrowError> {
        self.begin()?;
        let Self { running: Some(running), filter, ready, .. } = self else { return Ok(()) };
        while ready.is_empty() && !running.ended {
            if running.fill_batch(filter) {
                ready.extend(running.rows.finish());
                continue;
            }
            match running.walk.next(&mut running.rows) {
                Ok(Some(pending)) => running.pending = pending,
                last => {
                    running.ended = true;
                    ready.extend(running.rows.finish());
                    ready.extend(last.err().map(|error| Err(error.into())));
                }
            }
        }
        Ok(())
    }
}

impl Running {
    /// Takes rows of the last document until a batch is full, which it says, or there are no more.
    fn fill_batch(&mut self, filter: &Filter) -> bool {
        let Self { pending, rows, .. } = self;
        let kind = rows.kind();
        loop {
            if rows.is_full() {
                return true;
            }
            if !pending.next(kind, filter, &mut |row| rows.event(row)) {
                return false;
            }
        }
    }
}

impl Iterator for Reader {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty()
            && let Err(error) = self.fill()
        {
            return Some(Err(error));
        }
        self.ready.pop_front()
    }
}

impl iter::FusedIterator for Reader {}

impl RecordBatchReader for Reader {
    fn schema(&self) -> SchemaRef {
        self.table.schema()
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("part", &self.part)
            .field("table", &self.table)
            .field("filter", &self.filter)
            .finish_non_exhaustive()
    }
}
