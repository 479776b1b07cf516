package io.reprise.replay.deliver;

import io.reprise.replay.checkpoint.RecordChecksum;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.TargetProgress;
import io.reprise.replay.target.TargetWriter;
import io.reprise.replay.transform.RecordTransform;
import io.reprise.replay.transform.TransformResult;
import io.reprise.store.digest.OffsetDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Changes each record before a target gets it, and keeps the digest of what the target got. A
 * record that cannot be changed is refused, and never delivered as it was read. Stands in front of
 * the shard's writer. Confined to the shard's thread.
 */
final class TransformingWriter implements TargetWriter {
  private record Pending(long offset, int checksum) {}

  private final TargetWriter target;
  private final RecordTransform transform;
  private final OffsetDigest digest;
  private final RecordChecksum checksum = new RecordChecksum();
  private final List<Pending> pending = new ArrayList<>();

  /**
   * @param target writes the changed records; closed with this object
   * @param written the digest in the progress from which the lease continues; null if the shard has
   *     written nothing
   */
  TransformingWriter(
      TargetWriter target, RecordTransform transform, OffsetDigest.@Nullable State written) {
    this.target = target;
    this.transform = transform;
    this.digest = new OffsetDigest(written == null ? OffsetDigest.State.EMPTY : written);
  }

  @Override
  public DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record) {
    var result = transform.apply(record);
    if (result instanceof TransformResult.Faulty faulty) {
      return new DeliveryResult.Refused("transforms cannot change it: " + faulty.reason());
    }
    var changed = ((TransformResult.Changed) result).record();
    var answer = target.deliver(changed);
    if (answer instanceof DeliveryResult.Accepted) {
      digest.add(changed.offset(), checksumOf(changed));
    } else if (answer instanceof DeliveryResult.Pending) {
      pending.add(new Pending(changed.offset(), checksumOf(changed)));
    }
    return answer;
  }

  private int checksumOf(ConsumerRecord<byte[], byte[]> record) {
    return checksum.of(record.key(), record.value(), record.headers());
  }

  @Override
  public boolean isFull() {
    return target.isFull();
  }

  @Override
  public void flush() {
    target.flush();
  }

  @Override
  public Map<Long, String> refused() {
    var refused = target.refused();
    for (var record : pending) {
      if (!refused.containsKey(record.offset)) {
        digest.add(record.offset, record.checksum);
      }
    }
    pending.clear();
    return refused;
  }

  @Override
  public Optional<OffsetDigest.State> written() {
    return Optional.of(digest.state());
  }

  @Override
  public Optional<TargetProgress> takeLease(TargetProgress claimed, boolean hasDelivered) {
    return target.takeLease(claimed, hasDelivered);
  }

  @Override
  public void commit(Supplier<TargetProgress> reached) {
    target.commit(reached);
  }

  @Override
  public void close() {
    target.close();
  }
}
