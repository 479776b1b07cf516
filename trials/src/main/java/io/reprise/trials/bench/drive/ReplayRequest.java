package io.reprise.trials.bench.drive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.runtime.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A replay that a bench wants.
 *
 * @param to where every partition ends; null for the log's end
 * @param recordsPerSecond of the whole replay; null for no limit
 * @param key the only key that is delivered; null for all
 */
public record ReplayRequest(
    String topic,
    String target,
    String ordering,
    @Nullable Long to,
    @Nullable Long recordsPerSecond,
    @Nullable String key) {

  /** The whole topic, partition by partition, as fast as it goes. */
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
            .put("reason", "to measure this machine")
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
