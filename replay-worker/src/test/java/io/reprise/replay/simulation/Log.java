package io.reprise.replay.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * One partition. A committed reader reads up to the first entry of the oldest transaction whose
 * marker is not written here yet, without entries that were aborted or compacted away.
 */
final class Log {
  /** A record; {@code transaction} is null for a record outside of transactions. */
  record Entry(long offset, String key, Object value, Transaction transaction) {}

  final String name;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Transaction> unresolved = new ArrayList<>();
  private final List<Long> unresolvedFrom = new ArrayList<>();
  private final Set<Transaction> aborted = Collections.newSetFromMap(new IdentityHashMap<>());

  Log(String name) {
    this.name = name;
  }

  Entry append(String key, Object value, Transaction transaction) {
    if (transaction != null && !unresolved.contains(transaction)) {
      unresolved.add(transaction);
      unresolvedFrom.add((long) entries.size());
    }
    var entry = new Entry(entries.size(), key, value, transaction);
    entries.add(entry);
    return entry;
  }

  /** The marker of {@code transaction} is written. */
  void resolve(Transaction transaction, boolean commit) {
    int i = unresolved.indexOf(transaction);
    unresolved.remove(i);
    unresolvedFrom.remove(i);
    if (!commit) {
      aborted.add(transaction);
    }
    transaction.endsAs(commit);
  }

  private boolean isCommitted(Entry entry) {
    return !aborted.contains(entry.transaction());
  }

  /** The last stable offset. */
  long stable() {
    long stable = entries.size();
    for (long from : unresolvedFrom) {
      stable = Math.min(stable, from);
    }
    return stable;
  }

  /** The records that a committed reader gets from {@code from} on, up to {@link #stable}. */
  List<Entry> read(long from) {
    long stable = stable();
    if (from >= stable) {
      return List.of();
    }
    var visible = new ArrayList<Entry>();
    for (long offset = from; offset < stable; offset++) {
      var entry = entries.get((int) offset);
      if (entry != null && isCommitted(entry)) {
        visible.add(entry);
      }
    }
    return visible;
  }

  /** Keeps the newest stable record of each key. */
  void compact() {
    var newest = new HashMap<String, Long>();
    long stable = stable();
    for (int offset = 0; offset < stable; offset++) {
      var entry = entries.get(offset);
      if (entry != null && isCommitted(entry)) {
        newest.put(entry.key(), entry.offset());
      }
    }
    for (int offset = 0; offset < stable; offset++) {
      var entry = entries.get(offset);
      if (entry != null && (!isCommitted(entry) || newest.get(entry.key()) != entry.offset())) {
        entries.set(offset, null);
      }
    }
  }
}
