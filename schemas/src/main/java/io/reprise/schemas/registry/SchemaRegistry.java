package io.reprise.schemas.registry;

import io.reprise.schemas.compat.Compatibility;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * A schema registry. Schemas by id never change and are kept; the latest of a subject is asked
 * again after {@link #FRESH_FOR}.
 *
 * <p>Thread-safe. The opener closes it. Errors: {@link RegistryUnreachableException}, which may be
 * retried.
 */
public final class SchemaRegistry implements AutoCloseable {
  /** How old an answer about a subject's latest schema may be. */
  public static final Duration FRESH_FOR = Duration.ofSeconds(10);

  private final ConfluentClient client;
  private final Clock clock;
  private final Map<String, Answer> latest = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();

  private record Answer(Optional<RegisteredSchema> schema, Instant at) {}

  private SchemaRegistry(ConfluentClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * Opens a registry; nothing is sent yet.
   *
   * @param uri where Confluent's API starts
   */
  public static SchemaRegistry at(URI uri) {
    return at(uri, Clock.systemUTC());
  }

  static SchemaRegistry at(URI uri, Clock clock) {
    return new SchemaRegistry(new ConfluentClient(uri), clock);
  }

  /** The subject of a topic's values. */
  public static String valueSubject(String topic) {
    return topic + "-value";
  }

  /** A subject's newest schema; empty when it has none. */
  public Optional<RegisteredSchema> latest(String subject) {
    var known = latest.get(subject);
    if (known != null && known.at().plus(FRESH_FOR).isAfter(clock.instant())) {
      return known.schema();
    }
    var answer = client.latest(subject);
    latest.put(subject, new Answer(answer, clock.instant()));
    return answer;
  }

  /**
   * The version of a subject that a writer's schema is; the newest, if it is several. Names of Java
   * types that generated classes carry make no difference. Asked each time, version by version: the
   * caller keeps the answer.
   */
  public Optional<RegisteredSchema> registered(String subject, Schema writer) {
    var wanted = JavaTypes.without(writer);
    var newest = latest(subject).filter(s -> JavaTypes.without(s.schema()).equals(wanted));
    return newest.isPresent() ? newest : among(client.versions(subject), subject, wanted);
  }

  private Optional<RegisteredSchema> among(List<Integer> versions, String subject, Schema wanted) {
    return versions.stream()
        .sorted(Comparator.reverseOrder())
        .flatMap(version -> client.version(subject, version).stream())
        .filter(s -> JavaTypes.without(s.schema()).equals(wanted))
        .findFirst();
  }

  /**
   * @throws UnknownSchemaException when no schema has this id
   */
  public Schema byId(int id) {
    var known = byId.get(id);
    if (known != null) {
      return known;
    }
    var schema = client.byId(id).orElseThrow(() -> new UnknownSchemaException(id));
    byId.put(id, schema);
    return schema;
  }

  /** The ids of all versions of a subject; asked each time. */
  public Set<Integer> ids(String subject) {
    return client.versions(subject).stream()
        .flatMap(version -> client.id(subject, version).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  public List<String> subjects() {
    return client.subjects().stream().sorted().toList();
  }

  /** What keeps {@code candidate} from following all versions of a subject, one sentence each. */
  public List<String> incompatibilities(String subject, Schema candidate) {
    var before = new LinkedHashMap<String, Schema>();
    for (int version : client.versions(subject)) {
      client.version(subject, version).ifPresent(s -> before.put("version " + version, s.schema()));
    }
    return Compatibility.faults(candidate, before);
  }

  /**
   * Registers a schema, or finds it registered. The subject is then held to BACKWARD_TRANSITIVE by
   * the registry too.
   *
   * @return its id
   * @throws IncompatibleSchemaException when it may not follow the others
   */
  public int register(String subject, Schema schema) {
    var faults = incompatibilities(subject, schema);
    if (!faults.isEmpty()) {
      throw new IncompatibleSchemaException(subject, faults);
    }
    int id = client.register(subject, JavaTypes.without(schema));
    client.setCompatibility(subject, Compatibility.BACKWARD_TRANSITIVE);
    latest.remove(subject);
    return id;
  }

  @Override
  public void close() {
    client.close();
  }
}
