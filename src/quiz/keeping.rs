//! What is kept of the answers: erased, brought back, merged with those of a file.

use super::Quiz;
use crate::answers;
use crate::content::t;
use crate::progress_file::ProgressFile;
use leptos::prelude::*;
use question_bank::practice::Progress;

impl Quiz {
    /// Forgets all answers; until the page is closed they can be brought back.
    pub fn erase(self) {
        self.settle();
        let log = answers::load();
        let _refused = answers::save(&Progress::default());
        self.log.set(Progress::default());
        self.erased.set(Some(log));
        self.status.set(t("quiz.erased").to_owned());
    }

    /// Brings erased answers back, beside those given since.
    pub fn bring_back(self) {
        if let Some(log) = self.erased.try_update(Option::take).flatten() {
            let _refused = self.take_in(log);
            self.status.set(t("quiz.brought_back").to_owned());
        }
    }

    /// All progress, as a file.
    pub fn file(self) -> ProgressFile {
        self.settle();
        ProgressFile::new(self.shell.all_progress(), answers::load())
    }

    /// Takes in a file; how many of its answers were new, or None if the browser can't keep them.
    pub fn take_file(self, file: ProgressFile) -> Option<usize> {
        self.shell.take_progress(&file.labs);
        self.take_in(file.answers)
    }

    /// Takes in another log; how many of its answers were new, or None if the browser can't keep them.
    fn take_in(self, log: Progress) -> Option<usize> {
        let mut all = answers::load();
        let new = all.merge(log);
        let is_kept = answers::save(&all);
        self.log.set(all);
        is_kept.then_some(new)
    }
}
