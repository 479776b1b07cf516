package io.reprise.store.archive.log;

import io.reprise.kafka.time.Interruption;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.object.store.ObjectFetcher;
import io.reprise.store.object.store.ObjectStoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a commit log that follow a given entry, in order. Each entry takes one
 * request to the store. The first entry is requested alone; if it exists, the next ones are
 * requested several at a time. A reader that starts from a checkpoint may have up to 63 entries to
 * read, and requests one after another would take long.
 *
 * <p>Confined to one thread, and used once.
 */
final class EntriesAfter {
  private static final int MOST_AT_ONCE = 8;

  private final ObjectFetcher fetcher;
  private final PartitionId id;
  private final Deque<Optional<byte[]>> fetched = new ArrayDeque<>();
  private long next;
  private int atOnce = 1;

  EntriesAfter(ObjectFetcher fetcher, PartitionId id, long seq) {
    this.fetcher = fetcher;
    this.id = id;
    this.next = seq + 1;
  }

  /**
   * Returns the content of the next entry; null at the end of the commit log.
   *
   * @throws ObjectStoreException if the store cannot be read, or if the thread is interrupted
   */
  byte @Nullable [] next() {
    if (fetched.isEmpty()) {
      fetched.addAll(fetch(atOnce));
      next += atOnce;
      atOnce = Math.min(2 * atOnce, MOST_AT_ONCE);
    }
    return fetched.remove().orElse(null);
  }

  private List<Optional<byte[]>> fetch(int count) {
    var reads = new ArrayList<FutureTask<Optional<byte[]>>>();
    for (int i = 0; i < count; i++) {
      var name = ArchiveLayout.entry(id, next + i);
      reads.add(new FutureTask<>(() -> fetcher.find(name)));
    }
    for (var read : reads.subList(1, count)) {
      var thread = new Thread(read, "commit-log-read");
      thread.setDaemon(true);
      thread.start();
    }
    reads.get(0).run();
    return reads.stream().map(EntriesAfter::result).toList();
  }

  private static Optional<byte[]> result(FutureTask<Optional<byte[]>> read) {
    try {
      return Interruption.getOr(
          read::get,
          interrupted -> {
            throw ObjectStoreException.retriable(
                "interrupted while a commit log was read: try again", interrupted);
          });
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }
}
