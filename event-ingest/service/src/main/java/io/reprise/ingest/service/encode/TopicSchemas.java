package io.reprise.ingest.service.encode;

import io.reprise.schemas.registry.RegisteredSchema;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.schemas.registry.SchemaRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache of the schemas that are registered for topics' values. When a cached schema is due for a
 * refresh, one caller queries the registry. The other callers, and all callers while the registry
 * is unreachable, use the cached schema, because a registered schema stays registered. Thread-safe.
 */
public final class TopicSchemas {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSchemas.class);
  private static final Duration ASK_AGAIN = SchemaRegistry.FRESH_FOR.plusSeconds(1);

  private static final Duration LIST_AGAIN = Duration.ofSeconds(1);

  private final SchemaRegistry registry;
  private final LongSupplier nanoClock;
  private final Map<String, Known> latest = new ConcurrentHashMap<>();
  private final Map<String, Ids> ids = new ConcurrentHashMap<>();

  /**
   * Creates an empty cache of a registry.
   *
   * @param nanoClock a monotonic clock in nanoseconds, such as {@link System#nanoTime()}
   */
  public TopicSchemas(SchemaRegistry registry, LongSupplier nanoClock) {
    this.registry = registry;
    this.nanoClock = nanoClock;
  }

  /**
   * The schema ids that the registry listed for a topic, and the time at which the registry was
   * queried.
   */
  private record Ids(Set<Integer> ids, long atNanos) {
    boolean isOld(long now) {
      return now - atNanos > LIST_AGAIN.toNanos();
    }
  }

  /**
   * A cached schema, and the time after which the next caller reads the schema from the registry
   * again.
   */
  private record Known(RegisteredSchema schema, AtomicLong askAt) {
    boolean isDue(long now) {
      long at = askAt.get();
      return now - at >= 0 && askAt.compareAndSet(at, now + ASK_AGAIN.toNanos());
    }
  }

  /**
   * Returns the latest schema that is registered for a topic's values; empty if there is none.
   *
   * @throws RegistryUnreachableException if no schema is cached and the registry is unreachable
   */
  public Optional<RegisteredSchema> latest(String topic) {
    var known = latest.get(topic);
    if (known != null && !known.isDue(nanoClock.getAsLong())) {
      return Optional.of(known.schema());
    }
    try {
      var found = registry.latest(SchemaRegistry.valueSubject(topic));
      found.ifPresentOrElse(schema -> remember(topic, schema), () -> latest.remove(topic));
      return found;
    } catch (RegistryUnreachableException e) {
      if (known == null) {
        throw e;
      }
      LOG.warn(
          "schema registry is unreachable, the ingest service uses its cached schema topic={}"
              + " cause={}",
          topic,
          e.getMessage());
      return Optional.of(known.schema());
    }
  }

  private void remember(String topic, RegisteredSchema schema) {
    var askAt = new AtomicLong(nanoClock.getAsLong() + ASK_AGAIN.toNanos());
    latest.put(topic, new Known(schema, askAt));
  }

  /**
   * Returns whether a schema id belongs to any registered version of the schema of a topic's
   * values. If the cache does not know the id, the topic's ids are read from the registry again,
   * but at most once per {@link #LIST_AGAIN}.
   *
   * @throws RegistryUnreachableException if the cache does not know the id and the registry is
   *     unreachable
   */
  public boolean isOf(String topic, int id) {
    long now = nanoClock.getAsLong();
    var known = ids.get(topic);
    if (known == null || !known.ids().contains(id) && known.isOld(now)) {
      known = new Ids(registry.ids(SchemaRegistry.valueSubject(topic)), now);
      ids.put(topic, known);
    }
    return known.ids().contains(id);
  }

  /** Returns the schema with this id. Requires that {@link #isOf} has returned true for the id. */
  org.apache.avro.Schema byId(int id) {
    return registry.byId(id);
  }
}
