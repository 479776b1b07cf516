package io.reprise.store.archive.segment;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.index.SegmentIndex;
import io.reprise.store.archive.segment.read.BlockDecoder;
import io.reprise.store.archive.segment.read.SegmentCheck;
import io.reprise.store.archive.segment.write.SegmentWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A segment's data and index object in memory, and its facts. */
public record StoredSegment(SegmentFacts facts, byte[] data, byte[] index) {
  public static final PartitionId ID = new PartitionId("odd", "AAAAAAAAAAAAAAAAAAAAAQ", 7);

  public static StoredSegment of(
      Path directory, Codec codec, OffsetRange range, List<ConsumerRecord<byte[], byte[]>> records)
      throws IOException {
    var spool = directory.resolve("spool");
    try (var writer = new SegmentWriter(spool, new SegmentSettings(ID, range.from(), 3, codec))) {
      records.forEach(writer::add);
      var spooled = writer.finish(range.to(), Map.of(1, "\"string\"", 2, "\"long\""));
      var body = Files.readAllBytes(spooled.body());
      var data = new byte[spooled.header().length + body.length];
      System.arraycopy(spooled.header(), 0, data, 0, spooled.header().length);
      System.arraycopy(body, 0, data, spooled.header().length, body.length);
      return new StoredSegment(spooled.facts(), data, spooled.index());
    }
  }

  /** The block whose range contains {@code offset}. */
  public static SegmentIndex.Block blockAt(SegmentIndex index, long offset) {
    return index.blocks().stream()
        .filter(block -> block.range().contains(offset))
        .findFirst()
        .orElseThrow();
  }

  public void check() {
    SegmentCheck.check(ID, facts, "data", new ByteArrayInputStream(data), "idx", index);
  }

  public List<ConsumerRecord<byte[], byte[]>> decode() {
    var parsed = SegmentIndex.parse("idx", index);
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var decoder = new BlockDecoder(ID)) {
      for (var block : parsed.blocks()) {
        records.addAll(
            decoder.decode("data", parsed.codec(), block, data, Math.toIntExact(block.position())));
      }
    }
    return records;
  }
}
