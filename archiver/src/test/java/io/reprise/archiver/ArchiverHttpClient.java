package io.reprise.archiver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** An HTTP client of an archiver. */
record ArchiverHttpClient(URI uri) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  JsonNode get(String path) {
    return json(send("GET", path, "").body());
  }

  JsonNode post(String path, String body) {
    return json(send("POST", path, body).body());
  }

  /** The lines of an answer in JSON lines. */
  List<JsonNode> lines(String method, String path, String body) {
    return send(method, path, body).body().lines().map(ArchiverHttpClient::json).toList();
  }

  /** The status of one partition. */
  JsonNode partition(String topic, int partition) {
    for (var p : get("/api/v1/archive/status").path("partitions")) {
      if (p.path("topic").asText().equals(topic) && p.path("partition").asInt() == partition) {
        return p;
      }
    }
    throw new AssertionError("no " + topic + "-" + partition);
  }

  HttpResponse<String> send(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(uri.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(String text) {
    try {
      return Json.json().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(text, e);
    }
  }
}
