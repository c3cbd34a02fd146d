//! The kinds of parts that a topology is built of, and the fields of their forms. Names of fields are
//! those of the scenario; a test builds one of each kind and runs it.

use lab_content::exercise::{POLL_MS_MIN, RATE_MAX, RECORD_BYTES_MAX, SHARDS_MAX, WORKERS_MAX};

/// A kind of part.
#[derive(Debug)]
pub struct PartKind {
    /// Its list in the scenario, and the end of its words' keys.
    pub list: &'static str,
    /// A new one, as JSON; fields that are chosen from others are filled in.
    pub blank: &'static str,
    pub fields: &'static [Field],
}

/// A field of a form.
#[derive(Debug)]
pub struct Field {
    /// Its name in the scenario, and the end of its word's key.
    pub path: &'static str,
    pub shape: Shape,
}

/// What a field takes.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    Text,
    /// A whole number; `unit` times smaller in the form than in the scenario, by its word's key.
    Number {
        min: u64,
        max: u64,
        scale: u64,
        unit: &'static str,
    },
    Flag,
    /// Key of the label, and JSON.
    OneOf(&'static [(&'static str, &'static str)]),
    /// A stream, by number.
    Stream,
    StreamOrNone,
    /// A part of this list, by name.
    Named(&'static str),
    NamedOrNone(&'static str),
    /// How many workers a KCL application starts with.
    Workers,
}

const fn field(path: &'static str, shape: Shape) -> Field {
    Field { path, shape }
}

const fn number(path: &'static str, min: u64, max: u64, unit: &'static str) -> Field {
    Field { path, shape: Shape::Number { min, max, scale: 1, unit } }
}

const NAME: Field = field("name", Shape::Text);
const STREAM: Field = field("stream", Shape::Stream);

/// All kinds, in the order of the picture.
pub static KINDS: &[PartKind] = &[
    PartKind {
        list: "streams",
        blank: r#"{"name":"trucks","shards":2,"mode":"Provisioned"}"#,
        fields: &[
            NAME,
            number("shards", 1, SHARDS_MAX as u64, "shards"),
            field("mode", Shape::OneOf(&[("provisioned", "\"Provisioned\""), ("on_demand", "\"OnDemand\"")])),
        ],
    },
    PartKind {
        list: "producers",
        blank: r#"{"name":"100 trucks","rate_per_second":500,"record_bytes":200,"sources":100,
            "keys":{"Numbered":"truck-"},"retry":"Drop","client":"PutRecord","readings_per_record":1}"#,
        fields: &[
            NAME,
            STREAM,
            number("rate_per_second", 0, RATE_MAX as u64, "readings"),
            number("record_bytes", 1, RECORD_BYTES_MAX as u64, "bytes"),
            number("sources", 1, 1_000, "none"),
            number("readings_per_record", 1, 255, "none"),
            field(
                "keys",
                Shape::OneOf(&[
                    ("source", r#"{"Numbered":"truck-"}"#),
                    ("random", "\"Random\""),
                    ("one", r#"{"Constant":"fleet"}"#),
                    ("zipf", r#"{"Zipf":{"prefix":"truck-","exponent_percent":120}}"#),
                ]),
            ),
            field(
                "client",
                Shape::OneOf(&[
                    ("put_record", "\"PutRecord\""),
                    (
                        "put_records",
                        r#"{"Sdk":{"batch_records":null,"batch_bytes":null,"linger_ms":100,"resend":"Failed","connections":1,"strict_order":false}}"#,
                    ),
                    ("kpl", r#"{"Kpl":{}}"#),
                    ("agent", r#"{"Agent":{}}"#),
                ]),
            ),
            field(
                "retry",
                Shape::OneOf(&[
                    ("drop", "\"Drop\""),
                    ("at_once", r#"{"AtOnce":{"attempts":10}}"#),
                    ("backoff", r#"{"Exponential":{"base_ms":100,"cap_ms":2000,"attempts":8}}"#),
                    ("jitter", r#"{"FullJitter":{"base_ms":100,"cap_ms":2000,"attempts":8}}"#),
                ]),
            ),
        ],
    },
    PartKind {
        list: "consumers",
        blank: r#"{"name":"Reader","poll_interval_ms":250,"max_records_per_call":10000,"calls_take_time":true}"#,
        fields: &[
            NAME,
            STREAM,
            number("poll_interval_ms", POLL_MS_MIN as u64, 60_000, "ms"),
            number("max_records_per_call", 1, 10_000, "none"),
        ],
    },
    PartKind { list: "enhanced", blank: r#"{"name":"Pushed reader"}"#, fields: &[NAME, STREAM] },
    PartKind {
        list: "kcl",
        blank: r#"{"name":"telemetry","initial_position":"TrimHorizon","workers":[{"name":"worker-a"},{"name":"worker-b"}]}"#,
        fields: &[NAME, STREAM, field("workers", Shape::Workers)],
    },
    PartKind {
        list: "functions",
        blank: r#"{"name":"handle","invocation_us":20000,"record_us":1000}"#,
        fields: &[
            NAME,
            field("invocation_us", Shape::Number { min: 0, max: 60_000, scale: 1_000, unit: "ms" }),
            field("record_us", Shape::Number { min: 0, max: 10_000, scale: 1_000, unit: "ms" }),
        ],
    },
    PartKind {
        list: "mappings",
        blank: r#"{"function":null,"batch_size":100}"#,
        fields: &[
            field("function", Shape::Named("functions")),
            STREAM,
            field("queue", Shape::NamedOrNone("queues")),
            number("batch_size", 1, 10_000, "none"),
            field("bisect_batch_on_function_error", Shape::Flag),
            field("report_batch_item_failures", Shape::Flag),
        ],
    },
    PartKind {
        list: "delivery_streams",
        blank: r#"{"name":"to-bucket","bucket":"archive","prefix":"trucks/","size_in_mbs":1,"interval_in_seconds":60}"#,
        fields: &[
            NAME,
            field("stream", Shape::StreamOrNone),
            field("bucket", Shape::Text),
            number("size_in_mbs", 1, 128, "mib"),
            number("interval_in_seconds", 60, 900, "s"),
        ],
    },
    PartKind {
        list: "applications",
        blank: r#"{"name":"counts","window":{"Tumbling":{"size_ms":10000}},"idle_ms":2000,"get_records_interval_ms":1000}"#,
        fields: &[
            NAME,
            STREAM,
            field(
                "window",
                Shape::OneOf(&[
                    ("tumbling", r#"{"Tumbling":{"size_ms":10000}}"#),
                    ("sliding", r#"{"Sliding":{"size_ms":10000,"slide_ms":2000}}"#),
                ]),
            ),
        ],
    },
    PartKind {
        list: "queues",
        blank: r#"{"name":"orders.fifo","content_based_deduplication":true,"visibility_timeout_seconds":30}"#,
        fields: &[
            NAME,
            number("visibility_timeout_seconds", 0, 43_200, "s"),
            field("high_throughput", Shape::Flag),
            field("dead_letter_queue", Shape::NamedOrNone("queues")),
            number("max_receive_count", 1, 1_000, "none"),
        ],
    },
    PartKind {
        list: "queue_feeds",
        blank: r#"{"producer":null,"queue":null,"messages_per_call":10}"#,
        fields: &[
            field("producer", Shape::Named("producers")),
            field("queue", Shape::Named("queues")),
            number("messages_per_call", 1, 10, "none"),
            field("queue_only", Shape::Flag),
        ],
    },
    PartKind {
        list: "queue_consumers",
        blank: r#"{"name":"workers","queue":null,"workers":20,"processing_us_min":50000,"processing_us_max":50000}"#,
        fields: &[
            NAME,
            field("queue", Shape::Named("queues")),
            number("workers", 0, WORKERS_MAX as u64, "none"),
            number("max_messages_per_receive", 1, 10, "none"),
            field("processing_us_min", Shape::Number { min: 0, max: 60_000, scale: 1_000, unit: "ms" }),
            field("processing_us_max", Shape::Number { min: 0, max: 60_000, scale: 1_000, unit: "ms" }),
        ],
    },
];
