package io.reprise.replay.http;

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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The committed OpenAPI document of the worker. Checks responses of a running worker against it.
 */
final class OpenApiContract {
  private static final JsonNode DOCUMENT = parse(text());
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final Map<JsonNode, JsonSchema> COMPILED = new ConcurrentHashMap<>();

  private OpenApiContract() {}

  /** The document as it is committed. */
  static String text() {
    try (var in = OperatorApi.class.getResourceAsStream("openapi.yaml")) {
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

  /** All operations, each as {@code GET /api/v1/replays/{id}}. */
  static TreeSet<String> operations() {
    var operations = new TreeSet<String>();
    DOCUMENT
        .path("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    return operations;
  }

  /** The statuses that an operation is documented to give. */
  static TreeSet<Integer> statuses(String operation) {
    var statuses = new TreeSet<Integer>();
    node(operation)
        .path("responses")
        .fieldNames()
        .forEachRemaining(status -> statuses.add(Integer.parseInt(status)));
    return statuses;
  }

  /** The names of all replay states in the document. */
  static TreeSet<String> states() {
    var states = new TreeSet<String>();
    DOCUMENT.at("/components/schemas/State/enum").forEach(name -> states.add(name.asText()));
    return states;
  }

  /** The documented operation that serves a path, if there is one. */
  static Optional<String> operation(String method, String path) {
    var plain = path.split("\\?", 2)[0];
    return operations().stream()
        .filter(o -> o.startsWith(method + " "))
        .filter(o -> plain.matches(o.split(" ", 2)[1].replaceAll("\\{[a-z]+}", "[^/]+")))
        .findFirst();
  }

  /** Fails unless status, content type and body of a response are as documented. */
  static void requireConforming(String operation, HttpResponse<String> answer) {
    int status = answer.statusCode();
    assertThat(statuses(operation)).as("%s: %s", operation, answer.body()).contains(status);
    var content = resolved(node(operation).path("responses").path("" + status)).path("content");
    var type = answer.headers().firstValue("Content-Type").orElse("none").split(";", 2)[0];
    assertThat(content.has(type)).as("%s of %s as %s", status, operation, type).isTrue();
    if (type.endsWith("json")) {
      var schema = COMPILED.computeIfAbsent(content.path(type).path("schema"), s -> compile(s));
      var body = ApiClient.json(answer);
      assertThat(schema.validate(body)).as("%s of %s: %s", status, operation, body).isEmpty();
    }
  }

  private static JsonNode node(String operation) {
    var parts = operation.split(" ", 2);
    return DOCUMENT.path("paths").path(parts[1]).path(parts[0].toLowerCase(Locale.ROOT));
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
