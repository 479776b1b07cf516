package io.reprise.cli.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.runtime.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The records of one topic in memory, in pages as a worker returns them. */
final class TestPages implements RecordPages {
  private final Map<Integer, TreeMap<Long, ObjectNode>> partitions = new TreeMap<>();
  private final Map<Integer, Long> ends = new TreeMap<>();
  private final List<String> requests = new ArrayList<>();

  /** Appends a record whose timestamp is a number of seconds after 1970. */
  TestPages add(int partition, long second, String key) {
    long offset = ends.getOrDefault(partition, 0L);
    var record =
        Json.json()
            .createObjectNode()
            .put("offset", offset)
            .put("timestamp", Instant.ofEpochSecond(second).toString())
            .put("key", key);
    partitions.computeIfAbsent(partition, p -> new TreeMap<>()).put(offset, record);
    ends.put(partition, offset + 1);
    return this;
  }

  /** Appends offsets without a record. */
  TestPages addHole(int partition, long span) {
    partitions.computeIfAbsent(partition, p -> new TreeMap<>());
    ends.merge(partition, span, Long::sum);
    return this;
  }

  List<String> requests() {
    return requests;
  }

  @Override
  public JsonNode read(int partition, @Nullable Long from, @Nullable Long to, int limit) {
    requests.add("%d:%s-%s/%d".formatted(partition, from, to, limit));
    long start = from == null ? 0 : from;
    long end = to == null ? ends.getOrDefault(partition, 0L) : to;
    var page = Json.json().createObjectNode();
    var records = page.putArray("records");
    long next = end;
    for (var entry : partitions.get(partition).subMap(start, end).entrySet()) {
      if (records.size() == limit) {
        next = entry.getKey();
        break;
      }
      records.add(entry.getValue());
    }
    page.putObject("covered").put("from", start).put("to", next);
    return page.put("next", next).put("to", end);
  }

  static List<String> keys(EventSource source) {
    var keys = new ArrayList<String>();
    for (var event = source.poll(); event != null; event = source.poll()) {
      keys.add(event.json().path("key").asText());
    }
    return keys;
  }
}
