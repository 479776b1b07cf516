package io.reprise.rehydrate.target;

/**
 * A read model in a database: versions of it, of which readers see one. Thread-safe.
 *
 * <p>Errors of all its parts: {@link TargetRefusedException}, for which a retry does not help;
 * {@link TargetUnavailableException}, for which it may. Each step is one transaction, or safe to
 * repeat.
 */
public interface BulkTarget {

  /**
   * Prepares a version to work on and keeps other runs of the same model out until it is closed.
   * What readers see stays.
   */
  BulkRun open(OpenRequest request);

  /**
   * Makes the version visible that was before the one that is, in one step.
   *
   * @return which one is visible now
   * @throws TargetRefusedException when none is kept, or a run is under way
   */
  int undo();

  /** What it is, for messages; without secrets. */
  String name();
}
