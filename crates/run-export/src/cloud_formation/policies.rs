//! Documents that no run holds: what Firehose may do, and who takes a role.

use super::get_att;
use crate::blueprint::{BUCKET_ACTIONS, STREAM_ACTIONS};
use stream_engine::api::json::{Json, Object};

/// A role that lets Firehose do what it must.
pub fn delivery_role(bucket: &str, stream: Option<&str>) -> Object {
    let statement = |actions: &[&str], resources: Vec<Json>| {
        let actions: Vec<Json> = actions.iter().map(|action| Json::from(*action)).collect();
        Json::from(Object::default().with("Effect", "Allow").with("Action", actions).with("Resource", resources))
    };
    let objects = Object::default().with("Fn::Sub", format!("${{{bucket}.Arn}}/*"));
    let mut statements = vec![statement(&BUCKET_ACTIONS, vec![get_att(bucket, "Arn"), objects.into()])];
    statements.extend(stream.map(|stream| statement(&STREAM_ACTIONS, vec![get_att(stream, "Arn")])));
    let policy = Object::default()
        .with("PolicyName", "deliver")
        .with("PolicyDocument", Object::default().with("Version", "2012-10-17").with("Statement", statements));
    let service = Object::default().with("Service", "firehose.amazonaws.com");
    Object::default().with("AssumeRolePolicyDocument", trust(service)).with("Policies", vec![Json::from(policy)])
}

/// The account itself decides who takes a role that names nobody.
pub fn own_account() -> Json {
    let root = Object::default().with("Fn::Sub", "arn:${AWS::Partition}:iam::${AWS::AccountId}:root");
    trust(Object::default().with("AWS", root)).into()
}

fn trust(principal: Object) -> Object {
    let statement =
        Object::default().with("Effect", "Allow").with("Principal", principal).with("Action", "sts:AssumeRole");
    Object::default().with("Version", "2012-10-17").with("Statement", vec![Json::from(statement)])
}
