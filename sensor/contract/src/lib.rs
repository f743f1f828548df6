//! The documents the sensor exchanges with the control plane, and the judgement they imply. Everything here is pure: no
//! system calls, no clock, no network. The format is described in `docs/wire-format.md`.

pub mod behaviour;
pub mod judgement;
