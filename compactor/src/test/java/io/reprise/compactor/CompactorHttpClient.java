package io.reprise.compactor;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** An HTTP client of a compactor that follows no redirects. */
public record CompactorHttpClient(URI uri, HttpClient client) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  public CompactorHttpClient(URI uri) {
    this(uri, CLIENT);
  }

  public HttpResponse<byte[]> ask(String path, String... headers) {
    var request = HttpRequest.newBuilder(uri.resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  public List<JsonNode> post(String path, String body) {
    var request =
        HttpRequest.newBuilder(uri.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return new String(send(request).body(), java.nio.charset.StandardCharsets.UTF_8)
        .lines()
        .map(CompactorHttpClient::tree)
        .toList();
  }

  public JsonNode json(String path) {
    return tree(new String(ask(path).body(), java.nio.charset.StandardCharsets.UTF_8));
  }

  private static JsonNode tree(String text) {
    try {
      return Json.json().readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(text, e);
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
