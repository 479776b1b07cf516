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
import javax.net.ssl.SSLSocketFactory;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads and registers schemas in a schema registry. The schema with a given id never changes, so it
 * is cached without a time limit. The latest schema of a subject is cached for {@link #FRESH_FOR}.
 *
 * <p>Thread-safe. The caller of {@link #at} closes the returned object. Every method that asks the
 * registry may throw {@link RegistryUnreachableException}; a retry is safe. A request waits for up
 * to 3 s for the connection and for up to 5 s for data.
 */
public final class SchemaRegistry implements AutoCloseable {
  /** The time for which the latest schema of a subject is cached. */
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
   * @param uri base URL of the registry's HTTP API
   */
  public static SchemaRegistry at(URI uri) {
    return at(uri, null);
  }

  /**
   * Opens a registry without sending a request.
   *
   * @param uri base URL of the registry's HTTP API
   * @param tls opens the connections if the URL is {@code https}; null to trust the authorities
   *     that the JDK trusts
   */
  public static SchemaRegistry at(URI uri, @Nullable SSLSocketFactory tls) {
    return new SchemaRegistry(new ConfluentClient(uri, tls), Clock.systemUTC());
  }

  /** Returns the name of the subject that contains the schemas of a topic's record values. */
  public static String valueSubject(String topic) {
    return topic + "-value";
  }

  /**
   * Returns the newest schema of a subject, from the cache or the registry; empty if the subject
   * has no schema.
   */
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
   * Searches the versions of a subject for the schema {@code writer}. Returns the newest version
   * that has this schema; empty if no version has it. The comparison ignores the attributes that
   * Avro's code generator adds for Java. A call may send a request for each version of the subject,
   * so callers should cache the result.
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
   * Returns the schema with this id, from the cache or the registry.
   *
   * @throws UnknownSchemaException if the registry has no schema with this id
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

  /**
   * Returns all versions of a subject, the oldest first; empty if the subject has no schema. Each
   * call sends a request for each version.
   */
  public List<RegisteredSchema> versions(String subject) {
    return client.versions(subject).stream()
        .sorted()
        .flatMap(version -> client.version(subject, version).stream())
        .toList();
  }

  /** Returns the schema ids of all versions of a subject. Each call asks the registry. */
  public Set<Integer> ids(String subject) {
    return client.versions(subject).stream()
        .flatMap(version -> client.id(subject, version).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the names of all subjects, sorted. Each call asks the registry. */
  public List<String> subjects() {
    return client.subjects().stream().sorted().toList();
  }

  /**
   * Returns the reasons, one sentence each, why {@code candidate} is incompatible with versions of
   * a subject; empty if {@code candidate} is compatible with all of them.
   */
  public List<String> incompatibilities(String subject, Schema candidate) {
    var before = new LinkedHashMap<String, Schema>();
    for (int version : client.versions(subject)) {
      client.version(subject, version).ifPresent(s -> before.put("version " + version, s.schema()));
    }
    return Compatibility.faults(candidate, before);
  }

  /**
   * Registers a schema unless it is registered already, and sets the compatibility level of the
   * subject in the registry to BACKWARD_TRANSITIVE. A retry is safe.
   *
   * @return the id of the schema
   * @throws IncompatibleSchemaException if the schema is incompatible with an earlier version;
   *     nothing was registered
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
