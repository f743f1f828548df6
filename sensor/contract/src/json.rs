//! JSON as everything on its way takes it.

use serde::Serialize;

/// U+FFFE and U+FFFF are characters of JSON, and none of XML 1.0: SQS refuses a message that holds one, and with it a
/// whole frame. Whoever may name a file in a container could hide everything else the frame tells. Where they stand they
/// stand inside of a string, so their escapes mean the same.
const REFUSED: [(char, &str); 2] = [('\u{fffe}', "\\ufffe"), ('\u{ffff}', "\\uffff")];

/// The JSON of a value.
///
/// # Errors
///
/// What `serde_json` says: a map with keys that are no text.
pub fn text(value: &impl Serialize) -> serde_json::Result<String> {
    let json = serde_json::to_string(value)?;
    Ok(REFUSED.iter().fold(json, |json, (character, escape)| {
        if json.contains(*character) {
            json.replace(*character, escape)
        } else {
            json
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn escapes_what_a_queue_refuses_and_means_the_same() {
        let value = vec!["\u{fffe}", "a\u{ffff}\u{fffd}b", "\\uffff", "é\u{10ffff}"];

        let json = text(&value).unwrap();

        assert!(!json.contains(['\u{fffe}', '\u{ffff}']));
        assert!(json.contains("\u{fffd}b") && json.contains("é\u{10ffff}"));
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), value);
    }
}
