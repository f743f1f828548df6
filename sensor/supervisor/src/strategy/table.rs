//! The rows, found by number.

use std::collections::HashMap;
use std::sync::OnceLock;

use inlay_contract::behaviour::Domain;
use rustix::io::Errno;

use super::row::{Raceable, Row};
use super::{file, network, pass, privilege, process};

/// Numbers and names of every call of this architecture, as the kernel's headers give them.
#[cfg(target_arch = "x86_64")]
const NUMBERS: &str = include_str!("x86_64.tbl");
#[cfg(target_arch = "aarch64")]
const NUMBERS: &str = include_str!("aarch64.tbl");

/// A number this version does not know: a newer kernel's call, or none. Notified, because what it does is unknown;
/// `ENOSYS` is what programs expect of a call their kernel does not have.
pub const UNKNOWN: Row = Row::register("unknown", Domain::Privilege).refused(Errno::NOSYS);

/// A call through another table of the kernel's: 32-bit or x32. No program of an ordinary image makes one.
pub const FOREIGN: Row = Row::register("foreign", Domain::Privilege).refused(Errno::NOSYS);

/// Every call of this architecture with what is done about it.
#[derive(Debug)]
pub struct Table {
    by_number: Vec<Option<Row>>,
}

impl Table {
    /// The table of the architecture this was built for.
    pub fn native() -> &'static Self {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| Self::new(NUMBERS))
    }

    fn new(numbers: &str) -> Self {
        let rows: HashMap<&str, Row> = rows().map(|row| (row.name, row)).collect();
        let mut by_number = Vec::with_capacity(512);
        for (number, name) in parse(numbers) {
            if by_number.len() <= number {
                by_number.resize(number + 1, None);
            }
            if let Some(slot) = by_number.get_mut(number) {
                *slot = rows.get(name).copied();
            }
        }
        Self { by_number }
    }

    /// What is done about the call with this number; [`UNKNOWN`] when no row names it.
    #[must_use]
    pub fn row(&self, number: u32) -> &Row {
        usize::try_from(number)
            .ok()
            .and_then(|number| self.by_number.get(number))
            .and_then(Option::as_ref)
            .unwrap_or(&UNKNOWN)
    }

    /// The number of a call, where this architecture has it.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u32> {
        let named = |row: &Option<Row>| row.is_some_and(|row| row.name == name);
        let number = self.by_number.iter().position(named)?;
        u32::try_from(number).ok()
    }

    /// How many calls are decided on what their caller can still rewrite.
    #[must_use]
    pub fn raceable(&self) -> usize {
        let known = self.by_number.iter().flatten();
        known
            .filter(|row| row.raceable == Raceable::UntilEmulated)
            .count()
    }

    /// One more than the largest number that has a row.
    #[must_use]
    pub fn end(&self) -> u32 {
        u32::try_from(self.by_number.len()).unwrap_or(u32::MAX)
    }
}

/// All rows, in no order that matters.
fn rows() -> impl Iterator<Item = Row> {
    let guarded = [file::ROWS, network::ROWS, process::ROWS, privilege::ROWS];
    let passed = pass::PASSED
        .iter()
        .flat_map(|(_, names)| names.split_whitespace())
        .map(Row::pass);
    guarded.into_iter().flatten().copied().chain(passed)
}

/// Lines of `number name`.
fn parse(numbers: &str) -> impl Iterator<Item = (usize, &str)> {
    numbers.lines().filter_map(|line| {
        let (number, name) = line.split_once(' ')?;
        Some((number.parse().ok()?, name))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::strategy::Strategy;

    /// Those of every architecture, whichever this was built for.
    const ALL_NUMBERS: [&str; 2] = [include_str!("x86_64.tbl"), include_str!("aarch64.tbl")];
    /// From here on the kernel gives a new call the same number on every architecture.
    const SHARED: usize = 424;

    fn known() -> impl Iterator<Item = (usize, &'static str)> {
        ALL_NUMBERS.into_iter().flat_map(parse)
    }

    #[test]
    fn every_call_of_the_kernel_has_a_strategy() {
        let named: HashSet<&str> = rows().map(|row| row.name).collect();

        let without: Vec<&str> = known()
            .map(|(_, name)| name)
            .filter(|name| !named.contains(name))
            .collect();

        assert!(without.is_empty(), "calls without a strategy: {without:?}");
    }

    #[test]
    fn architectures_agree_on_the_numbers_of_new_calls() {
        let [first, second] =
            ALL_NUMBERS.map(|numbers| parse(numbers).filter(|(number, _)| *number >= SHARED));

        assert!(first.eq(second));
    }

    #[test]
    fn no_call_has_two_strategies() {
        let mut seen = HashSet::new();

        let twice: Vec<&str> = rows()
            .map(|row| row.name)
            .filter(|name| !seen.insert(*name))
            .collect();

        assert!(twice.is_empty(), "calls with two strategies: {twice:?}");
    }

    #[test]
    fn every_row_is_a_call_of_the_kernel() {
        let known: HashSet<&str> = known().map(|(_, name)| name).collect();

        let invented: Vec<&str> = rows()
            .map(|row| row.name)
            .filter(|name| !known.contains(name))
            .collect();

        assert!(invented.is_empty(), "rows without a call: {invented:?}");
    }

    #[test]
    fn what_is_owed_to_emulation_says_that_it_can_be_raced() {
        for row in rows().filter(|row| row.strategy == Strategy::Emulation) {
            assert_eq!(row.raceable, Raceable::UntilEmulated, "{}", row.name);
        }
    }

    #[test]
    fn only_passed_and_absent_calls_belong_to_no_domain() {
        for row in rows() {
            let unseen = matches!(row.strategy, Strategy::Pass | Strategy::Absent);
            assert_eq!(row.domain.is_none(), unseen, "{}", row.name);
        }
    }

    #[test]
    fn a_number_nobody_knows_is_notified() {
        assert_eq!(Table::native().row(9_999), &UNKNOWN);
        assert_eq!(Table::native().row(335 + 10), &UNKNOWN);
        assert_eq!(Table::native().row(59).name, "execve");
    }
}
