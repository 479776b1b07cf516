package io.reprise.replay.target.http;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes the value of a record as it is. A record without a value has an empty body. */
final class ValueBody implements BodyWriter {
  private static final String UNKNOWN_TYPE = "application/octet-stream";

  @Override
  public RequestBody write(ConsumerRecord<byte[], byte[]> record) {
    var type = EventHeaders.of(record).contentType();
    var value = record.value();
    return new RequestBody(
        Map.of(CONTENT_TYPE, type == null ? UNKNOWN_TYPE : type),
        value == null ? new byte[0] : value);
  }
}
