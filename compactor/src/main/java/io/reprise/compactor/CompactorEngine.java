package io.reprise.compactor;

import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.compactor.audit.ContinuousAudit;
import io.reprise.compactor.audit.SnapshotAudit;
import io.reprise.compactor.fold.CompactionRun;
import io.reprise.compactor.fold.FoldSettings;
import io.reprise.compactor.state.MissingRegistryException;
import io.reprise.compactor.state.RocksMemory;
import io.reprise.compactor.state.StateJsonReader;
import io.reprise.compactor.topic.Compaction;
import io.reprise.compactor.topic.PreparedTopics;
import io.reprise.compactor.topic.SnapshotTopics;
import io.reprise.compactor.topic.StartOffsets;
import io.reprise.kafka.client.AdminRole;
import io.reprise.runtime.lifecycle.Lifecycle;
import io.reprise.runtime.metric.ObjectStoreMeters;
import io.reprise.runtime.tls.ClientTls;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.store.EventLog;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.fold.Reducers;
import io.reprise.store.fold.SchemaLookup;
import io.reprise.store.kafka.KafkaEventLog;
import io.reprise.store.object.s3.S3Request;
import io.reprise.store.object.s3.S3RequestObserver;
import io.reprise.store.tier.ArchiveTier;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A compactor without its HTTP server: folds topics into snapshots and audits the snapshots.
 *
 * <p>Thread-safe. Closing the engine hands its partitions over to other instances.
 */
public final class CompactorEngine implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);
  private static final int CACHE_MEBIBYTES = 32;

  private final Lifecycle life = new Lifecycle(CLOSE_LIMIT);
  private final CompactorConfig config;
  private final TopicInspector inspector;
  private final StateJsonReader json;
  private final SnapshotAudit audit;
  private final List<CompactionRun> runs;

  /**
   * Connects to Kafka, creates missing topics, and starts to fold the configured topics.
   *
   * @param advertised {@code host:port} of this instance's HTTP server
   * @throws IllegalArgumentException when a reducer does not exist
   * @throws io.reprise.store.facts.TopicNotFoundException when a topic does not exist
   * @throws io.reprise.compactor.topic.UnfitTopicException when a topic has unsuitable settings
   */
  public CompactorEngine(CompactorConfig config, String advertised, MeterRegistry meters) {
    this.config = config;
    var compactions = Compaction.of(config.topics(), reducers(config));
    var client = config.kafka().clientSettings();
    var admin = life.start("admin", () -> AdminRole.open(config.kafka().clientSettings()));
    this.inspector = new TopicInspector(admin);
    var log = life.start("log", () -> new KafkaEventLog(client));
    var schemas = openSchemas();
    this.json = new StateJsonReader(schemas);
    var tiers = bothTiers(log, meters);
    this.audit = new SnapshotAudit(tiers, inspector, schemas, json);
    var rocks = life.start("state memory", () -> new RocksMemory(config.memory().state()));
    var dependencies =
        new CompactionRun.Dependencies(
            settings(advertised, compactions.size(), rocks),
            schemas,
            tiers,
            config.store() != null,
            inspector::idOf,
            new StartOffsets(admin),
            meters);
    var topics = prepare(new SnapshotTopics(admin), compactions);
    this.runs = topics.stream().map(t -> start(t, dependencies)).toList();
    life.start("lag", () -> new LagMonitor(inspector, runs));
    life.start(
        "audit",
        () ->
            new ContinuousAudit(
                audit, config.audit(), compactions, this::owned, new SplittableRandom(), meters));
  }

  private EventLog bothTiers(KafkaEventLog hot, MeterRegistry meters) {
    var bucket = config.store();
    if (bucket == null) {
      return hot;
    }
    var cache = new CacheConfig(CACHE_MEBIBYTES, null, null);
    var requests = storeRequests(meters);
    return life.start("archive", () -> ArchiveTier.open(bucket, cache, requests))
        .log(hot, inspector);
  }

  /** Returns an observer that counts requests to the object store. */
  static S3RequestObserver storeRequests(MeterRegistry registry) {
    return S3RequestObserver.of(
        new ObjectStoreMeters(registry, S3Request.Kind.labels(), S3Request.Outcome.labels())
            ::ended);
  }

  /** Returns the numbers of the partitions that this instance folds, for each compaction. */
  private Map<Compaction, List<Integer>> owned() {
    var owned = new HashMap<Compaction, List<Integer>>();
    runs.forEach(run -> owned.put(run.topics().compaction(), List.copyOf(run.marks().keySet())));
    return owned;
  }

  private static Reducers reducers(CompactorConfig config) {
    var directory = config.pluginDirectory();
    return directory == null ? Reducers.onClassPath() : Reducers.withPlugins(directory);
  }

  private SchemaLookup openSchemas() {
    var uri = config.registry();
    if (uri == null) {
      return id -> {
        throw new MissingRegistryException(id);
      };
    }
    var tls = ClientTls.socketFactory(uri, config.registryCa());
    return life.start("registry", () -> SchemaRegistry.at(uri, tls))::byId;
  }

  private FoldSettings settings(String advertised, int compactions, RocksMemory rocks) {
    return new FoldSettings(
        config.kafka().clientSettings(),
        advertised,
        config.applicationId(),
        config.stateDirectory(),
        config.threads(),
        config.standbys(),
        config.commitInterval(),
        config.memory().heap().bytes() / Math.max(1, compactions),
        rocks);
  }

  /** Creates or checks the topics of all compactions before the first compaction starts. */
  private List<PreparedTopics> prepare(SnapshotTopics topics, List<Compaction> compactions) {
    try {
      return compactions.stream().map(topics::prepare).toList();
    } catch (RuntimeException e) {
      life.close();
      throw e;
    }
  }

  private CompactionRun start(PreparedTopics topics, CompactionRun.Dependencies dependencies) {
    var name = topics.compaction().topics().name();
    return life.start(name, () -> CompactionRun.start(topics, dependencies));
  }

  public TopicInspector inspector() {
    return inspector;
  }

  /** Returns the object that converts states to JSON. */
  public StateJsonReader json() {
    return json;
  }

  public SnapshotAudit audit() {
    return audit;
  }

  /** Returns the running compactions of this process, ordered by topic. */
  public List<CompactionRun> runs() {
    return runs;
  }

  @Override
  public void close() {
    life.close();
  }
}
