package io.reprise.cli.events;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of one partition in the order of their offsets, with one page in memory. The end
 * of a window without an end is that of the committed records when the first page was read.
 * Confined to one thread.
 */
public final class PartitionEvents implements EventSource {
  /** A worker waits up to 5 s for the records of a page. */
  private static final int MAX_EMPTY_PAGES = 6;

  private final RecordPages pages;
  private final int partition;
  private final int pageSize;
  private final Deque<StoredEvent> page = new ArrayDeque<>();
  private @Nullable Long next;
  private @Nullable Long end;
  private long start;

  /**
   * @param pageSize the largest number of records in a page
   */
  public PartitionEvents(RecordPages pages, PartitionWindow window, int pageSize) {
    this.pages = pages;
    this.partition = window.partition();
    this.next = window.from();
    this.end = window.to();
    this.start = window.from() == null ? 0 : window.from();
    this.pageSize = pageSize;
  }

  int partition() {
    return partition;
  }

  /** Returns the first offset of the window. Valid after the first {@link #poll}. */
  long start() {
    return start;
  }

  /** Returns the end of the window, exclusive. Valid after the first {@link #poll}. */
  long end() {
    return end == null ? start : end;
  }

  @Override
  public @Nullable StoredEvent poll() {
    for (int empty = 0; page.isEmpty() && !isAtEnd(); ) {
      var before = next;
      load();
      empty = page.isEmpty() && next != null && next.equals(before) ? empty + 1 : 0;
      if (empty == MAX_EMPTY_PAGES) {
        throw new CommandFailure(
            ExitCode.UNREACHABLE,
            ("partition %d: the replay worker could not read the record at offset %d in %d"
                    + " attempts: check Kafka and the worker's log")
                .formatted(partition, next, MAX_EMPTY_PAGES));
      }
    }
    return page.poll();
  }

  private boolean isAtEnd() {
    return next != null && end != null && next >= end;
  }

  private void load() {
    var answer = pages.read(partition, next, end, pageSize);
    if (next == null) {
      start = answer.path("covered").path("from").asLong();
    }
    for (var json : answer.path("records")) {
      page.add(StoredEvent.of(partition, json));
    }
    next = answer.path("next").asLong();
    end = answer.path("to").asLong();
  }
}
