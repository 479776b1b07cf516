package io.reprise.cli.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Ticker;
import io.reprise.store.OffsetRange;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Finds the last events of a topic, and follows the topic from there. Confined to one thread. */
final class TopicTail {
  private static final int PAGE = 500;
  private static final int LEAST_STEP = 20;
  private static final Duration IDLE_PAUSE = Duration.ofSeconds(1);

  private final RecordPages pages;
  private final EventFilter filter;
  private final Ticker ticker;

  TopicTail(RecordPages pages, EventFilter filter, Ticker ticker) {
    this.pages = pages;
    this.filter = filter;
    this.ticker = ticker;
  }

  /**
   * Returns the offsets that can be read of each partition, up to the end of the committed records.
   *
   * @param topic the topic as the worker describes it
   * @param named the partitions to read; empty for all
   */
  Map<Integer, OffsetRange> ends(JsonNode topic, List<Integer> named) {
    var ranges = new TreeMap<Integer, OffsetRange>();
    for (var facts : topic.path("partitions")) {
      int partition = facts.path("partition").asInt();
      if (named.isEmpty() || named.contains(partition)) {
        ranges.put(partition, readable(facts));
      }
    }
    for (int partition : named) {
      if (!ranges.containsKey(partition)) {
        throw new CommandFailure(
            ExitCode.NOT_FOUND,
            "partition %d does not exist: topic '%s' has partitions 0 to %d"
                .formatted(
                    partition, topic.path("topic").asText(), topic.path("partitions").size() - 1));
      }
    }
    return ranges;
  }

  private static OffsetRange readable(JsonNode facts) {
    long start = facts.path("logStart").asLong();
    long archived = facts.at("/archived/from").asLong();
    if (facts.at("/archived/to").asLong() > archived) {
      start = Math.min(start, archived);
    }
    return new OffsetRange(start, Math.max(start, facts.path("committedEnd").asLong()));
  }

  /**
   * Returns the last events that match, in the order of their timestamps. Reads each partition
   * backwards from its end, in steps that double, until enough events match.
   */
  Collection<StoredEvent> last(Map<Integer, OffsetRange> ranges, int limit) {
    var partitions = new ArrayList<Deque<StoredEvent>>();
    ranges.forEach((partition, range) -> partitions.add(last(partition, range, limit)));
    return latest(new MergedEvents(partitions.stream().map(this::source).toList()), limit);
  }

  private EventSource source(Deque<StoredEvent> events) {
    return events::poll;
  }

  private Deque<StoredEvent> last(int partition, OffsetRange range, int limit) {
    var found = new ArrayDeque<StoredEvent>();
    long start = range.to();
    for (long step = Math.max(limit, LEAST_STEP); found.size() < limit; step *= 2) {
      long from = Math.max(range.from(), start - step);
      if (from == start) {
        break;
      }
      var window = new PartitionWindow(partition, from, start);
      var older = latest(new PartitionEvents(pages, window, PAGE), limit - found.size());
      older.descendingIterator().forEachRemaining(found::addFirst);
      start = from;
    }
    return found;
  }

  /** Returns the last events of a source that match. */
  private Deque<StoredEvent> latest(EventSource events, int limit) {
    var last = new ArrayDeque<StoredEvent>();
    for (var event = events.poll(); event != null; event = events.poll()) {
      var selected = filter.select(event);
      if (selected != null) {
        last.add(selected);
        if (last.size() > limit) {
          last.removeFirst();
        }
      }
    }
    return last;
  }

  /**
   * Passes new events on until the process ends or reading fails. The events of one round of
   * requests are passed on in the order of their timestamps.
   *
   * @param ranges for each partition, the range that was read before
   * @param print called with each new event that matches
   * @param endRound called after each round of requests
   */
  void follow(Map<Integer, OffsetRange> ranges, Consumer<StoredEvent> print, Runnable endRound) {
    var next = new TreeMap<Integer, Long>();
    ranges.forEach((partition, range) -> next.put(partition, range.to()));
    while (!Thread.currentThread().isInterrupted()) {
      boolean isIdle = true;
      var open = next.entrySet().stream().map(e -> since(e.getKey(), e.getValue())).toList();
      var merged = new MergedEvents(open);
      for (var event = merged.poll(); event != null; event = merged.poll()) {
        isIdle = false;
        var selected = filter.select(event);
        if (selected != null) {
          print.accept(selected);
        }
      }
      endRound.run();
      open.forEach(events -> next.put(events.partition(), events.end()));
      if (isIdle) {
        ticker.sleep(IDLE_PAUSE);
      }
    }
  }

  private PartitionEvents since(int partition, long offset) {
    return new PartitionEvents(pages, new PartitionWindow(partition, offset, null), PAGE);
  }
}
