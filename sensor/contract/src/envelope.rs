//! Signed policies: a DSSE envelope around an in-toto style statement, and everything that makes the sensor refuse one.

use std::time::Duration;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use ring::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use serde::Deserialize;

use crate::config::Keys;
use crate::digest::{Digest, sha256_hex};
use crate::policy::{Modes, NotAPolicy, Policy};
use crate::time::Timestamp;

/// Of the whole document: some ten thousand rules.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;
/// The statement is small; KMS signs at most 4,096 bytes.
const MOST_STATEMENT_BYTES: usize = 4096;
/// One by the current key, one by the next, and room.
const MOST_SIGNATURES: usize = 8;
/// How far a container's clock may be behind.
const SKEW: Duration = Duration::from_secs(300);
const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";
const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";
const PREDICATE_TYPE: &str = "https://inlay.dev/policy/v1";

/// DSSE allows base64 with or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Why an offered policy is not taken. The text goes into the frame as `policy.refused`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum Refusal {
    #[error("the offer has {0} bytes, at most {MOST_BYTES} are read")]
    TooLarge(usize),
    #[error("the offer is malformed: {0}")]
    Malformed(String),
    #[error("the offer has version {0}, this sensor knows version 1")]
    Version(u64),
    #[error("the envelope holds {0:?} instead of an in-toto statement")]
    PayloadType(String),
    #[error("the envelope has no signature")]
    Unsigned,
    #[error("the envelope has {0} signatures, at most {MOST_SIGNATURES} are tried")]
    TooManySignatures(usize),
    #[error("it is signed by {0}, which is none of the keys in the configuration")]
    UnknownKey(String),
    #[error(
        "the signature by {0} does not verify: the statement was changed or signed with another key"
    )]
    Forged(String),
    #[error("the signed statement is malformed: {0}")]
    Statement(String),
    #[error("the policy's sha256 is {found}, the statement signed {signed}")]
    Hash { signed: String, found: String },
    #[error("it is for image {offered}, this is {own}")]
    OtherImage { offered: Digest, own: Digest },
    #[error("the statement says version {statement} and the policy version {policy}")]
    VersionsDiffer { statement: u64, policy: u64 },
    #[error("the statement and the policy name different modes")]
    ModesDiffer,
    #[error("version {offered} is older than the one in force, {current}")]
    Older { offered: u64, current: u64 },
    #[error("it is not to be applied before {0}")]
    NotYet(Timestamp),
    #[error(transparent)]
    Policy(#[from] NotAPolicy),
}

/// A policy that was signed for this image.
#[derive(Debug)]
pub struct Verified {
    /// The rules.
    pub policy: Policy,
    /// Of the policy document, in hex.
    pub sha256: String,
}

/// What an offer is held against.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// The keys of the configuration.
    pub keys: &'a Keys,
    /// The image's own digest.
    pub image: &'a Digest,
    /// The version in force, if there is one.
    pub current: Option<u64>,
    /// Now.
    pub now: Timestamp,
}

#[derive(Deserialize)]
struct Offer {
    policy: String,
    envelope: Envelope,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope {
    payload_type: String,
    payload: String,
    signatures: Vec<Signature>,
}

#[derive(Deserialize)]
struct Signature {
    keyid: String,
    sig: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Statement {
    #[serde(rename = "_type")]
    kind: String,
    subject: Vec<Subject>,
    predicate_type: String,
    predicate: Predicate,
}

#[derive(Deserialize)]
struct Subject {
    digest: SubjectDigest,
}

#[derive(Deserialize)]
struct SubjectDigest {
    sha256: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Predicate {
    image: Digest,
    policy_version: u64,
    modes: Modes,
    not_before: Timestamp,
}

/// Takes an offered policy or says why not. Nothing of the offer is believed before its signature has verified.
///
/// # Errors
/// See [`Refusal`].
pub fn verify(offer: &[u8], terms: Terms<'_>) -> Result<Verified, Refusal> {
    if offer.len() > MOST_BYTES {
        return Err(Refusal::TooLarge(offer.len()));
    }
    let offer: Offer = crate::versioned(offer, Refusal::Version, Refusal::Malformed)?;
    let statement = signed_statement(&offer.envelope, terms.keys)?;
    let sha256 = sha256_hex(offer.policy.as_bytes());
    check_subject(&statement, &sha256)?;
    let policy = Policy::read(offer.policy.as_bytes())?;
    check_predicate(&statement.predicate, &policy, terms)?;
    Ok(Verified { policy, sha256 })
}

fn signed_statement(envelope: &Envelope, keys: &Keys) -> Result<Statement, Refusal> {
    if envelope.payload_type != PAYLOAD_TYPE {
        return Err(Refusal::PayloadType(
            envelope.payload_type.chars().take(100).collect(),
        ));
    }
    let undecodable = |wrong: base64::DecodeError| {
        Refusal::Malformed(format!("the payload is no base64: {wrong}"))
    };
    let payload = BASE64.decode(&envelope.payload).map_err(undecodable)?;
    if payload.len() > MOST_STATEMENT_BYTES {
        return Err(Refusal::Statement(format!(
            "it has {} bytes, at most 4096 are signed",
            payload.len()
        )));
    }
    check_signatures(&envelope.signatures, &pre_authentication(&payload), keys)?;
    let malformed = |wrong: serde_json::Error| Refusal::Statement(wrong.to_string());
    let statement: Statement = serde_json::from_slice(&payload).map_err(malformed)?;
    if statement.kind != STATEMENT_TYPE || statement.predicate_type != PREDICATE_TYPE {
        return Err(Refusal::Statement(
            "it is no statement about a policy".to_owned(),
        ));
    }
    Ok(statement)
}

/// DSSE v1, section "Protocol": what is signed names its type and its lengths, so nothing can be read as something else.
fn pre_authentication(payload: &[u8]) -> Vec<u8> {
    let mut signed = format!(
        "DSSEv1 {} {PAYLOAD_TYPE} {} ",
        PAYLOAD_TYPE.len(),
        payload.len()
    )
    .into_bytes();
    signed.extend_from_slice(payload);
    signed
}

fn check_signatures(signatures: &[Signature], signed: &[u8], keys: &Keys) -> Result<(), Refusal> {
    if signatures.len() > MOST_SIGNATURES {
        return Err(Refusal::TooManySignatures(signatures.len()));
    }
    let mut refusal = Refusal::Unsigned;
    for Signature { keyid, sig } in signatures {
        let told: String = keyid.chars().take(100).collect();
        let Some(key) = keys.get(keyid) else {
            if refusal == Refusal::Unsigned {
                refusal = Refusal::UnknownKey(told);
            }
            continue;
        };
        let signature = BASE64.decode(sig).unwrap_or_default();
        if UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key)
            .verify(signed, &signature)
            .is_ok()
        {
            return Ok(());
        }
        refusal = Refusal::Forged(told);
    }
    Err(refusal)
}

fn check_subject(statement: &Statement, sha256: &str) -> Result<(), Refusal> {
    match statement.subject.as_slice() {
        [subject] if subject.digest.sha256 == sha256 => Ok(()),
        [subject] => {
            let signed = subject.digest.sha256.chars().take(64).collect();
            Err(Refusal::Hash {
                signed,
                found: sha256.to_owned(),
            })
        }
        subjects => Err(Refusal::Statement(format!(
            "it has {} subjects instead of one",
            subjects.len()
        ))),
    }
}

fn check_predicate(
    predicate: &Predicate,
    policy: &Policy,
    terms: Terms<'_>,
) -> Result<(), Refusal> {
    for image in [&predicate.image, policy.image()] {
        if image != terms.image {
            return Err(Refusal::OtherImage {
                offered: image.clone(),
                own: terms.image.clone(),
            });
        }
    }
    let (statement, offered) = (predicate.policy_version, policy.version());
    if statement != offered {
        return Err(Refusal::VersionsDiffer {
            statement,
            policy: offered,
        });
    }
    if predicate.modes != policy.modes() {
        return Err(Refusal::ModesDiffer);
    }
    if let Some(current) = terms.current.filter(|current| offered < *current) {
        return Err(Refusal::Older { offered, current });
    }
    if predicate.not_before > terms.now.plus(SKEW) {
        return Err(Refusal::NotYet(predicate.not_before));
    }
    Ok(())
}

#[cfg(test)]
#[path = "envelope_tests.rs"]
mod tests;
