package io.reprise.replay.simulation;

import io.reprise.replay.journal.UncheckedPartitions;
import java.util.ArrayList;
import java.util.List;

/** One transaction, from its first record to its last marker. */
final class Transaction {
  /** On whose behalf: the slot and its ownership for a worker's, {@link #COORDINATOR} otherwise. */
  record Holder(String worker, int slot, long ownership) {
    static final int COORDINATOR = -1;

    boolean isCoordinator() {
      return slot == COORDINATOR;
    }
  }

  final Holder holder;
  private final List<Log.Entry> entries = new ArrayList<>();
  private final List<Log> logs = new ArrayList<>();
  private Group offsetsOf;
  private long committedOffset;
  private Boolean ended;
  private boolean doubted;

  /** The unchecked partitions that its progress record names. */
  UncheckedPartitions unchecked = UncheckedPartitions.NONE;

  Transaction(Holder holder) {
    this.holder = holder;
  }

  void append(Log log, String key, Object value) {
    entries.add(log.append(key, value, this));
    if (!logs.contains(log)) {
      logs.add(log);
    }
  }

  void offset(Group group, long offset) {
    offsetsOf = group;
    committedOffset = offset;
    group.pending(this);
  }

  /** It has ended in one log; in all of them it must end the same way. */
  void endsAs(boolean commit) {
    if (ended != null && ended != commit && !doubted) {
      throw new Violation("a transaction of %s has ended both ways", holder);
    }
    ended = commit;
  }

  /** Its outcome cannot be determined: it may have been committed, and is aborted from now on. */
  void doubt() {
    doubted = true;
  }

  boolean isDoubted() {
    return doubted;
  }

  /** Whether it has ended somewhere, and was committed there. */
  boolean showsSomewhere() {
    return ended != null && ended;
  }

  List<Log.Entry> entries() {
    return entries;
  }

  List<Log> logs() {
    return logs;
  }

  /** The group whose offsets this commits, or null. */
  Group offsetsOf() {
    return offsetsOf;
  }

  /** The offset, once decided; -1 when there is none. */
  long committedOffset() {
    return offsetsOf == null ? -1 : committedOffset;
  }
}
