package io.reprise.replay.target.remote;

import io.reprise.replay.select.EventSchemas;
import io.reprise.schemas.registry.SchemaRegistry;

/** The schema registry of a target whose readers do not use that of the workers. Thread-safe. */
public final class TargetRegistry implements AutoCloseable {
  private final SchemaRegistry registry;
  private final SchemaIds ids;

  /**
   * @param target name of the target in the configuration
   * @param topic the target's topic
   * @param source finds schemas by the ids of records in the workers' cluster
   * @param registry the target's registry, which this object closes
   */
  public TargetRegistry(String target, String topic, EventSchemas source, SchemaRegistry registry) {
    this.registry = registry;
    this.ids = new SchemaIds(target, source, registry, topic);
  }

  SchemaIds ids() {
    return ids;
  }

  @Override
  public void close() {
    registry.close();
  }
}
