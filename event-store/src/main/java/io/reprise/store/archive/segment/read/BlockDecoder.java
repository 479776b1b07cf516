package io.reprise.store.archive.segment.read;

import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.ByteSource;
import io.reprise.store.archive.segment.Codec;
import io.reprise.store.archive.segment.EventSchema;
import io.reprise.store.archive.segment.MalformedException;
import io.reprise.store.archive.segment.index.SegmentIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decodes the blocks of data objects. The decoded records equal the records that Kafka returned to
 * the archiver.
 *
 * <p>Confined to one thread, because the decoder reuses its buffers. The caller closes the decoder.
 */
public final class BlockDecoder implements AutoCloseable {
  private final BlockExpander expander = new BlockExpander();
  private final EventDecoder events;
  private final CRC32C crc = new CRC32C();
  private final ByteSource frame = new ByteSource();

  public BlockDecoder(PartitionId id) {
    this.events = new EventDecoder(id);
  }

  /**
   * Decodes one block. Checks the block's checksum, framing and number of records, and that the
   * records' offsets ascend and lie in the block's range.
   *
   * @param object name of the data object, for error messages
   * @param block what the segment index says about the block
   * @param bytes an array that contains the block
   * @param start position of the block in {@code bytes}
   * @throws CorruptArchiveException if the block differs from what the index says
   */
  public List<ConsumerRecord<byte[], byte[]>> decode(
      String object, Codec codec, SegmentIndex.Block block, byte[] bytes, int start) {
    try {
      expand(codec, block, bytes, start);
      return records(block);
    } catch (MalformedException e) {
      throw new CorruptArchiveException(
          object,
          "block %d at byte %d, offsets %s: %s; restore the object from a copy"
              .formatted(block.ordinal(), block.position(), block.range(), e.getMessage()));
    }
  }

  private void expand(Codec codec, SegmentIndex.Block block, byte[] bytes, int start) {
    if (block.length() > bytes.length - start) {
      throw new MalformedException("ends early");
    }
    crc.reset();
    crc.update(bytes, start, block.length());
    if ((int) crc.getValue() != block.crc32c()) {
      throw new MalformedException("fails its checksum");
    }
    frame.reset(bytes, start, start + block.length());
    long count = frame.zigZag();
    int compressed = frame.zigZagUpTo(frame.remaining());
    if (count != block.records() || frame.remaining() != compressed + EventSchema.SYNC_BYTES) {
      throw new MalformedException("is framed otherwise than its index says");
    }
    expander.expand(codec, bytes, frame.position(), compressed, block.rawLength());
    events.open(expander.bytes(), block.rawLength());
  }

  private List<ConsumerRecord<byte[], byte[]>> records(SegmentIndex.Block block) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>(block.records());
    long next = block.range().from();
    while (!events.atEnd()) {
      var record = events.next();
      if (record.offset() < next || record.offset() >= block.range().to()) {
        throw new MalformedException("holds offset " + record.offset() + " out of place");
      }
      next = record.offset() + 1;
      records.add(record);
    }
    if (records.size() != block.records()) {
      throw new MalformedException("holds " + records.size() + " records, not " + block.records());
    }
    return records;
  }

  @Override
  public void close() {
    expander.close();
  }
}
