package io.reprise.launcher.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.launcher.cli.CommandFailure;
import io.reprise.launcher.cli.ExitCode;
import io.reprise.runtime.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** An archiver's API. Thread-safe; errors are {@code CommandFailure}s. */
public final class ArchiverApi {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LONG_LIMIT = Duration.ofHours(24);

  private final HttpApi http;

  /**
   * @param addresses any archivers of the installation: each of them answers for all
   */
  public ArchiverApi(List<URI> addresses) {
    this.http = new HttpApi("archiver", addresses);
  }

  public JsonNode status() {
    return http.json("GET", "/api/v1/archive/status", "", LIMIT);
  }

  public JsonNode probe() {
    return http.json("GET", "/api/v1/archive/probe", "", LIMIT);
  }

  public JsonNode holds(String topic) {
    return http.json("GET", "/api/v1/archive/holds?topic=" + WorkerApi.encode(topic), "", LIMIT);
  }

  public JsonNode hold(JsonNode request) {
    return http.json("POST", "/api/v1/archive/holds", request.toString(), LIMIT);
  }

  public JsonNode unhold(String topic, String id) {
    var path =
        "/api/v1/archive/holds/%s?topic=%s"
            .formatted(WorkerApi.encode(id), WorkerApi.encode(topic));
    return http.json("DELETE", path, "", LIMIT);
  }

  /** {@code prove}, {@code gc} or {@code restore}; returns the summary. */
  public JsonNode run(String action, JsonNode request, BiConsumer<String, JsonNode> each) {
    return lines("POST", "/api/v1/archive/" + action, request.toString(), each);
  }

  /**
   * Records of an archived range, one by one.
   *
   * @param query as in {@code ?topic=t&partition=0&from=3}
   */
  public JsonNode records(String query, BiConsumer<String, JsonNode> each) {
    return lines("GET", "/api/v1/archive/records" + query, "", each);
  }

  private JsonNode lines(
      String method, String path, String body, BiConsumer<String, JsonNode> each) {
    JsonNode summary = null;
    try (var lines = http.lines(method, path, body, LONG_LIMIT)) {
      for (var i = lines.iterator(); i.hasNext(); ) {
        var line = parse(i.next()).fields().next();
        if (line.getKey().equals("problem")) {
          throw new CommandFailure(
              ExitCode.ofStatus(line.getValue().path("status").asInt()),
              line.getValue().path("detail").asText());
        }
        if (line.getKey().equals("summary")) {
          summary = line.getValue();
        } else {
          each.accept(line.getKey(), line.getValue());
        }
      }
    }
    if (summary == null) {
      throw new CommandFailure(
          ExitCode.FAILED, "the archiver's answer ended before its summary: ask it again");
    }
    return summary;
  }

  private static JsonNode parse(String line) {
    try {
      return Json.json().readTree(line);
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the archiver answered something that is not JSON: check its address",
          e);
    }
  }
}
