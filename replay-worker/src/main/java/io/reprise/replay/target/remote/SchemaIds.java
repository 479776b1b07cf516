package io.reprise.replay.target.remote;

import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetUnavailableException;
import io.reprise.schemas.registry.IncompatibleSchemaException;
import io.reprise.schemas.registry.RegisteredSchema;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.schemas.registry.SchemaRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/**
 * Finds the id that a schema of the workers' registry has in the target's registry. Registers the
 * schema there if it has none, before the first record with it is sent: a reader of the target must
 * never meet an id that its registry does not know. The ids of schemas never change, so they are
 * cached without a time limit. Thread-safe.
 */
final class SchemaIds {
  private final String target;
  private final EventSchemas source;
  private final SchemaRegistry registry;
  private final String subject;
  private final Map<Integer, Integer> known = new ConcurrentHashMap<>();

  /**
   * @param target name of the target in the configuration
   * @param source finds schemas by the ids of records in the workers' cluster
   * @param registry the target's registry; the caller closes it
   * @param topic the target's topic
   */
  SchemaIds(String target, EventSchemas source, SchemaRegistry registry, String topic) {
    this.target = target;
    this.source = source;
    this.registry = registry;
    this.subject = SchemaRegistry.valueSubject(topic);
  }

  /**
   * Returns the id of a schema in the target's registry.
   *
   * @param sourceId id of the schema in the workers' registry
   * @throws io.reprise.store.select.UnreadableValueException if the workers' registry does not know
   *     {@code sourceId}
   * @throws TargetRefusedException if the target's registry has an incompatible schema
   * @throws TargetUnavailableException if the target's registry does not answer; a retry is safe
   */
  int of(int sourceId) {
    var id = known.get(sourceId);
    if (id != null) {
      return id;
    }
    var schema = source.byId(sourceId);
    int found = during(() -> find(schema));
    known.put(sourceId, found);
    return found;
  }

  private int find(Schema schema) {
    return registry
        .registered(subject, schema)
        .map(RegisteredSchema::id)
        .orElseGet(() -> registry.register(subject, schema));
  }

  /**
   * Requires that the target's registry has the latest schema of the source topic or accepts it.
   * Registers nothing.
   *
   * @throws TargetRefusedException if the schema is incompatible with one of the target's
   */
  void requireAccepts(String sourceTopic) {
    source.latest(sourceTopic).ifPresent(schema -> requireAccepts(schema.schema()));
  }

  /**
   * Requires that the target's registry has a schema of the workers' registry or accepts it.
   * Registers nothing.
   *
   * @throws TargetRefusedException if the schema is incompatible with one of the target's
   */
  void requireAccepts(int sourceId) {
    requireAccepts(source.byId(sourceId));
  }

  private void requireAccepts(Schema schema) {
    var faults =
        during(
            () ->
                registry.registered(subject, schema).isPresent()
                    ? List.<String>of()
                    : registry.incompatibilities(subject, schema));
    if (!faults.isEmpty()) {
      throw incompatible(String.join("; ", faults));
    }
  }

  private <T> T during(Supplier<T> request) {
    try {
      return request.get();
    } catch (IncompatibleSchemaException e) {
      throw incompatible(String.valueOf(e.getMessage()));
    } catch (RegistryUnreachableException e) {
      throw new TargetUnavailableException(
          "the schema registry of target '%s' cannot be used: %s"
              .formatted(target, e.getMessage()));
    }
  }

  private TargetRefusedException incompatible(String why) {
    return new TargetRefusedException(
        "subject '%s' of the schema registry of target '%s' does not accept a schema of the source: %s; replay into another topic, or delete the subject's versions that nobody reads any more"
            .formatted(subject, target, why));
  }
}
