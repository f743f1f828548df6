//! Showing which role the container has: a question to STS, signed for one control plane and one image, which that control
//! plane asks.

use std::time::{Duration, SystemTime};

use inlay_contract::digest::Digest;
use inlay_contract::place::Role;
use inlay_contract::session::Identity;
use inlay_contract::time::Timestamp;

use super::super::http::Http;
use super::super::plane::Failure;
use super::credentials::Credentials;
use super::sign::{Scope, Unsigned, sign};
use super::wallet::Wallet;

const BODY: &[u8] = b"Action=GetCallerIdentity&Version=2011-06-15";
const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";

/// A new signed question. Each is taken once over there.
pub(in super::super) fn identity(
    http: &Http,
    wallet: &mut Wallet,
    role: &Role,
    image: &Digest,
    patience: Duration,
) -> Result<Identity, Failure> {
    let credentials = wallet.open(http, patience)?;
    signed(&credentials, role, image, SystemTime::now().into())
        .ok_or_else(|| Failure::Later("the role's credentials have no session token".to_owned()))
}

fn signed(
    credentials: &Credentials,
    role: &Role,
    image: &Digest,
    at: Timestamp,
) -> Option<Identity> {
    let image = image.to_string();
    let request = Unsigned {
        method: "POST",
        host: &role.sts,
        path: "/",
        query: &[],
        headers: &[
            ("content-type", FORM),
            ("x-inlay-server", &role.server),
            ("x-inlay-image", &image),
        ],
        body: BODY,
    };
    let scope = Scope {
        region: &role.region,
        service: "sts",
    };
    let signature = sign(&request, scope, credentials, at);
    Some(Identity {
        date: signature.date,
        token: signature.token?,
        authorization: signature.authorization,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(server: &str) -> Role {
        Role {
            region: "eu-central-1".into(),
            sts: "sts.eu-central-1.amazonaws.com".into(),
            server: server.into(),
        }
    }

    fn credentials(token: Option<&str>) -> Credentials {
        Credentials {
            id: "ASIAEXAMPLE".into(),
            secret: "secret".into(),
            token: token.map(str::to_owned),
            expires: Timestamp::from_millis(u64::MAX),
        }
    }

    fn image(digit: &str) -> Digest {
        Digest::try_from(format!("sha256:{}", digit.repeat(64))).unwrap()
    }

    #[test]
    fn signs_for_one_control_plane_and_one_image() {
        let at = Timestamp::from_millis(1_440_938_160_000);
        let of = |server: &str, digit: &str| {
            signed(&credentials(Some("t")), &role(server), &image(digit), at).unwrap()
        };

        let here = of("https://a.example", "a");

        assert_eq!(
            (here.date.as_str(), here.token.as_str()),
            ("20150830T123600Z", "t")
        );
        assert!(here.authorization.contains(
            "/20150830/eu-central-1/sts/aws4_request, \
             SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-inlay-image;x-inlay-server,"
        ));
        assert_ne!(here, of("https://b.example", "a"));
        assert_ne!(here, of("https://a.example", "b"));
        assert!(!format!("{here:?}").contains("Signature"));
    }

    #[test]
    fn keys_of_a_person_are_not_shown() {
        let at = Timestamp::from_millis(0);

        let shown = signed(
            &credentials(None),
            &role("https://a.example"),
            &image("a"),
            at,
        );

        assert_eq!(shown, None);
    }
}
