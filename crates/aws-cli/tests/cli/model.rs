//! What the CLI knows is what the engine has.

use aws_cli::model::{Field, Type, services};
use stream_engine::api::service;
use stream_engine::api::shape::{Member, Shape};

/// The one operation that AWS' CLI leaves out: it answers with a stream of events.
const LEFT_OUT: &str = "SubscribeToShard";

#[test]
fn every_operation_of_the_engine_is_there_with_all_its_members() {
    for known in service::services() {
        let service = services().iter().find(|service| service.cli_name == known.cli_name);
        let service = service.unwrap_or_else(|| panic!("{} is missing", known.cli_name));
        assert_eq!(service.prefix, known.prefix);
        let names: Vec<&str> = service.operations.iter().map(|operation| operation.name).collect();
        let mut wanted: Vec<&str> = known.operations.iter().map(|operation| operation.name).collect();
        wanted.retain(|name| *name != LEFT_OUT);
        wanted.sort_unstable();
        assert_eq!(names, wanted, "{}", known.cli_name);
        for operation in known.operations.iter().filter(|operation| operation.name != LEFT_OUT) {
            let found = service.operation(operation.name).expect("the names are the same");
            check_fields(&found.input, operation.members, operation.name);
            assert!(!found.about.is_empty(), "{}", operation.name);
        }
    }
}

fn check_fields(fields: &[Field], members: &[Member], place: &str) {
    let mut names: Vec<&str> = fields.iter().map(|field| field.name).collect();
    let mut wanted: Vec<&str> = members.iter().map(|member| member.name).collect();
    // The engine reads it in both destinations, AWS' model has it in the extended one.
    wanted.retain(|name| *name != "ProcessingConfiguration" || !place.ends_with(".S3DestinationConfiguration"));
    names.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(names, wanted, "{place}");
    for field in fields {
        let member = members.iter().find(|member| member.name == field.name).expect("the names are the same");
        let place = format!("{place}.{}", field.name);
        // What the engine requires is required; AWS' models may require more, which SQS checks itself.
        assert!(field.required || !member.required || member.unless.is_some(), "{place}");
        check_type(&field.of, &member.shape, &place);
    }
}

fn check_type(of: &Type, shape: &Shape, place: &str) {
    match (of, shape) {
        (Type::Structure(fields), Shape::Structure(members)) => check_fields(fields, members, place),
        (Type::List { of, .. }, Shape::List { of: shape, .. }) => check_type(of, shape, place),
        (Type::Boolean, Shape::Boolean)
        | (Type::Integer { .. }, Shape::Integer(_))
        | (Type::Long { .. }, Shape::Long(_))
        | (Type::Double, Shape::Double)
        | (Type::Timestamp, Shape::Timestamp)
        | (Type::Blob, Shape::Blob(_))
        | (Type::Text { .. }, Shape::Text(_))
        | (Type::Map(_), Shape::Map { .. })
        // The engine reads it itself.
        | (_, Shape::Any) => {}
        _ => panic!("{place}: {of:?}"),
    }
}

#[test]
fn pages_and_waiters_name_what_is_there() {
    for service in services() {
        for waiter in &service.waiters {
            assert!(service.operation(waiter.operation).is_some(), "{}", waiter.name);
        }
        for operation in &service.operations {
            let Some(pages) = &operation.pages else { continue };
            let has = |name: &str| operation.input.iter().any(|field| field.name == name);
            assert!(has(pages.input) && pages.limit.is_none_or(has), "{}", operation.name);
            let first = pages.results[0].split('.').next().unwrap_or_default();
            assert!(operation.output.iter().any(|field| field.name == first), "{}", operation.name);
        }
    }
}
