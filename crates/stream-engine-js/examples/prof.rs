use std::time::Instant;
use stream_engine_js::BenchRun;
fn main() {
    let shards: u32 = std::env::args().nth(1).map_or(8, |a| a.parse().unwrap());
    let t = Instant::now();
    let mut run = BenchRun::new(20_000, shards);
    run.run_until_s(600);
    println!("run {:?} stored {}", t.elapsed(), run.stored());
    for s in [10.0, 300.0, 5.0, 599.0, 450.0, 20.0, 333.3] {
        let t = Instant::now();
        run.seek_s(s);
        println!("seek {s} {:?}", t.elapsed());
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    println!("{}", status.lines().find(|l| l.starts_with("VmHWM")).unwrap());
}
