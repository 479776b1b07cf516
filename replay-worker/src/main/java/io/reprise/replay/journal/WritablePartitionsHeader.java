package io.reprise.replay.journal;

import io.reprise.replay.target.WritablePartitions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The header of a progress record that names the partitions which the shard may write under its
 * lease. Its text is {@code topic/from-to}, where {@code to} is exclusive, or empty if the shard
 * may write no partition. The claim has the header. Each later progress record of the lease repeats
 * the header, because compaction removes the claim.
 */
public final class WritablePartitionsHeader {
  static final String HEADER = "reprise-may-write";
  private static final Pattern NAMED = Pattern.compile("([^/]+)/([0-9]{1,9})-([0-9]{1,9})");

  private WritablePartitionsHeader() {}

  /** Returns the header that names the partitions {@code writable}. */
  public static Header header(WritablePartitions writable) {
    var text =
        writable.count() == 0
            ? ""
            : "%s/%d-%d".formatted(writable.topic(), writable.from(), writable.to());
    return new RecordHeader(HEADER, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the partitions that this header of a record names. Empty if the record has no such
   * header that this version can read, because another version wrote the record.
   */
  static Optional<WritablePartitions> of(ConsumerRecord<byte[], byte[]> record) {
    return Optional.ofNullable(record.headers().lastHeader(HEADER))
        .flatMap(header -> parse(new String(header.value(), StandardCharsets.UTF_8)));
  }

  private static Optional<WritablePartitions> parse(String text) {
    if (text.isEmpty()) {
      return Optional.of(WritablePartitions.NONE);
    }
    var named = NAMED.matcher(text);
    if (!named.matches()) {
      return Optional.empty();
    }
    int from = Integer.parseInt(named.group(2));
    int to = Integer.parseInt(named.group(3));
    return from < to
        ? Optional.of(new WritablePartitions(named.group(1), from, to))
        : Optional.empty();
  }
}
