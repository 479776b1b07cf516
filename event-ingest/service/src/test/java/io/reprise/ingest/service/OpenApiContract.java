package io.reprise.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The committed OpenAPI document, held against what the running service answers. */
final class OpenApiContract {
  static final String PUBLISH = "/api/v1/topics/{topic}/events";

  private static final JsonNode DOCUMENT = parse(text());
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final Map<JsonNode, JsonSchema> COMPILED = new ConcurrentHashMap<>();

  private OpenApiContract() {}

  /** The document as it is committed. */
  static String text() {
    try (var in =
        IngestService.class.getResourceAsStream("/io/reprise/ingest/service/http/openapi.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(String yaml) {
    try {
      return Json.yaml().readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The paths that have an operation of this method. */
  static TreeSet<String> paths(String method) {
    var paths = new TreeSet<String>();
    DOCUMENT
        .path("paths")
        .fields()
        .forEachRemaining(
            path -> {
              if (path.getValue().has(method)) {
                paths.add(path.getKey());
              }
            });
    return paths;
  }

  /** The statuses that an operation is documented to answer with. */
  static TreeSet<String> statuses(String path, String method) {
    var statuses = new TreeSet<String>();
    operation(path, method).path("responses").fieldNames().forEachRemaining(statuses::add);
    return statuses;
  }

  /** Fails unless status, content type and body are as documented. */
  static void requireConforming(String path, String method, HttpResponse<String> answer) {
    var status = Integer.toString(answer.statusCode());
    assertThat(statuses(path, method)).as("%s of %s", status, path).contains(status);
    var content = resolved(operation(path, method).path("responses").path(status)).path("content");
    var type = answer.headers().firstValue("Content-Type").orElse("none").split(";", 2)[0];
    assertThat(content.has(type)).as("%s as %s of %s", type, status, path).isTrue();
    if (type.endsWith("json")) {
      var schema = COMPILED.computeIfAbsent(content.path(type).path("schema"), s -> compile(s));
      var body = IngestFixture.json(answer);
      assertThat(schema.validate(body)).as("%s of %s: %s", status, path, body).isEmpty();
    }
  }

  private static JsonNode operation(String path, String method) {
    return DOCUMENT.path("paths").path(path).path(method);
  }

  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static JsonSchema compile(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", DOCUMENT.path("components"));
    return SCHEMAS.getSchema(whole);
  }
}
