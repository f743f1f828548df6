//! The variables the sensor itself looks at. Its own begin with `INLAY_`.

use std::ffi::CString;

use super::lookup;

/// The environment, to be asked.
#[derive(Debug, Clone, Copy)]
pub struct Variables<'a>(pub &'a [CString]);

impl<'a> Variables<'a> {
    /// The value of a variable, if it is text and not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'a str> {
        let value = lookup::variable(self.0, name)?;
        std::str::from_utf8(value)
            .ok()
            .filter(|value| !value.is_empty())
    }
}
