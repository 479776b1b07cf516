package io.reprise.replay.target.connect;

import io.reprise.replay.target.ConnectTargetConfig;
import io.reprise.replay.target.DeliveredHeaders;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.store.select.WriterSchemas;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.jspecify.annotations.Nullable;

/**
 * Turns the records of a shard into those that a connector gets. Adds a header by which a repeated
 * record is recognised, and one with the epoch of the lease. Confined to the thread of the shard.
 */
final class SinkRecords {
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  static final String LEASE_EPOCH = "Reprise-Lease-Epoch";

  private final DeliveryContext delivery;
  private final ValueReader keys;
  private final ValueReader values;
  private final SimpleHeaderConverter headers = new SimpleHeaderConverter();

  SinkRecords(DeliveryContext delivery, ConnectTargetConfig config, WriterSchemas schemas) {
    this.delivery = delivery;
    this.keys = ValueReader.of(config.key(), schemas);
    this.values = ValueReader.of(config.value(), schemas);
  }

  /**
   * Returns the record for the connector. It has topic, partition, offset and timestamp of the
   * source record.
   *
   * @throws UnfitValueException when key or value do not have the configured format
   */
  SinkRecord of(ConsumerRecord<byte[], byte[]> record) throws UnfitValueException {
    var key = read("key", keys, record.key());
    var value = read("value", values, record.value());
    return new SinkRecord(
        record.topic(),
        record.partition(),
        key.schema(),
        key.value(),
        value.schema(),
        value.value(),
        record.offset(),
        record.timestamp() < 0 ? null : record.timestamp(),
        record.timestampType(),
        headers(record));
  }

  private static SchemaAndValue read(String part, ValueReader reader, byte @Nullable [] bytes)
      throws UnfitValueException {
    try {
      return reader.read(bytes);
    } catch (UnfitValueException e) {
      throw new UnfitValueException("its " + part + " " + e.getMessage());
    }
  }

  private ConnectHeaders headers(ConsumerRecord<byte[], byte[]> record) {
    var result = new ConnectHeaders();
    for (var header : record.headers()) {
      if (DeliveredHeaders.isCopied(header.key())) {
        result.add(
            header.key(), headers.toConnectHeader(record.topic(), header.key(), header.value()));
      }
    }
    result.addString(
        IDEMPOTENCY_KEY,
        "%s/%s/%d/%d"
            .formatted(delivery.replay(), record.topic(), record.partition(), record.offset()));
    result.addString(LEASE_EPOCH, String.valueOf(delivery.leaseEpoch()));
    return result;
  }
}
