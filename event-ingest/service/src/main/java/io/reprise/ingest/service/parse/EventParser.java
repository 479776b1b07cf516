package io.reprise.ingest.service.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.ingest.service.Limits;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.json.FieldFault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads events in structured, batch and binary mode. Sources: CloudEvents' JSON format (with its
 * batch format) and HTTP protocol binding, 1.0.2.
 *
 * <p>Thread-safe.
 */
public final class EventParser {
  private static final String BINARY_PREFIX = "ce-";

  private final Limits limits;

  public EventParser(Limits limits) {
    this.limits = limits;
  }

  /**
   * One event in JSON.
   *
   * @throws JsonProcessingException when the body is not JSON
   */
  public Parsed structured(byte[] body) throws IOException {
    return event(Json.json().readTree(body));
  }

  /**
   * A batch in JSON, in order.
   *
   * @throws JsonProcessingException when the body is not JSON
   * @throws WrongBatchException when it is not an array, or too long a one
   */
  public List<Parsed> batch(byte[] body) throws IOException {
    var tree = Json.json().readTree(body);
    if (!tree.isArray()) {
      throw new WrongBatchException("a batch is a JSON array of events");
    }
    if (tree.size() > limits.mostEvents()) {
      throw new WrongBatchException(
          "the batch has %d events, at most %d are taken: send it in parts"
              .formatted(tree.size(), limits.mostEvents()));
    }
    var events = new ArrayList<Parsed>(tree.size());
    tree.forEach(node -> events.add(event(node)));
    return events;
  }

  /**
   * One event with its attributes in headers and its data as the body.
   *
   * @param headers by lower-case name
   */
  public Parsed binary(Map<String, String> headers, @Nullable String contentType, byte[] body) {
    var attributes = new HashMap<String, String>();
    headers.forEach(
        (name, value) -> {
          if (name.startsWith(BINARY_PREFIX)) {
            attributes.put(name.substring(BINARY_PREFIX.length()), PercentDecoding.of(value));
          }
        });
    if (contentType != null) {
      attributes.put("datacontenttype", contentType);
    }
    var reader = new AttributeReader(attributes, limits);
    var data = binaryData(contentType, body, reader);
    return finish(reader, data);
  }

  private static Parsed.@Nullable Data binaryData(
      @Nullable String contentType, byte[] body, AttributeReader reader) {
    if (isAvro(contentType)) {
      return new Parsed.AvroData(body);
    }
    try {
      return new Parsed.JsonData(Json.json().readTree(body));
    } catch (IOException e) {
      reader.fault("data", "is not JSON: " + firstLine(e));
      return null;
    }
  }

  private Parsed event(JsonNode node) {
    if (!node.isObject()) {
      return new Parsed.Malformed(List.of(new FieldFault("", "an event is a JSON object")));
    }
    var attributes = new HashMap<String, String>();
    var odd = new ArrayList<String>();
    for (var field : node.properties()) {
      var value = field.getValue();
      if (field.getKey().equals("data") || field.getKey().equals("data_base64")) {
        continue;
      }
      if (value.isTextual() || value.isBoolean() || value.isIntegralNumber()) {
        attributes.put(field.getKey(), value.asText());
      } else if (!value.isNull()) {
        odd.add(field.getKey());
      }
    }
    var reader = new AttributeReader(attributes, limits);
    odd.forEach(name -> reader.fault(name, "must be text, a whole number, true or false"));
    return finish(reader, structuredData(node, attributes.get("datacontenttype"), reader));
  }

  private static Parsed.@Nullable Data structuredData(
      JsonNode node, @Nullable String contentType, AttributeReader reader) {
    var data = node.get("data");
    var base64 = node.get("data_base64");
    if (data != null && base64 != null) {
      reader.fault("data_base64", "stands beside data: give one of them");
      return null;
    }
    if (base64 != null) {
      return base64Data(base64, reader);
    }
    if (data == null) {
      reader.fault("data", "is missing");
      return null;
    }
    if (isAvro(contentType)) {
      reader.fault("data", "is Avro by its content type: give it as data_base64");
      return null;
    }
    return new Parsed.JsonData(data);
  }

  private static Parsed.@Nullable Data base64Data(JsonNode base64, AttributeReader reader) {
    try {
      if (base64.isTextual()) {
        return new Parsed.AvroData(Base64.getDecoder().decode(base64.asText()));
      }
      reader.fault("data_base64", "must be text");
    } catch (IllegalArgumentException e) {
      reader.fault("data_base64", "is not Base64");
    }
    return null;
  }

  private static Parsed finish(AttributeReader reader, Parsed.@Nullable Data data) {
    var attributes = reader.read();
    var key = reader.key(attributes);
    return reader.faults().isEmpty() && data != null
        ? new Parsed.Event(attributes, key, data)
        : new Parsed.Malformed(reader.faults());
  }

  private static boolean isAvro(@Nullable String contentType) {
    return contentType != null && contentType.toLowerCase(Locale.ROOT).contains("avro");
  }

  private static String firstLine(IOException e) {
    return e instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : String.valueOf(e.getMessage());
  }
}
