package io.reprise.trials.bench.drive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.runtime.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A replay that a bench starts.
 *
 * @param to the end of each partition's range, exclusive; null for the log's end
 * @param recordsPerSecond the rate limit of the whole replay; null for none
 * @param key the key whose records are delivered; null for the records of all keys
 */
public record ReplayRequest(
    String topic,
    String target,
    String ordering,
    @Nullable Long to,
    @Nullable Long recordsPerSecond,
    @Nullable String key) {

  /**
   * Returns a replay of the whole topic without a rate limit. The target keeps the order of each
   * partition.
   */
  public static ReplayRequest whole(String topic, String target) {
    return new ReplayRequest(topic, target, "PARTITION", null, null, null);
  }

  public ReplayRequest to(long offset) {
    return new ReplayRequest(topic, target, ordering, offset, recordsPerSecond, key);
  }

  public ReplayRequest ordered(String otherOrdering) {
    return new ReplayRequest(topic, target, otherOrdering, to, recordsPerSecond, key);
  }

  public ReplayRequest at(long rate) {
    return new ReplayRequest(topic, target, ordering, to, rate, key);
  }

  public ReplayRequest ofKey(String one) {
    return new ReplayRequest(topic, target, ordering, to, recordsPerSecond, one);
  }

  public ObjectNode spec() {
    var spec =
        Json.json()
            .createObjectNode()
            .put("reason", "benchmark")
            .put("target", target)
            .put("ordering", ordering);
    var source = spec.putObject("source").put("topic", topic);
    if (to != null) {
      source.put("to", to);
    }
    if (recordsPerSecond != null) {
      spec.putObject("throttle").put("recordsPerSecond", recordsPerSecond);
    }
    if (key != null) {
      spec.putObject("filter").putArray("keys").add(key);
    }
    return spec;
  }
}
