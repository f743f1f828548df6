//! The sensor: what lives in the container.

#[allow(dead_code)]
mod observation;
// Read by the supervisor's loop and by the start.
#[allow(dead_code, unused_imports)]
mod strategy;
#[allow(dead_code)]
mod sys;
#[allow(dead_code)]
mod watch;

fn main() {}
