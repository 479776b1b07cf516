package io.reprise.replay.sample;

import io.reprise.replay.select.RecordSelection;
import io.reprise.replay.select.RecordSelector;
import io.reprise.replay.select.UndecidedRecordException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What a sample has found in one block. Confined to one thread until the block is read. */
final class BlockSample {
  /** Records with larger values are counted and not kept, so that an answer stays small. */
  static final int MOST_SHOWN_BYTES = 16 << 10;

  private final RecordSelector selector;
  private final int shown;
  private final List<SampledRecord> selected = new ArrayList<>();
  private final List<SampledRecord> others = new ArrayList<>();
  private long offsets;
  private long records;
  private long matching;
  private long undecided;

  /**
   * @param shown how many selected records, and how many others, are kept at most
   */
  BlockSample(RecordSelector selector, int shown) {
    this.selector = selector;
    this.shown = shown;
  }

  /**
   * Counts one record.
   *
   * @throws io.reprise.store.select.SchemasUnavailableException if the selection depends on a
   *     schema that cannot be read at the moment
   */
  void add(ConsumerRecord<byte[], byte[]> record) {
    records++;
    try {
      if (selector.select(record) == RecordSelection.DELIVER) {
        matching++;
        keep(selected, record, null);
      } else {
        keep(others, record, null);
      }
    } catch (UndecidedRecordException e) {
      undecided++;
      keep(others, record, String.valueOf(e.getMessage()));
    }
  }

  private void keep(
      List<SampledRecord> kept, ConsumerRecord<byte[], byte[]> record, @Nullable String fault) {
    if (kept.size() < shown && record.serializedValueSize() <= MOST_SHOWN_BYTES) {
      kept.add(new SampledRecord(record, fault));
    }
  }

  /** Says how many offsets of the block were read, holes included. */
  BlockSample ended(long readOffsets) {
    offsets = readOffsets;
    return this;
  }

  long offsets() {
    return offsets;
  }

  long records() {
    return records;
  }

  long matching() {
    return matching;
  }

  long undecided() {
    return undecided;
  }

  /** Returns selected records, in offset order. */
  List<SampledRecord> selected() {
    return selected;
  }

  /** Returns records that are not selected, in offset order. */
  List<SampledRecord> others() {
    return others;
  }
}
