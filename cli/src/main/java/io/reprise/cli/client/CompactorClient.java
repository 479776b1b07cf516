package io.reprise.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** A compactor's API. Thread-safe; errors are {@code CommandFailure}s. */
public final class CompactorClient {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LONG_LIMIT = Duration.ofHours(24);

  private final ServiceClient http;

  /**
   * @param addresses any compactors of the installation: each of them answers for all
   */
  public CompactorClient(List<URI> addresses) {
    this.http = new ServiceClient("compactor", addresses);
  }

  /** What is compacted, and how far: an array. */
  public JsonNode snapshots() {
    return http.json("GET", "/api/v1/snapshots", "", LIMIT);
  }

  /** One key's snapshot. */
  public JsonNode snapshot(String topic, String reducer, String key) {
    var path =
        "/api/v1/snapshots/%s/%s/%s"
            .formatted(
                WorkerClient.encode(topic), WorkerClient.encode(reducer), WorkerClient.encode(key));
    return http.json("GET", path, "", LIMIT);
  }

  /** Replays the history of some keys and compares; returns the summary. */
  public JsonNode audit(JsonNode request, BiConsumer<String, JsonNode> each) {
    return http.summary("POST", "/api/v1/snapshots/audit", request.toString(), LONG_LIMIT, each);
  }
}
