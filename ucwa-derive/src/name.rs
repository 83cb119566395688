//! Names: how the protocol spells them and how Rust does.

/// Rust's strict and reserved keywords.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut",
    "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// `operationId` → `operation_id`.
pub(crate) fn snake_case(wire: &str) -> String {
    let characters: Vec<char> = wire.chars().collect();
    let mut snake = String::new();
    for (index, character) in characters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| characters.get(index));
        let after = characters.get(index + 1);
        let starts = character.is_uppercase()
            && before.is_some_and(|before| !before.is_uppercase() || after.is_some_and(|after| after.is_lowercase()));
        if starts {
            snake.push('_');
        }
        snake.extend(character.to_lowercase());
    }
    snake
}

/// `operation_id` → `operationId`.
pub(crate) fn camel_case(snake: &str) -> String {
    let mut words = snake.split('_').filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |camel, word| camel + &pascal_case(word))
}

/// `messagingInvitation` → `MessagingInvitation`.
pub(crate) fn pascal_case(wire: &str) -> String {
    let mut characters = wire.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// A field's name: a keyword gets an underscore.
pub(crate) fn field_name(wire: &str) -> String {
    let snake = snake_case(wire);
    if KEYWORDS.contains(&snake.as_str()) { snake + "_" } else { snake }
}

/// The field of a link: `self` → `self_link`.
pub(crate) fn link_field_name(rel: &str, many: bool) -> String {
    snake_case(rel) + if many { "_links" } else { "_link" }
}

/// The module of an area: `online-meetings` → `online_meetings`.
pub(crate) fn module_name(area: &str) -> String {
    area.replace('-', "_")
}

/// Whether a name can be a Rust identifier once its case is changed, and be taken back.
pub(crate) fn is_plain(wire: &str) -> bool {
    wire.starts_with(|first: char| first.is_ascii_alphabetic()) && wire.chars().all(|c| c.is_ascii_alphanumeric())
}
