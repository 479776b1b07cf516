package io.reprise.archiver;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reprise.archiver.commit.ArchiveAnchors;
import io.reprise.archiver.commit.CommitLogWriters;
import io.reprise.archiver.observe.ArchiveMeters;
import io.reprise.archiver.observe.ArchiveStepObserver;
import io.reprise.archiver.operate.ArchiveName;
import io.reprise.archiver.operate.ProofFinding;
import io.reprise.archiver.operate.Prover;
import io.reprise.archiver.operate.SegmentMerges;
import io.reprise.archiver.operate.TopicArchives;
import io.reprise.archiver.topic.ArchivedTopics;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.archiver.trim.ClusterTrimLimits;
import io.reprise.archiver.trim.PartitionTrimmers;
import io.reprise.archiver.work.CommittedEnds;
import io.reprise.archiver.work.PartitionArchivers;
import io.reprise.archiver.work.SegmentArchiver;
import io.reprise.archiver.work.SegmentSchemas;
import io.reprise.archiver.work.SpoolSpace;
import io.reprise.embedded.EmbeddedS3;
import io.reprise.embedded.RunningServers;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.ByteSize;
import io.reprise.store.KeySelection;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.CommitLog;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.read.ArchiveLogReader;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.archive.read.SegmentSource;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.kafka.KafkaEventLog;
import io.reprise.store.kafka.KafkaReaderPool;
import io.reprise.store.object.s3.S3Config;
import io.reprise.store.object.s3.S3ObjectStore;
import io.reprise.store.object.store.ObjectStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;

/** Creates topics, archivers of one prefix of the bucket, and readers of both tiers, for a test. */
public final class ArchiverFixture implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final int READERS = 4;

  private final Map<String, Object> client;
  private final S3Config config;
  private final S3ObjectStore store;
  private final Admin admin;
  private final TopicInspector topics;
  private final ArchiveAnchors anchors;
  private final KafkaEventLog hot;
  private final KafkaReaderPool readers;
  private final SegmentSource source;

  public ArchiverFixture(RunningServers servers, String prefix) {
    this(servers.bootstrapServers(), servers.s3(), prefix);
  }

  public ArchiverFixture(String bootstrapServers, URI s3, String prefix) {
    this.client = Map.of("bootstrap.servers", bootstrapServers);
    this.config = new S3Config(s3, null, EmbeddedS3.BUCKET, prefix, true, null, null);
    this.store = S3ObjectStore.open(config);
    this.admin = Admin.create(client);
    this.topics = new TopicInspector(admin);
    this.anchors = new ArchiveAnchors(client, admin, "reprise.archive");
    this.hot = new KafkaEventLog(client);
    this.readers = new KafkaReaderPool(client, READERS);
    this.source = new SegmentSource(store, new CacheConfig(1, null, null));
  }

  /** Trims offsets as soon as they are archived, and cuts small segments. */
  public static TopicConfig eager(long cutKiB) {
    return new TopicConfig(
        null, Duration.ZERO, null, ByteSize.ofKiB(cutKiB), Duration.ofMillis(300), null, List.of());
  }

  /** The archivers of one instance, as its engine makes them. */
  public PartitionArchivers archivers(String writer, Path spool, ArchiveStepObserver observer) {
    return archivers(writer, new SpoolSpace(spool, 256L << 20), observer);
  }

  /** The same, with a spool that the test limits. */
  public PartitionArchivers archivers(
      String writer, SpoolSpace spool, ArchiveStepObserver observer) {
    return archivers(store, writer, spool, observer);
  }

  /** The same, with an admin client for trims that the test has changed. */
  public PartitionArchivers archivers(Admin trims, String writer, Path spool) {
    return archivers(
        trims, readers, store, writer, new SpoolSpace(spool, 256L << 20), ArchiveStepObserver.NONE);
  }

  /** The same, with a store that the test has changed. */
  public PartitionArchivers archivers(
      ObjectStore store, String writer, SpoolSpace spool, ArchiveStepObserver observer) {
    return archivers(admin, readers, store, writer, spool, observer);
  }

  /** The same, with consumers that the test has changed. */
  public PartitionArchivers archivers(KafkaReaderPool readers, String writer, Path spool) {
    return archivers(
        admin, readers, store, writer, new SpoolSpace(spool, 256L << 20), ArchiveStepObserver.NONE);
  }

  private PartitionArchivers archivers(
      Admin admin,
      KafkaReaderPool readers,
      ObjectStore store,
      String writer,
      SpoolSpace spool,
      ArchiveStepObserver observer) {
    var clock = Clock.systemUTC();
    var meters = new ArchiveMeters(new SimpleMeterRegistry());
    var limits = new ClusterTrimLimits(admin, clock, "reprise-archiver");
    return new PartitionArchivers(
        readers,
        new CommittedEnds(admin),
        topics,
        new CommitLogWriters(writer, store, anchors, clock, observer),
        new SegmentArchiver(store, topics, new SegmentSchemas(null), meters),
        new PartitionTrimmers(admin, topics, limits, meters, clock),
        spool,
        meters,
        clock);
  }

  /** Creates a topic, which must not exist. On return the broker serves it. Retention is off. */
  public PartitionId create(String topic, int partitions, Map<String, String> settings) {
    var all = new HashMap<>(Map.of("retention.ms", "-1"));
    all.putAll(settings);
    admin
        .createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(all)))
        .all()
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    await()
        .ignoreExceptions()
        .atMost(Duration.ofMinutes(1))
        .until(() -> topics.inspect(topic).partitions().size() == partitions);
    return id(topic, 0);
  }

  public PartitionId id(String topic, int partition) {
    return new PartitionId(topic, topics.idOf(topic), partition);
  }

  public PartitionFacts facts(PartitionId id) {
    return topics.inspect(id.topic()).partitions().get(id.partition());
  }

  public CommitLog log(PartitionId id) {
    return new CommitLog(store, store, id, Clock.systemUTC());
  }

  public PartitionArchive archive(PartitionId id) {
    return log(id).load();
  }

  /** An archiver of some topics, without its HTTP server. */
  public ArchiveEngine engine(
      RunningServers servers, Map<String, TopicConfig> archived, String name) {
    return new ArchiveEngine(
        settings(servers, archived, name),
        new ArchiveMeters(new SimpleMeterRegistry()),
        ArchiveStepObserver.NONE,
        Clock.systemUTC(),
        fault -> {});
  }

  /** The configuration of such an archiver; its group is its name. */
  public ArchiverConfig settings(
      RunningServers servers, Map<String, TopicConfig> archived, String name) {
    return new ArchiverConfig(
        name,
        new KafkaConfig((String) client.get("bootstrap.servers"), null),
        new HttpConfig("127.0.0.1", 0),
        null,
        config,
        new ArchiverConfig.Spool(servers.newDirectory("spool"), ByteSize.ofMiB(64)),
        archived,
        name,
        null,
        null,
        null);
  }

  /** Archives a topic and waits until all of it is trimmed from Kafka. */
  public void move(RunningServers servers, TopicConfig settings, String topic) {
    var ids =
        topics.inspect(topic).partitions().stream().map(p -> id(topic, p.partition())).toList();
    try (var archiver = engine(servers, Map.of(topic, settings), "mover-of-" + topic)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> archiver.topics().refused().isEmpty() && ids.stream().allMatch(this::isMoved));
    }
  }

  /** Publishes records of every unusual kind. */
  public static void publish(RunningServers servers, String topic, int partitions, int count) {
    try (var records = new OddRecords(19, servers.client(), topic, partitions)) {
      records.publish(count);
    }
  }

  /** Waits until all committed offsets of a topic are archived and trimmed. */
  public void awaitMoved(String topic) {
    for (var partition : topics.inspect(topic).partitions()) {
      var id = id(topic, partition.partition());
      await().atMost(Duration.ofSeconds(40)).until(() -> isMoved(id));
    }
  }

  /** Whether all committed offsets are archived and trimmed. */
  public boolean isMoved(PartitionId id) {
    var facts = facts(id);
    return archive(id).covered().to() == facts.committedEnd()
        && facts.logStart() == facts.committedEnd();
  }

  /** Sets a group's committed offset, as a consumer of that group would. */
  public void commit(String group, PartitionId id, long offset) {
    var partition = new TopicPartition(id.topic(), id.partition());
    try {
      admin
          .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset)))
          .all()
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The records in Kafka from an offset on. */
  public List<Fingerprint> hot(PartitionId id, long from) {
    var range = new OffsetRange(from, facts(id).committedEnd());
    try (var reader = hot.read(id.topic(), id.partition(), range)) {
      return all(reader, range);
    }
  }

  /** The records in the archive. */
  public List<Fingerprint> archived(PartitionId id) {
    var archive = archive(id);
    try (var reader = new ArchiveLogReader(source, archive, archive.covered(), KeySelection.ALL)) {
      return all(reader, archive.covered());
    }
  }

  /**
   * Waits until no transaction is open: a committed transaction is visible only after its markers.
   */
  public void awaitStable(PartitionId id) {
    Awaitility.await().until(() -> facts(id).committedEnd() == facts(id).highWatermark());
  }

  private static List<Fingerprint> all(LogReader reader, OffsetRange range) {
    return read(reader, range).map(Fingerprint::of).toList();
  }

  private static Stream<ConsumerRecord<byte[], byte[]>> read(LogReader reader, OffsetRange range) {
    var all = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    while (reader.position() < range.to()) {
      all.addAll(reader.read(WAIT).records());
    }
    return all.stream();
  }

  /** The records in Kafka, without their offsets. */
  public List<Long> contents(PartitionId id) {
    var range = new OffsetRange(0, facts(id).committedEnd());
    try (var reader = hot.read(id.topic(), id.partition(), range)) {
      return read(reader, range).map(Fingerprint::contents).toList();
    }
  }

  /** The records in the archive, without their offsets. */
  public List<Long> archivedContents(PartitionId id) {
    var archive = archive(id);
    try (var reader = new ArchiveLogReader(source, archive, archive.covered(), KeySelection.ALL)) {
      return read(reader, archive.covered()).map(Fingerprint::contents).toList();
    }
  }

  /** Changes a setting of a topic. */
  public void set(String topic, String name, String value)
      throws ExecutionException, InterruptedException {
    var change = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
  }

  /** Merges segments of topics with these settings. */
  public SegmentMerges merges(RunningServers servers, Map<String, TopicConfig> archived) {
    return new SegmentMerges(
        archives(),
        anchors,
        () -> new ArchivedTopics(archived, Map.of()),
        new SpoolSpace(servers.newDirectory("merges"), 64L << 20));
  }

  /** Proves the archive of a topic; returns the findings. */
  public List<ProofFinding> prove(String topic) {
    var findings = new ArrayList<ProofFinding>();
    new Prover(archives(), anchors::read, findings::add, (done, total, unit) -> {})
        .prove(
            ArchiveName.current(topic),
            Set.of(),
            new OffsetRange(0, Long.MAX_VALUE),
            Prover.Anchoring.REQUIRED);
    return findings;
  }

  public TopicArchives archives() {
    return new TopicArchives(store, topics, Clock.systemUTC());
  }

  public ArchiveAnchors anchors() {
    return anchors;
  }

  public S3ObjectStore store() {
    return store;
  }

  public S3Config config() {
    return config;
  }

  public Admin admin() {
    return admin;
  }

  public TopicInspector topics() {
    return topics;
  }

  @Override
  public void close() {
    source.close();
    anchors.close();
    readers.close();
    hot.close();
    admin.close();
    store.close();
  }
}
