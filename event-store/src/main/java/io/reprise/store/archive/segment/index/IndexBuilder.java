package io.reprise.store.archive.segment.index;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.segment.ByteSink;
import io.reprise.store.archive.segment.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Builds the index of a segment, while the segment is written or read block by block. The same
 * records in the same blocks always give the same index bytes. Memory: 8 bytes for each pair of a
 * key and a block that holds the key; {@link #build} needs 24 bytes for each pair instead. Confined
 * to one thread.
 */
public final class IndexBuilder {
  private final Codec codec;
  private final List<Row> rows = new ArrayList<>();
  private final ByteSink holes = new ByteSink(256);
  private final ByteSink blockHoles = new ByteSink(64);
  private final List<long[]> hashes = new ArrayList<>();
  private final BlockKeyHashes blockKeys = new BlockKeyHashes();
  private long records;
  private int blockRecords;
  private int blockHoleRuns;
  private long blockFrom;
  private long lastRunEnd;
  private long next;
  private long minTimestamp;
  private long maxTimestamp;

  /**
   * What the index says about one finished block. {@code position} is counted from the start of the
   * segment's first block.
   */
  private record Row(
      long from,
      int records,
      long position,
      int length,
      int rawLength,
      int crc32c,
      long minTimestamp,
      long maxTimestamp,
      int holesStart) {}

  public IndexBuilder(Codec codec, long from) {
    this.codec = codec;
    begin(from);
  }

  private void begin(long from) {
    blockFrom = from;
    lastRunEnd = from;
    next = from;
    blockRecords = 0;
    blockHoleRuns = 0;
    blockHoles.clear();
    minTimestamp = Long.MAX_VALUE;
    maxTimestamp = Long.MIN_VALUE;
  }

  /**
   * Returns the offset after the last record that was added; before the first record, the start of
   * the segment's offset range.
   */
  public long next() {
    return next;
  }

  /** Adds the next record to the current block, which {@link #endBlock} will end. */
  public void add(long offset, long timestamp, byte @Nullable [] key) {
    if (key != null) {
      blockKeys.add(KeyHash.of(key));
    }
    holesUpTo(offset);
    next = offset + 1;
    blockRecords++;
    minTimestamp = Math.min(minTimestamp, timestamp);
    maxTimestamp = Math.max(maxTimestamp, timestamp);
  }

  private void holesUpTo(long offset) {
    if (offset > next) {
      blockHoles.putVarint(next - lastRunEnd);
      blockHoles.putVarint(offset - next);
      lastRunEnd = offset;
      blockHoleRuns++;
    }
  }

  /**
   * Ends the current block. The next record begins a new one.
   *
   * @param position position of the block, counted from the start of the segment's first block
   */
  public void endBlock(long position, int length, int rawLength, int crc32c) {
    int holesStart = holes.size();
    rows.add(
        new Row(
            blockFrom,
            blockRecords,
            position,
            length,
            rawLength,
            crc32c,
            minTimestamp,
            maxTimestamp,
            holesStart));
    records += blockRecords;
    holes.putVarint(blockHoleRuns);
    holes.put(blockHoles.array(), blockHoles.size());
    hashes.add(blockKeys.take());
    begin(next);
  }

  /**
   * Returns the bytes of the index object. The index does not list the holes after the segment's
   * last record: a reader derives them from the segment's offset range.
   *
   * @param range offset range of the segment
   * @param dataStart position of the first block in the data object
   */
  public byte[] build(OffsetRange range, long dataStart) {
    var postings = KeyPostings.of(hashes);
    var out = new ByteSink(size(postings));
    writeHead(out, range, postings.keys(), postings.lists().length);
    rows.forEach(row -> writeRow(out, row, dataStart));
    out.put(holes.array(), holes.size());
    for (int bucket : postings.buckets()) {
      out.putInt(bucket);
    }
    out.put(postings.bloom());
    out.put(postings.lists());
    var crc = new CRC32C();
    crc.update(out.array(), 0, out.size());
    out.putInt((int) crc.getValue());
    return out.toByteArray();
  }

  private int size(KeyPostings postings) {
    return IndexLayout.HEAD_BYTES
        + rows.size() * IndexLayout.ROW_BYTES
        + holes.size()
        + Math.toIntExact(KeyLookup.bytesBeforeLists(postings.keys()))
        + postings.lists().length
        + IndexLayout.CHECKSUM_BYTES;
  }

  private void writeHead(ByteSink out, OffsetRange range, int keys, int listsBytes) {
    out.putInt(IndexLayout.MAGIC);
    out.put(IndexLayout.VERSION);
    out.put(codec.ordinal());
    out.putLong(range.from());
    out.putLong(range.to());
    out.putLong(records);
    out.putInt(rows.size());
    out.putInt(holes.size());
    out.putInt(keys);
    out.putInt(listsBytes);
  }

  private static void writeRow(ByteSink out, Row row, long dataStart) {
    out.putLong(row.from);
    out.putInt(row.records);
    out.putLong(dataStart + row.position);
    out.putInt(row.length);
    out.putInt(row.rawLength);
    out.putInt(row.crc32c);
    out.putLong(row.minTimestamp);
    out.putLong(row.maxTimestamp);
    out.putInt(row.holesStart);
  }
}
