//! Holds the configurations in docs/hosting/ together: both send the page's own policy, and the same other headers.
//! That nginx does send them is tried by tests/hosting/nginx.mjs.

use crate::html::POLICY;

const NGINX: &str = include_str!("../../docs/hosting/nginx.conf");
const CLOUDFRONT: &str = include_str!("../../docs/hosting/cloudfront.yaml");
const UPLOAD: &str = include_str!("../../docs/hosting/upload.sh");
const DOCS: &str = include_str!("../../docs/hosting.md");

const TWO_YEARS: &str = "63072000";
const FOR_A_YEAR: &str = "public, max-age=31536000, immutable";
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), \
                           gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

/// The lines of a file without the space before and after them.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).collect()
}

/// This line stands once in the file.
fn stands(file: &str, text: &str, line: &str) {
    let count = lines(text).iter().filter(|&&other| other == line).count();
    assert_eq!(count, 1, "{file} must have this line once: {line}");
}

#[test]
fn both_hosts_send_the_pages_own_policy_and_say_who_may_frame_it() {
    let nginx = format!("add_header Content-Security-Policy \"{POLICY}; frame-ancestors $shardlab_frames\" always;");
    stands("nginx.conf", NGINX, &nginx);
    stands("nginx.conf", NGINX, "set $shardlab_frames  \"'none'\";");
    let cloudfront = format!("ContentSecurityPolicy: !Sub \"{POLICY}; frame-ancestors ${{FrameAncestors}}\"");
    stands("cloudfront.yaml", CLOUDFRONT, &cloudfront);
    assert!(CLOUDFRONT.contains("FrameAncestors:\n    Type: String\n    Default: \"'none'\"\n"));
    for text in [NGINX, CLOUDFRONT] {
        assert_eq!(text.matches("default-src").count(), 1, "a policy beside the page's own");
    }
}

#[test]
fn both_hosts_send_the_same_other_headers() {
    let nginx = |name: &str, value: &str| {
        let quoted = if value.starts_with('$') { value.to_owned() } else { format!("\"{value}\"") };
        stands("nginx.conf", NGINX, &format!("add_header {name} {quoted} always;"));
    };
    nginx("Strict-Transport-Security", &format!("max-age={TWO_YEARS}"));
    stands(
        "cloudfront.yaml",
        CLOUDFRONT,
        &format!("StrictTransportSecurity: {{AccessControlMaxAgeSec: {TWO_YEARS}, Override: true}}"),
    );
    nginx("X-Content-Type-Options", "nosniff");
    stands("cloudfront.yaml", CLOUDFRONT, "ContentTypeOptions: {Override: true}");
    nginx("Referrer-Policy", "no-referrer");
    stands("cloudfront.yaml", CLOUDFRONT, "ReferrerPolicy: {ReferrerPolicy: no-referrer, Override: true}");
    nginx("Cross-Origin-Resource-Policy", "$shardlab_readers");
    stands("nginx.conf", NGINX, "set $shardlab_readers \"same-origin\";");
    let plain = [
        ("Permissions-Policy", PERMISSIONS),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Embedder-Policy", "require-corp"),
    ];
    for (name, value) in plain {
        nginx(name, value);
    }
    let quoted = plain.iter().map(|(name, value)| (*name, format!("\"{value}\"")));
    let readers = ("Cross-Origin-Resource-Policy", "!If [Embeddable, \"cross-origin\", \"same-origin\"]".to_owned());
    let found = lines(CLOUDFRONT);
    for (name, value) in quoted.chain([readers]) {
        let header = format!("- Header: {name}");
        let at = found.iter().position(|line| *line == header).expect("the header is in cloudfront.yaml");
        assert_eq!(found[at + 1], format!("Value: {value}"), "{name} in cloudfront.yaml");
    }
}

#[test]
fn no_host_sends_a_header_that_the_other_one_does_not() {
    let of_nginx = lines(NGINX).iter().filter(|line| line.starts_with("add_header ")).count();
    let of_cloudfront = lines(CLOUDFRONT).iter().filter(|line| line.starts_with("- Header: ")).count();
    // CloudFront has four by names of their own; Cache-Control comes with its objects, Allow it says itself.
    assert_eq!(of_nginx - 2, of_cloudfront + 4);
}

#[test]
fn hashed_files_are_kept_for_a_year_on_both() {
    assert!(NGINX.contains(FOR_A_YEAR));
    assert!(UPLOAD.contains(FOR_A_YEAR));
}

#[test]
fn the_docs_say_what_is_sent() {
    for value in [POLICY, PERMISSIONS, "max-age=63072000", FOR_A_YEAR] {
        assert!(DOCS.contains(value), "docs/hosting.md must name {value}");
    }
}
