//! Programs that start: who calls what with which arguments, and whether that is what then runs.

pub mod allowed;
pub mod arguments;
pub mod drift;
pub mod program;
pub mod shebang;
