package io.reprise.replay.target;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Accepts every record and stores none. A configured delay for each record simulates a slow target.
 */
public final class DiscardTarget implements ReplayTarget {
  private final String name;
  private final long delayNanos;

  public DiscardTarget(String name, Duration delayPerRecord) {
    this.name = name;
    this.delayNanos = delayPerRecord.toNanos();
  }

  @Override
  public TargetFacts facts() {
    return TargetFacts.notATopic(name, "to count each record exactly once and to store none");
  }

  @Override
  public TargetWriter open(DeliveryContext delivery, RecordSink transaction) {
    return new Writer();
  }

  @Override
  public void close() {}

  private final class Writer implements TargetWriter {
    @Override
    public DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record) {
      if (delayNanos > 0) {
        long end = System.nanoTime() + delayNanos;
        for (long left = delayNanos; left > 0; left = end - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
      }
      return DeliveryResult.ACCEPTED;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
