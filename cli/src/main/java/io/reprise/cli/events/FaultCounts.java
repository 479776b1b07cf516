package io.reprise.cli.events;

import io.reprise.cli.output.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts events by the reason why something cannot be shown of them, such as a result of {@code
 * --where}. Keeps the first {@link #NAMED} different reasons, and counts the events with any other
 * reason together. Confined to one thread.
 */
final class FaultCounts {
  static final int NAMED = 5;

  private final Map<String, Long> counts = new LinkedHashMap<>();
  private long others;

  void add(String reason) {
    if (counts.containsKey(reason) || counts.size() < NAMED) {
      counts.merge(reason, 1L, Long::sum);
    } else {
      others++;
    }
  }

  /** Returns the number of events that were counted. */
  long total() {
    return others + counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns a line for each reason, in the order in which the reasons were first seen. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    counts.forEach((reason, count) -> lines.add("- %s: %s".formatted(events(count), reason)));
    if (others > 0) {
      lines.add("- %s: other reasons, which -o jsonl shows".formatted(events(others)));
    }
    return lines;
  }

  private static String events(long count) {
    return count == 1 ? "1 event" : Text.count(count) + " events";
  }
}
