package io.reprise.local.audit;

import io.reprise.schemas.wire.ReplayMarker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Compares the records of a source topic with the records of a replay's target topic, by a hash of
 * every record.
 *
 * <p>Confined to one thread. An instance is used for one comparison.
 */
public final class Audit {
  private static final int MOST_EXAMPLES = 5;

  private final CommittedReader reader;
  private final OrderingScope order;
  private final UUID replay;
  private final Map<Integer, Seen> expected = new HashMap<>();
  private final Map<String, Long> lastOffset = new HashMap<>();
  private final List<String> examples = new ArrayList<>();
  private long delivered;
  private long duplicated;
  private long altered;
  private long outOfOrder;

  public Audit(CommittedReader reader, OrderingScope order, String replay) {
    this.reader = reader;
    this.order = order;
    this.replay = UUID.fromString(replay);
  }

  /**
   * Compares the records of {@code ranges} of the source topic with all records of the target
   * topic.
   */
  public AuditReport compare(String source, List<AuditedRange> ranges, String target) {
    return compare(source, ranges, target, reader.ranges(target));
  }

  /**
   * Compares the records of {@code ranges} of the source topic with the records in the offset
   * ranges {@code written} of the target topic. The ranges {@code written} must contain all records
   * that the replay delivered.
   */
  public AuditReport compare(
      String source, List<AuditedRange> ranges, String target, List<AuditedRange> written) {
    return compare(SourceRecords.read(reader, source, ranges), target, written);
  }

  /**
   * Compares records of the source topic that the caller has read already with the records in the
   * offset ranges {@code written} of the target topic. Use this method if Kafka may have trimmed
   * the source records since the caller read them.
   */
  public AuditReport compare(SourceRecords source, String target, List<AuditedRange> written) {
    return compare(source, check -> written.forEach(range -> reader.read(target, range, check)));
  }

  /** Passes on the records of a target, in the order in which they were written. */
  @FunctionalInterface
  public interface Copies {
    void forEach(Consumer<ConsumerRecord<byte[], byte[]>> check);
  }

  /**
   * Compares records of the source topic with the records of any target. Only copies whose header
   * names this audit's replay are compared.
   */
  public AuditReport compare(SourceRecords source, Copies copies) {
    source.partitions().forEach((p, records) -> expected.put(p, new Seen(records)));
    copies.forEach(this::check);
    long records = expected.values().stream().mapToLong(e -> e.records.count()).sum();
    long seen = expected.values().stream().mapToLong(e -> e.seen.cardinality()).sum();
    return new AuditReport(records, delivered, records - seen, duplicated, altered, outOfOrder);
  }

  private void check(ConsumerRecord<byte[], byte[]> copy) {
    var header = copy.headers().lastHeader(ReplayMarker.HEADER);
    if (header == null) {
      return;
    }
    var marker = ReplayMarker.decode(header.value());
    if (!marker.replay().equals(replay)) {
      return;
    }
    delivered++;
    var partition = expected.get(marker.partition());
    if (partition == null || !partition.matches(marker.offset(), copy)) {
      altered++;
      return;
    }
    long before = partition.see(marker.offset(), copy.offset());
    if (before >= 0) {
      duplicated++;
      example(
          "%d@%d is in the target at %d@%d and again at %d"
              .formatted(
                  marker.partition(), marker.offset(), copy.partition(), before, copy.offset()));
    }
    checkOrder(copy, marker);
  }

  private void example(String sentence) {
    if (examples.size() < MOST_EXAMPLES) {
      examples.add(sentence);
    }
  }

  /**
   * Returns descriptions of some of the duplicates that this audit has found in the target topic,
   * one sentence for each duplicate.
   */
  public List<String> examples() {
    return List.copyOf(examples);
  }

  private void checkOrder(ConsumerRecord<byte[], byte[]> copy, ReplayMarker marker) {
    var unit =
        switch (order) {
          case PARTITION -> "p" + marker.partition();
          case KEY -> "k" + new String(copy.key(), StandardCharsets.ISO_8859_1);
          case NONE -> "";
        };
    if (unit.isEmpty()) {
      return;
    }
    var before = lastOffset.put(unit, marker.offset());
    boolean elsewhere = order == OrderingScope.PARTITION && copy.partition() != marker.partition();
    if (elsewhere || before != null && before >= marker.offset()) {
      outOfOrder++;
    }
  }

  /** The expected records of one source partition, and which of them were found in the target. */
  private static final class Seen {
    private final SourceRecords.Partition records;
    private final BitSet seen = new BitSet();
    private final Map<Integer, Long> places = new HashMap<>();

    Seen(SourceRecords.Partition records) {
      this.records = records;
    }

    boolean matches(long offset, ConsumerRecord<byte[], byte[]> copy) {
      return records.matches(offset, copy);
    }

    /**
     * Notes that the source record at {@code offset} was found in the target at offset {@code
     * place}. If the same source record was found in the target before, returns its earlier target
     * offset; otherwise -1.
     */
    long see(long offset, long place) {
      int index = (int) (offset - records.from());
      long before = seen.get(index) ? places.getOrDefault(index, -1L) : -1;
      seen.set(index);
      places.put(index, place);
      return before;
    }
  }
}
