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
 * The schemas that topics' values must have. One caller asks the registry anew now and then; the
 * others, and all of them while it is away, go on with what is known: a registered schema stays
 * registered. Thread-safe.
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
   * @param nanoClock as {@link System#nanoTime()}
   */
  public TopicSchemas(SchemaRegistry registry, LongSupplier nanoClock) {
    this.registry = registry;
    this.nanoClock = nanoClock;
  }

  /** The ids of a topic's schemas, as they were then. */
  private record Ids(Set<Integer> ids, long atNanos) {
    boolean isOld(long now) {
      return now - atNanos > LIST_AGAIN.toNanos();
    }
  }

  /** A schema, and when someone should ask again. */
  private record Known(RegisteredSchema schema, AtomicLong askAt) {
    boolean isDue(long now) {
      long at = askAt.get();
      return now - at >= 0 && askAt.compareAndSet(at, now + ASK_AGAIN.toNanos());
    }
  }

  /**
   * The newest schema of a topic's values; empty when there is none.
   *
   * @throws RegistryUnreachableException when none is known and the registry is away
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
      LOG.warn("going on with the known schema topic={} cause={}", topic, e.getMessage());
      return Optional.of(known.schema());
    }
  }

  private void remember(String topic, RegisteredSchema schema) {
    var askAt = new AtomicLong(nanoClock.getAsLong() + ASK_AGAIN.toNanos());
    latest.put(topic, new Known(schema, askAt));
  }

  /**
   * Whether a schema id is registered for a topic's values, in any version. The registry is asked
   * about an unknown id, but at most once per {@link #LIST_AGAIN}.
   *
   * @throws RegistryUnreachableException when the id is unknown and the registry cannot be reached
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

  /** The schema of an id that {@link #isOf} knows. */
  org.apache.avro.Schema byId(int id) {
    return registry.byId(id);
  }
}
