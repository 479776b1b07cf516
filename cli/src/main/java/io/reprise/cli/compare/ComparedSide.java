package io.reprise.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.compare.match.Side;
import io.reprise.cli.events.PartitionWindow;
import io.reprise.cli.events.StoredEvent;
import io.reprise.runtime.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is read of one side. The ends of the partitions are those of the moment at which the command
 * started, so that a comparison of topics that grow ends. Immutable.
 *
 * @param replay the replay whose records are read; null for the records of everybody
 * @param ranges the offsets to read of each partition; none of the bounds is null
 */
record ComparedSide(Side side, String topic, @Nullable String replay, List<Range> ranges) {
  ComparedSide {
    ranges = List.copyOf(ranges);
  }

  /**
   * The offsets to read of one partition.
   *
   * @param to end of the range, exclusive; at or above {@code from}
   */
  record Range(int partition, long from, long to) {
    Range {
      to = Math.max(from, to);
    }

    PartitionWindow window() {
      return new PartitionWindow(partition, from, to);
    }

    long offsets() {
      return to - from;
    }
  }

  /** Returns the number of offsets to read. */
  long offsets() {
    return ranges.stream().mapToLong(Range::offsets).sum();
  }

  /** Returns whether a record of the topic is a record of this side. */
  boolean has(StoredEvent event) {
    return replay == null || replay.equals(event.json().at("/replay/replay").asText());
  }

  /** Returns the side as JSON. */
  ObjectNode json(SideCounts counts) {
    var json = Json.json().createObjectNode().put("topic", topic);
    if (replay != null) {
      json.put("replay", replay);
    }
    json.put("records", counts.records())
        .put("undecoded", counts.undecoded())
        .put("hidden", counts.hidden());
    var partitions = json.putArray("partitions");
    for (var range : ranges) {
      partitions
          .addObject()
          .put("partition", range.partition())
          .put("from", range.from())
          .put("to", range.to());
    }
    return json;
  }

  /** Returns the first offset of a partition that Kafka or the archive holds. */
  static long start(JsonNode facts) {
    long logStart = facts.path("logStart").asLong();
    long archivedFrom = facts.at("/archived/from").asLong();
    return facts.at("/archived/to").asLong() > archivedFrom
        ? Math.min(logStart, archivedFrom)
        : logStart;
  }
}
