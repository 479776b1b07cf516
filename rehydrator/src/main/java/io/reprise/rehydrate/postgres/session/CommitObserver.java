package io.reprise.rehydrate.postgres.session;

/** Called before and after every commit of a rehydration's transactions. Thread-safe. */
public interface CommitObserver {
  CommitObserver NONE =
      new CommitObserver() {
        @Override
        public void before(TransactionKind kind) {}

        @Override
        public void after(TransactionKind kind) {}
      };

  void before(TransactionKind kind);

  void after(TransactionKind kind);
}
