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
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes one segment to a spool file, block by block. The same records always give the same bytes.
 * Needs memory for one block, and 8 bytes of index for each pair of key and block; three times as
 * much for the index in {@link #finish}.
 *
 * <p>Confined to one thread. {@link #close()} removes the spool file.
 */
public final class SegmentWriter implements AutoCloseable {
  /**
   * Size limit of a block before compression, in bytes. Only a block of a single record may exceed
   * it.
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
      this.out =
          new BufferedOutputStream(
              Files.newOutputStream(spool, StandardOpenOption.CREATE_NEW), BUFFER_BYTES);
    } catch (IOException e) {
      compressor.close();
      throw new UncheckedIOException("cannot create spool file " + spool, e);
    }
  }

  /**
   * Adds the next record of the partition. Offsets between the previous record and this one are
   * holes.
   *
   * @throws IllegalArgumentException if the record is from another partition, or its offset does
   *     not follow the previous one
   * @throws UncheckedIOException if the spool file cannot be written, for example because the disk
   *     is full; close this writer and start again, nothing is lost
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
   * Ends the block, which consists of the first {@code length} uncompressed bytes. The remaining
   * bytes start the next block.
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
   * Returns a sync marker computed from the segment's identity and first block, so that the same
   * records give the same file.
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

  /** Returns the present size of the spool file, in bytes. */
  public long spooledBytes() {
    return spooledBytes;
  }

  /**
   * Returns the schema ids in the values, at most 1,000. Bytes of a value in another format than
   * Confluent's may be mistaken for an id.
   */
  public Set<Integer> schemaIds() {
    return schemaIds.all();
  }

  /**
   * Ends the segment; no more records can be added. The spool file exists until {@link #close()}.
   *
   * @param to end of the segment's offsets, exclusive; after the last record
   * @param writerSchemas known schemas by id; stored in the data object's header
   * @throws IllegalArgumentException if {@code to} is not after the last record
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
      // An error while closing is ignored: if data could not be written, add() or finish() has
      // already thrown.
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
