package io.reprise.cli.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.reprise.schemas.json.AvroJson;
import io.reprise.schemas.wire.WireFormat;
import io.reprise.store.select.UnreadableValueException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Decodes the values of events: Avro with its registered schema to JSON, and UTF-8 to text. For any
 * other value the result says why it cannot be decoded. Used by one thread.
 */
public final class EventValues {
  private final EventSchemas schemas;

  public EventValues(EventSchemas schemas) {
    this.schemas = schemas;
  }

  /**
   * Decodes a value.
   *
   * @param base64 the bytes of the value in Base64; JSON null for an event without a value
   */
  public EventValue decode(JsonNode base64) {
    return base64.isTextual()
        ? decode(Base64.getDecoder().decode(base64.asText()))
        : EventValue.NONE;
  }

  /**
   * Returns whether the reason why the last value could not be decoded may be that the registry did
   * not answer.
   */
  public boolean isRegistryUnreachable() {
    return schemas.isUnreachable();
  }

  private EventValue decode(byte[] bytes) {
    var id = WireFormat.schemaId(bytes);
    return id.isPresent() ? decodeAvro(bytes, id.getAsInt()) : decodeText(bytes);
  }

  private EventValue decodeAvro(byte[] bytes, int id) {
    try {
      var schema = schemas.byId(id);
      return new EventValue(AvroJson.decode(bytes, WireFormat.PREFIX_BYTES, schema), null);
    } catch (UnreadableValueException e) {
      return EventValue.undecodable(String.valueOf(e.getMessage()));
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
