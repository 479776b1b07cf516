package io.reprise.replay;

import io.reprise.replay.approve.ApprovalsConfig;
import io.reprise.replay.approve.LimitsConfig;
import io.reprise.replay.spec.TargetName;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.config.ConfigText;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.Durations;
import io.reprise.runtime.trace.TracingConfig;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.object.s3.S3Config;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a replay worker process.
 *
 * @param name this worker's name in logs and records; {@code worker} when left out
 * @param kafka how to reach the Kafka cluster
 * @param control names and sizes of the control topics, and timeouts of the consumer groups
 * @param http address at which operators reach this worker's HTTP API; 127.0.0.1:8080 when left out
 * @param targets the targets that replays may deliver to, by name
 * @param runningShards how many shards this worker delivers at the same time; when left out, the
 *     number of cores, but at least 2
 * @param replays how long finished replays are kept in full; 30 days when left out
 * @param archive the archive from which cold offsets are read; when left out, only offsets that are
 *     still in Kafka can be replayed
 * @param registry URL at which the schema registry's Confluent API starts; when left out, filters
 *     cannot read the data of events
 * @param registryCa PEM file with the certificates of the authorities that are trusted at an {@code
 *     https} registry; those that the JDK trusts when left out
 * @param maskKeyFile file with the secret key of masks that hash; when left out, replays cannot
 *     hash fields
 * @param tracing where spans are sent; nothing is traced when left out
 * @param approvals which replays start only after another person has approved them; none when left
 *     out
 * @param limits how much all replays together may do; no limit when left out
 */
public record WorkerConfig(
    @ConfigKey("The worker's name in logs and records.") String name,
    @ConfigKey("The cluster that holds the source topics and the control topics.")
        KafkaConfig kafka,
    @ConfigKey("The control topics and consumer groups of the workers.") Control control,
    @ConfigKey("Where operators reach this worker.") HttpConfig http,
    @ConfigKey("The targets that records can be replayed into, by name.")
        Map<String, TargetConfig> targets,
    @ConfigKey(
            value = "How many shards this worker delivers at the same time.",
            range = "1 or more",
            defaultsTo = "number of cores, at least 2")
        Integer runningShards,
    @ConfigKey("How long finished replays are kept in full.") Replays replays,
    @ConfigKey(
            value =
                "The archive to read cold offsets from. Without it only records that are still in"
                    + " Kafka can be replayed.",
            defaultsTo = "none")
        @Nullable Archive archive,
    @ConfigKey(
            value =
                "The URL at which the schema registry's Confluent API starts. Replays whose filter"
                    + " has an expression over data need it.",
            defaultsTo = "none")
        @Nullable URI registry,
    @ConfigKey(
            value =
                "The PEM file with the certificates of the authorities that the service trusts if"
                    + " the registry's URL is https. A changed file is read when the service starts"
                    + " again.",
            defaultsTo = "the authorities that the JDK trusts")
        @Nullable Path registryCa,
    @ConfigKey(
            value =
                "The file with the secret key of transforms that hash a field: 16 bytes or more,"
                    + " the same for all workers. A changed file is read when the service starts"
                    + " again; replays that hash with the old key then wait for a worker that has"
                    + " it.",
            defaultsTo = "none")
        @Nullable Path maskKeyFile,
    @ConfigKey("Which requests and deliveries are traced, and where their spans are sent.")
        TracingConfig tracing,
    @ConfigKey("Which replays start only after another person has approved them.")
        ApprovalsConfig approvals,
    @ConfigKey("How much all replays of the cluster together may do.") LimitsConfig limits) {
  private static final int DEFAULT_PORT = 8080;

  public WorkerConfig(
      @Nullable String name,
      @Nullable KafkaConfig kafka,
      @Nullable Control control,
      @Nullable HttpConfig http,
      @Nullable Map<String, TargetConfig> targets,
      @Nullable Integer runningShards,
      @Nullable Replays replays,
      @Nullable Archive archive,
      @Nullable URI registry,
      @Nullable Path registryCa,
      @Nullable Path maskKeyFile,
      @Nullable TracingConfig tracing,
      @Nullable ApprovalsConfig approvals,
      @Nullable LimitsConfig limits) {
    if (kafka == null) {
      throw new IllegalArgumentException("kafka is missing: give kafka.bootstrapServers");
    }
    this.name = name == null ? "worker" : name;
    this.kafka = kafka;
    this.control = control == null ? new Control(null, null, null, null, null) : control;
    this.http = http == null ? new HttpConfig("127.0.0.1", DEFAULT_PORT) : http;
    this.targets = targets == null ? Map.of() : Map.copyOf(targets);
    this.runningShards =
        runningShards == null
            ? Math.max(2, Runtime.getRuntime().availableProcessors())
            : runningShards;
    this.replays = replays == null ? new Replays(null) : replays;
    this.archive = archive;
    this.registry = registry;
    this.registryCa = registryCa;
    this.maskKeyFile = maskKeyFile;
    this.tracing = tracing == null ? TracingConfig.NONE : tracing;
    this.approvals = approvals == null ? ApprovalsConfig.NONE : approvals;
    this.limits = limits == null ? LimitsConfig.NONE : limits;
    this.targets.forEach(WorkerConfig::requireName);
    if (this.approvals.isOn() && !this.http.authentication().isOn()) {
      throw new IllegalArgumentException(
          "approvals.rules is given, but not http.authentication, so nobody knows who approves:"
              + " give both");
    }
    if (this.runningShards < 1) {
      throw new IllegalArgumentException(
          "runningShards is %d: give 1 or more".formatted(this.runningShards));
    }
  }

  /**
   * Creates the configuration of a worker that has no key for masks, and whose replays need no
   * approval and have no limits.
   */
  public WorkerConfig(
      @Nullable String name,
      @Nullable KafkaConfig kafka,
      @Nullable Control control,
      @Nullable HttpConfig http,
      @Nullable Map<String, TargetConfig> targets,
      @Nullable Integer runningShards,
      @Nullable Replays replays,
      @Nullable Archive archive,
      @Nullable URI registry,
      @Nullable Path registryCa,
      @Nullable TracingConfig tracing) {
    this(
        name,
        kafka,
        control,
        http,
        targets,
        runningShards,
        replays,
        archive,
        registry,
        registryCa,
        null,
        tracing,
        null,
        null);
  }

  private static void requireName(String name, TargetConfig target) {
    boolean isNamedWithTopic =
        target instanceof TargetConfig.KafkaTopicPattern || target instanceof TargetConfig.Origin;
    if (isNamedWithTopic && !TargetName.isTarget(name)) {
      throw new IllegalArgumentException(
          "targets: '%s' is not a name for a target of kind %s: use a name without ':', which separates the target from its topic"
              .formatted(name, target instanceof TargetConfig.Origin ? "origin" : "kafka-pattern"));
    }
  }

  /** Creates the configuration of a worker that traces nothing. */
  public WorkerConfig(
      @Nullable String name,
      @Nullable KafkaConfig kafka,
      @Nullable Control control,
      @Nullable HttpConfig http,
      @Nullable Map<String, TargetConfig> targets,
      @Nullable Integer runningShards,
      @Nullable Replays replays,
      @Nullable Archive archive) {
    this(name, kafka, control, http, targets, runningShards, replays, archive, null, null, null);
  }

  /** Creates the configuration of a worker that keeps finished replays in full for 30 days. */
  public WorkerConfig(
      @Nullable String name,
      @Nullable KafkaConfig kafka,
      @Nullable Control control,
      @Nullable HttpConfig http,
      @Nullable Map<String, TargetConfig> targets,
      @Nullable Integer runningShards,
      @Nullable Archive archive) {
    this(name, kafka, control, http, targets, runningShards, null, archive, null, null, null);
  }

  /**
   * Creates the configuration of a worker that reads no archive. Such a worker can replay only
   * offsets that are still in Kafka.
   */
  public WorkerConfig(
      @Nullable String name,
      @Nullable KafkaConfig kafka,
      @Nullable Control control,
      @Nullable HttpConfig http,
      @Nullable Map<String, TargetConfig> targets,
      @Nullable Integer runningShards) {
    this(name, kafka, control, http, targets, runningShards, null, null, null, null, null);
  }

  /**
   * Configures how long the events and records of finished replays are kept. After that time, a
   * replay expires and only its account is kept.
   *
   * @param retention the time from a replay's end to its expiry; 30 days when left out
   */
  public record Replays(
      @ConfigKey(
              value =
                  "How long after its end a replay expires. Of an expired replay only its account"
                      + " is kept: plan, state, times, operators, counts and the digest of its"
                      + " receipt. It can no longer be verified, and a FAILED one not retried."
                      + " The coordinator's value applies, so give all workers the same.",
              range = "1s to 36500d")
          Duration retention) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(36_500);

    public Replays(@Nullable Duration retention) {
      this.retention = retention == null ? Duration.ofDays(30) : retention;
      if (this.retention.compareTo(SHORTEST) < 0 || this.retention.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "retention is %s: give 1s to 36500d".formatted(Durations.text(this.retention)));
      }
    }
  }

  /**
   * Configures the archive from which a worker reads cold offsets.
   *
   * @param store the bucket that the archiver writes to
   * @param cache sizes of the worker's caches for archived data; when left out, one cache of 64 MiB
   *     in memory
   */
  public record Archive(
      @ConfigKey("The bucket that the archiver writes to.") S3Config store,
      @ConfigKey("The sizes of the caches for data that is read from the archive.")
          CacheConfig cache) {
    public Archive(@Nullable S3Config store, @Nullable CacheConfig cache) {
      if (store == null) {
        throw new IllegalArgumentException("archive.store is missing: give archive.store.bucket");
      }
      this.store = store;
      this.cache = cache == null ? new CacheConfig(null, null, null) : cache;
    }
  }

  /**
   * Configures the control topics and the consumer groups that all workers of a cluster share.
   *
   * @param prefix first part of the names of these topics and groups; {@code reprise} when left out
   * @param slots number of slots, which is the highest number of shards that all workers together
   *     run at the same time; 64 when left out. The number cannot change once the control topics
   *     exist
   * @param replicationFactor replication factor of control topics that this worker creates; the
   *     broker's default when left out
   * @param session how long a worker that sends no heartbeats keeps its slots; 3 s when left out.
   *     If the broker refuses this time as too short, the worker uses the broker's minimum instead
   * @param transactionTimeout time after which the broker aborts the open transaction of a dead
   *     worker; 10 s when left out
   */
  public record Control(
      @ConfigKey(
              value = "The first part of the names of control topics and groups.",
              range = "1 to 200 of a-z, A-Z, 0-9, '.', '_' and '-'")
          String prefix,
      @ConfigKey(
              value =
                  "The highest number of shards that can run at the same time in the whole"
                      + " cluster. The number cannot be changed once the control topics exist.",
              range = "1 to 10000")
          Integer slots,
      @ConfigKey(
              "The replication factor of control topics that a worker creates; -1 takes the"
                  + " broker's default.")
          Short replicationFactor,
      @ConfigKey(
              value =
                  "How long a worker without heartbeats keeps its slots. If the broker does not"
                      + " allow so short a time, its minimum applies.",
              range = "1ms to 1h")
          Duration session,
      @ConfigKey(
              value =
                  "The time after which the broker aborts the open transaction of a worker that"
                      + " does not answer.",
              range = "1ms to 1h")
          Duration transactionTimeout) {
    private static final int MOST_SLOTS = 10_000;
    private static final Duration LEAST_TIME = Duration.ofMillis(1);
    private static final Duration MOST_TIME = Duration.ofHours(1);

    /**
     * The prefixes that are allowed: characters that Kafka allows in topic names. The prefix is
     * shorter than Kafka's limit of 249 characters for a topic name, so that the rest of the name
     * fits.
     */
    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9._-]{1,200}");

    public Control(
        @Nullable String prefix,
        @Nullable Integer slots,
        @Nullable Short replicationFactor,
        @Nullable Duration session,
        @Nullable Duration transactionTimeout) {
      this.prefix = prefix == null ? "reprise" : prefix;
      this.slots = slots == null ? 64 : slots;
      this.replicationFactor = replicationFactor == null ? (short) -1 : replicationFactor;
      this.session = session == null ? Duration.ofSeconds(3) : session;
      this.transactionTimeout =
          transactionTimeout == null ? Duration.ofSeconds(10) : transactionTimeout;
      if (!PREFIX.matcher(this.prefix).matches()) {
        throw new IllegalArgumentException(
            "control.prefix is '%s': give 1 to 200 of the characters a-z, A-Z, 0-9, '.', '_' and '-', because topic names begin with it"
                .formatted(this.prefix));
      }
      if (this.slots < 1 || this.slots > MOST_SLOTS) {
        throw new IllegalArgumentException(
            "control.slots is %d: give 1 to %d".formatted(this.slots, MOST_SLOTS));
      }
      requireTime("session", this.session);
      requireTime("transactionTimeout", this.transactionTimeout);
    }

    private static void requireTime(String key, Duration time) {
      if (time.compareTo(LEAST_TIME) < 0 || time.compareTo(MOST_TIME) > 0) {
        throw new IllegalArgumentException(
            "control.%s is %s: give 1ms to 1h".formatted(key, Durations.text(time)));
      }
    }
  }

  /** Returns the configuration as text, without secrets. */
  @Override
  public String toString() {
    return ConfigText.of(this);
  }
}
