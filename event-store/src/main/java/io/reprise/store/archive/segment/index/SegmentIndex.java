package io.reprise.store.archive.segment.index;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.segment.ByteSource;
import io.reprise.store.archive.segment.Codec;
import io.reprise.store.archive.segment.EventSchema;
import io.reprise.store.archive.segment.MalformedException;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.archive.segment.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The index of one segment. Each call decodes the fields that it needs from the bytes of the index.
 * Immutable and thread-safe.
 *
 * <p>The ranges of a segment's blocks contain each offset of the segment once, holes included. A
 * block's range ends where the next block's range begins, and the last one ends where the segment
 * ends. A segment without records has no blocks.
 */
public final class SegmentIndex {
  private final String name;
  private final ByteBuffer bytes;
  private final Codec codec;
  private final OffsetRange range;
  private final int blocks;
  private final int holesStart;
  private final int holesEnd;
  private final KeyLookup keys;

  /**
   * One block of a segment.
   *
   * @param ordinal number of the block in its segment, from 0
   * @param range offset range of the block, including holes
   * @param records number of records
   * @param position position, in the data object, of the block's first byte, where the record count
   *     begins
   * @param length size of the block in bytes, from {@code position} to the end of the block's sync
   *     marker
   * @param rawLength size of the block's records before compression, in bytes
   * @param crc32c CRC32C over the {@code length} bytes of the block
   * @param minTimestamp earliest record timestamp, epoch ms
   * @param maxTimestamp latest record timestamp, epoch ms
   */
  public record Block(
      int ordinal,
      OffsetRange range,
      int records,
      long position,
      int length,
      int rawLength,
      int crc32c,
      long minTimestamp,
      long maxTimestamp) {}

  private SegmentIndex(String name, byte[] array) {
    this.name = name;
    this.bytes = ByteBuffer.wrap(array);
    this.codec = codec(array[IndexLayout.CODEC_AT]);
    this.range =
        new OffsetRange(bytes.getLong(IndexLayout.FROM_AT), bytes.getLong(IndexLayout.TO_AT));
    this.blocks = count(IndexLayout.BLOCKS_AT);
    int keyCount = count(IndexLayout.KEYS_AT);
    int end = array.length - IndexLayout.CHECKSUM_BYTES;
    long holesAt = IndexLayout.HEAD_BYTES + (long) blocks * IndexLayout.ROW_BYTES;
    long bucketsAt = holesAt + count(IndexLayout.HOLES_BYTES_AT);
    long listsAt = bucketsAt + KeyLookup.bytesBeforeLists(keyCount);
    if (listsAt + count(IndexLayout.LISTS_BYTES_AT) != end) {
      throw new MalformedException("has parts that do not add up to its size");
    }
    this.holesStart = (int) holesAt;
    this.holesEnd = (int) bucketsAt;
    this.keys = new KeyLookup(array, keyCount, holesEnd, end);
    for (int i = 0; i < blocks; i++) {
      requireSound(block(i));
    }
  }

  private static Codec codec(int ordinal) {
    if (ordinal < 0 || ordinal >= Codec.values().length) {
      throw new MalformedException("names codec " + ordinal + ", which this build does not know");
    }
    return Codec.values()[ordinal];
  }

  private int count(int at) {
    int count = bytes.getInt(at);
    if (count < 0) {
      throw new MalformedException("has " + count + " at byte " + at + ", which is a count");
    }
    return count;
  }

  private void requireSound(Block block) {
    boolean first = block.ordinal() == 0;
    boolean begins =
        first ? block.range().from() == range.from() : block.position() == end(block.ordinal() - 1);
    int holesAt = bytes.getInt(row(block.ordinal()) + IndexLayout.ROW_HOLES);
    if (!begins
        || block.position() < 0
        || block.length() <= EventSchema.SYNC_BYTES
        || block.rawLength() <= 0
        || block.records() <= 0
        || block.records() > block.range().span()
        || holesAt < 0
        || holesAt >= holesEnd - holesStart) {
      throw new MalformedException("has an impossible row: " + block);
    }
  }

  private long end(int ordinal) {
    int row = row(ordinal);
    return bytes.getLong(row + IndexLayout.ROW_POSITION)
        + bytes.getInt(row + IndexLayout.ROW_LENGTH);
  }

  /**
   * Decodes an index object.
   *
   * @param name name of the object, for error messages
   * @param bytes content of the object; not copied, so the caller must not change the array
   * @throws CorruptArchiveException if the bytes are not a segment index
   */
  public static SegmentIndex parse(String name, byte[] bytes) {
    int body = bytes.length - IndexLayout.CHECKSUM_BYTES;
    var buffer = ByteBuffer.wrap(bytes);
    if (body < IndexLayout.HEAD_BYTES || buffer.getInt(0) != IndexLayout.MAGIC) {
      throw new CorruptArchiveException(name, "is not a segment index: restore it from a copy");
    }
    var crc = new CRC32C();
    crc.update(bytes, 0, body);
    if ((int) crc.getValue() != buffer.getInt(body)) {
      throw new CorruptArchiveException(
          name, "fails its checksum: it was altered or cut short; restore it from a copy");
    }
    int version = bytes[IndexLayout.VERSION_AT];
    if (version != IndexLayout.VERSION) {
      throw new CorruptArchiveException(
          name, "has version " + version + ", this build reads version 1: use a newer build");
    }
    try {
      return new SegmentIndex(name, bytes);
    } catch (MalformedException | IllegalArgumentException e) {
      throw corrupt(name, e);
    }
  }

  /**
   * Decodes an index object. Before that, checks by its size and SHA-256 that this is the index
   * which the segment's commit entry names.
   *
   * @throws CorruptArchiveException if the bytes are not those that the commit entry names
   */
  public static SegmentIndex committed(String name, byte[] bytes, SegmentFacts segment) {
    if (bytes.length != segment.indexBytes() || !Sha256.hex(bytes).equals(segment.indexSha256())) {
      throw new CorruptArchiveException(
          name, "is not the index that was committed: restore it from a copy");
    }
    return parse(name, bytes);
  }

  private static CorruptArchiveException corrupt(String name, RuntimeException fault) {
    return new CorruptArchiveException(name, fault.getMessage() + ": restore it from a copy");
  }

  public Codec codec() {
    return codec;
  }

  /** Returns the offset range of the segment, including holes. */
  public OffsetRange range() {
    return range;
  }

  /** Returns how much memory the index takes, in bytes. */
  public int bytes() {
    return bytes.capacity();
  }

  public int blockCount() {
    return blocks;
  }

  /** Returns all blocks of the segment in offset order. They are decoded anew at each call. */
  public List<Block> blocks() {
    var all = new ArrayList<Block>(blocks);
    for (int i = 0; i < blocks; i++) {
      all.add(block(i));
    }
    return all;
  }

  public Block block(int ordinal) {
    int row = row(ordinal);
    long from = bytes.getLong(row + IndexLayout.ROW_FROM);
    long to = ordinal + 1 < blocks ? bytes.getLong(row(ordinal + 1)) : range.to();
    return new Block(
        ordinal,
        new OffsetRange(from, to),
        bytes.getInt(row + IndexLayout.ROW_RECORDS),
        bytes.getLong(row + IndexLayout.ROW_POSITION),
        bytes.getInt(row + IndexLayout.ROW_LENGTH),
        bytes.getInt(row + IndexLayout.ROW_RAW_LENGTH),
        bytes.getInt(row + IndexLayout.ROW_CRC32C),
        bytes.getLong(row + IndexLayout.ROW_MIN_TIMESTAMP),
        bytes.getLong(row + IndexLayout.ROW_MAX_TIMESTAMP));
  }

  private static int row(int ordinal) {
    return IndexLayout.HEAD_BYTES + ordinal * IndexLayout.ROW_BYTES;
  }

  /**
   * Returns the numbers of the blocks that may hold {@code key}, ascending. Every block that holds
   * the key is among them. If the segment does not contain the key, the result is empty except in
   * about 1 of 1,000 cases.
   */
  public int[] blocksOf(byte[] key) {
    try {
      return keys.blocksOf(key);
    } catch (MalformedException e) {
      throw corrupt(name, e);
    }
  }

  /** Returns the holes of the segment: the offsets without a record, as ascending ranges. */
  public List<OffsetRange> holes() {
    if (blocks == 0) {
      return range.isEmpty() ? List.of() : List.of(range);
    }
    var all = new ArrayList<OffsetRange>();
    for (int i = 0; i < blocks; i++) {
      all.addAll(holes(block(i)));
    }
    return all;
  }

  /**
   * Returns the holes in the range of {@code block}: the offsets without a record, as ascending
   * ranges.
   */
  public List<OffsetRange> holes(Block block) {
    try {
      int start = bytes.getInt(row(block.ordinal()) + IndexLayout.ROW_HOLES);
      return holes(block, new ByteSource(bytes.array(), holesStart + start, holesEnd));
    } catch (MalformedException | IllegalArgumentException e) {
      throw corrupt(name, e);
    }
  }

  private static List<OffsetRange> holes(Block block, ByteSource in) {
    var holes = new ArrayList<OffsetRange>();
    long at = block.range().from();
    long listed = 0;
    for (long runs = in.varint(); runs > 0; runs--) {
      long from = at + in.varint();
      at = from + in.varint();
      holes.add(new OffsetRange(from, at));
      listed += at - from;
    }
    long trailing = block.range().span() - block.records() - listed;
    if (trailing > 0) {
      holes.add(new OffsetRange(block.range().to() - trailing, block.range().to()));
    }
    return holes;
  }
}
