package io.reprise.replay.simulation;

/**
 * The rules of the protocol that safety depends on. Each can be broken, in the ports of the model,
 * to show that the audit finds the fault. The steps are those of docs/protocol.md.
 */
enum Rule {
  /** S2: one transactional id for each slot, so that a new owner fences the former one. */
  FENCE_BY_INIT,
  /** Kafka: a producer of an older epoch can neither write nor commit. */
  EPOCH_CHECK,
  /** S3: read the progress records after S2, not before. */
  READ_PROGRESS_AFTER_INIT,
  /** S4: the claim carries the group's proof of membership. */
  MEMBER_PROOF,
  /** S4: check that the slot is still owned, under the lock that its loss also takes. */
  HELD_UNDER_LOCK,
  /** S2, T2: end hanging transactions before the log is read. */
  END_WHAT_HANGS,
  /**
   * S2: ask the partitions that claims name, not only those that the newest progress record names:
   * a transaction that was aborted before its own record was written has no other trace.
   */
  ASK_WHAT_CLAIMS_NAME,
  /** S2, T2: end what is open in the own log as it has ended in another partition. */
  END_AS_ENDED_ELSEWHERE,
  /**
   * S4: check an unchecked partition before a shard is claimed that writes there, or to which the
   * transaction may belong that may hang there.
   */
  CHECK_BEFORE_CLAIM,
  /** S4: every progress record of a slot names its unchecked partitions. */
  NAME_UNCHECKED,
  /** S2: record that a transaction is in doubt before it is aborted in the own log. */
  NOTE_DOUBT_BEFORE_ABORT,
  /**
   * S2: each transaction in doubt has a note of its own. A late note about an earlier transaction
   * of the shard would otherwise replace the note about a later one.
   */
  NOTE_EACH_DOUBT,
  /** S6: end only those shards with their claim of which the indexes show that they are empty. */
  END_ONLY_EMPTY,
  /** S6: the indexes have answered for the whole range of the shard. */
  ASK_ABOUT_WHOLE_RANGE,
  /** S5: wait until the claim is visible before the replay log is read. */
  AWAIT_CLAIM,
  /** S5: read the replay log after the claim is visible, not before. */
  READ_REPLAYS_AFTER_CLAIM,
  /**
   * S3, D4: wait until the own transaction has ended in every partition and is visible, before the
   * next one begins and before the progress records are read.
   */
  AWAIT_OWN_COMMIT,
  /** A shard is begun again only after a delay that grows with each attempt that has failed. */
  BACK_OFF,
  /** D1: deliver nothing on control state that was complete more than 2 s ago. */
  PROVEN_CONTROL_STATE,
  /** D3: the slice and its progress are one transaction. */
  ONE_TRANSACTION,
  /** P3: declare a stop from the progress records, not from a timeout. */
  STOPPED_FROM_RECORDS,
  /** P3: wait until a request is visible before the progress records are read. */
  AWAIT_EVENT,
  /** C3: an event and the offset of its command are one transaction. */
  COMMAND_OFFSET_WITH_EVENT,
  /** C2: do not decide a command again whose event is visible. */
  PASS_DECIDED_COMMAND,
  /**
   * C2: know every decided command, not only the last one of each replay. The group's committed
   * offset may be lost, and all commands are then read again.
   */
  REMEMBER_ALL_DECISIONS,
  /**
   * T2, T4: fence the predecessor, then go on at the committed offset, never from memory. A
   * position in memory may lie above a command that was read and not decided, which would be lost.
   * A position that is too low does no harm, because decided commands are skipped (step C2).
   */
  COMMITTED_OFFSET_AFTER_INIT,
  /** X2: remove no progress record of a slot that has an unchecked partition. */
  REMOVE_ONLY_IF_CHECKED,
  /** X3, X4: remove the events of an expired replay after its progress records, not before. */
  REMOVE_EVENTS_LAST,
  /** T3: read the logs to their ends before the first decision. */
  READ_LOGS_AT_TAKEOVER
}
