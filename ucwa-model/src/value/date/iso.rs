//! XML's form of a date: ISO 8601 as XML Schema has it, `2016-09-26T16:20:29.6249403-07:00`.

use jiff::civil;

use super::{Date, zone::Zone};

const EPOCH: civil::DateTime = civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// A date and its time, where digits stand as zeros, and from where to where its numbers go.
const FRAME: &[u8; 19] = b"0000-00-00T00:00:00";
const NUMBERS: [(usize, usize); 6] = [(0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19)];

/// The longest date: a sign, the frame, a point and nine digits, an offset.
const LONGEST: usize = 1 + FRAME.len() + 10 + 6;

/// Reads a date. A leap second is none: no instant of 1970's count belongs to it.
pub(super) fn parse(text: &[u8]) -> Option<Date> {
    let (negative, text) = text.strip_prefix(b"-").map_or((false, text), |rest| (true, rest));
    let (frame, rest) = text.split_first_chunk()?;
    let [year, month, day, hour, minute, second] = numbers(frame)?;
    if negative && year == 0 {
        return None;
    }
    let small = |number: i16| i8::try_from(number).ok();
    let date = civil::Date::new(if negative { -year } else { year }, small(month)?, small(day)?).ok()?;
    let time = civil::Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()?;
    let (nanoseconds, digits, rest) = fraction(rest)?;
    let zone = Zone::parse_iso(rest)?;
    let local = date.to_datetime(time).duration_since(EPOCH).as_secs();
    Some(Date { seconds: local - i64::from(zone.seconds()), nanoseconds, zone, digits })
}

fn numbers(frame: &[u8; FRAME.len()]) -> Option<[i16; 6]> {
    let framed = |(byte, expected): (&u8, &u8)| if *expected == b'0' { byte.is_ascii_digit() } else { byte == expected };
    if !frame.iter().zip(FRAME).all(framed) {
        return None;
    }
    let mut numbers = [0; 6];
    for (number, (from, to)) in numbers.iter_mut().zip(NUMBERS) {
        *number = frame.get(from..to)?.iter().fold(0, |number, digit| number * 10 + i16::from(digit - b'0'));
    }
    Some(numbers)
}

/// Reads up to nine digits behind a point: the nanoseconds, how many digits there were, and the rest.
fn fraction(text: &[u8]) -> Option<(u32, u8, &[u8])> {
    let Some(rest) = text.strip_prefix(b".") else {
        return Some((0, 0, text));
    };
    let length = rest.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
    let digits = u8::try_from(length).ok().filter(|digits| (1..=9).contains(digits))?;
    let (fraction, rest) = rest.split_at_checked(length)?;
    let number = fraction.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    Some((number * 10_u32.pow(u32::from(9 - digits)), digits, rest))
}

/// Seconds of a day.
const DAY: i64 = 86_400;

/// The year, the month and the day of a day, counted in days since the first of 1970. They are counted from the first of March of the year 0, so that
/// a leap day is the last of its year, and in eras of 400 years, which all have as many days.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (in_next, day) = (month >= 10, day - (153 * month + 2) / 5 + 1);
    (era * 400 + year + i64::from(in_next), if in_next { month - 9 } else { month + 3 }, day)
}

/// The two digits of a number below a hundred.
fn two(number: i64) -> [u8; 2] {
    let number = number as u8;
    [b'0' + number / 10, b'0' + number % 10]
}

/// The text of a date, with memory of its own.
pub(super) struct Iso {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Iso {
    /// Writes a date with a number of digits of its second, and its offset as a zone has it.
    pub(super) fn new(date: Date, digits: u8, zone: Zone) -> Self {
        let mut iso = Self { bytes: [0; LONGEST], length: 0 };
        let local = date.seconds + i64::from(zone.seconds());
        let (year, month, day) = civil(local.div_euclid(DAY));
        if year < 0 {
            iso.push([b'-']);
        }
        let (year, second) = (year.abs(), local.rem_euclid(DAY));
        let [[y, e], [a, r], [m, o], [d, t]] = [year / 100, year % 100, month, day].map(two);
        let [[h, u], [i, n], [s, c]] = [second / 3600, second / 60 % 60, second % 60].map(two);
        iso.push([y, e, a, r, b'-', m, o, b'-', d, t, b'T', h, u, b':', i, n, b':', s, c]);
        if digits > 0 {
            iso.push([b'.']);
            iso.number(date.nanoseconds / 10_u32.pow(u32::from(9 - digits)), usize::from(digits));
        }
        iso.zone(zone);
        iso
    }

    pub(super) fn as_str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    fn zone(&mut self, zone: Zone) {
        if zone == Zone::Z {
            return self.push([b'Z']);
        }
        let (sign, hours, minutes) = zone.parts().unwrap_or(('+', 0, 0));
        let [[h, u], [m, i]] = [hours.into(), minutes.into()].map(two);
        self.push([if sign == '-' { b'-' } else { b'+' }, h, u, b':', m, i]);
    }

    /// Adds bytes, of which there are no more than there is room for.
    fn push<const N: usize>(&mut self, bytes: [u8; N]) {
        if let Some(place) = self.bytes.get_mut(self.length..).and_then(<[u8]>::first_chunk_mut) {
            *place = bytes;
            self.length += N;
        }
    }

    fn number(&mut self, mut number: u32, width: usize) {
        for place in self.bytes.iter_mut().skip(self.length).take(width).rev() {
            *place = b'0' + (number % 10) as u8;
            number /= 10;
        }
        self.length += width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        let (mut date, last) = (civil::date(-9999, 1, 1), civil::date(9999, 12, 31));
        while date < last {
            let days = date.to_datetime(civil::Time::midnight()).duration_since(EPOCH).as_secs() / DAY;
            assert_eq!(super::civil(days), (date.year().into(), date.month().into(), date.day().into()));
            date = date.saturating_add(jiff::Span::new().days(if date.year() % 100 == 0 { 1 } else { 27 }));
        }
    }
}
