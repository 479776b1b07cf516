package io.reprise.compactor.fold;

import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.compactor.state.PartitionMark;
import io.reprise.compactor.state.StoredState;
import io.reprise.compactor.topic.PreparedTopics;
import io.reprise.compactor.topic.StartOffsets;
import io.reprise.store.EventLog;
import io.reprise.store.KeyPartition;
import io.reprise.store.disk.PrivateFiles;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.SchemaLookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds one topic with one reducer. Each run is a Kafka Streams application of its own, with its
 * own committed offsets. Therefore a reducer that is added to a topic later begins with the topic's
 * first event.
 *
 * <p>Thread-safe. The caller closes the run. Closing hands the partitions of this process over to
 * other instances at once.
 */
public final class CompactionRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CompactionRun.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);
  private static final StreamPartitioner<byte[], Object> OF_KEY =
      (topic, key, value, partitions) -> Optional.of(Set.of(KeyPartition.of(key, partitions)));

  private final FoldSettings settings;
  private final FoldContext context;
  private final StreamThreadFailures faults;
  private final KafkaStreams streams;

  /**
   * The objects that all compactions of a process share.
   *
   * @param log reads the source topics from Kafka and, if there is an archive, from the archive
   * @param topicIds returns a topic's current id by its name
   */
  public record Dependencies(
      FoldSettings settings,
      SchemaLookup schemas,
      EventLog log,
      boolean hasArchive,
      UnaryOperator<String> topicIds,
      StartOffsets offsets,
      MeterRegistry meters) {}

  private CompactionRun(PreparedTopics topics, Dependencies dependencies) {
    var names = topics.compaction().topics();
    this.settings = dependencies.settings();
    this.context =
        new FoldContext(
            topics,
            dependencies.schemas(),
            new TieredSource(
                dependencies.log(),
                dependencies.offsets(),
                dependencies.topicIds(),
                dependencies.hasArchive()),
            new FoldMeters(dependencies.meters(), names));
    this.faults = new StreamThreadFailures(context);
    dependencies
        .offsets()
        .ensure(settings.applicationId(names.name()), names.source(), topics.partitions());
    this.streams =
        new KafkaStreams(
            FoldTopology.of(context),
            settings.streams(topics),
            new FoldClients(context.moved(), context.marks()));
    streams.setUncaughtExceptionHandler(faults);
    closeToOthers(settings.directory(names.name()));
  }

  /** Kafka Streams lets the group read its directory; the states are events in plain text. */
  private static void closeToOthers(Path directory) {
    try {
      if (Files.isDirectory(directory)) {
        PrivateFiles.restrict(directory);
      }
    } catch (IOException e) {
      LOG.warn(
          "other users of the machine may read states, because the mode of their directory cannot"
              + " be changed directory={} cause={}",
          directory,
          e.toString());
    }
  }

  /**
   * Starts to fold at the committed offsets of the compaction's group, or at the start of the log
   * if there are none.
   */
  public static CompactionRun start(PreparedTopics topics, Dependencies dependencies) {
    var run = new CompactionRun(topics, dependencies);
    run.streams.start();
    return run;
  }

  public PreparedTopics topics() {
    return context.topics();
  }

  /** Returns {@code host:port} at which other instances reach the HTTP server of this instance. */
  public String advertised() {
    return settings.advertised();
  }

  /**
   * Returns a sentence that says why this process does not fold the topic, or which partitions it
   * does not fold and why. Empty when this process folds all partitions that are assigned to it.
   */
  public Optional<String> fault() {
    var fault = context.fault().sentence().or(this::partitionFaults);
    return fault.isPresent() || streams.state() == KafkaStreams.State.RUNNING
        ? fault
        : Optional.of("%s is %s".formatted(topics().compaction().topics(), streams.state().name()));
  }

  private Optional<String> partitionFaults() {
    var faults = new TreeMap<>(context.partitionFaults()).values();
    return faults.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", faults));
  }

  /**
   * Returns why this process does not fold the given partition; empty when nothing prevents the
   * fold.
   */
  public Optional<String> fault(int partition) {
    return Optional.ofNullable(context.partitionFaults().get(partition));
  }

  /**
   * Stops the fold of all partitions if {@code current}, the id of the source topic now, differs
   * from the id of the topic that was folded so far. The topic was then deleted and created again.
   * Kafka Streams knows the topic by its name only. It would read on in the new topic without an
   * error if the new log has the next offset.
   */
  public void requireTopicId(String current) {
    if (!current.equals(topics().sourceId().toString()) && !context.fault().hasLasting()) {
      var source = topics().compaction().topics().source();
      var reason = String.valueOf(CompactionStoppedException.recreated(source).getMessage());
      context.fault().setLasting(reason);
      LOG.error(
          "compaction of a topic has stopped topic={} reducer={} cause={}",
          source,
          topics().compaction().topics().reducer(),
          reason);
    }
  }

  /** Returns the progress of the partitions that this process folds, by partition number. */
  public Map<Integer, PartitionMark> marks() {
    return context.marks().byPartition();
  }

  /**
   * Returns {@code host:port} of the instance that folds each partition, as far as this process
   * knows.
   */
  public Map<Integer, String> owners() {
    var owners = new HashMap<Integer, String>();
    for (var instance : instances()) {
      for (TopicPartition owned : instance.topicPartitions()) {
        if (owned.topic().equals(topics().compaction().topics().source())) {
          owners.put(owned.partition(), instance.host() + ":" + instance.port());
        }
      }
    }
    return owners;
  }

  private Collection<StreamsMetadata> instances() {
    try {
      return streams.metadataForAllStreamsClients();
    } catch (IllegalStateException e) {
      return List.of(); // Kafka Streams has stopped, so the owners are unknown. fault() says why.
    }
  }

  /**
   * Returns which instance has a key's state. The key's events are assumed to be in the partition
   * that Kafka's default partitioner chooses.
   *
   * @throws NotServingException when this instance has stopped
   */
  public KeyLocation locate(byte[] key) {
    KeyQueryMetadata found;
    try {
      found = streams.queryMetadataForKey(FoldProcessor.STORE, key, OF_KEY);
    } catch (IllegalStateException e) {
      throw notServing(e);
    }
    if (found == null || found.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
      return new KeyLocation.Unknown();
    }
    var host = found.activeHost().host() + ":" + found.activeHost().port();
    return host.equals(settings.advertised())
        ? new KeyLocation.Here(found.partition())
        : new KeyLocation.There(found.partition(), host);
  }

  /**
   * Returns a key's state in a partition that this process folds; empty if the key has none. The
   * state may be newer than the key's snapshot in the snapshot topic. It may even contain events of
   * a transaction that is not committed yet.
   *
   * @throws NotServingException when this process does not have the partition, or is restoring its
   *     states
   */
  public Optional<KeyState> read(int partition, byte[] key) {
    try {
      return Optional.ofNullable(states(partition).get(Bytes.wrap(key))).map(StoredState::decode);
    } catch (InvalidStateStoreException e) {
      throw notServing(e);
    }
  }

  /**
   * Returns the approximate number of keys with a state in a partition that this process folds;
   * empty if unknown.
   */
  public OptionalLong keys(int partition) {
    try {
      return OptionalLong.of(states(partition).approximateNumEntries());
    } catch (InvalidStateStoreException e) {
      return OptionalLong.empty();
    }
  }

  private ReadOnlyKeyValueStore<Bytes, byte[]> states(int partition) {
    return streams.store(
        StoreQueryParameters.fromNameAndType(
                FoldProcessor.STORE, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
            .withPartition(partition));
  }

  private NotServingException notServing(RuntimeException e) {
    return new NotServingException(
        "%s cannot be read at this instance now (%s): ask again in a moment"
            .formatted(topics().compaction().topics(), e.getMessage()));
  }

  /** Sets the metric that shows how many committed offsets this process has not folded yet. */
  public void lag(long offsets) {
    context.meters().lag(offsets);
  }

  @Override
  public void close() {
    faults.close();
    streams.close(
        CloseOptions.timeout(CLOSE_LIMIT)
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
  }
}
