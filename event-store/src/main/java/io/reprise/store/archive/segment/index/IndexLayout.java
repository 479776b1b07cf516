package io.reprise.store.archive.segment.index;

/**
 * Positions of the fields in an index object. All numbers are big-endian.
 *
 * <pre>
 * head      magic "RIDX", version, codec ordinal; from, to, records (longs); blocks, bytes of holes,
 *           keys, bytes of lists (ints)
 * blocks one row each: range.from, records, position, length, raw length, crc32c, min and max
 *           timestamp, where its holes start
 * holes     for each block: runs, then (offsets since the last run or the block's start, span) each;
 *           holes after the last record are not listed, they follow from the range
 * buckets start of each bucket of posting lists, and end of the last
 * bloom     a Bloom filter over all keys
 * lists     the posting lists, see {@link KeyPostings}
 * crc32c    over everything before
 * </pre>
 *
 * <p>Holes and lists are unsigned LEB128.
 */
final class IndexLayout {
  static final int MAGIC = 0x52494458;
  static final int VERSION = 1;

  static final int VERSION_AT = 4;
  static final int CODEC_AT = 5;
  static final int FROM_AT = 6;
  static final int TO_AT = 14;
  static final int BLOCKS_AT = 30;
  static final int HOLES_BYTES_AT = 34;
  static final int KEYS_AT = 38;
  static final int LISTS_BYTES_AT = 42;
  static final int HEAD_BYTES = 46;

  /**
   * Position, within a block's row, of the block's first offset. The following constants are the
   * positions of the row's other fields.
   */
  static final int ROW_FROM = 0;

  static final int ROW_RECORDS = 8;
  static final int ROW_POSITION = 12;
  static final int ROW_LENGTH = 20;
  static final int ROW_RAW_LENGTH = 24;
  static final int ROW_CRC32C = 28;
  static final int ROW_MIN_TIMESTAMP = 32;
  static final int ROW_MAX_TIMESTAMP = 40;
  static final int ROW_HOLES = 48;
  static final int ROW_BYTES = 52;

  static final int CHECKSUM_BYTES = 4;

  private IndexLayout() {}
}
