package io.reprise.archiver;

import io.reprise.archiver.commit.ArchiveAnchors;
import io.reprise.archiver.commit.CommitLogWriters;
import io.reprise.archiver.observe.ArchiveMeters;
import io.reprise.archiver.observe.ArchiveStepObserver;
import io.reprise.archiver.topic.ArchivedTopics;
import io.reprise.archiver.trim.ClusterTrimLimits;
import io.reprise.archiver.trim.PartitionTrimmers;
import io.reprise.archiver.work.ArchivingState;
import io.reprise.archiver.work.CommittedEnds;
import io.reprise.archiver.work.OwnedPartition;
import io.reprise.archiver.work.PartitionArchivers;
import io.reprise.archiver.work.PartitionGroup;
import io.reprise.archiver.work.SegmentArchiver;
import io.reprise.archiver.work.SegmentSchemas;
import io.reprise.archiver.work.SpoolSpace;
import io.reprise.kafka.client.AdminRole;
import io.reprise.kafka.time.Interruption;
import io.reprise.runtime.lifecycle.Lifecycle;
import io.reprise.runtime.lifecycle.ServiceScheduler;
import io.reprise.runtime.tls.ClientTls;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.value.ValueReader;
import io.reprise.store.EventLog;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.kafka.KafkaEventLog;
import io.reprise.store.kafka.KafkaReaderPool;
import io.reprise.store.object.s3.S3ObjectStore;
import io.reprise.store.object.s3.StoreProbe;
import io.reprise.store.object.store.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An archiver without its HTTP server: owns partitions, archives and trims them.
 *
 * <p>Thread-safe. Closing the engine leaves the consumer group first, so that other archivers take
 * over its partitions. The next owner of a partition reads again from Kafka the records that no
 * commit entry covers yet.
 */
public final class ArchiveEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveEngine.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);
  private static final long TOPIC_CHECK_SECONDS = 2;
  private static final long LAG_SECONDS = 10;

  private final Lifecycle life = new Lifecycle(CLOSE_LIMIT);
  private final ArchiverConfig config;
  private final ObjectStore store;
  private final Admin admin;
  private final TopicInspector inspector;
  private final ArchiveAnchors anchors;
  private final StoreProbe.Result probe;
  private volatile ArchivedTopics topics;
  private final ArchiveMeters meters;
  private final EventLog hot;
  private final KafkaReaderPool readers;
  private final SpoolSpace spool;
  private final ValueReader values;
  private final PartitionArchivers archivers;
  private final ServiceScheduler threads;
  private final Map<TopicPartition, OwnedPartition> owned = new ConcurrentHashMap<>();

  /**
   * Connects to Kafka and the store, probes the store, and joins the group.
   *
   * @param onFatal called when the archiver cannot continue; the process should end
   * @throws io.reprise.store.object.store.ObjectStoreException when the bucket cannot be used
   */
  public ArchiveEngine(
      ArchiverConfig config,
      ArchiveMeters meters,
      ArchiveStepObserver observer,
      Clock clock,
      Consumer<RuntimeException> onFatal) {
    this.config = config;
    var client = config.kafka().clientSettings();
    this.store = life.start("store", () -> S3ObjectStore.open(config.store(), meters.requests()));
    this.probe = StoreProbe.run(store, UUID.randomUUID().toString());
    this.admin = life.start("admin", () -> AdminRole.open(client));
    this.inspector = new TopicInspector(admin);
    this.anchors = life.start("anchors", () -> new ArchiveAnchors(client, admin, config.anchors()));
    this.topics = ArchivedTopics.of(config.topics(), inspector, probe);
    this.meters = meters;
    this.hot = life.start("log", () -> new KafkaEventLog(client));
    // A work unit holds at most one consumer, so no work unit waits for one.
    int threadCount = config.uploads() + 1;
    this.readers = life.start("readers", () -> new KafkaReaderPool(client, threadCount));
    this.spool = new SpoolSpace(config.spool().directory(), config.spool().most().bytes());
    this.values = new ValueReader(openRegistry(config));
    this.archivers = archivers(observer, clock);
    this.threads = new ServiceScheduler(threadCount, "archive-work");
    life.start("partitions", () -> this::closePartitions);
    var group =
        life.start(
            "group",
            () ->
                PartitionGroup.start(
                    client, admin, config.group(), this::gain, this::lose, onFatal));
    reportRefusals(new ArchivedTopics(Map.of(), Map.of()), topics);
    group.share(topics.accepted().keySet());
    threads.scheduleWithFixedDelay(
        () -> checkTopics(group), TOPIC_CHECK_SECONDS, TOPIC_CHECK_SECONDS, TimeUnit.SECONDS);
    threads.scheduleWithFixedDelay(this::measureLag, LAG_SECONDS, LAG_SECONDS, TimeUnit.SECONDS);
  }

  private PartitionArchivers archivers(ArchiveStepObserver observer, Clock clock) {
    var limits = new ClusterTrimLimits(admin, clock, config.group());
    return new PartitionArchivers(
        readers,
        new CommittedEnds(admin),
        inspector,
        new CommitLogWriters(config.name(), store, anchors, clock, observer),
        new SegmentArchiver(store, inspector, new SegmentSchemas(values.registry()), meters),
        new PartitionTrimmers(admin, inspector, limits, meters, clock),
        spool,
        meters,
        clock);
  }

  private @Nullable SchemaRegistry openRegistry(ArchiverConfig config) {
    var registry = config.registry();
    if (registry == null) {
      return null;
    }
    var tls = ClientTls.socketFactory(registry, config.registryCa());
    return life.start("registry", () -> SchemaRegistry.at(registry, tls));
  }

  /** Returns the reader of the values of records. */
  public ValueReader values() {
    return values;
  }

  /**
   * Checks again whether each configured topic can be archived, because a topic may have been
   * created or reconfigured since the last check.
   */
  private void checkTopics(PartitionGroup group) {
    try {
      var now = ArchivedTopics.of(config.topics(), inspector, probe);
      reportRefusals(topics, now);
      topics = now;
      group.share(now.accepted().keySet());
    } catch (RuntimeException e) {
      LOG.warn(
          "archiver could not check its configured topics again and keeps the result of its last"
              + " check cause={}",
          e.getMessage());
    }
  }

  private void measureLag() {
    meters.backingOff(
        owned.values().stream().filter(mine -> mine.state().failing() != null).count());
    try {
      meters.lag(TopicLag.of(inspector, owned));
    } catch (RuntimeException e) {
      LOG.debug(
          "archiver could not measure its lag, so the lag metric keeps its last value cause={}",
          e.getMessage());
    }
  }

  private static void reportRefusals(ArchivedTopics before, ArchivedTopics now) {
    now.refused()
        .forEach(
            (topic, why) -> {
              if (!why.equals(before.refused().get(topic))) {
                LOG.error("topic cannot be archived and was refused topic={} cause={}", topic, why);
              }
            });
  }

  private void gain(TopicPartition partition) {
    var topic = topics.accepted().get(partition.topic());
    if (topic == null) {
      // The archiver found that this topic cannot be archived after the group had assigned the
      // partition to this instance. The partition is not archived, and the group will revoke it.
      return;
    }
    var mine = new OwnedPartition(archivers, partition, topic, threads);
    var before = owned.put(partition, mine);
    if (before != null) {
      before.close();
    }
    mine.start();
  }

  private void lose(TopicPartition partition) {
    var mine = owned.remove(partition);
    if (mine != null) {
      mine.close();
    }
  }

  private void closePartitions() {
    owned.values().forEach(OwnedPartition::close);
    threads.shutdown();
    Interruption.awaitEnd(threads, CLOSE_LIMIT);
  }

  public ArchiverConfig config() {
    return config;
  }

  public ObjectStore store() {
    return store;
  }

  public Admin admin() {
    return admin;
  }

  public TopicInspector inspector() {
    return inspector;
  }

  /**
   * Returns the log that reads from Kafka only, without the archive. It returns committed records
   * only.
   */
  public EventLog hot() {
    return hot;
  }

  /** Returns the local disk space for segments that are not uploaded yet. */
  public SpoolSpace spool() {
    return spool;
  }

  public ArchiveAnchors anchors() {
    return anchors;
  }

  /**
   * Returns the configured topics: those that are archived, and those that are refused, each with
   * the reason.
   */
  public ArchivedTopics topics() {
    return topics;
  }

  /** Returns the archiving state of each partition that this instance owns. */
  public Map<TopicPartition, ArchivingState> states() {
    var states = new HashMap<TopicPartition, ArchivingState>();
    owned.forEach((partition, mine) -> states.put(partition, mine.state()));
    return states;
  }

  @Override
  public void close() {
    life.close();
  }
}
