package io.reprise.replay.failure;

/**
 * An error of a shard, classed by whose error it is, which decides what happens next. {@link
 * FailureTable} assigns the classes. Immutable.
 */
public sealed interface Failure {

  /** What failed and what to do, as shown to operators. */
  String sentence();

  /** Whether every further attempt fails on every worker, so that the shard has to end FAILED. */
  default boolean isPermanent() {
    return this instanceof OfRecord || this instanceof OfTarget;
  }

  /** The target can never accept a record. The shard ends FAILED. */
  record OfRecord(String sentence) implements Failure {}

  /**
   * The target, the source or the request is wrong, for example a topic that was deleted or a right
   * that is missing. The shard ends FAILED.
   */
  record OfTarget(String sentence) implements Failure {}

  /**
   * This worker cannot run the shard and another one may be able to, for example because of
   * credentials, configuration or a full disk. The worker releases the shard and backs off.
   */
  record OfWorker(String sentence) implements Failure {}

  /** A later attempt can succeed without a change. The worker repeats it, with a growing delay. */
  record Transient(String sentence) implements Failure {}

  /** Classes an exception by {@link FailureTable}. */
  static Failure of(Throwable error) {
    return FailureTable.classify(error);
  }
}
