package io.reprise.replay.simulation;

/** Situations that must occur in some seed; without them the seeds prove little. */
enum Sight {
  CLAIM,
  TAKEOVER,
  /** An owner claimed and ended shards that have no record to deliver, in one transaction. */
  EMPTY_SHARDS_ENDED,
  /** A request failed because of a newer producer, or because the transaction had timed out. */
  FENCED,
  NOT_A_MEMBER,
  OUTCOME_UNKNOWN,
  STALE_CONTROL_STATE,
  TRANSACTION_TIMED_OUT,
  MEMBER_EXPELLED,
  /** A successor fenced an owner that had an open transaction. */
  OPEN_TRANSACTION_ABORTED,
  /** A late owner fenced its own successor. */
  SUCCESSOR_FENCED,
  COORDINATOR_TAKEOVER,
  /** A broker died between a decision and its markers. */
  MARKERS_LEFT_OUT,
  /** The only marker of a transaction is not in its writer's own log. */
  ENDED_ONLY_ELSEWHERE,
  /** A successor ended a hanging transaction of its predecessor. */
  HANGING_TRANSACTION_ENDED,
  /** A target partition had no leader when a marker was due, and lacks the marker since. */
  MARKER_WITHOUT_LEADER,
  /** A transaction was ended in a target partition that had not answered at the takeover. */
  UNCHECKED_TRANSACTION_ENDED,
  /** An owner released a shard because a partition could not be checked. */
  WAITED_FOR_CHECK,
  /** A replay failed because a partition could not be checked. */
  FAILED_UNCHECKED,
  /** An owner could not determine the outcome of a transaction in its own log. */
  OUTCOME_IN_DOUBT,
  /** A transaction whose outcome could not be determined was aborted. */
  TRANSACTION_IN_DOUBT,
  /** A former owner noted late that an earlier slice of a shard in doubt was in doubt too. */
  LATE_NOTE,
  COMMAND_PASSED_OVER,
  /** The committed offsets of the coordinators were lost. */
  OFFSETS_LOST,
  DELIVERY_HELD_BACK,
  /** An owner released a shard after an error that can pass by itself. */
  WAITED_TO_RETRY,
  /** An owner released a shard that it could not run. */
  WAITED_FOR_ANOTHER_WORKER,
  /** A replay failed because no worker could run one of its shards. */
  NO_WORKER_COULD_RUN_IT,
  /** A replay failed because its target topic had been deleted and created again. */
  TARGET_RECREATED,
  PAUSED,
  RESUMED,
  CANCELLED,
  FAILED,
  RETRIED,
  COMPLETED,
  COMMAND_REFUSED,
  /** A command that could not be applied was refused, so that the log goes on. */
  POISON_REFUSED,
  SHARES_ISSUED,
  /** An owner delivered slices of one replay between those of another, in one slot. */
  REPLAYS_SHARED_A_SLOT,
  /** A replay has expired. */
  EXPIRED,
  /** A coordinator removed the events of an expired replay. */
  EVENTS_REMOVED,
  /** An owner removed the progress record of a shard of an expired replay. */
  PROGRESS_REMOVED,
  /** An owner recorded STOPPED for a shard that its predecessor had left CLAIMED. */
  STOPPED_FOR_ANOTHER;

  static Sight of(KafkaError error) {
    if (error == KafkaError.FENCED) {
      return FENCED;
    }
    if (error == KafkaError.NOT_A_MEMBER) {
      return NOT_A_MEMBER;
    }
    return error == KafkaError.STALE ? STALE_CONTROL_STATE : OUTCOME_UNKNOWN;
  }
}
