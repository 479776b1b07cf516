package io.reprise.cli.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.reprise.kafka.time.Deadline;
import io.reprise.schemas.json.AvroJson;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.registry.UnknownSchemaException;
import io.reprise.schemas.wire.WireFormat;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the values of events: Avro with its registered schema to JSON, and UTF-8 to text. For any
 * other value the result says why it cannot be decoded. Used by one thread.
 */
final class EventValues {
  /**
   * How long the registry is not asked again after it did not answer. Otherwise every event would
   * wait for the registry.
   */
  private static final Duration REST = Duration.ofSeconds(10);

  private final SchemaRegistry registry;
  private final Map<Integer, String> unknownIds = new HashMap<>();
  private @Nullable Deadline rest;
  private String unreachable = "";

  EventValues(SchemaRegistry registry) {
    this.registry = registry;
  }

  /**
   * Decodes a value.
   *
   * @param base64 the bytes of the value in Base64; JSON null for an event without a value
   */
  EventValue decode(JsonNode base64) {
    return base64.isTextual()
        ? decode(Base64.getDecoder().decode(base64.asText()))
        : EventValue.NONE;
  }

  private EventValue decode(byte[] bytes) {
    var id = WireFormat.schemaId(bytes);
    return id.isPresent() ? decodeAvro(bytes, id.getAsInt()) : decodeText(bytes);
  }

  private EventValue decodeAvro(byte[] bytes, int id) {
    var unknown = unknownIds.get(id);
    if (unknown != null) {
      return EventValue.undecodable(unknown);
    }
    if (rest != null && !rest.isPassed()) {
      return EventValue.undecodable(unreachable);
    }
    try {
      var schema = registry.byId(id);
      rest = null;
      return new EventValue(AvroJson.decode(bytes, WireFormat.PREFIX_BYTES, schema), null);
    } catch (UnknownSchemaException e) {
      var fault = "the schema registry has no schema with id " + id;
      unknownIds.put(id, fault);
      return EventValue.undecodable(fault);
    } catch (RegistryUnreachableException e) {
      unreachable = "its schema could not be read: " + e.getMessage();
      rest = Deadline.after(REST);
      return EventValue.undecodable(unreachable);
    } catch (IllegalArgumentException e) {
      return EventValue.undecodable("its bytes do not match schema " + id + " of the registry");
    }
  }

  private static EventValue decodeText(byte[] bytes) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new EventValue(TextNode.valueOf(text), null);
    } catch (CharacterCodingException e) {
      return EventValue.undecodable("it is neither Avro with a schema id nor UTF-8 text");
    }
  }
}
