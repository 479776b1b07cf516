package io.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers HTTP requests with prepared texts and keeps the requests, in place of a service. A
 * request for which no answer is prepared gets 404 with a problem document.
 */
final class StubService implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  private record Answer(int status, String body) {}

  /** One request that arrived: the path with its query. */
  record Request(String method, String path, String body) {
    JsonNode json() {
      try {
        return Json.json().readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  StubService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** Prepares an answer to a method and a path without its query. */
  StubService on(String method, String path, int status, String body) {
    answers.put(
        method + " " + path, new ConcurrentLinkedDeque<>(List.of(new Answer(status, body))));
    return this;
  }

  /** Prepares one more answer, which is given after each answer prepared before was given once. */
  StubService then(String method, String path, int status, String body) {
    answers.get(method + " " + path).add(new Answer(status, body));
    return this;
  }

  StubService on(String method, String path, String body) {
    return on(method, path, 200, body);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  Request last() {
    return requests.get(requests.size() - 1);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var method = exchange.getRequestMethod();
      requests.add(new Request(method, exchange.getRequestURI().toString(), body));
      var path = exchange.getRequestURI().getPath();
      var missing = new Answer(404, "{\"status\":404,\"detail\":\"there is no " + path + "\"}");
      var prepared = answers.getOrDefault(method + " " + path, new ArrayDeque<>(List.of(missing)));
      var answer = prepared.size() > 1 ? prepared.remove() : prepared.element();
      var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
