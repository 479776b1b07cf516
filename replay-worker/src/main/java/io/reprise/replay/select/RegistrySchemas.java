package io.reprise.replay.select;

import io.reprise.schemas.registry.RegisteredSchema;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.registry.UnknownSchemaException;
import io.reprise.store.select.SchemasUnavailableException;
import io.reprise.store.select.UnreadableValueException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/**
 * Reads the schemas of events from a schema registry. Thread-safe. The caller closes this object,
 * which closes the registry's client.
 */
public record RegistrySchemas(SchemaRegistry registry) implements EventSchemas, AutoCloseable {
  @Override
  public Optional<RegisteredSchema> latest(String topic) {
    return available(() -> registry.latest(SchemaRegistry.valueSubject(topic)));
  }

  @Override
  public List<RegisteredSchema> versions(String topic) {
    return available(() -> registry.versions(SchemaRegistry.valueSubject(topic)));
  }

  @Override
  public Schema byId(int id) {
    try {
      return available(() -> registry.byId(id));
    } catch (UnknownSchemaException e) {
      throw new UnreadableValueException("the schema registry has no schema with id " + id);
    }
  }

  private static <T> T available(Supplier<T> request) {
    try {
      return request.get();
    } catch (RegistryUnreachableException e) {
      throw new SchemasUnavailableException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    registry.close();
  }
}
