//! The way to AWS itself, with the role the container has: signed requests, and the credentials to sign them with.

mod credentials;
mod direct;
mod role;
mod sign;
mod target;
mod wallet;

pub use credentials::Source;

pub(super) use direct::Client;
pub(super) use role::identity;
pub(super) use wallet::Wallet;
