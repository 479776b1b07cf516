package io.reprise.store.archive.read;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Records of {@code orders-0} from offset 0 on. About every tenth offset is a hole, timestamps
 * ascend by 10 ms per offset, values are not compressible.
 *
 * @param keys number of keys
 * @param valueBytes size of each value
 */
record SeededRecords(long seed, int keys, int valueBytes) {
  static final long START = 1_700_000_000_000L;

  static byte[] key(int number) {
    return ("user-" + number).getBytes(StandardCharsets.UTF_8);
  }

  /** The records of offsets below {@code end}. */
  List<ConsumerRecord<byte[], byte[]>> upTo(long end) {
    var random = new Random(seed);
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    for (long offset = 0; offset < end; offset++) {
      if (random.nextInt(10) > 0) {
        records.add(record(random, offset));
      }
    }
    return records;
  }

  private ConsumerRecord<byte[], byte[]> record(Random random, long offset) {
    var key = random.nextInt(50) == 0 ? null : key(random.nextInt(keys));
    var value = new byte[valueBytes];
    random.nextBytes(value);
    return new ConsumerRecord<>(
        "orders",
        0,
        offset,
        START + 10 * offset,
        TimestampType.CREATE_TIME,
        key == null ? -1 : key.length,
        value.length,
        key,
        value,
        new RecordHeaders(),
        Optional.of(3));
  }
}
