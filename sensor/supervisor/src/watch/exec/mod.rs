//! Programs that start: who calls what with which arguments, and whether that is what then runs.

pub mod arguments;
pub mod shebang;
