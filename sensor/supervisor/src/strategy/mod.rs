//! Which calls the sensor looks at, how, and what that guarantees: the table everything else reads.
//!
//! Every system call of the kernel has exactly one [`Row`]. [`Table`] joins the rows, which know names, with the numbers
//! of the architecture. [`filter::compile`] turns the table into the BPF program that the application runs under, so the
//! program can say nothing that the table does not.
//!
//! Another architecture is another `.tbl` file of numbers; the rows stay.

mod condition;
mod file;
pub mod filter;
mod network;
mod pass;
mod privilege;
mod process;
mod row;
mod table;

pub use condition::Sensor;
#[cfg(test)]
pub use condition::{Condition, Test};
pub use filter::Shape;
pub use row::Row;
#[cfg(test)]
pub use row::Strategy;
#[cfg(test)]
pub use table::UNKNOWN;
pub use table::{FOREIGN, Table};
