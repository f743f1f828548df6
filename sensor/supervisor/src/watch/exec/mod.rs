//! Programs that start: who calls what with which arguments, and whether that is what then runs.

pub mod allowed;
pub mod arguments;
#[cfg(test)]
mod attack_tests;
#[cfg(test)]
mod disguise_tests;
pub mod drift;
#[cfg(test)]
mod hidden_tests;
mod interpret;
#[cfg(test)]
mod interpreted_tests;
pub mod later;
#[cfg(test)]
mod loading_tests;
mod loads;
mod preload;
pub mod program;
mod settle;
pub mod shebang;
#[cfg(test)]
mod tests;
