package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.javalin.Javalin;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks a running service against its OpenAPI document. For tests of the services. Not
 * thread-safe.
 */
public final class OpenApiContract {
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  /** The methods of operations. Javalin also has handlers that run before every operation. */
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE");

  private final String text;
  private final JsonNode document;
  private final Map<String, TreeSet<Integer>> seen = new TreeMap<>();

  /**
   * Reads the document of a service.
   *
   * @param service a class in the package whose subpackage {@code http} contains the document
   */
  public OpenApiContract(Class<?> service) {
    this.text = read(service);
    this.document = parse(text);
  }

  private static String read(Class<?> service) {
    try (var in = service.getResourceAsStream("http/openapi.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The document as it is committed. */
  public String text() {
    return text;
  }

  private static JsonNode parse(String yaml) {
    try {
      return Json.yaml().readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The documented operations, as {@code GET /path/{parameter}}. */
  public TreeSet<String> operations() {
    var operations = new TreeSet<String>();
    document
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

  /**
   * The operations that a running service has registered, in the same form.
   *
   * @param service has its {@link HttpServer} in the field {@code http}
   */
  public static TreeSet<String> registered(Object service) {
    var server = (HttpServer) field(service, "http");
    var javalin = (Javalin) field(server, "javalin");
    var operations = new TreeSet<String>();
    for (var handler : javalin.unsafe.internalRouter.allHttpHandlers()) {
      var endpoint = handler.endpoint;
      if (METHODS.contains(endpoint.method.name())) {
        // Javalin writes <key> for a parameter that may contain slashes.
        var path = endpoint.path.replace('<', '{').replace('>', '}');
        operations.add(endpoint.method.name() + " " + path);
      }
    }
    return operations;
  }

  private static Object field(Object owner, String name) {
    try {
      var field = owner.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The statuses that an operation is documented to answer with. */
  public TreeSet<Integer> statuses(String operation) {
    var statuses = new TreeSet<Integer>();
    responses(operation)
        .fieldNames()
        .forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
    return statuses;
  }

  /** The statuses of the answers that were checked so far. */
  public TreeSet<Integer> seen(String operation) {
    return seen.getOrDefault(operation, new TreeSet<>());
  }

  /** Fails unless status, content type and body of the answer are as documented. */
  public void check(String operation, HttpResponse<byte[]> answer) {
    var body = new String(answer.body(), StandardCharsets.UTF_8);
    var as = "%s answered %s: %s".formatted(operation, answer.statusCode(), body);
    assertThat(statuses(operation)).as(as).contains(answer.statusCode());
    seen.computeIfAbsent(operation, key -> new TreeSet<>()).add(answer.statusCode());
    var content =
        resolved(responses(operation).path(String.valueOf(answer.statusCode()))).path("content");
    if (content.isMissingNode()) {
      assertThat(body).as(as).isEmpty();
      return;
    }
    var type = answer.headers().firstValue("Content-Type").orElse("none").split(";", 2)[0];
    assertThat(content.has(type)).as(type + " of " + as).isTrue();
    if (type.endsWith("json")) {
      var schema = compile(content.path(type).path("schema"));
      // JSON lines are checked one by one; other JSON is one line.
      body.lines().forEach(line -> assertThat(schema.validate(parse(line))).as(as).isEmpty());
    }
  }

  private JsonNode responses(String operation) {
    var parts = operation.split(" ", 2);
    return document
        .path("paths")
        .path(parts[1])
        .path(parts[0].toLowerCase(Locale.ROOT))
        .path("responses");
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  private JsonSchema compile(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.path("components"));
    return SCHEMAS.getSchema(whole);
  }
}
