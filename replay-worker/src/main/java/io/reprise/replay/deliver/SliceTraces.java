package io.reprise.replay.deliver;

import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.state.Replay;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.TargetProgress;
import io.reprise.replay.target.TargetWriter;
import io.reprise.runtime.trace.BatchSpan;
import io.reprise.runtime.trace.Tracing;
import io.reprise.store.digest.OffsetDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Gives each slice of a shard that delivers records a span, from its first record until its commit.
 * The span links to the spans that have stored the records, which their headers name; the headers
 * are delivered as they are.
 *
 * <p>Stands in front of the shard's writer and of its observer. Confined to the shard's thread. The
 * span of a slice that is not committed ends as failed when this writer is closed.
 */
final class SliceTraces implements TargetWriter, DeliveryObserver {
  /** The context of the span that has stored an event, as the ingest service writes it. */
  private static final String CONTEXT = "traceparent";

  /** The same from a producer, as an extension of CloudEvents. */
  private static final String CONTEXT_OF_PRODUCER = "ce_traceparent";

  private static final String NOT_COMMITTED = "it is not known whether the slice was committed";

  private final Tracing tracing;
  private final Replay replay;
  private final ShardPlan shard;
  private final ShardProgress claimed;
  private final TargetWriter target;
  private final DeliveryObserver observer;
  private @Nullable BatchSpan span;
  private String failure = NOT_COMMITTED;
  private long first;
  private long last;

  /**
   * Creates the traces of one lease of a shard.
   *
   * @param tracing must be on
   * @param target writes the records; closed with this object
   * @param observer is told about committed slices
   */
  SliceTraces(
      Tracing tracing,
      Replay replay,
      ShardPlan shard,
      ShardProgress claimed,
      TargetWriter target,
      DeliveryObserver observer) {
    this.tracing = tracing;
    this.replay = replay;
    this.shard = shard;
    this.claimed = claimed;
    this.target = target;
    this.observer = observer;
  }

  @Override
  public DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record) {
    var current = span == null ? begin(record) : span;
    span = current;
    last = record.offset();
    if (!current.isFull()) {
      current.link(origin(record.headers()));
    }
    try {
      return target.deliver(record);
    } catch (RuntimeException e) {
      failure = e.getClass().getName();
      throw e;
    }
  }

  private BatchSpan begin(ConsumerRecord<byte[], byte[]> record) {
    first = record.offset();
    return tracing.batch("deliver " + record.topic());
  }

  private static byte @Nullable [] origin(Headers headers) {
    var context = headers.lastHeader(CONTEXT);
    var found = context == null ? headers.lastHeader(CONTEXT_OF_PRODUCER) : context;
    return found == null ? null : found.value();
  }

  @Override
  public boolean isFull() {
    return target.isFull();
  }

  @Override
  public void flush() {
    try {
      target.flush();
    } catch (RuntimeException e) {
      failure = e.getClass().getName();
      throw e;
    }
  }

  @Override
  public Map<Long, String> refused() {
    return target.refused();
  }

  @Override
  public Optional<OffsetDigest.State> written() {
    return target.written();
  }

  @Override
  public Optional<TargetProgress> takeLease(TargetProgress claimedProgress, boolean hasDelivered) {
    return target.takeLease(claimedProgress, hasDelivered);
  }

  @Override
  public void commit(Supplier<TargetProgress> reached) {
    try {
      target.commit(reached);
    } catch (RuntimeException e) {
      failure = e.getClass().getName();
      throw e;
    }
  }

  @Override
  public void committedInTarget() {
    observer.committedInTarget();
  }

  @Override
  public void committed(ShardCounts before, ShardCounts after, Duration commit) {
    observer.committed(before, after, commit);
    if (span != null) {
      span.set("messaging.batch.message_count", after.delivered() - before.delivered())
          .set("reprise.bytes", after.bytes() - before.bytes());
      end(span);
    }
  }

  private void end(BatchSpan ended) {
    var spec = replay.plan().spec();
    ended
        .set("messaging.system", "kafka")
        .set("messaging.destination.name", spec.source().topic())
        .set("messaging.destination.partition.id", String.valueOf(shard.partition()))
        .set("reprise.replay", replay.id())
        .set("reprise.shard", shard.index())
        .set("reprise.lease", claimed.leaseEpoch())
        .set("reprise.target", spec.target())
        .set("reprise.offset.first", first)
        .set("reprise.offset.last", last)
        .close();
    span = null;
    failure = NOT_COMMITTED;
  }

  @Override
  public void close() {
    if (span != null) {
      span.fail(failure);
      end(span);
    }
    target.close();
  }
}
