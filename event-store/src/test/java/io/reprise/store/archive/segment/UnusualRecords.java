package io.reprise.store.archive.segment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Seeded records with every unusual form of key, value, header and timestamp that a log can hold,
 * with holes between them.
 */
public final class UnusualRecords {
  private static final int LARGE = 900_000;

  private final Random random;
  private long offset;

  public UnusualRecords(long seed, long from) {
    this.random = new Random(seed);
    this.offset = from;
  }

  public List<ConsumerRecord<byte[], byte[]>> next(int count) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    for (int i = 0; i < count; i++) {
      records.add(next());
    }
    return records;
  }

  private ConsumerRecord<byte[], byte[]> next() {
    offset += random.nextInt(10) == 0 ? 1 + random.nextInt(5) : 0;
    var key =
        random.nextInt(20) == 0
            ? null
            : ("user-" + random.nextInt(300)).getBytes(StandardCharsets.UTF_8);
    var value = value();
    var types = TimestampType.values();
    return new ConsumerRecord<>(
        "odd",
        7,
        offset++,
        1_700_000_000_000L + random.nextInt(1_000_000),
        types[random.nextInt(types.length)],
        key == null ? -1 : key.length,
        value == null ? -1 : value.length,
        key,
        value,
        headers(),
        random.nextInt(10) == 0 ? Optional.empty() : Optional.of(random.nextInt(5)));
  }

  private byte[] value() {
    return switch (random.nextInt(30)) {
      case 0 -> null;
      case 1 -> new byte[0];
      case 2 -> random.nextInt(40) == 0 ? new byte[LARGE] : new byte[3];
      default -> {
        var bytes = new byte[random.nextInt(400)];
        random.nextBytes(bytes);
        yield bytes;
      }
    };
  }

  private RecordHeaders headers() {
    int count = random.nextInt(20) == 0 ? 50 : random.nextInt(4);
    var headers = new Header[count];
    for (int i = 0; i < count; i++) {
      var name = List.of("", "ce_type", "trace", "trace", "名前", "a b\n").get(random.nextInt(6));
      headers[i] =
          new RecordHeader(
              name, random.nextInt(5) == 0 ? null : ("v" + i).getBytes(StandardCharsets.UTF_8));
    }
    return new RecordHeaders(headers);
  }
}
