package io.reprise.archiver.observe;

/**
 * Is notified of each step of archiving and trimming a partition: before the step begins, and again
 * after the effect of the step is durable. Called on the thread that performs the step.
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
