package io.reprise.rehydrate;

/** Hears how far a run is, on the thread that did it; what it throws ends the run. Thread-safe. */
@FunctionalInterface
public interface ProgressListener {
  ProgressListener NONE = progress -> {};

  void moved(Progress progress);
}
