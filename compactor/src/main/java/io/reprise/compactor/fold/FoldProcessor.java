package io.reprise.compactor.fold;

import io.reprise.compactor.state.KeyStates;
import io.reprise.store.snapshot.Snapshot;
import io.reprise.store.snapshot.SnapshotCodec;
import io.reprise.store.snapshot.Watermark;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Runs one {@link FoldFeed} in a task of Kafka Streams. Confined to the task's thread. */
final class FoldProcessor implements Processor<byte[], byte[], PartitionedKey, byte[]> {
  static final String STORE = "states";
  static final String SNAPSHOTS = "snapshots";
  static final String PARKED = "parked";

  private static final Duration TICK = Duration.ofMillis(20);
  // Limits how many snapshots are written in one call of the timer, so that transactions stay
  // small.
  private static final int PER_TICK = 1_000;

  private final FoldContext shared;
  private @Nullable ProcessorContext<PartitionedKey, byte[]> task;
  private @Nullable FoldFeed feed;

  FoldProcessor(FoldContext shared) {
    this.shared = shared;
  }

  @Override
  public void init(ProcessorContext<PartitionedKey, byte[]> context) {
    int partition = context.taskId().partition();
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(STORE);
    var restored =
        new FoldFeed(
            shared,
            partition,
            new Stored(store),
            new Sinks(context, shared, partition),
            context.currentSystemTimeMs());
    this.task = context;
    this.feed = restored;
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> restored.tick(now, PER_TICK));
  }

  @Override
  public void process(Record<byte[], byte[]> event) {
    long offset = Objects.requireNonNull(task).recordMetadata().orElseThrow().offset();
    Objects.requireNonNull(feed).process(event, offset);
  }

  @Override
  public void close() {
    if (feed != null) {
      feed.close();
    }
  }

  private record Stored(KeyValueStore<Bytes, byte[]> store) implements KeyStates {
    @Override
    public byte @Nullable [] get(Bytes key) {
      return store.get(key);
    }

    @Override
    public void put(Bytes key, byte[] value) {
      store.put(key, value);
    }

    @Override
    public void delete(Bytes key) {
      store.delete(key);
    }

    @Override
    public void forEach(BiConsumer<Bytes, byte[]> sink) {
      try (var all = store.all()) {
        all.forEachRemaining(entry -> sink.accept(entry.key, entry.value));
      }
    }
  }

  private record Sinks(
      ProcessorContext<PartitionedKey, byte[]> task, FoldContext shared, int partition)
      implements FoldOutput {
    @Override
    public void snapshot(Snapshot snapshot) {
      int version = shared.topics().compaction().provider().id().version();
      var provenance = snapshot.provenance();
      var headers = new RecordHeaders();
      headers.add(
          SnapshotCodec.HEADER, SnapshotCodec.header(provenance, version, snapshot.state()));
      task.forward(
          new Record<>(
              new PartitionedKey(partition, snapshot.key()),
              snapshot.state(),
              provenance.lastTimestamp(),
              headers),
          SNAPSHOTS);
    }

    @Override
    public void watermark(Watermark watermark) {
      task.forward(
          new Record<>(
              new PartitionedKey(partition, SnapshotCodec.watermarkKey()),
              SnapshotCodec.encode(watermark),
              task.currentSystemTimeMs()),
          SNAPSHOTS);
    }

    @Override
    public void parked(Record<byte[], byte[]> event, long offset, String cause) {
      var source = shared.topics().compaction().topics().source();
      task.forward(
          new Record<>(
              new PartitionedKey(partition, event.key()),
              event.value(),
              event.timestamp(),
              ParkedEvent.headers(event.headers(), source, partition, offset, cause)),
          PARKED);
    }
  }
}
