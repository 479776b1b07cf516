package io.reprise.store.archive.segment.write;

import io.reprise.store.archive.segment.ByteSink;
import io.reprise.store.archive.segment.EventSchema;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Encodes records one after another as {@link EventSchema} defines. This class does not use Avro's
 * own encoder, because every byte of an archive passes through here and hand-written code is
 * faster. Confined to one thread.
 */
public final class EventEncoder {
  private static final int NULL = 0;
  private static final int PRESENT = 2; // Branch 1 of a union, in zigzag encoding: not null.
  private static final int NO_EPOCH = -1;

  private final ByteSink out;

  EventEncoder(ByteSink out) {
    this.out = out;
  }

  void add(ConsumerRecord<byte[], byte[]> record) {
    out.putZigZag(record.offset());
    out.putZigZag(record.timestamp());
    out.putZigZag(record.timestampType().id + 1);
    int epoch = record.leaderEpoch().orElse(NO_EPOCH);
    if (epoch < 0) {
      out.put(NULL);
    } else {
      out.put(PRESENT);
      out.putZigZag(epoch);
    }
    putNullable(record.key());
    putNullable(record.value());
    putHeaders(record.headers());
  }

  private void putNullable(byte @Nullable [] bytes) {
    if (bytes == null) {
      out.put(NULL);
    } else {
      out.put(PRESENT);
      out.putZigZag(bytes.length);
      out.put(bytes);
    }
  }

  private void putHeaders(Headers headers) {
    var all = headers.toArray();
    if (all.length > 0) {
      out.putZigZag(all.length);
      for (Header header : all) {
        var name = header.key().getBytes(StandardCharsets.UTF_8);
        out.putZigZag(name.length);
        out.put(name);
        putNullable(header.value());
      }
    }
    out.put(0);
  }
}
