package io.reprise.replay.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The header of a record in a partition that only one transactional id writes. The header names the
 * other partitions to which the record's transaction wrote: {@code topic/partition}, separated by
 * blanks.
 */
public final class WrittenPartitionsHeader {
  static final String HEADER = "reprise-in";

  /**
   * The name of the header in a record that also has the header {@link UncheckedPartitionsHeader}.
   * Older versions do not know the unchecked partitions. They find no header {@link #HEADER}, so
   * they ask all partitions of all configured targets.
   */
  static final String BESIDE_UNCHECKED = "reprise-in-beside-unchecked";

  private WrittenPartitionsHeader() {}

  /** Returns the header that names {@code partitions}. */
  public static Header header(Collection<TopicPartition> partitions) {
    return header(HEADER, partitions);
  }

  /**
   * Returns the header that names {@code partitions}, for a record of a slot that has unchecked
   * partitions.
   */
  public static Header besideUnchecked(Collection<TopicPartition> partitions) {
    return header(BESIDE_UNCHECKED, partitions);
  }

  private static Header header(String name, Collection<TopicPartition> partitions) {
    var text =
        partitions.stream()
            .sorted(
                Comparator.comparing(TopicPartition::topic)
                    .thenComparing(TopicPartition::partition))
            .map(tp -> tp.topic() + "/" + tp.partition())
            .collect(Collectors.joining(" "));
    return new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the partitions that this header of a record names. Empty if the record has no such
   * header, because an older version wrote the record.
   */
  public static Optional<Set<TopicPartition>> of(ConsumerRecord<byte[], byte[]> record) {
    return Optional.ofNullable(record.headers().lastHeader(HEADER))
        .or(() -> Optional.ofNullable(record.headers().lastHeader(BESIDE_UNCHECKED)))
        .map(header -> parse(new String(header.value(), StandardCharsets.UTF_8)));
  }

  private static Set<TopicPartition> parse(String text) {
    return Arrays.stream(text.split(" ", -1))
        .filter(named -> !named.isEmpty())
        .map(WrittenPartitionsHeader::partition)
        .collect(Collectors.toSet());
  }

  private static TopicPartition partition(String named) {
    int slash = named.lastIndexOf('/');
    return new TopicPartition(
        named.substring(0, slash), Integer.parseInt(named.substring(slash + 1)));
  }
}
