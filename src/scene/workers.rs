//! Names of the workers of a KCL application, for its controls.

use stream_engine::Simulation;
use stream_engine::consumers::kcl::application::Application;

fn find<'a>(run: &'a Simulation, application: &str) -> Option<&'a Application> {
    run.kcl().iter().find(|one| one.setup.name == application)
}

/// Names of the workers whose process is there.
pub fn alive(run: &Simulation, application: &str) -> Vec<String> {
    let workers = find(run, application).map_or(&[][..], |application| &application.workers);
    workers.iter().filter(|worker| worker.state.is_alive()).map(|worker| worker.name.clone()).collect()
}

/// The name of the next worker: as the first ones are named, with the next letter. A worker that is
/// started again gets a new name, as a process of the library has a random one unless told otherwise.
pub fn next_name(run: &Simulation, application: &str) -> Option<String> {
    let application = find(run, application)?;
    let first = application.workers.first().map_or("worker-a", |worker| worker.name.as_str());
    let (stem, _) = first.rsplit_once('-')?;
    let mut names =
        ('a'..='z').map(|letter| format!("{stem}-{letter}")).chain((1..1_000).map(|n| format!("{stem}-{n}")));
    names.find(|name| application.find_worker(name).is_none())
}
