package io.reprise.store.archive.segment.write;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.SegmentName;
import io.reprise.store.archive.segment.ByteSink;
import io.reprise.store.archive.segment.DataHeader;
import io.reprise.store.archive.segment.EventSchema;
import io.reprise.store.archive.segment.RecordTotals;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.archive.segment.SegmentSettings;
import io.reprise.store.archive.segment.Sha256;
import io.reprise.store.archive.segment.index.IndexBuilder;
import io.reprise.store.disk.PrivateFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes one segment to a spool file, block by block. The same records always give the same bytes.
 * Memory: one block, and for the index 8 bytes for each pair of a key and a block that holds the
 * key. {@link #finish} needs 24 bytes for each pair instead of 8.
 *
 * <p>Confined to one thread. {@link #close()} removes the spool file.
 */
public final class SegmentWriter implements AutoCloseable {
  /**
   * The highest size of a block before compression, in bytes. Only a block with a single record may
   * be larger.
   */
  private static final int BLOCK_BYTES = 256 << 10;

  private static final int BUFFER_BYTES = 1 << 20;

  private final SegmentSettings settings;
  private final Path spool;
  private final OutputStream out;
  private final ByteSink raw = new ByteSink(BLOCK_BYTES + (BLOCK_BYTES >> 2));
  private final ByteSink framing = new ByteSink(32);
  private final EventEncoder encoder = new EventEncoder(raw);
  private final BlockCompressor compressor;
  private final IndexBuilder index;
  private final RecordTotals tally = new RecordTotals();
  private final CRC32C crc = new CRC32C();
  private final SchemaIdCollector schemaIds = new SchemaIdCollector();
  private byte[] sync = {};
  private int inBlock;
  private boolean finished;
  private long rawBytes;
  private long spooledBytes;

  /**
   * Creates the spool file of a new segment.
   *
   * @param spool the file to create
   * @throws UncheckedIOException if the file cannot be created
   */
  public SegmentWriter(Path spool, SegmentSettings settings) {
    this.spool = spool;
    this.settings = settings;
    this.compressor = new BlockCompressor(settings.codec());
    this.index = new IndexBuilder(settings.codec(), settings.from());
    try {
      this.out = new BufferedOutputStream(PrivateFiles.create(spool), BUFFER_BYTES);
    } catch (IOException e) {
      compressor.close();
      throw new UncheckedIOException("cannot create spool file " + spool, e);
    }
  }

  /**
   * Adds the next record of the partition. Offsets between the previous record and this record are
   * holes.
   *
   * @throws IllegalArgumentException if the record is from another partition, or its offset is not
   *     above the previous record's offset
   * @throws UncheckedIOException if the spool file cannot be written, for example because the disk
   *     is full. The caller closes this writer and writes the segment again; no record is lost,
   *     because the caller can read the records again
   */
  public void add(ConsumerRecord<byte[], byte[]> record) {
    requireNext(record);
    int before = raw.size();
    encoder.add(record);
    if (inBlock > 0 && raw.size() > BLOCK_BYTES) {
      endBlock(before);
    }
    inBlock++;
    index.add(record.offset(), record.timestamp(), record.key());
    tally.add(record);
    schemaIds.see(record.value());
  }

  private void requireNext(ConsumerRecord<byte[], byte[]> record) {
    if (record.offset() < index.next()
        || record.partition() != settings.id().partition()
        || !record.topic().equals(settings.id().topic())) {
      throw new IllegalArgumentException(
          "record %s-%d@%d cannot follow in a segment of %s, which is at offset %d"
              .formatted(
                  record.topic(),
                  record.partition(),
                  record.offset(),
                  settings.id(),
                  index.next()));
    }
    requireOpen();
  }

  private void requireOpen() {
    if (finished) {
      throw new IllegalStateException("the segment in " + spool + " is finished");
    }
  }

  /**
   * Ends a block that consists of the first {@code length} bytes of the uncompressed buffer. The
   * bytes after them begin the next block.
   */
  private void endBlock(int length) {
    int compressed = compressor.compress(raw.array(), length);
    framing.clear();
    framing.putZigZag(inBlock);
    framing.putZigZag(compressed);
    if (sync.length == 0) {
      sync = syncMarker(compressed);
    }
    int framed = framing.size() + compressed + sync.length;
    crc.reset();
    crc.update(framing.array(), 0, framing.size());
    crc.update(compressor.bytes(), 0, compressed);
    crc.update(sync, 0, sync.length);
    try {
      out.write(framing.array(), 0, framing.size());
      out.write(compressor.bytes(), 0, compressed);
      out.write(sync);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write spool file " + spool, e);
    }
    index.endBlock(spooledBytes, framed, length, (int) crc.getValue());
    spooledBytes += framed;
    rawBytes += length;
    raw.dropFirst(length);
    inBlock = 0;
  }

  /**
   * Computes the sync marker from the segment's identity and first block, instead of using random
   * bytes as Avro does. The same records therefore give the same file.
   */
  private byte[] syncMarker(int compressed) {
    var sha256 = Sha256.start();
    sha256.update(settings.id().topicId().getBytes(StandardCharsets.UTF_8));
    sha256.update(
        ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
            .putInt(settings.id().partition())
            .putLong(settings.from())
            .array());
    sha256.update(compressor.bytes(), 0, compressed);
    return Arrays.copyOf(sha256.digest(), EventSchema.SYNC_BYTES);
  }

  /** Returns the current size of the spool file, in bytes. */
  public long spooledBytes() {
    return spooledBytes;
  }

  /**
   * Returns the schema ids at the beginning of the record values, at most 1,000 ids. Some of them
   * may not be real ids, because bytes of a value that is not in Confluent's wire format can be
   * mistaken for an id.
   */
  public Set<Integer> schemaIds() {
    return schemaIds.all();
  }

  /**
   * Finishes the segment, so that no more records can be added. The spool file stays until {@link
   * #close()}.
   *
   * @param to end of the segment's offset range, exclusive; must be above the last record's offset
   * @param writerSchemas the Avro schemas of the record values by id, as far as they are known;
   *     stored in the data object's header
   * @throws IllegalArgumentException if {@code to} is not above the last record's offset
   */
  public SpooledSegment finish(long to, Map<Integer, String> writerSchemas) {
    if (to < index.next()) {
      throw new IllegalArgumentException(
          "a segment of %s cannot end at %d: it is at offset %d"
              .formatted(settings.id(), to, index.next()));
    }
    requireOpen();
    finished = true;
    if (inBlock > 0) {
      endBlock(raw.size());
    }
    if (sync.length == 0) {
      sync = syncMarker(0);
    }
    var range = new OffsetRange(settings.from(), to);
    var header =
        DataHeader.of(settings, range, tally.records(), sync).with(writerSchemas).toBytes();
    var sha256 = sha256(header);
    var indexBytes = index.build(range, header.length);
    var name = new SegmentName(range, settings.epoch(), sha256);
    return new SpooledSegment(
        name, facts(name, header.length + spooledBytes, indexBytes), header, spool, indexBytes);
  }

  private SegmentFacts facts(SegmentName name, long bytes, byte[] indexBytes) {
    return new SegmentFacts(
        name.fileName(),
        name.range(),
        tally.records(),
        bytes,
        name.sha256(),
        indexBytes.length,
        Sha256.hex(indexBytes),
        rawBytes,
        tally.digest(),
        tally.minTimestamp(),
        tally.maxTimestamp());
  }

  private String sha256(byte[] header) {
    try {
      out.flush();
      return Sha256.hex(header, spool);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot finish spool file " + spool, e);
    }
  }

  @Override
  public void close() {
    compressor.close();
    try {
      out.close();
    } catch (IOException e) {
      // An error when the file is closed can be ignored: if data could not be written, add() or
      // finish() has thrown an exception before.
    } finally {
      removeSpool();
    }
  }

  private void removeSpool() {
    try {
      Files.deleteIfExists(spool);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove spool file " + spool, e);
    }
  }
}
