package io.reprise.cli.events;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Deadline;
import io.reprise.schemas.registry.RegisteredSchema;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.registry.UnknownSchemaException;
import io.reprise.store.select.UnreadableValueException;
import io.reprise.store.select.WriterSchemas;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads the schemas of events from a registry, or says why a schema cannot be read. Used by one
 * thread. The caller closes this object, which closes the client of the registry.
 */
public final class EventSchemas implements WriterSchemas, AutoCloseable {
  /**
   * How long the registry is not asked again after it did not answer. Otherwise every event would
   * wait for the registry.
   */
  private static final Duration REST = Duration.ofSeconds(10);

  private final Supplier<SchemaRegistry> registry;
  private final Map<Integer, String> unknownIds = new HashMap<>();
  private @Nullable SchemaRegistry client;
  private @Nullable Deadline rest;
  private String unreachable = "";

  /**
   * @param registry returns a new client; called when the first schema is needed
   */
  public EventSchemas(Supplier<SchemaRegistry> registry) {
    this.registry = registry;
  }

  /** Opens the client now, so that a missing address is reported before the first event. */
  public void open() {
    client();
  }

  private SchemaRegistry client() {
    var open = client;
    if (open == null) {
      open = registry.get();
      client = open;
    }
    return open;
  }

  /** Returns the latest schema of the values of a topic; empty if none is registered. */
  Optional<Schema> latest(String topic) {
    try {
      return client().latest(SchemaRegistry.valueSubject(topic)).map(RegisteredSchema::schema);
    } catch (RegistryUnreachableException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns whether the registry did not answer, and is not asked again yet. */
  boolean isUnreachable() {
    return rest != null && !rest.isPassed();
  }

  @Override
  public Schema byId(int id) {
    var unknown = unknownIds.get(id);
    if (unknown != null) {
      throw new UnreadableValueException(unknown);
    }
    if (isUnreachable()) {
      throw new UnreadableValueException(unreachable);
    }
    try {
      var schema = client().byId(id);
      rest = null;
      return schema;
    } catch (UnknownSchemaException e) {
      var fault = "the schema registry has no schema with id " + id;
      unknownIds.put(id, fault);
      throw new UnreadableValueException(fault);
    } catch (RegistryUnreachableException e) {
      unreachable = "its schema could not be read: " + e.getMessage();
      rest = Deadline.after(REST);
      throw new UnreadableValueException(unreachable);
    }
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
  }
}
