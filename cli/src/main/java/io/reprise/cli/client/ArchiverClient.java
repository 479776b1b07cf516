package io.reprise.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.context.Address;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls the HTTP API of archivers. Thread-safe. Every failure is a {@code CommandFailure} with an
 * exit code.
 */
public final class ArchiverClient {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LONG_LIMIT = Duration.ofHours(24);
  private static final int STATUS_PAGE = 200;

  private final ServiceClient http;

  /**
   * Creates a client of the archivers at these addresses.
   *
   * @param addresses base URLs of archivers; every archiver can answer every request
   */
  public ArchiverClient(List<URI> addresses) {
    this.http = new ServiceClient("archiver", addresses);
  }

  /** Creates a client of the archivers at this address. */
  public ArchiverClient(Address address) {
    this.http = new ServiceClient("archiver", address);
  }

  /**
   * Returns the status of all archived partitions, and the topics that the archivers refuse to
   * archive. The status is requested page by page.
   */
  public JsonNode status() {
    var status = statusPage("");
    var partitions = status.withArray("partitions");
    var page = status;
    while (page.hasNonNull("next")) {
      page = statusPage("&after=" + WorkerClient.encode(page.path("next").asText()));
      page.withArray("partitions").forEach(partitions::add);
    }
    status.remove("next");
    return status;
  }

  /** Returns whether the archivers archive no partition of a topic. */
  public boolean isUnarchived(String topic) {
    var partitions = statusPage("&topic=" + WorkerClient.encode(topic)).path("partitions");
    return partitions.isEmpty();
  }

  private ObjectNode statusPage(String after) {
    var path = "/api/v1/archive/status?limit=" + STATUS_PAGE + after;
    return (ObjectNode) http.json("GET", path, "", LIMIT);
  }

  /**
   * Lists the archives in the object store; calls {@code each} for every archive.
   *
   * @param topic the topic whose archives are listed; null for all topics
   */
  public JsonNode archives(@Nullable String topic, BiConsumer<String, JsonNode> each) {
    var query = topic == null ? "" : "?topic=" + WorkerClient.encode(topic);
    return http.summary("GET", "/api/v1/archive/archives" + query, "", LONG_LIMIT, each);
  }

  public JsonNode probe() {
    return http.json("GET", "/api/v1/archive/probe", "", LIMIT);
  }

  public JsonNode holds(String topic) {
    return http.json("GET", "/api/v1/archive/holds?topic=" + WorkerClient.encode(topic), "", LIMIT);
  }

  public JsonNode hold(JsonNode request) {
    return http.json("POST", "/api/v1/archive/holds", request.toString(), LIMIT);
  }

  public JsonNode unhold(String topic, String id) {
    var path =
        "/api/v1/archive/holds/%s?topic=%s"
            .formatted(WorkerClient.encode(id), WorkerClient.encode(topic));
    return http.json("DELETE", path, "", LIMIT);
  }

  /**
   * Lets an archiver carry out a long action, and returns the summary of the action.
   *
   * @param action {@code prove}, {@code merge}, {@code gc} or {@code restore}
   * @param each called with the kind and the content of every line of the response except the
   *     summary
   */
  public JsonNode run(String action, JsonNode request, BiConsumer<String, JsonNode> each) {
    return http.summary("POST", "/api/v1/archive/" + action, request.toString(), LONG_LIMIT, each);
  }

  /**
   * Reads the records of an archived range; calls {@code each} for every record.
   *
   * @param query the query string of the request, such as {@code ?topic=t&partition=0&from=3}
   */
  public JsonNode records(String query, BiConsumer<String, JsonNode> each) {
    return http.summary("GET", "/api/v1/archive/records" + query, "", LONG_LIMIT, each);
  }

  /**
   * Exports the snapshots of a snapshot topic as a new generation. Returns the description of that
   * generation.
   */
  public JsonNode export(JsonNode request, BiConsumer<String, JsonNode> each) {
    return run("snapshots", request, each);
  }

  /** Lists the generations of a snapshot topic, the oldest first. */
  public JsonNode generations(String topic, String reducer, int version) {
    var path =
        "/api/v1/archive/snapshots?topic=%s&reducer=%s&version=%d"
            .formatted(WorkerClient.encode(topic), WorkerClient.encode(reducer), version);
    return http.json("GET", path, "", LIMIT).path("generations");
  }
}
