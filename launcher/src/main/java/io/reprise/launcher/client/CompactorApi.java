package io.reprise.launcher.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** A compactor's API. Thread-safe; errors are {@code CommandFailure}s. */
public final class CompactorApi {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LONG_LIMIT = Duration.ofHours(24);

  private final HttpApi http;

  /**
   * @param addresses any compactors of the installation: each of them answers for all
   */
  public CompactorApi(List<URI> addresses) {
    this.http = new HttpApi("compactor", addresses);
  }

  /** What is compacted, and how far: an array. */
  public JsonNode snapshots() {
    return http.json("GET", "/api/v1/snapshots", "", LIMIT);
  }

  /** One key's snapshot. */
  public JsonNode snapshot(String topic, String reducer, String key) {
    var path =
        "/api/v1/snapshots/%s/%s/%s"
            .formatted(WorkerApi.encode(topic), WorkerApi.encode(reducer), WorkerApi.encode(key));
    return http.json("GET", path, "", LIMIT);
  }

  /** Replays the history of some keys and compares; returns the summary. */
  public JsonNode audit(JsonNode request, BiConsumer<String, JsonNode> each) {
    return http.summary("POST", "/api/v1/snapshots/audit", request.toString(), LONG_LIMIT, each);
  }
}
