package io.reprise.rehydrate.postgres;

/** Stands beside every commit. Thread-safe. */
interface CommitObserver {
  CommitObserver NONE =
      new CommitObserver() {
        @Override
        public void before(Transaction kind) {}

        @Override
        public void after(Transaction kind) {}
      };

  void before(Transaction kind);

  void after(Transaction kind);
}
