package io.reprise.replay.failure;

/**
 * An error of a shard, classified by what caused it: the record, the target or source, this worker,
 * or a condition that can pass. The class decides what happens to the shard. {@link FailureTable}
 * classifies exceptions. Immutable.
 */
public sealed interface Failure {

  /** Returns one sentence for operators that says what failed and what to do. */
  String sentence();

  /**
   * Returns whether every further attempt would fail, on every worker, so that the shard has to end
   * FAILED.
   */
  default boolean isPermanent() {
    return this instanceof OfRecord || this instanceof OfTarget;
  }

  /** The target can never accept one of the shard's records. The shard ends FAILED. */
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

  /**
   * A later attempt can succeed although nobody changes anything, for example after Kafka was
   * unreachable. The worker repeats the attempt, with a growing delay.
   */
  record Transient(String sentence) implements Failure {}

  /**
   * A transaction of the slot may hang in a partition that cannot be checked, so the shard must not
   * deliver yet. The worker releases the shard, and repeats the check with a growing delay.
   */
  record Unchecked(String sentence) implements Failure {}

  /** Classifies an exception by {@link FailureTable}. */
  static Failure of(Throwable error) {
    return FailureTable.classify(error);
  }
}
