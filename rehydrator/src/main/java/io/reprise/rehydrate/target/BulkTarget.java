package io.reprise.rehydrate.target;

/**
 * A read model in a database. A read model has versions, and readers see one of them.
 * Implementations are thread-safe.
 *
 * <p>The methods of this interface, of {@link BulkRun} and of {@link TailWriter} throw {@link
 * TargetRefusedException} when a retry does not help and {@link TargetUnavailableException} when a
 * retry may help. Each step of a run is one transaction, or safe to repeat.
 */
public interface BulkTarget {

  /**
   * Chooses or creates the version to work on, and keeps other runs of the same model out until the
   * returned run is closed. Readers see no change.
   */
  BulkRun open(OpenRequest request);

  /**
   * Makes the version that was visible before the current one visible again, in one step.
   *
   * @return the version that is visible now
   * @throws TargetRefusedException when no older version is kept, or a run is active
   */
  int undo();

  /** Returns the model's name and its database for messages, without secrets. */
  String name();
}
