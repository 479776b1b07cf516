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
 * Reads and registers schemas in a schema registry. Schemas by id never change and are cached for
 * ever; the latest schema of a subject is cached for {@link #FRESH_FOR}.
 *
 * <p>Thread-safe. The caller of {@link #at} closes it. Every method may throw {@link
 * RegistryUnreachableException}; a retry is safe.
 */
public final class SchemaRegistry implements AutoCloseable {
  /** How long the latest schema of a subject is cached. */
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
   * Opens a registry without sending a request.
   *
   * @param uri base address of the registry's HTTP API
   */
  public static SchemaRegistry at(URI uri) {
    return at(uri, Clock.systemUTC());
  }

  static SchemaRegistry at(URI uri, Clock clock) {
    return new SchemaRegistry(new ConfluentClient(uri), clock);
  }

  /** The subject that holds the schemas of a topic's values. */
  public static String valueSubject(String topic) {
    return topic + "-value";
  }

  /** The newest schema of a subject; empty if the subject has none. */
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
   * Finds the version of a subject that equals a writer's schema; the newest if several do. Java
   * type names of generated classes are ignored. Each call asks the registry, version by version,
   * so callers should keep the answer.
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
   * The schema with this id.
   *
   * @throws UnknownSchemaException if there is none
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

  /** The schema ids of all versions of a subject. Each call asks the registry. */
  public Set<Integer> ids(String subject) {
    return client.versions(subject).stream()
        .flatMap(version -> client.id(subject, version).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  public List<String> subjects() {
    return client.subjects().stream().sorted().toList();
  }

  /**
   * The reasons, one sentence each, why {@code candidate} is incompatible with a version of a
   * subject.
   */
  public List<String> incompatibilities(String subject, Schema candidate) {
    var before = new LinkedHashMap<String, Schema>();
    for (int version : client.versions(subject)) {
      client.version(subject, version).ifPresent(s -> before.put("version " + version, s.schema()));
    }
    return Compatibility.faults(candidate, before);
  }

  /**
   * Registers a schema unless it is registered already, and sets the subject's compatibility in the
   * registry to BACKWARD_TRANSITIVE.
   *
   * @return its id
   * @throws IncompatibleSchemaException if it is incompatible with an earlier version
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
