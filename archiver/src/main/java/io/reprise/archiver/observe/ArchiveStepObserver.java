package io.reprise.archiver.observe;

/** Told of each step as it begins and once its effect is durable. Called on the working thread. */
public interface ArchiveStepObserver {
  ArchiveStepObserver NONE =
      new ArchiveStepObserver() {
        @Override
        public void before(ArchiveStep step) {}

        @Override
        public void after(ArchiveStep step) {}
      };

  void before(ArchiveStep step);

  void after(ArchiveStep step);
}
