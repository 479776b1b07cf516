package io.reprise.store.archive.segment.read;

import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.SegmentName;
import io.reprise.store.archive.segment.DataHeader;
import io.reprise.store.archive.segment.MalformedException;
import io.reprise.store.archive.segment.RecordTotals;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.archive.segment.SegmentSettings;
import io.reprise.store.archive.segment.Sha256;
import io.reprise.store.archive.segment.index.IndexBuilder;
import io.reprise.store.archive.segment.index.SegmentIndex;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads a whole stored segment, with the decoder that replays use, and compares it with its commit
 * entry. The check also builds the segment's index again. Memory: one block, the stored index, and
 * the memory that a writer needs to build an index.
 *
 * <p>{@link #check} may be called by any thread.
 */
public final class SegmentCheck {
  private static final long MOST_HEADER_BYTES = 64 << 20;

  private final PartitionId id;
  private final SegmentFacts committed;
  private final String dataName;
  private final String indexName;
  private final byte[] indexBytes;
  private final SegmentIndex index;
  private final MessageDigest sha256 = Sha256.start();
  private final RecordTotals tally = new RecordTotals();
  private final IndexBuilder rebuilt;
  private final Consumer<ConsumerRecord<byte[], byte[]>> each;
  private byte[] buffer = {};
  private byte[] sync = {};
  private long rawBytes;

  private SegmentCheck(
      PartitionId id,
      SegmentFacts committed,
      String dataName,
      String indexName,
      byte[] indexBytes,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    this.id = id;
    this.each = each;
    this.committed = committed;
    this.dataName = dataName;
    this.indexName = indexName;
    this.indexBytes = indexBytes;
    this.index = SegmentIndex.committed(indexName, indexBytes, committed);
    this.rebuilt = new IndexBuilder(index.codec(), committed.range().from());
  }

  /**
   * Checks a segment's data object and index object against its commit entry: sizes, hashes, number
   * of records, offsets and digest. Also checks the metadata in the data object's header, and that
   * the index is the one of this data object.
   *
   * @param dataName name of the data object, for error messages
   * @param data content of the data object; read to the end, not closed
   * @param indexName name of the index object, for error messages
   * @param index content of the index object
   * @throws CorruptArchiveException at the first difference
   * @throws UncheckedIOException if {@code data} cannot be read; a retry with a new stream is safe
   */
  public static void check(
      PartitionId id,
      SegmentFacts committed,
      String dataName,
      InputStream data,
      String indexName,
      byte[] index) {
    check(id, committed, dataName, data, indexName, index, record -> {});
  }

  /**
   * Checks a segment like {@link #check(PartitionId, SegmentFacts, String, InputStream, String,
   * byte[])}, and passes on its records.
   *
   * @param each called for each record, in offset order. The caller must not rely on the records
   *     before this method has returned, because the last difference may be found after the last
   *     record
   * @return the header of the data object
   */
  public static DataHeader check(
      PartitionId id,
      SegmentFacts committed,
      String dataName,
      InputStream data,
      String indexName,
      byte[] index,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    var check = new SegmentCheck(id, committed, dataName, indexName, index, each);
    try (var decoder = new BlockDecoder(id)) {
      return check.run(data, decoder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read object '" + dataName + "'", e);
    }
  }

  private DataHeader run(InputStream data, BlockDecoder decoder) throws IOException {
    long dataStart = index.blockCount() == 0 ? committed.bytes() : index.block(0).position();
    var header = readHeader(data, dataStart);
    for (int i = 0; i < index.blockCount(); i++) {
      var block = index.block(i);
      read(data, block.length());
      checkBlock(decoder, block);
      rebuilt.endBlock(
          block.position() - dataStart, block.length(), block.rawLength(), block.crc32c());
    }
    if (data.read() >= 0) {
      throw corrupt("has more than its " + committed.bytes() + " bytes");
    }
    checkTotals(dataStart);
    return header;
  }

  /**
   * Checks the header of the data object. The header names the segment, so this check also reveals
   * an undamaged data object that is stored under the name of another one.
   */
  private DataHeader readHeader(InputStream data, long length) throws IOException {
    if (length > Math.min(committed.bytes(), MOST_HEADER_BYTES)) {
      throw corrupt("cannot have a header of " + length + " bytes");
    }
    read(data, (int) length);
    try {
      var header = DataHeader.parse(Arrays.copyOf(buffer, (int) length));
      var settings =
          new SegmentSettings(id, committed.range().from(), header.epoch(), index.codec());
      sync = header.sync();
      header.require(DataHeader.of(settings, committed.range(), committed.records(), sync));
      requireEqual("name", committed.file(), nameUnder(header.epoch()));
      return header;
    } catch (MalformedException e) {
      throw corrupt(String.valueOf(e.getMessage()));
    }
  }

  private String nameUnder(long epoch) {
    return new SegmentName(committed.range(), epoch, committed.sha256()).fileName();
  }

  private void checkBlock(BlockDecoder decoder, SegmentIndex.Block block) {
    for (var record : decoder.decode(dataName, index.codec(), block, buffer, 0)) {
      rebuilt.add(record.offset(), record.timestamp(), record.key());
      tally.add(record);
      each.accept(record);
    }
    int end = block.length();
    if (!Arrays.equals(buffer, end - sync.length, end, sync, 0, sync.length)) {
      throw corrupt("block " + block.ordinal() + " has another sync marker than the header");
    }
    rawBytes += block.rawLength();
  }

  private void checkTotals(long dataStart) {
    requireEqual("SHA-256", committed.sha256(), Sha256.hex(sha256));
    requireEqual("number of records", committed.records(), tally.records());
    requireEqual("uncompressed size", committed.rawBytes(), rawBytes);
    requireEqual("earliest timestamp", committed.minTimestamp(), tally.minTimestamp());
    requireEqual("latest timestamp", committed.maxTimestamp(), tally.maxTimestamp());
    requireEqual("ordered digest of records", committed.digest(), tally.digest());
    if (!Arrays.equals(rebuilt.build(committed.range(), dataStart), indexBytes)) {
      throw new CorruptArchiveException(
          indexName, "does not fit its data object: restore both from a copy");
    }
  }

  private void read(InputStream data, int length) throws IOException {
    if (buffer.length < length) {
      buffer = new byte[length];
    }
    if (data.readNBytes(buffer, 0, length) < length) {
      throw corrupt("ends early, it should have " + committed.bytes() + " bytes");
    }
    sha256.update(buffer, 0, length);
  }

  private void requireEqual(String what, Object expected, Object found) {
    if (!Objects.equals(expected, found)) {
      throw corrupt("has the %s %s, not the committed %s".formatted(what, found, expected));
    }
  }

  private CorruptArchiveException corrupt(String what) {
    return new CorruptArchiveException(dataName, what + ": restore it from a copy");
  }
}
