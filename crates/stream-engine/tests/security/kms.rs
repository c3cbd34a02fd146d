//! KMS' API: keys, their state and policies.

use crate::common::pass_ms;
use crate::world::{WRITER, allow, call, message, outcome, world};
use serde_json::{Value, json};
use stream_engine::Simulation;
use stream_engine::security::Caller;

const DAY_MS: u64 = 24 * 3_600 * 1_000;

fn kms(world: &mut Simulation, operation: &str, body: &Value) -> Value {
    let answer = call(world, &Caller::default(), &format!("TrentService.{operation}"), body);
    assert_eq!(answer.status, 200, "{operation}: {}", answer.body);
    serde_json::from_str(&answer.body).unwrap_or_default()
}

fn refused(world: &mut Simulation, operation: &str, body: &Value) -> (String, String) {
    let answer = call(world, &Caller::default(), &format!("TrentService.{operation}"), body);
    (outcome(&answer), message(&answer))
}

fn key(world: &mut Simulation) -> (String, String) {
    let made = kms(world, "CreateKey", &json!({ "Description": "trucks" }));
    let text = |name: &str| made["KeyMetadata"][name].as_str().expect("a text").to_owned();
    (text("KeyId"), text("Arn"))
}

#[test]
fn a_key_is_found_by_each_of_its_names() {
    let mut world = world();
    let (id, arn) = key(&mut world);
    kms(&mut world, "CreateAlias", &json!({ "AliasName": "alias/trucks", "TargetKeyId": id }));
    let alias_arn = "arn:aws:kms:us-east-1:123456789012:alias/trucks";
    for name in [id.as_str(), arn.as_str(), "alias/trucks", alias_arn] {
        let found = kms(&mut world, "DescribeKey", &json!({ "KeyId": name }));
        assert_eq!(found["KeyMetadata"]["Arn"], arn, "{name}");
        assert_eq!(found["KeyMetadata"]["KeyManager"], "CUSTOMER");
    }
    let again = json!({ "AliasName": "alias/trucks", "TargetKeyId": id });
    assert_eq!(refused(&mut world, "CreateAlias", &again).0, "AlreadyExistsException");
    let aws = json!({ "AliasName": "alias/aws/trucks", "TargetKeyId": id });
    assert_eq!(refused(&mut world, "CreateAlias", &aws).0, "InvalidAliasNameException");
    assert_eq!(kms(&mut world, "ListKeys", &json!({}))["Keys"], json!([{ "KeyArn": arn, "KeyId": id }]));
    assert_eq!(kms(&mut world, "ListAliases", &json!({}))["Aliases"][0]["AliasArn"], alias_arn);
    assert_eq!(refused(&mut world, "DescribeKey", &json!({ "KeyId": "none" })).1, "Key 'none' does not exist");
}

#[test]
fn a_key_goes_from_enabled_to_disabled_to_pending_to_gone() {
    let mut world = world();
    let (id, arn) = key(&mut world);
    let named = json!({ "KeyId": id });
    let state = |world: &mut Simulation| kms(world, "DescribeKey", &named)["KeyMetadata"]["KeyState"].clone();
    assert_eq!(state(&mut world), "Enabled");
    kms(&mut world, "DisableKey", &named);
    assert_eq!(state(&mut world), "Disabled");
    let soon = json!({ "KeyId": id, "PendingWindowInDays": 6 });
    assert_eq!(refused(&mut world, "ScheduleKeyDeletion", &soon).0, "ValidationException");
    let answer = kms(&mut world, "ScheduleKeyDeletion", &json!({ "KeyId": id, "PendingWindowInDays": 7 }));
    assert_eq!((&answer["KeyId"], &answer["PendingWindowInDays"]), (&json!(arn), &json!(7)));
    let pending = refused(&mut world, "EnableKey", &named);
    assert_eq!(pending, ("KMSInvalidStateException".to_owned(), format!("{arn} is pending deletion.")));
    kms(&mut world, "CancelKeyDeletion", &named);
    kms(&mut world, "EnableKey", &named);
    kms(&mut world, "ScheduleKeyDeletion", &named);
    pass_ms(&mut world, 30 * DAY_MS - 1);
    assert_eq!(state(&mut world), "PendingDeletion");
    pass_ms(&mut world, 1);
    assert_eq!(refused(&mut world, "DescribeKey", &named).0, "NotFoundException");
    assert_eq!(kms(&mut world, "ListKeys", &json!({}))["Keys"], json!([]));
}

#[test]
fn a_key_policy_decides_who_may_manage_the_key() {
    let mut world = world();
    let (id, arn) = key(&mut world);
    allow(&mut world, WRITER, "kms", &json!({ "Effect": "Allow", "Action": "kms:*", "Resource": "*" }));
    let writer = Caller::principal(WRITER);
    let ask = |world: &mut Simulation| call(world, &writer, "TrentService.DescribeKey", &json!({ "KeyId": id }));
    // The default policy hands the decision to the account.
    assert_eq!(ask(&mut world).status, 200);
    // A key policy binds the root user, too: without the second statement nobody but Ann could read it.
    let statement = |who: &str, action: &str| json!({ "Effect": "Allow", "Principal": { "AWS": format!("arn:aws:iam::123456789012:{who}") }, "Action": action, "Resource": "*" });
    let statements = [statement("user/ann", "kms:*"), statement("root", "kms:GetKeyPolicy")];
    let policy = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
    kms(&mut world, "PutKeyPolicy", &json!({ "KeyId": id, "Policy": policy }));
    assert_eq!(kms(&mut world, "GetKeyPolicy", &json!({ "KeyId": id }))["Policy"], policy);
    let refused = ask(&mut world);
    assert_eq!(outcome(&refused), "AccessDeniedException");
    let end = format!("on resource: {arn} because no resource-based policy allows the kms:DescribeKey action");
    assert!(message(&refused).ends_with(&end), "{}", message(&refused));
}
