//! Patterns: what the rules of a policy hold, and how a templated string is compared with one.

mod made;
mod wild;

use crate::sensitive::is_sensitive;
use crate::system::is_code_file;
use made::Made;
use wild::{Wild, after_wild};

/// What the placeholders of a pattern reach beyond themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Itself,
    File,
    Argument,
}

/// A templated string that may also hold `{any}` and `{name}` and, for a path, end in `/{tree}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    /// What has to follow what; empty when the whole text is literal.
    pieces: Vec<Piece>,
    /// Whether a file that is called as code is has to be called so by the pattern, not by what `{any}` stands for.
    guards_code: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Wild(Wild),
    Made(Made),
    Tree,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAPattern {
    /// A brace that is neither doubled nor part of a placeholder.
    #[error("the pattern {0:?} has an unpaired brace")]
    Brace(String),
    /// `{tree}` where it has no meaning.
    #[error(
        "the pattern {0:?} has {{tree}} elsewhere than at the end of a path, directly after a slash"
    )]
    Tree(String),
}

impl Pattern {
    /// A pattern of a name or a detail: without `{tree}`.
    ///
    /// # Errors
    /// See [`NotAPattern`].
    pub fn of_text(text: &str) -> Result<Self, NotAPattern> {
        without_tree(Self::read(text, Reach::Itself)?)
    }

    /// A pattern of an argument: a text in whose paths made-up names stand for others of their kind.
    ///
    /// # Errors
    /// See [`NotAPattern`].
    pub fn of_argument(text: &str) -> Result<Self, NotAPattern> {
        without_tree(Self::read(text, Reach::Argument)?)
    }

    /// A pattern of a program's path.
    ///
    /// # Errors
    /// See [`NotAPattern`].
    pub fn of_path(text: &str) -> Result<Self, NotAPattern> {
        Self::read(text, Reach::Itself)
    }

    /// A pattern of a file's path, in which made-up names stand for others of their kind.
    ///
    /// # Errors
    /// See [`NotAPattern`].
    pub fn of_file(text: &str) -> Result<Self, NotAPattern> {
        // Secrets are known by their names.
        let reach = if is_sensitive(text) {
            Reach::Itself
        } else {
            Reach::File
        };
        let pattern = Self::read(text, reach)?;
        let guards_code = leaves_ending_open(&pattern.pieces);
        Ok(Self {
            guards_code,
            ..pattern
        })
    }

    fn read(text: &str, reach: Reach) -> Result<Self, NotAPattern> {
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while !rest.is_empty() {
            let token = token(rest).ok_or_else(|| NotAPattern::Brace(text.to_owned()))?;
            let (before, behind) = around(text, rest, token);
            let piece = match token {
                "{any}" if reach == Reach::File => Some(Piece::Wild(Wild::AnyOfAFile)),
                "{any}" => Some(Piece::Wild(Wild::Any)),
                "{name}" => Some(Piece::Wild(Wild::Name)),
                "{tree}" if literal.ends_with('/') && behind.is_empty() => Some(Piece::Tree),
                "{tree}" => return Err(NotAPattern::Tree(text.to_owned())),
                _ => Made::of(reach, token, before, behind).map(Piece::Made),
            };
            match piece {
                Some(piece) => {
                    if !literal.is_empty() {
                        pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                    }
                    pieces.push(piece);
                }
                None => literal.push_str(token),
            }
            rest = behind;
        }
        if !pieces.is_empty() && !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        Ok(Self {
            text: text.to_owned(),
            pieces,
            guards_code: false,
        })
    }

    /// The pattern as written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it matches itself only.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        self.pieces.is_empty()
    }

    /// What every match begins with.
    #[must_use]
    pub fn prefix(&self) -> &str {
        match self.pieces.first() {
            None => &self.text,
            Some(Piece::Literal(literal)) => literal,
            Some(Piece::Wild(_) | Piece::Made(_) | Piece::Tree) => "",
        }
    }

    /// Whether a templated string matches. Takes time linear in both lengths, whatever they hold.
    #[must_use]
    pub fn matches(&self, subject: &str) -> bool {
        if self.pieces.is_empty() {
            return self.text == subject;
        }
        if !subject.starts_with(self.prefix()) || (self.guards_code && is_code_file(subject)) {
            return false;
        }
        // ends[i]: whether what has been compared so far can end before byte i of the subject.
        let mut ends = vec![false; subject.len() + 1];
        if let Some(first) = ends.first_mut() {
            *first = true;
        }
        for piece in &self.pieces {
            ends = match piece {
                Piece::Literal(literal) => after_literal(&ends, subject, literal),
                Piece::Wild(wild) => after_wild(&ends, subject, *wild),
                Piece::Made(made) => after_made(&ends, subject, *made),
                Piece::Tree => return reached(&ends).any(|at| is_tree(subject.get(at..))),
            };
        }
        ends.last().copied().unwrap_or(false)
    }
}

/// Whether `{any}` may stand for the ending of a name: no dot follows the last one, and no other name.
fn leaves_ending_open(pieces: &[Piece]) -> bool {
    let is_any = |piece: &Piece| matches!(piece, Piece::Wild(Wild::Any | Wild::AnyOfAFile));
    let settles = |piece: &Piece| match piece {
        Piece::Literal(literal) => literal.contains(['.', '/']),
        Piece::Wild(_) | Piece::Made(_) => false,
        Piece::Tree => true,
    };
    let behind: Vec<_> = pieces
        .iter()
        .rev()
        .take_while(|piece| !is_any(piece))
        .collect();
    behind.len() < pieces.len() && !behind.into_iter().any(settles)
}

fn without_tree(pattern: Pattern) -> Result<Pattern, NotAPattern> {
    if pattern.pieces.contains(&Piece::Tree) {
        return Err(NotAPattern::Tree(pattern.text));
    }
    Ok(pattern)
}

/// What stands before and behind the first token of the rest of a text.
fn around<'text>(text: &'text str, rest: &'text str, token: &str) -> (&'text str, &'text str) {
    (
        text.get(..text.len() - rest.len()).unwrap_or_default(),
        rest.get(token.len()..).unwrap_or_default(),
    )
}

/// The next token: a doubled brace, a placeholder or a character. `None` for an unpaired brace.
fn token(rest: &str) -> Option<&str> {
    if rest
        .as_bytes()
        .first()
        .is_some_and(|byte| byte.is_ascii() && !matches!(byte, b'{' | b'}'))
    {
        return rest.get(..1);
    }
    let mut characters = rest.chars();
    match characters.next()? {
        '{' if rest.starts_with("{{") => rest.get(..2),
        '{' => {
            let end = rest.find('}')?;
            let inside = rest.get(1..end)?;
            (!inside.is_empty() && !inside.contains('{')).then(|| rest.get(..=end))?
        }
        '}' => rest.starts_with("}}").then(|| rest.get(..2))?,
        character => rest.get(..character.len_utf8()),
    }
}

fn reached(ends: &[bool]) -> impl Iterator<Item = usize> {
    ends.iter()
        .enumerate()
        .filter_map(|(at, reached)| reached.then_some(at))
}

/// Ends lie between tokens and a literal is whole tokens, so comparing bytes cannot cut a token in two.
fn after_literal(ends: &[bool], subject: &str, literal: &str) -> Vec<bool> {
    let mut next = vec![false; ends.len()];
    for at in reached(ends) {
        if subject
            .get(at..)
            .is_some_and(|rest| rest.starts_with(literal))
        {
            if let Some(end) = next.get_mut(at + literal.len()) {
                *end = true;
            }
        }
    }
    next
}

/// A made-up name is compared with whole words.
fn after_made(ends: &[bool], subject: &str, made: Made) -> Vec<bool> {
    let mut next = vec![false; ends.len()];
    let (mut at, mut begun) = (0, None);
    while let Some(rest) = subject.get(at..) {
        let token = token(rest);
        match (token.is_some_and(made::is_of_a_word), begun) {
            (true, None) => begun = Some(at),
            (false, Some(start)) => {
                let word = subject.get(start..at).unwrap_or_default();
                if ends.get(start) == Some(&true) && made.covers(word) {
                    if let Some(end) = next.get_mut(at) {
                        *end = true;
                    }
                }
                begun = None;
            }
            _ => {}
        }
        let Some(token) = token else { break };
        at += token.len();
    }
    next
}

fn is_tree(rest: Option<&str>) -> bool {
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.ends_with('/')
            && !rest.contains(['\n', '\r'])
            && rest.split('/').all(|segment| segment != "..")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_unpaired_braces_and_a_misplaced_tree() {
        for text in [
            "{", "}", "a{b", "{}", "{any", "any}", "{{}", "{{{", "{a{b}}",
        ] {
            assert!(
                matches!(Pattern::of_path(text), Err(NotAPattern::Brace(_))),
                "{text}"
            );
        }
        for text in [
            "{tree}",
            "/a{tree}",
            "/{tree}/b",
            "/{tree}{any}",
            "/{any}{tree}",
        ] {
            assert!(
                matches!(Pattern::of_path(text), Err(NotAPattern::Tree(_))),
                "{text}"
            );
        }
        assert!(matches!(
            Pattern::of_text("/srv/{tree}"),
            Err(NotAPattern::Tree(_))
        ));
    }

    #[test]
    fn knows_what_it_begins_with() {
        let prefix = |text| Pattern::of_path(text).unwrap().prefix().to_owned();

        assert_eq!(prefix("/srv/{any}/x"), "/srv/");
        assert_eq!(prefix("/srv/x"), "/srv/x");
        assert_eq!(prefix("{any}/x"), "");
    }

    #[test]
    fn a_literal_matches_itself_only() {
        let pattern = Pattern::of_path("/srv/{number}").unwrap();

        assert!(pattern.is_literal() && pattern.matches("/srv/{number}"));
        assert!(!pattern.matches("/srv/1") && !pattern.matches("/srv/{number}x"));
    }

    #[test]
    fn takes_any_subject_without_a_panic() {
        let patterns = [
            "{any}",
            "/{any}.{any}/{tree}",
            "{{{any}}}",
            "a{any}é{any}",
            "/{temp}",
            "/a{{{hex}}}/{temp}{any}/{temp}.{tree}",
        ]
        .map(|text| Pattern::of_file(text).or_else(|_| Pattern::of_file("/{hex}-{temp}")));
        for bytes in crate::examples::spoilt("/a{b}}{{.../é{temp}-..\n".as_bytes(), 7) {
            let subject = String::from_utf8_lossy(&bytes);
            for pattern in patterns.iter().flatten() {
                let _ = pattern.matches(&subject);
            }
            let _ = Pattern::of_file(&subject).map(|pattern| pattern.matches(&subject));
            let _ = Pattern::of_argument(&subject).map(|pattern| pattern.matches(&subject));
        }
    }

    #[test]
    fn a_program_is_no_other_that_looks_made_up() {
        for pattern in [
            Pattern::of_path("/srv/{temp}").unwrap(),
            Pattern::of_text("{hex}").unwrap(),
        ] {
            assert!(pattern.is_literal() && pattern.matches(pattern.text()));
        }
    }
}
