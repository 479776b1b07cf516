package io.reprise.store.archive.segment.index;

/**
 * Positions of the fields in an index object. The object has these sections, in this order:
 *
 * <pre>
 * head      the magic bytes "RIDX", the format version and the codec's ordinal; start and end of
 *           the segment's offset range and number of records (8 bytes each); number of blocks,
 *           size of the section "holes", number of keys, size of the section "lists" (4 bytes each)
 * blocks    one row for each block: first offset, number of records, position, length, raw length,
 *           CRC32C, earliest and latest timestamp, start of the block's holes in "holes"
 * holes     for each block: number of runs, where a run is a range of adjacent holes; then for each
 *           run, its distance from the end of the run before it, and its length. The distance of
 *           the first run is counted from the block's first offset
 * buckets   start of each bucket in "lists", and the end of the last bucket
 * bloom     a Bloom filter over all keys
 * lists     the posting lists, see {@link KeyPostings}
 * crc32c    the CRC32C over all bytes before it
 * </pre>
 *
 * <p>The numbers in "holes" and "lists" are unsigned LEB128. All other numbers are big-endian.
 * Holes after the segment's last record are not listed: they follow from the segment's range.
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
