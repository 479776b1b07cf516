package io.reprise.replay.journal;

import io.reprise.replay.target.WritablePartitions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The header of a progress record that names the partitions which the shard may write under its
 * lease. Its text is {@code topic/from-to}, where {@code to} is exclusive, or empty if the target
 * is not a topic or the shard delivers nothing. If the shard may park records, a blank and the
 * partition {@code topic/partition} of the parked topic follow. The claim has the header. Each
 * later progress record of the lease repeats the header, because compaction removes the claim.
 */
public final class WritablePartitionsHeader {
  static final String HEADER = "reprise-may-write";
  private static final String SEPARATOR = " ";
  private static final Pattern NAMED = Pattern.compile("([^/]+)/([0-9]{1,9})-([0-9]{1,9})");

  private static final Pattern PARKED = Pattern.compile("([^/]+)/([0-9]{1,9})");

  private WritablePartitionsHeader() {}

  /** Returns the header that names the partitions {@code writable}. */
  public static Header header(WritablePartitions writable) {
    var target =
        writable.count() == 0
            ? ""
            : "%s/%d-%d".formatted(writable.topic(), writable.from(), writable.to());
    var parked = writable.parked();
    var text =
        parked == null ? target : target + SEPARATOR + parked.topic() + "/" + parked.partition();
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
    int blank = text.indexOf(SEPARATOR);
    if (blank < 0) {
      return parseTarget(text);
    }
    var parked = PARKED.matcher(text.substring(blank + SEPARATOR.length()));
    if (!parked.matches()) {
      return Optional.empty();
    }
    var place = new TopicPartition(parked.group(1), Integer.parseInt(parked.group(2)));
    return parseTarget(text.substring(0, blank)).map(target -> target.withParked(place));
  }

  private static Optional<WritablePartitions> parseTarget(String text) {
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
