package io.reprise.schemas.value;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.schemas.json.AvroJson;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.registry.UnknownSchemaException;
import io.reprise.schemas.wire.WireFormat;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads values as JSON, with the schemas with which they were written. Thread-safe.
 *
 * @param registry where the schemas are; null if the service knows no registry, so that no value
 *     can be read. The caller closes it
 */
public record ValueReader(@Nullable SchemaRegistry registry) {
  /** Reads no value. */
  public static final ValueReader NONE = new ValueReader(null);

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if the value cannot be read; the message says why, as a
   *     clause, and repeats nothing of the value
   * @throws io.reprise.schemas.registry.RegistryUnreachableException when the registry cannot be
   *     reached; a retry is safe
   */
  public JsonNode read(byte[] value) {
    var id = WireFormat.schemaId(value);
    if (id.isEmpty()) {
      throw new IllegalArgumentException("it is not Avro with a schema id");
    }
    return read(value, id.getAsInt());
  }

  private JsonNode read(byte[] value, int id) {
    var schema = schema(id);
    try {
      return AvroJson.decode(value, WireFormat.PREFIX_BYTES, schema);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "its bytes do not match schema %d of the registry".formatted(id), e);
    }
  }

  private Schema schema(int id) {
    if (registry == null) {
      throw new IllegalArgumentException(
          "the configuration of this service names no schema registry");
    }
    try {
      return registry.byId(id);
    } catch (UnknownSchemaException e) {
      throw new IllegalArgumentException("the schema registry has no schema with id " + id, e);
    }
  }
}
