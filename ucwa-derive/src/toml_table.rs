//! TOML tables with spans: typed look-ups that report what is wrong, and the keys that nobody asked for.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::files::File;

/// A parsed file; what can be read of a broken one.
pub(crate) struct Document<'f> {
    file: &'f File<'f>,
    root: Spanned<DeTable<'f>>,
}

impl<'f> Document<'f> {
    /// Parses a file and reports its syntax errors.
    pub(crate) fn parse(file: &'f File<'f>) -> Self {
        let (root, errors) = DeTable::parse_recoverable(&file.text);
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            file.report(at, error.message().lines().collect::<Vec<_>>().join(", "));
        }
        Self { file, root }
    }

    /// The table that the file is.
    pub(crate) fn root(&self) -> Table<'_> {
        Table { file: self.file, table: self.root.get_ref(), at: 0, asked: Vec::new() }
    }
}

/// A table, and which of its keys have been asked for.
pub(crate) struct Table<'d> {
    pub(crate) file: &'d File<'d>,
    table: &'d DeTable<'d>,
    /// The byte offset of the table.
    pub(crate) at: usize,
    asked: Vec<&'static str>,
}

impl<'d> Table<'d> {
    /// The keys, in the order of the file.
    pub(crate) fn keys(&self) -> Vec<String> {
        let mut keys: Vec<_> = self.table.keys().collect();
        keys.sort_by_key(|key| key.span().start);
        keys.into_iter().map(|key| key.get_ref().to_string()).collect()
    }

    fn get(&self, key: &str) -> Option<(&'d Spanned<DeValue<'d>>, usize)> {
        let (name, value) = self.table.iter().find(|(name, _)| name.get_ref() == key)?;
        Some((value, name.span().start))
    }

    /// The offset of a key, or of the table if it has no such key.
    pub(crate) fn place(&self, key: &str) -> usize {
        self.get(key).map_or(self.at, |(_, at)| at)
    }

    fn wrong(&self, value: &Spanned<DeValue<'_>>, expected: &str) {
        let found = value.get_ref().type_str();
        self.file.report(value.span().start, format_args!("expected {expected}, but found {found}"));
    }

    /// A string.
    pub(crate) fn string(&mut self, key: &'static str) -> Option<String> {
        self.asked.push(key);
        let (value, _) = self.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.wrong(value, "a string");
                None
            }
        }
    }

    /// A string that must be there.
    pub(crate) fn required(&mut self, key: &'static str) -> String {
        if self.get(key).is_none() {
            self.file.report(self.at, format_args!("expected the key `{key}`"));
        }
        self.string(key).unwrap_or_default()
    }

    /// A boolean; false if it is not there.
    pub(crate) fn flag(&mut self, key: &'static str) -> bool {
        self.asked.push(key);
        match self.get(key).map(|(value, _)| (value, value.get_ref())) {
            Some((_, DeValue::Boolean(flag))) => *flag,
            Some((value, _)) => {
                self.wrong(value, "a boolean");
                false
            }
            None => false,
        }
    }

    /// A number of a type.
    pub(crate) fn number<N: TryFrom<i64>>(&mut self, key: &'static str) -> Option<N> {
        self.asked.push(key);
        let (value, _) = self.get(key)?;
        let number = integer(value.get_ref()).and_then(|number| N::try_from(number).ok());
        if number.is_none() {
            self.wrong(value, "a number, not negative and not too large");
        }
        number
    }

    /// Two numbers, `[smallest, largest]`.
    pub(crate) fn range(&mut self, key: &'static str) -> Option<(i64, i64)> {
        self.asked.push(key);
        let (value, _) = self.get(key)?;
        if let DeValue::Array(items) = value.get_ref() {
            let numbers: Vec<_> = items.iter().filter_map(|item| integer(item.get_ref())).collect();
            if let [min, max] = numbers[..]
                && min <= max
                && items.len() == 2
            {
                return Some((min, max));
            }
        }
        self.wrong(value, "two numbers, `[smallest, largest]`");
        None
    }

    /// A list of strings under a key that only the file knows; empty if it is not there.
    pub(crate) fn strings(&self, key: &str) -> Vec<String> {
        let Some((value, _)) = self.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(value, "a list of strings");
            return Vec::new();
        };
        let mut strings = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::String(text) => strings.push(text.to_string()),
                _ => self.wrong(item, "a string"),
            }
        }
        strings
    }

    /// A list of strings under a key that the definition may have.
    pub(crate) fn list(&mut self, key: &'static str) -> Vec<String> {
        self.asked.push(key);
        self.strings(key)
    }

    /// A table; `None` if it is not there.
    pub(crate) fn table(&mut self, key: &'static str) -> Option<Self> {
        self.asked.push(key);
        self.any_table(key)
    }

    /// A table under a key that only the file knows.
    pub(crate) fn any_table(&self, key: &str) -> Option<Self> {
        let (value, at) = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Self { file: self.file, table, at, asked: Vec::new() }),
            _ => {
                self.wrong(value, "a table");
                None
            }
        }
    }

    /// A list whose items are strings or tables, with their offsets.
    pub(crate) fn items(&mut self, key: &'static str) -> Vec<Item<'d>> {
        self.asked.push(key);
        self.any_items(key)
    }

    /// Such a list under a key that only the file knows.
    pub(crate) fn any_items(&self, key: &str) -> Vec<Item<'d>> {
        let Some((value, _)) = self.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(value, "a list");
            return Vec::new();
        };
        let mut found = Vec::new();
        for item in items.iter() {
            let at = item.span().start;
            match item.get_ref() {
                DeValue::String(text) => found.push(Item::String(text.to_string(), at)),
                DeValue::Table(table) => found.push(Item::Table(Self { file: self.file, table, at, asked: Vec::new() })),
                _ => self.wrong(item, "a string or a table"),
            }
        }
        found
    }

    /// A value that is a string or a table, under a key that only the file knows.
    pub(crate) fn item(&self, key: &str) -> Option<Item<'d>> {
        let (value, at) = self.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(Item::String(text.to_string(), at)),
            _ => self.any_table(key).map(Item::Table),
        }
    }

    /// Reports the keys that nobody asked for.
    pub(crate) fn finish(self) {
        for key in self.keys().iter().filter(|key| !self.asked.contains(&key.as_str())) {
            let known = self.asked.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
            self.file.report(self.place(key), format_args!("expected one of {known}, but found `{key}`"));
        }
    }
}

/// A string or a table in a list.
pub(crate) enum Item<'d> {
    String(String, usize),
    Table(Table<'d>),
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    match value {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    }
}
