//! The sensor: what lives in the container.

mod observation;

fn main() {}
