package io.reprise.replay.http;

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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Sends requests to a worker. Each response of a documented operation is checked against the
 * OpenAPI document.
 */
final class ApiClient {
  /** Sent as text, not as JSON. */
  static final String TEXT = "sent as text";

  /** The operator in whose name all requests are sent. */
  static final String OPERATOR = "ada";

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;
  private final Map<String, Set<Integer>> seen = new TreeMap<>();

  ApiClient(URI base) {
    this.base = base;
  }

  HttpResponse<String> get(String path) {
    return send("GET", path, "");
  }

  HttpResponse<String> post(String path, String body) {
    return send("POST", path, body);
  }

  HttpResponse<String> send(String method, String path, String body) {
    return checked(method, path, send(request(method, path, body).build()));
  }

  String stream(String path) {
    var request = request("GET", path, "").header("Accept", "text/event-stream").build();
    return checked("GET", path, send(request)).body();
  }

  /** The statuses that each documented operation has given to this client. */
  Map<String, Set<Integer>> seen() {
    return seen;
  }

  private HttpResponse<String> checked(String method, String path, HttpResponse<String> answer) {
    OpenApiContract.operation(method, path)
        .ifPresent(
            operation -> {
              OpenApiContract.requireConforming(operation, answer);
              seen.computeIfAbsent(operation, o -> new TreeSet<>()).add(answer.statusCode());
            });
    return answer;
  }

  private HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(LIMIT)
        .header("Content-Type", body.equals(TEXT) ? "text/plain" : "application/json")
        .header("Reprise-Operator", OPERATOR)
        .method(method, HttpRequest.BodyPublishers.ofString(body));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(request + " got no answer", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(HttpResponse<String> answer) {
    try {
      return Json.json().readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + answer.body(), e);
    }
  }
}
