package io.reprise.archiver.work;

/** Told of each step as it begins and once its effect is durable. Called on the working thread. */
public interface StepObserver {
  StepObserver NONE =
      new StepObserver() {
        @Override
        public void before(Step step) {}

        @Override
        public void after(Step step) {}
      };

  void before(Step step);

  void after(Step step);
}
