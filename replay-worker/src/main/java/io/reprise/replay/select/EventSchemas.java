package io.reprise.replay.select;

import io.reprise.schemas.registry.RegisteredSchema;
import io.reprise.store.select.SchemasUnavailableException;
import io.reprise.store.select.WriterSchemas;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** Finds the schemas of events. Thread-safe. */
public interface EventSchemas extends WriterSchemas {
  /** For a worker whose configuration has no schema registry. */
  EventSchemas NONE =
      new EventSchemas() {
        @Override
        public Optional<RegisteredSchema> latest(String topic) {
          throw missing();
        }

        @Override
        public List<RegisteredSchema> versions(String topic) {
          throw missing();
        }

        @Override
        public Schema byId(int id) {
          throw missing();
        }

        private static NoRegistryException missing() {
          return new NoRegistryException();
        }
      };

  /**
   * Returns the latest schema of the values of a topic; empty if none is registered.
   *
   * @throws SchemasUnavailableException if the registry does not answer; a retry is safe
   * @throws NoRegistryException if the worker knows no registry
   */
  Optional<RegisteredSchema> latest(String topic);

  /**
   * Returns all schemas of the values of a topic, the oldest first; empty if none is registered.
   *
   * @throws SchemasUnavailableException if the registry does not answer; a retry is safe
   * @throws NoRegistryException if the worker knows no registry
   */
  List<RegisteredSchema> versions(String topic);
}
