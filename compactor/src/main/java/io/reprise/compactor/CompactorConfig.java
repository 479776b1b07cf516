package io.reprise.compactor;

import io.reprise.compactor.audit.AuditConfig;
import io.reprise.compactor.state.MemoryConfig;
import io.reprise.compactor.topic.ReducerConfig;
import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.config.ConfigText;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.store.object.s3.S3Config;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a compactor process. Several compactor processes (instances) share the work
 * if they have the same application id and the same topics. Each instance needs a state directory
 * of its own.
 *
 * @param name name of this instance in logs; {@code compactor} when left out
 * @param kafka how to reach the Kafka cluster
 * @param http address of the HTTP server; 127.0.0.1:8083 when left out
 * @param advertised {@code host:port} at which other instances, and clients that they redirect,
 *     reach this instance. When left out: the address of {@code http}, or the name of this machine
 *     if {@code http} listens on all addresses
 * @param registry the schema registry. Reducers that read Avro need it, and so do answers that show
 *     Avro states as JSON. No registry when left out
 * @param registryCa PEM file with the certificates of the authorities that are trusted at an {@code
 *     https} registry; those that the JDK trusts when left out
 * @param stateDirectory directory of the state stores; if the directory is lost, the states are
 *     restored from Kafka
 * @param standbys how many further instances hold an up-to-date copy of each state; none when left
 *     out
 * @param threads number of threads that fold events, for each pair of topic and reducer; one per
 *     core when left out
 * @param pluginDirectory directory of jars with additional reducers; only built-in reducers when
 *     left out
 * @param applicationId prefix of the names of consumer groups and changelogs; {@code
 *     reprise-compactor} when left out
 * @param store object store of the archive. Folds and audits read events from there that Kafka has
 *     deleted. When left out, they read Kafka only
 * @param commitInterval how long the fold writes in one Kafka transaction before it commits; 200 ms
 *     when left out. A longer interval delays snapshots for readers of committed records; a shorter
 *     one costs the brokers more writes
 * @param memory limits of the memory that states use
 * @param maxAge how long a client may reuse a snapshot without asking the compactor again; 1 s when
 *     left out
 * @param topics the reducers that fold each source topic, by the topic's name
 * @param audit how often snapshots are compared with the log, and for how many keys
 */
public record CompactorConfig(
    @ConfigKey("The instance's name in logs.") String name,
    @ConfigKey("The cluster that holds the source topics and snapshots.") KafkaConfig kafka,
    @ConfigKey("Where the compactor answers requests.") HttpConfig http,
    @ConfigKey(
            value =
                "The host:port at which other instances, and clients that they redirect, reach this"
                    + " one.",
            defaultsTo = "http.host and its port; the machine's name if http.host is 0.0.0.0 or ::",
            range = "host:port")
        @Nullable String advertised,
    @ConfigKey(
            "The URL at which the schema registry's Confluent API starts. Reducers that read Avro,"
                + " and answers in JSON, need it.")
        @Nullable URI registry,
    @ConfigKey(
            value =
                "The PEM file with the certificates of the authorities that the service trusts if"
                    + " the registry's URL is https. A changed file is read when the service starts"
                    + " again.",
            defaultsTo = "the authorities that the JDK trusts")
        @Nullable Path registryCa,
    @ConfigKey(
            "The directory for the states. If it is lost, states are restored from Kafka. Instances"
                + " must not share it.")
        Path stateDirectory,
    @ConfigKey(
            value = "How many further instances hold a warm copy of each state.",
            range = "0 or more")
        int standbys,
    @ConfigKey(
            value = "How many threads fold each topic with each reducer.",
            range = "1 or more",
            defaultsTo = "number of cores")
        Integer threads,
    @ConfigKey(
            "A directory of jars with reducers. Without it there are only the built-in reducers.")
        @Nullable Path pluginDirectory,
    @ConfigKey(
            "The first part of the names of consumer groups and changelogs. Instances that share"
                + " work have the same one.")
        String applicationId,
    @ConfigKey(
            value =
                "The archive, so that events that Kafka no longer holds can be folded and audited.",
            defaultsTo = "none")
        @Nullable S3Config store,
    @ConfigKey(
            value =
                "How long one transaction collects snapshots. Readers of committed records see a"
                    + " snapshot that much later; each commit costs the brokers a few writes per"
                    + " thread.",
            range = "more than 0, up to 5s")
        Duration commitInterval,
    @ConfigKey("How much memory states may take.") MemoryConfig memory,
    @ConfigKey(
            value =
                "How long a client or cache may reuse an answered snapshot without asking again.",
            range = "0 or more")
        Duration maxAge,
    @ConfigKey("The reducers of each topic, by the topic's name.")
        Map<String, List<ReducerConfig>> topics,
    @ConfigKey("How often snapshots are compared with the log.") AuditConfig audit) {
  private static final int DEFAULT_PORT = 8083;
  private static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(200);
  // The longest commit interval that may be configured. Kafka Streams limits a transaction to 10 s,
  // so the interval stays well below 10 s.
  private static final Duration LONGEST_COMMIT_INTERVAL = Duration.ofSeconds(5);

  public CompactorConfig(
      @Nullable String name,
      @Nullable KafkaConfig kafka,
      @Nullable HttpConfig http,
      @Nullable String advertised,
      @Nullable URI registry,
      @Nullable Path registryCa,
      @Nullable Path stateDirectory,
      int standbys,
      @Nullable Integer threads,
      @Nullable Path pluginDirectory,
      @Nullable String applicationId,
      @Nullable S3Config store,
      @Nullable Duration commitInterval,
      @Nullable MemoryConfig memory,
      @Nullable Duration maxAge,
      @Nullable Map<String, List<ReducerConfig>> topics,
      @Nullable AuditConfig audit) {
    if (kafka == null) {
      throw new IllegalArgumentException("kafka is missing: give kafka.bootstrapServers");
    }
    if (stateDirectory == null) {
      throw new IllegalArgumentException("stateDirectory is missing: give a directory on disk");
    }
    this.name = name == null ? "compactor" : name;
    this.kafka = kafka;
    this.http = http == null ? new HttpConfig("127.0.0.1", DEFAULT_PORT) : http;
    this.advertised = advertised;
    this.registry = registry;
    this.registryCa = registryCa;
    this.stateDirectory = stateDirectory;
    this.standbys = standbys;
    this.threads = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    this.pluginDirectory = pluginDirectory;
    this.applicationId = applicationId == null ? "reprise-compactor" : applicationId;
    this.store = store;
    this.commitInterval = commitInterval == null ? DEFAULT_COMMIT_INTERVAL : commitInterval;
    this.memory = memory == null ? new MemoryConfig(null, null) : memory;
    this.maxAge = maxAge == null ? Duration.ofSeconds(1) : maxAge;
    this.topics = topics == null ? Map.of() : copied(topics);
    this.audit = audit == null ? new AuditConfig(null, null) : audit;
    requireSane();
  }

  /** Creates the configuration of a compactor that trusts the authorities that the JDK trusts. */
  public CompactorConfig(
      @Nullable String name,
      @Nullable KafkaConfig kafka,
      @Nullable HttpConfig http,
      @Nullable String advertised,
      @Nullable URI registry,
      @Nullable Path stateDirectory,
      int standbys,
      @Nullable Integer threads,
      @Nullable Path pluginDirectory,
      @Nullable String applicationId,
      @Nullable S3Config store,
      @Nullable Duration commitInterval,
      @Nullable MemoryConfig memory,
      @Nullable Duration maxAge,
      @Nullable Map<String, List<ReducerConfig>> topics,
      @Nullable AuditConfig audit) {
    this(
        name,
        kafka,
        http,
        advertised,
        registry,
        null,
        stateDirectory,
        standbys,
        threads,
        pluginDirectory,
        applicationId,
        store,
        commitInterval,
        memory,
        maxAge,
        topics,
        audit);
  }

  private void requireSane() {
    if (standbys < 0) {
      throw new IllegalArgumentException("standbys is " + standbys + ": give 0 or more");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ": give 1 or more");
    }
    if (commitInterval.isZero()
        || commitInterval.isNegative()
        || commitInterval.compareTo(LONGEST_COMMIT_INTERVAL) > 0) {
      throw new IllegalArgumentException(
          "commitInterval is %s ms: give more than 0 and at most %s ms"
              .formatted(commitInterval.toMillis(), LONGEST_COMMIT_INTERVAL.toMillis()));
    }
    if (maxAge.isNegative()) {
      throw new IllegalArgumentException(
          "maxAge is %s s: give 0 or more".formatted(maxAge.toSeconds()));
    }
    if (advertised != null && !advertised.matches("[^:/\\s]+:\\d{1,5}")) {
      throw new IllegalArgumentException(
          "advertised is '%s': write it as host:port".formatted(advertised));
    }
    if (advertised != null && HttpConfig.isWildcard(advertised.replaceFirst(":.*", ""))) {
      throw new IllegalArgumentException(
          "advertised is '%s': no other machine can connect to this address, give the name of this machine"
              .formatted(advertised));
    }
  }

  /**
   * Returns the {@code host:port} at which others reach this instance.
   *
   * @param port the port on which this instance listens
   * @throws IllegalArgumentException if the instance listens on all addresses, and {@code
   *     advertised} is left out, and the machine does not know its own name
   */
  public String advertisedOn(int port) {
    if (advertised != null) {
      return advertised;
    }
    try {
      var host = http.isOnAllAddresses() ? InetAddress.getLocalHost().getHostName() : http.host();
      return host + ":" + port;
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "http.host is %s, and the name of this machine is unknown: give advertised as host:port"
              .formatted(http.host()),
          e);
    }
  }

  private static Map<String, List<ReducerConfig>> copied(Map<String, List<ReducerConfig>> topics) {
    topics.forEach(CompactorConfig::requireReducers);
    return topics.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
  }

  private static void requireReducers(String topic, @Nullable List<ReducerConfig> reducers) {
    if (reducers == null || reducers.isEmpty() || reducers.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "topics.%s has no reducer: give a list as in [{reducer: latest}]".formatted(topic));
    }
  }

  /** Returns the configuration as text, without secrets. */
  @Override
  public String toString() {
    return ConfigText.of(this);
  }
}
