//! Logs, and what tables make of them, in a form that can be compared.

use std::collections::BTreeMap;

use ucwa_arrow::{
    Reader, Table,
    arrow_array::{
        Array, RecordBatch,
        cast::AsArray,
        types::{Int64Type, TimestampMicrosecondType},
    },
    arrow_schema::DataType,
};

use crate::load::{Load, Size};

/// A row: what is not null, by the name of the column.
pub(crate) type Row = BTreeMap<String, String>;

pub(crate) fn rows(reader: Reader) -> Vec<Row> {
    reader.flat_map(|batch| of_batch(&batch.unwrap())).collect()
}

/// All of a log.
pub(crate) fn all(log: &[u8], table: &Table) -> Vec<Row> {
    rows(reader(log).table(table.clone()))
}

pub(crate) fn reader(log: &[u8]) -> Reader {
    Reader::new(std::io::Cursor::new(log.to_vec()))
}

pub(crate) fn of_batch(batch: &RecordBatch) -> Vec<Row> {
    let (schema, mut rows) = (batch.schema(), vec![Row::new(); batch.num_rows()]);
    for (field, column) in schema.fields().iter().zip(batch.columns()) {
        for (index, row) in rows.iter_mut().enumerate().filter(|(index, _)| column.is_valid(*index)) {
            row.insert(field.name().clone(), value(column, index));
        }
    }
    rows
}

fn value(column: &dyn Array, index: usize) -> String {
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(index).to_owned(),
        DataType::Boolean => column.as_boolean().value(index).to_string(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(index).to_string(),
        DataType::Timestamp(..) => column.as_primitive::<TimestampMicrosecondType>().value(index).to_string(),
        DataType::List(_) => {
            let items = column.as_list::<i32>().value(index);
            format!("{:?}", (0..items.len()).map(|item| value(&items, item)).collect::<Vec<_>>())
        }
        other => panic!("{other} is no type of a table"),
    }
}

/// A log of JSON, of XML, or of both, whole or damaged in places, with other documents between.
pub(crate) fn log(dice: &mut fastrand::Rng, responses: usize, damage: bool) -> String {
    let (format, mut log) = (dice.u8(..3), String::new());
    for response in Load::new(dice.u64(..1000), Size::Small).take(responses) {
        let xml = format == 1 || format == 2 && dice.bool();
        let text = if xml { response.xml } else { response.json };
        log += &if damage { damaged(dice, &text) } else { text };
        log.push('\n');
    }
    log
}

fn damaged(dice: &mut fastrand::Rng, text: &str) -> String {
    let cut = dice.usize(..text.len());
    match dice.u8(..24) {
        0 => String::from_utf8_lossy(&text.as_bytes()[..cut]).into_owned(),
        1 => text.replace("?>", "?>\n<!-- </events> -->\n"),
        2 => text.replace("?>", "?>\n"),
        3 => text.replacen("\"type\"", "\"type", 1),
        4 => text.replacen("</added>", "", 1).replacen("</updated>", "", 1),
        5 => text.replacen("}}", "}", 1),
        6 => text.replacen("\":\"", "\":", 1),
        7 => "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n".to_owned(),
        8 => "{\"rel\":\"me\",\n\"_links\":{}}".to_owned(),
        9 => "<?xml version=\"1.0\"?>\n<resource rel=\"me\" xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"/>".to_owned(),
        10 => text.replacen("},{", "},5,{", 1),
        _ => text.to_owned(),
    }
}
