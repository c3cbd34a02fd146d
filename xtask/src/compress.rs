//! A built page's files compressed ahead, as hosts want them that send `name.br` or `name.gz` in place of `name`:
//! slower and smaller than what a host makes for each visitor. Files in, more files out; no disk here.

use std::io::Write;
use std::num::NonZero;
use std::sync::Mutex;
use std::thread;

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::assets::Files;

/// Text and programs. Pictures such as PNG are compressed already.
const COMPRESSIBLE: [&str; 9] = [".css", ".html", ".ico", ".js", ".json", ".svg", ".txt", ".wasm", ".webmanifest"];

/// `name.br` and `name.gz` of each file that gets smaller by it. The same page gives the same bytes.
pub fn compressed(page: &Files) -> Files {
    let is_compressible = |name: &str| COMPRESSIBLE.iter().any(|end| name.ends_with(end));
    let mut waiting: Vec<_> = page.iter().filter(|(name, _)| is_compressible(name)).collect();
    // Taken from the end: the largest first, so that no thread is left alone with it.
    waiting.sort_by_key(|(_, content)| content.len());
    let waiting = Mutex::new(waiting);
    let next = || waiting.lock().expect("nothing fails while it is taken").pop();
    let work = || {
        let mut made = Files::new();
        while let Some((name, content)) = next() {
            for (end, smaller) in [("br", brotli(content)), ("gz", gzip(content))] {
                if smaller.len() < content.len() {
                    made.insert(format!("{name}.{end}"), smaller);
                }
            }
        }
        made
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("memory takes all that is written")).collect()
    })
}

/// The size of all files whose names end so, in KiB.
pub fn kib(files: &Files, end: &str) -> usize {
    files.iter().filter(|(name, _)| name.ends_with(end)).map(|(_, content)| content.len()).sum::<usize>() / 1024
}

/// At its best, as `tests/budget.mjs` measures.
fn brotli(content: &[u8]) -> Vec<u8> {
    let best = BrotliEncoderParams { quality: 11, size_hint: content.len(), ..BrotliEncoderParams::default() };
    let mut smaller = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut smaller, &best).expect("memory takes all that is written");
    smaller
}

/// Without name or time in its head.
fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(content).and_then(|()| encoder.finish());
    written.expect("memory takes all that is written")
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn page(files: &[(&str, &str)]) -> Files {
        files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn what_was_compressed_unfolds_to_what_it_was() {
        let text = "a shard, a shard and another shard; ".repeat(50);
        let page = page(&[("index.html", &text), ("oembed/a.json", &text), ("a-0123456789abcdef.wasm", &text)]);
        let made = compressed(&page);
        assert_eq!(made.len(), 2 * page.len());
        for (name, content) in &page {
            let mut unfolded = Vec::new();
            let mut br = brotli::Decompressor::new(made[&format!("{name}.br")].as_slice(), 4096);
            br.read_to_end(&mut unfolded).expect("whole brotli");
            assert_eq!(&unfolded, content, "{name}.br");
            unfolded.clear();
            let mut gz = flate2::read::GzDecoder::new(made[&format!("{name}.gz")].as_slice());
            gz.read_to_end(&mut unfolded).expect("whole gzip");
            assert_eq!(&unfolded, content, "{name}.gz");
        }
    }

    #[test]
    fn nothing_is_written_that_would_be_larger_or_is_compressed_already() {
        let text = "no longer than itself ".repeat(9);
        let names = |files: &[(&str, &str)]| compressed(&page(files)).into_keys().collect::<Vec<_>>();
        assert_eq!(names(&[("short.js", "1")]), Vec::<String>::new());
        assert_eq!(names(&[("icon.png", &text), ("a.woff2", &text), ("LICENSE", &text)]), Vec::<String>::new());
        assert_eq!(names(&[("long.js", &text)]), ["long.js.br", "long.js.gz"]);
    }

    #[test]
    fn the_same_page_gives_the_same_bytes() {
        let page = page(&[("a.css", &"a { color: red } ".repeat(20)), ("b.js", &"b(); ".repeat(40))]);
        assert_eq!(compressed(&page), compressed(&page));
    }
}
