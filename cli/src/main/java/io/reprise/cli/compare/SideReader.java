package io.reprise.cli.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.compare.match.Entry;
import io.reprise.cli.events.StoredEvent;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one side. How far a side reaches is fixed when the reader is opened.
 * Confined to one thread; the caller closes it.
 */
interface SideReader extends AutoCloseable {

  /** Returns how much there is to read: offsets of a topic, or rows of a read model. */
  long size();

  /** Returns how much of {@link #size} was read. */
  long done();

  SideCounts counts();

  /**
   * Reads all records.
   *
   * @param isStopped is asked before each record whether to stop
   * @param progress gets how much of {@link #size} was read so far
   * @return whether all records were read; false if the reading was stopped
   */
  boolean read(
      RecordFingerprints fingerprints,
      Consumer<Entry> entries,
      BooleanSupplier isStopped,
      LongConsumer progress);

  /** Reads one record again; returns null if it is no longer stored. */
  @Nullable StoredEvent record(Entry entry);

  /** Returns what was read, as JSON. */
  ObjectNode json();

  @Override
  void close();
}
