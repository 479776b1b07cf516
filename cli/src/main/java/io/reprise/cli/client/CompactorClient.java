package io.reprise.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.context.Address;
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

  /** Creates a client of the compactors at this address. */
  public CompactorClient(Address address) {
    this.http = new ServiceClient("compactor", address);
  }

  /**
   * Returns how far the compactors are: an array with one element for each topic and reducer. Each
   * element holds the progress in each partition of the topic.
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

  /**
   * Makes a compactor audit some keys: it compares the snapshot of each key, plus newer events,
   * with a fold of all events of the key. Returns the summary of the audit.
   *
   * @param each called with the kind and the content of every line of the response except the
   *     summary
   */
  public JsonNode audit(JsonNode request, BiConsumer<String, JsonNode> each) {
    return http.summary("POST", "/api/v1/snapshots/audit", request.toString(), LONG_LIMIT, each);
  }
}
