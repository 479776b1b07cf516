package io.reprise.replay.simulation;

/** What a run may go through; all of it must occur among the seeds, or they prove little. */
enum Sight {
  CLAIM,
  TAKEOVER,
  /** A request failed since a newer producer had come, or the transaction had timed out. */
  FENCED,
  NOT_A_MEMBER,
  OUTCOME_UNKNOWN,
  STALE_CONTROL_STATE,
  TRANSACTION_TIMED_OUT,
  MEMBER_EXPELLED,
  /** A successor fenced a holder that was in the middle of a transaction. */
  OPEN_TRANSACTION_ABORTED,
  /** A holder came late and fenced its own successor. */
  SUCCESSOR_FENCED,
  COORDINATOR_TAKEOVER,
  /** A broker died between a decision and its markers. */
  MARKERS_LEFT_OUT,
  /** A successor ended what its predecessor's broker had left open. */
  HANGING_TRANSACTION_ENDED,
  COMMAND_PASSED_OVER,
  DELIVERY_HELD_BACK,
  PAUSED,
  RESUMED,
  CANCELLED,
  FAILED,
  RETRIED,
  COMPLETED,
  COMMAND_REFUSED,
  SHARES_ISSUED,
  /** Progress that a successor found CLAIMED under a stopping replay. */
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
