package io.reprise.ingest.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.ingest.service.limit.Limits;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * What the tests of the service share: events, requests, and how much is stored. Every answer is
 * held against the OpenAPI document.
 */
final class IngestFixture {
  static final String BATCH = "application/cloudevents-batch+json";
  static final String STRUCTURED = "application/cloudevents+json";

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private IngestFixture() {}

  static IngestConfig config(String name, String bootstrapServers, URI registry) {
    return config(name, bootstrapServers, registry, null);
  }

  static IngestConfig config(String name, String bootstrapServers, URI registry, Limits limits) {
    return new IngestConfig(
        name,
        new HttpConfig("127.0.0.1", 0),
        new IngestConfig.Kafka(bootstrapServers, null),
        registry,
        null,
        limits);
  }

  static String event(String id, String user) {
    return event(
        id, user, "{\"userId\":\"%s\",\"action\":\"ordered\",\"occurredAt\":0}".formatted(user));
  }

  static String event(String id, String user, String data) {
    return """
        {"specversion":"1.0","id":"%s","source":"/shop","type":"ordered","subject":"%s","data":%s}"""
        .formatted(id, user, data);
  }

  static String batch(String... events) {
    return "[" + String.join(",", events) + "]";
  }

  static HttpResponse<String> post(
      URI service, String topic, String contentType, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(service.resolve("/api/v1/topics/" + topic + "/events"))
            .timeout(LIMIT)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", contentType);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    var answer = send(request.build());
    OpenApiContract.requireConforming(OpenApiContract.PUBLISH, "post", answer);
    return answer;
  }

  static HttpResponse<String> get(URI service, String path) {
    var answer = send(HttpRequest.newBuilder(service.resolve(path)).timeout(LIMIT).build());
    OpenApiContract.requireConforming(path, "get", answer);
    return answer;
  }

  static String metrics(URI service) {
    return get(service, "/metrics").body();
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A meter's value by its name and labels as they are printed. */
  static double metric(URI service, String name) {
    return metrics(service)
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  static JsonNode json(HttpResponse<String> answer) {
    try {
      return Json.json().readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + answer.body(), e);
    }
  }

  static void create(Admin admin, String topic, int partitions) {
    try {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  static long stored(Admin admin, String topic, int partitions) {
    Map<TopicPartition, OffsetSpec> all =
        IntStream.range(0, partitions)
            .mapToObj(p -> new TopicPartition(topic, p))
            .collect(
                Collectors.toMap(
                    p -> p,
                    p -> OffsetSpec.latest(),
                    (a, b) -> a,
                    () -> new TreeMap<>(java.util.Comparator.comparing(TopicPartition::toString))));
    try {
      return admin.listOffsets(all).all().get().values().stream().mapToLong(r -> r.offset()).sum();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
