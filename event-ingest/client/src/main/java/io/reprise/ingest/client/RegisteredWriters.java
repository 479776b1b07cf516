package io.reprise.ingest.client;

import io.reprise.schemas.registry.IncompatibleSchemaException;
import io.reprise.schemas.registry.RegisteredSchema;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.wire.WireFormat;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds the registered schema id and the Avro writer for a record. The schema id and the writer are
 * cached for ever, by the record's topic, schema and Java class. A failure of the registry is
 * cached for {@link #ASK_AGAIN_AFTER}, so that an application that publishes fast does not overload
 * a registry that already has problems. Thread-safe.
 */
final class RegisteredWriters {
  static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);

  private final @Nullable SchemaRegistry registry;
  private final UnregisteredSchemaPolicy unregistered;
  private final LongSupplier nanoTime;
  private final Map<Kind, Writer> writers = new ConcurrentHashMap<>();
  private final Map<Kind, Failure> failures = new ConcurrentHashMap<>();

  RegisteredWriters(
      @Nullable SchemaRegistry registry,
      UnregisteredSchemaPolicy unregistered,
      LongSupplier nanoTime) {
    this.registry = registry;
    this.unregistered = unregistered;
    this.nanoTime = nanoTime;
  }

  private record Kind(String topic, Schema schema, Class<?> type) {}

  private record Failure(EventRejectedException cause, long atNanos) {}

  /**
   * Writes records of one topic, schema and Java class in Confluent's wire format.
   *
   * @param prefix the bytes before the Avro bytes: a zero byte and the schema id
   * @param avro writer of the Avro bytes
   */
  record Writer(byte[] prefix, DatumWriter<IndexedRecord> avro) {}

  /**
   * Returns the writer for a record. The first use of a topic, schema and class blocks until the
   * registry has answered.
   *
   * @throws EventRejectedException if the schema is not registered and the publisher may not
   *     register it, if no registry is configured, or if the registry does not answer
   */
  Writer writer(String topic, IndexedRecord value) {
    var kind = new Kind(topic, value.getSchema(), value.getClass());
    var known = writers.get(kind);
    return known != null ? known : writers.computeIfAbsent(kind, this::find);
  }

  private Writer find(Kind kind) {
    var recent = failures.get(kind);
    if (recent != null && nanoTime.getAsLong() - recent.atNanos() < ASK_AGAIN_AFTER.toNanos()) {
      throw recent.cause();
    }
    try {
      var writer = new Writer(WireFormat.prefix(schemaId(kind)), datumWriter(kind));
      failures.remove(kind);
      return writer;
    } catch (EventRejectedException e) {
      failures.put(kind, new Failure(e, nanoTime.getAsLong()));
      throw e;
    }
  }

  private int schemaId(Kind kind) {
    if (registry == null) {
      throw EventRejectedException.forGood(
          "no schema registry is configured: set 'schema.registry.url', or publish encoded data",
          null);
    }
    var subject = SchemaRegistry.valueSubject(kind.topic());
    try {
      return unregistered == UnregisteredSchemaPolicy.REGISTER
          ? registry.register(subject, kind.schema())
          : registry
              .registered(subject, kind.schema())
              .map(RegisteredSchema::id)
              .orElseThrow(() -> notRegistered(subject, kind.schema()));
    } catch (RegistryUnreachableException e) {
      throw EventRejectedException.forNow(String.valueOf(e.getMessage()), e);
    } catch (IncompatibleSchemaException e) {
      throw EventRejectedException.forGood(String.valueOf(e.getMessage()), e);
    }
  }

  private static EventRejectedException notRegistered(String subject, Schema schema) {
    return EventRejectedException.forGood(
        "schema %s is no version of subject '%s': register it with 'reprise schemas register', or set auto.register.schemas=true"
            .formatted(schema.getFullName(), subject),
        null);
  }

  private static DatumWriter<IndexedRecord> datumWriter(Kind kind) {
    return SpecificRecord.class.isAssignableFrom(kind.type())
        ? new SpecificDatumWriter<>(kind.schema(), SpecificData.getForClass(kind.type()))
        : new GenericDatumWriter<>(kind.schema());
  }
}
