package io.reprise.replay.target.http;

import io.reprise.replay.spec.Ordering;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.TargetLoad;
import io.reprise.replay.target.TargetWriter;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Sends the records of one shard under one lease. A slice takes few records at first and twice as
 * many after each success. So a record that the service cannot take at the moment is soon alone
 * with few others, which are the only ones that each further attempt repeats. Confined to the
 * thread of the shard.
 */
final class HttpTargetWriter implements TargetWriter {
  private static final int FIRST_RECORDS = 16;

  private final DeliveryContext delivery;
  private final BodyWriter format;
  private final AddressRules rules;
  private final TargetPause pause;
  private final RequestWindow window;
  private final RequestLoad load;
  private final int mostRecords;
  private int limit;
  private int taken;

  /**
   * Creates a writer for one lease.
   *
   * @param mostRecords the most records of a slice
   */
  HttpTargetWriter(
      DeliveryContext delivery,
      BodyWriter format,
      AddressRules rules,
      TargetPause pause,
      RequestWindow window,
      RequestLoad load,
      int mostRecords) {
    this.delivery = delivery;
    this.format = format;
    this.rules = rules;
    this.pause = pause;
    this.window = window;
    this.load = load;
    this.mostRecords = mostRecords;
    this.limit = Math.min(FIRST_RECORDS, mostRecords);
  }

  @Override
  public DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record) {
    if (taken == 0) {
      rules.require();
      pause.requireShort(RequestWindow.PATIENCE);
    }
    RequestBody body;
    try {
      body = format.write(record);
    } catch (UnfitRecordException e) {
      return new DeliveryResult.Refused(String.valueOf(e.getMessage()));
    }
    taken++;
    var call = call(record, body);
    if (record.key() == null || delivery.ordering() == Ordering.UNORDERED) {
      window.add(call);
    } else {
      window.addInOrder(call, Arrays.hashCode(record.key()));
    }
    return DeliveryResult.PENDING;
  }

  /** A replay reads one topic, so replay, partition and offset identify a record. */
  private Call call(ConsumerRecord<byte[], byte[]> record, RequestBody body) {
    var replay = delivery.replay();
    return new Call(
        record.offset(),
        "%s_%d_%d".formatted(replay, record.partition(), record.offset()),
        "%s/%s/%d/%d".formatted(replay, record.topic(), record.partition(), record.offset()),
        body);
  }

  @Override
  public boolean isFull() {
    return taken >= limit;
  }

  @Override
  public void flush() {
    window.await();
    if (taken > 0) {
      limit = Math.min(2 * limit, mostRecords);
      taken = 0;
    }
  }

  @Override
  public Map<Long, String> refused() {
    return window.takeRefused();
  }

  @Override
  public TargetLoad load() {
    return load.sum();
  }

  @Override
  public void close() {
    window.close();
  }
}
