//! The Agent's preprocessing (`dataProcessingOptions`): SINGLELINE, CSVTOJSON, LOGTOJSON.

use super::parse::{LogFormat, fields_of, parse};
use crate::api::json::{Json, Object};
use serde::{Deserialize, Serialize};

/// `dataProcessingOptions`. `optionName` is the variant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum DataProcessing {
    /// Makes one line of a record of several: trims each and joins them.
    SingleLine,
    CsvToJson {
        custom_field_names: Vec<String>,
        /// A comma if absent.
        #[serde(default)]
        delimiter: Option<String>,
    },
    LogToJson {
        log_format: LogFormat,
        /// As many as the format has fields.
        #[serde(default)]
        custom_field_names: Option<Vec<String>>,
    },
}

/// The record's data for a piece of the log, line break included. None filters the piece out: it
/// has not the format that was named, and no record is made of it.
pub fn convert(processing: Option<&DataProcessing>, text: &str) -> Option<String> {
    let content = text.strip_suffix('\n').unwrap_or(text);
    match processing {
        None => Some(text.to_owned()),
        Some(DataProcessing::SingleLine) => {
            let joined: String = content.split('\n').map(str::trim).collect();
            Some(joined + "\n")
        }
        Some(DataProcessing::CsvToJson { custom_field_names, delimiter }) => {
            let delimiter = delimiter.as_deref().filter(|text| !text.is_empty()).unwrap_or(",");
            let mut columns = content.split(delimiter);
            let fields = custom_field_names.iter().map(|name| (name.as_str(), columns.next()));
            Some(object(fields))
        }
        Some(DataProcessing::LogToJson { log_format, custom_field_names }) => {
            let values = parse(*log_format, content)?;
            let names = fields_of(*log_format);
            match custom_field_names {
                Some(own) if own.len() != names.len() => None,
                Some(own) => Some(object(own.iter().map(String::as_str).zip(values))),
                None => Some(object(names.iter().copied().zip(values))),
            }
        }
    }
}

fn object<'a>(fields: impl Iterator<Item = (&'a str, Option<&'a str>)>) -> String {
    let value = |value: Option<&str>| value.map_or(Json::Null, |text| Json::Text(text.to_owned()));
    let object = fields.fold(Object::default(), |object, (name, found)| object.with(name, value(found)));
    Json::from(object).compact() + "\n"
}
