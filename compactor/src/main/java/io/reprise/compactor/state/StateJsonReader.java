package io.reprise.compactor.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import io.reprise.schemas.json.AvroJson;
import io.reprise.schemas.registry.UnknownSchemaException;
import io.reprise.schemas.wire.WireFormat;
import io.reprise.store.fold.ReducerId;
import io.reprise.store.fold.ReducerProvider;
import io.reprise.store.fold.SchemaLookup;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * Reads states as JSON, with the schema that the reducer declares or, if the reducer declares none,
 * the schema whose id is at the start of the state. Thread-safe.
 */
public final class StateJsonReader {
  private final SchemaLookup schemas;
  private final Map<ReducerId, Optional<Schema>> ofReducers = new ConcurrentHashMap<>();

  public StateJsonReader(SchemaLookup schemas) {
    this.schemas = schemas;
  }

  /**
   * Returns a state as JSON, or as a Base64 string if the state is not Avro or its schema is
   * unknown.
   *
   * @throws io.reprise.schemas.registry.RegistryUnreachableException when the registry cannot be
   *     reached; a retry is safe
   */
  public JsonNode of(ReducerProvider provider, byte[] state) {
    var fixed =
        ofReducers.computeIfAbsent(provider.id(), id -> provider.create(schemas).stateSchema());
    try {
      return fixed
          .map(schema -> AvroJson.decode(state, 0, schema))
          .or(() -> framed(state))
          .orElseGet(() -> BinaryNode.valueOf(state));
    } catch (IllegalArgumentException | UnknownSchemaException | MissingRegistryException e) {
      // Confluent's wire format begins with a zero byte, but a state of another format may do so
      // too. A state that cannot be decoded is shown as Base64.
      return BinaryNode.valueOf(state);
    }
  }

  private Optional<JsonNode> framed(byte[] state) {
    var id = WireFormat.schemaId(state);
    return id.isEmpty()
        ? Optional.empty()
        : Optional.of(AvroJson.decode(state, WireFormat.PREFIX_BYTES, schemas.byId(id.getAsInt())));
  }
}
