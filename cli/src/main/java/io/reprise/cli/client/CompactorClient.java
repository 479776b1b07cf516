package io.reprise.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Calls the HTTP API of compactors. Thread-safe. Every failure is a {@code CommandFailure} with an
 * exit code.
 */
public final class CompactorClient {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LONG_LIMIT = Duration.ofHours(24);

  private final ServiceClient http;

  /**
   * Creates a client of the compactors at these addresses.
   *
   * @param addresses base URLs of compactors; every compactor can answer every request
   */
  public CompactorClient(List<URI> addresses) {
    this.http = new ServiceClient("compactor", addresses);
  }

  /**
   * Returns an array with one element per topic and reducer, each with the progress of the topic's
   * partitions.
   */
  public JsonNode snapshots() {
    return http.json("GET", "/api/v1/snapshots", "", LIMIT);
  }

  /** Returns the snapshot of one key. */
  public JsonNode snapshot(String topic, String reducer, String key) {
    var path =
        "/api/v1/snapshots/%s/%s/%s"
            .formatted(
                WorkerClient.encode(topic), WorkerClient.encode(reducer), WorkerClient.encode(key));
    return http.json("GET", path, "", LIMIT);
  }

  /** Compares the snapshots of some keys with a fold of their history; returns the summary. */
  public JsonNode audit(JsonNode request, BiConsumer<String, JsonNode> each) {
    return http.summary("POST", "/api/v1/snapshots/audit", request.toString(), LONG_LIMIT, each);
  }
}
