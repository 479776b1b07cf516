package io.reprise.replay.simulation;

/**
 * The rules that the protocol's safety stands on. Each can be switched off, to show that the audit
 * would notice.
 */
enum Rule {
  /** S2: one transactional id a slot, so that a new owner fences the former. */
  FENCE_BY_INIT,
  /** Kafka: a producer of an older epoch can neither write nor commit. */
  EPOCH_CHECK,
  /** S3: read the shard records after S2, not before. */
  READ_PROGRESS_AFTER_INIT,
  /** S4: the claim carries the group's proof of membership. */
  MEMBER_PROOF,
  /** S4: the slot is still held, under the lock that its loss takes. */
  HELD_UNDER_LOCK,
  /** S2, T2: what a broker forgot to end is ended before the log is read. */
  END_WHAT_HANGS,
  /** S5: the claim must show before the replay log is read. */
  AWAIT_CLAIM,
  /** S5: read the replay log after the claim shows, not before. */
  READ_REPLAYS_AFTER_CLAIM,
  /**
   * S3, D4: a transaction of one's own must have ended everywhere, and show, before the next one
   * and before the next look at the shard records.
   */
  AWAIT_OWN_COMMIT,
  /** D1: control state older than 2 s delivers nothing. */
  PROVEN_CONTROL_STATE,
  /** D3: the slice and its progress are one transaction. */
  ONE_TRANSACTION,
  /** P3: a stop is declared from the shard records, not from a time-out. */
  STOPPED_FROM_RECORDS,
  /** P3: a request must show before the shard records are read for what they prove. */
  AWAIT_EVENT,
  /** C3: an event and the offset of its command are one transaction. */
  COMMAND_OFFSET_WITH_EVENT,
  /** C2: a command whose event shows is not decided again. */
  PASS_DECIDED_COMMAND,
  /** T2, T4: fence the predecessor, then ask for its committed offset; never go on from memory. */
  COMMITTED_OFFSET_AFTER_INIT,
  /** T3: read the logs to their ends before the first decision. */
  READ_LOGS_AT_TAKEOVER
}
