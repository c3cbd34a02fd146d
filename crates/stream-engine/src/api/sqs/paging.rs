//! Lists of queues in pages.

use super::shapes::number;
use crate::api::body::Body;
use crate::quota::Quotas;
use crate::sqs::Refused;
use crate::sqs::refused::Code;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// One page of names, and the token of the next page. There are pages only where MaxResults asks
/// for them; otherwise the answer ends at the service's limit.
pub fn page(names: Vec<String>, body: Body, quotas: &Quotas) -> Result<(Vec<String>, Option<String>), Refused> {
    let most = quotas.sqs_list_max_results;
    let asked = number(body, "MaxResults", 1, most, &format!("MaxResults must be an integer between 1 and {most}."))?;
    let after = body.text("NextToken").map(read_token).transpose()?;
    let mut rest = names.into_iter().filter(|name| after.as_ref().is_none_or(|after| name > after));
    let page: Vec<String> = rest.by_ref().take(asked.unwrap_or(most) as usize).collect();
    let more = rest.next().is_some() && asked.is_some();
    let token = page.last().filter(|_| more).map(|name| STANDARD.encode(name));
    Ok((page, token))
}

fn read_token(token: &str) -> Result<String, Refused> {
    let name = STANDARD.decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    name.ok_or_else(|| Refused::new(Code::InvalidParameterValue, "Invalid or expired next token."))
}
