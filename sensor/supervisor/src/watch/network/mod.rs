//! Sockets: where they connect, listen and send.

pub mod address;
