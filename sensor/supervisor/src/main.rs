//! The sensor: what lives in the container.

fn main() {}
