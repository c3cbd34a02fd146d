//! `cargo xtask serve`: builds the page and serves its folder on this machine only, until it is stopped.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::bundle::{self, Purpose};
use crate::http::{Answer, answer, mime_type};
use crate::shell::{Workspace, on_path, say};

const FIRST_PORT: u16 = 8080;
const PORTS_TRIED: u16 = 100;
const HEAD_BYTES_MAX: u64 = 16 * 1024;
/// Browsers open connections before they need them; one that stays silent is closed.
const SILENCE_MAX: Duration = Duration::from_secs(30);

/// Builds, serves, and returns only with an error.
pub fn serve(workspace: &Workspace, open: bool, port: Option<u16>) -> Result<(), String> {
    // Before the build: a taken port should not cost a minute.
    let listener = listen(port)?;
    let address = listener.local_addr().map_err(|error| format!("the server's address: {error}"))?;
    bundle::dist(workspace, None, Purpose::Development, None)?;
    let url = format!("http://{address}/");
    say("serving", &format!("{url} (Ctrl+C ends it)"));
    if open {
        open_browser(workspace, &url);
    }
    let root = workspace.root.join("dist");
    for connection in listener.incoming() {
        let root = root.clone();
        // A visitor who leaves early is no error of ours.
        thread::spawn(move || connection.and_then(|stream| respond(&stream, &root)));
    }
    Ok(())
}

fn listen(port: Option<u16>) -> Result<TcpListener, String> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    match port {
        Some(port) => bind(port).map_err(|error| format!("port {port} can't be used: {error}")),
        None => (FIRST_PORT..FIRST_PORT + PORTS_TRIED)
            .find_map(|port| bind(port).ok())
            .ok_or(format!("no free port from {FIRST_PORT} to {}", FIRST_PORT + PORTS_TRIED - 1)),
    }
}

/// Answers one request and closes: simpler than keeping connections, and a page has only a handful of files.
fn respond(stream: &TcpStream, root: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(SILENCE_MAX))?;
    let mut head = BufReader::new(stream.take(HEAD_BYTES_MAX));
    let mut request_line = String::new();
    head.read_line(&mut request_line)?;
    let mut line = String::new();
    // The rest of the head says nothing that a file's answer depends on, but it must be read before closing.
    while head.read_line(&mut line)? > 2 {
        line.clear();
    }
    let (status, content_type, content) = match answer(&request_line, root) {
        Answer::File(path) => ("200 OK", mime_type(&path), fs::read(&path)?),
        Answer::NotFound => plain("404 Not Found"),
        Answer::MethodNotAllowed => plain("405 Method Not Allowed\r\nAllow: GET, HEAD"),
        Answer::BadRequest => plain("400 Bad Request"),
    };
    let mut out = io::BufWriter::new(stream);
    write!(
        out,
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        content.len()
    )?;
    if !request_line.starts_with("HEAD ") {
        out.write_all(&content)?;
    }
    out.flush()
}

fn plain(status: &'static str) -> (&'static str, &'static str, Vec<u8>) {
    let reason = status.lines().next().unwrap_or(status);
    (status, "text/plain; charset=utf-8", format!("{reason}\n").into_bytes())
}

fn open_browser(workspace: &Workspace, url: &str) {
    let opened = on_path(&["xdg-open", "open"])
        .and_then(|opener| workspace.command(&opener.to_string_lossy()).arg(url).spawn().ok());
    if opened.is_none() {
        say("open", "neither xdg-open nor open is on PATH: open the address yourself");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_an_error_when_it_was_asked_for() {
        let taken = listen(None).expect("one of a hundred ports is free");
        let port = taken.local_addr().expect("a bound listener has an address").port();
        let refused = listen(Some(port)).expect_err("two listeners on one port");
        assert!(refused.starts_with(&format!("port {port} can't be used: ")), "{refused}");
        assert!(listen(None).is_ok(), "another port is taken instead");
    }

    #[test]
    fn a_file_is_served_over_a_socket_with_its_type_and_length() {
        let listener = listen(None).expect("one of a hundred ports is free");
        let address = listener.local_addr().expect("a bound listener has an address");
        let server = thread::spawn(move || {
            let (stream, _) = listener.accept().expect("the test connects");
            respond(&stream, Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the file is readable");
        });
        let mut client = TcpStream::connect(address).expect("the server listens");
        client.write_all(b"GET /Cargo.toml HTTP/1.1\r\nHost: x\r\n\r\n").expect("the server reads");
        let mut answer = String::new();
        client.read_to_string(&mut answer).expect("the server answers and closes");
        server.join().expect("the server ends");
        let manifest = include_str!("../Cargo.toml");
        let expected = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\
             X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{manifest}",
            manifest.len()
        );
        assert_eq!(answer, expected);
    }
}
