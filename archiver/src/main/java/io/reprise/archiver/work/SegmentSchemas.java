package io.reprise.archiver.work;

import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.registry.UnknownSchemaException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the schemas that are copied into segments for readers without a schema registry. Archiving
 * does not depend on them: when the registry cannot be reached, segments are written without
 * schemas. Thread-safe.
 */
public final class SegmentSchemas {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentSchemas.class);
  private static final int MOST = 64;

  private final @Nullable SchemaRegistry registry;
  private final Map<Integer, Optional<String>> known = new ConcurrentHashMap<>();

  public SegmentSchemas(@Nullable SchemaRegistry registry) {
    this.registry = registry;
  }

  /**
   * Returns the schemas that exist, by id.
   *
   * @param ids schema ids read from the first bytes of values. A value in another format than
   *     Confluent's can begin with bytes that only look like a schema id, so the registry may not
   *     know an id
   */
  Map<Integer, String> byId(Set<Integer> ids) {
    var found = new TreeMap<Integer, String>();
    if (registry == null || ids.size() > MOST) {
      return found;
    }
    try {
      for (int id : ids) {
        known.computeIfAbsent(id, i -> ask(registry, i)).ifPresent(json -> found.put(id, json));
      }
    } catch (RegistryUnreachableException e) {
      LOG.warn(
          "schema registry is unreachable, a segment is written without some of its schemas"
              + " cause={}",
          e.getMessage());
    }
    return found;
  }

  private static Optional<String> ask(SchemaRegistry registry, int id) {
    try {
      return Optional.of(registry.byId(id).toString());
    } catch (UnknownSchemaException e) {
      return Optional.empty();
    }
  }
}
