package io.reprise.archiver.observe;

/**
 * Observes the steps of archiving: before a step begins, and after its effect is durable. Called on
 * the thread that performs the step.
 */
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
