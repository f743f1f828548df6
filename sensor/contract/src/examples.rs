//! The example documents both sides are tested with.

use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;

/// The text of an example.
pub(crate) fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/examples")
        .join(name);
    fs::read_to_string(&path).unwrap_or_else(|missing| panic!("{}: {missing}", path.display()))
}

/// An example, read.
pub(crate) fn read<T: DeserializeOwned>(name: &str) -> T {
    serde_json::from_str(&text(name)).unwrap_or_else(|malformed| panic!("{name}: {malformed}"))
}

/// Bytes that are not what a reader expects: truncated and mutated copies of a good document, and noise. The seed is the
/// test's, so a failure can be repeated.
pub(crate) fn spoilt(good: &[u8], seed: u64) -> impl Iterator<Item = Vec<u8>> {
    let good = good.to_vec();
    let mut state = seed;
    let mut random = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    (0..2000).map(move |round| match round % 4 {
        0 => good[..random(good.len())].to_vec(),
        1 => (0..random(400))
            .map(|_| u8::try_from(random(256)).unwrap())
            .collect(),
        2 => {
            let mut copy = good.clone();
            for _ in 0..=random(8) {
                let at = random(copy.len());
                copy[at] = u8::try_from(random(256)).unwrap();
            }
            copy
        }
        _ => {
            let (from, to) = (random(good.len()), random(good.len()));
            [&good[..from], &good[to..]].concat()
        }
    })
}
