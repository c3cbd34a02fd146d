//! IAM's API: roles, their policies, and the simulator.

use crate::world::{ANN, STREAM_ARN, WRITER, allow, call, message, outcome, put, world};
use serde_json::{Value, json};
use stream_engine::Simulation;
use stream_engine::security::Caller;

fn iam(world: &mut Simulation, operation: &str, body: &Value) -> Value {
    let answer = call(world, &Caller::default(), &format!("AmazonIdentityManagement.{operation}"), body);
    assert_eq!(answer.status, 200, "{operation}: {}", answer.body);
    serde_json::from_str(&answer.body).unwrap_or_default()
}

fn refused(world: &mut Simulation, operation: &str, body: &Value) -> (String, String) {
    let answer = call(world, &Caller::default(), &format!("AmazonIdentityManagement.{operation}"), body);
    (outcome(&answer), message(&answer))
}

fn document(statement: &Value) -> String {
    json!({ "Version": "2012-10-17", "Statement": statement }).to_string()
}

#[test]
fn a_role_is_made_gets_a_policy_uses_it_and_loses_it() {
    let mut world = world();
    let trust =
        json!({ "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" });
    let asked = json!({ "RoleName": "truck", "AssumeRolePolicyDocument": document(&trust) });
    let role = iam(&mut world, "CreateRole", &asked);
    let arn = "arn:aws:iam::123456789012:role/truck";
    assert_eq!(role["Role"]["Arn"], arn);
    assert_eq!(refused(&mut world, "CreateRole", &asked).0, "EntityAlreadyExistsException");

    let policy = document(&json!({ "Effect": "Allow", "Action": "kinesis:PutRecord", "Resource": STREAM_ARN }));
    let named = json!({ "RoleName": "truck", "PolicyName": "put" });
    let with = json!({ "RoleName": "truck", "PolicyName": "put", "PolicyDocument": policy });
    iam(&mut world, "PutRolePolicy", &with);
    assert_eq!(iam(&mut world, "GetRolePolicy", &named)["PolicyDocument"], policy);
    assert_eq!(iam(&mut world, "ListRolePolicies", &json!({ "RoleName": "truck" }))["PolicyNames"], json!(["put"]));
    assert_eq!(put(&mut world, &Caller::principal(arn)).status, 200);

    iam(&mut world, "DeleteRolePolicy", &named);
    assert_eq!(outcome(&put(&mut world, &Caller::principal(arn))), "AccessDeniedException");
    let gone = refused(&mut world, "GetRolePolicy", &named);
    assert_eq!(gone, ("NoSuchEntityException".to_owned(), "The role policy with name put cannot be found.".to_owned()));
}

#[test]
fn what_is_not_there_or_not_a_policy_is_refused() {
    let mut world = world();
    let nobody = json!({ "RoleName": "nobody", "PolicyName": "x", "PolicyDocument": "{}" });
    let missing = refused(&mut world, "PutRolePolicy", &nobody);
    assert_eq!(missing.1, "The role with name nobody cannot be found.");
    let bad = json!({ "RoleName": "writer", "PolicyName": "x", "PolicyDocument": "{" });
    assert_eq!(refused(&mut world, "PutRolePolicy", &bad).0, "MalformedPolicyDocumentException");
    let statement = json!({ "Sid": "Put", "Effect": "Allow", "Action": "PutRecord", "Resource": "*" });
    let bad = json!({ "RoleName": "writer", "PolicyName": "x", "PolicyDocument": document(&statement) });
    assert!(refused(&mut world, "PutRolePolicy", &bad).1.starts_with("Statement 1 (Put), Action: "));
    let resources: Vec<String> = (0..300).map(|nth| format!("{STREAM_ARN}-{nth}")).collect();
    let long = document(&json!({ "Effect": "Allow", "Action": "kinesis:*", "Resource": resources }));
    let long = json!({ "RoleName": "writer", "PolicyName": "x", "PolicyDocument": long });
    assert_eq!(refused(&mut world, "PutRolePolicy", &long).0, "LimitExceededException");
}

#[test]
fn the_simulator_tells_decision_statement_and_missing_keys() {
    let mut world = world();
    allow(&mut world, WRITER, "write", &json!({ "Effect": "Allow", "Action": "kinesis:Put*", "Resource": STREAM_ARN }));
    let condition = json!({ "StringEquals": { "aws:SourceVpce": "vpce-1" } });
    let deny = json!({ "Effect": "Deny", "Action": "kinesis:PutRecords", "Resource": "*", "Condition": condition });
    allow(&mut world, WRITER, "private", &deny);
    let asked = |context: Value| {
        json!({
            "PolicySourceArn": WRITER,
            "ActionNames": ["kinesis:PutRecord", "kinesis:PutRecords", "kinesis:GetRecords"],
            "ResourceArns": [STREAM_ARN],
            "ContextEntries": context,
        })
    };
    let decisions = |answer: &Value| -> Vec<String> {
        let results = answer["EvaluationResults"].as_array().expect("results");
        results.iter().map(|result| result["EvalDecision"].as_str().expect("a decision").to_owned()).collect()
    };
    let without = iam(&mut world, "SimulatePrincipalPolicy", &asked(json!([])));
    assert_eq!(decisions(&without), ["allowed", "allowed", "implicitDeny"]);
    let first = &without["EvaluationResults"][0];
    assert_eq!(first["MatchedStatements"][0]["SourcePolicyId"], "write");
    assert_eq!(first["MissingContextValues"], json!(["aws:sourcevpce"]));
    assert_eq!(
        (&first["EvalActionName"], &first["EvalResourceName"]),
        (&json!("kinesis:PutRecord"), &json!(STREAM_ARN))
    );

    let entry =
        json!({ "ContextKeyName": "aws:SourceVpce", "ContextKeyValues": ["vpce-1"], "ContextKeyType": "string" });
    let with = iam(&mut world, "SimulatePrincipalPolicy", &asked(json!([entry])));
    assert_eq!(decisions(&with), ["allowed", "explicitDeny", "implicitDeny"]);
    assert_eq!(with["EvaluationResults"][0]["MissingContextValues"], json!([]));

    let extra = document(&json!({ "Effect": "Allow", "Action": "sqs:*", "Resource": "*" }));
    let body = json!({ "PolicySourceArn": ANN, "PolicyInputList": [extra], "ActionNames": ["sqs:SendMessage"] });
    assert_eq!(decisions(&iam(&mut world, "SimulatePrincipalPolicy", &body)), ["allowed"]);
    let nobody =
        json!({ "PolicySourceArn": "arn:aws:iam::123456789012:role/nobody", "ActionNames": ["sqs:SendMessage"] });
    assert_eq!(refused(&mut world, "SimulatePrincipalPolicy", &nobody).0, "NoSuchEntityException");
}
