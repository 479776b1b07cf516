package io.reprise.store.archive.segment.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.Codec;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.archive.segment.StoredSegment;
import io.reprise.store.archive.segment.UnusualRecords;
import io.reprise.store.archive.segment.index.SegmentIndex;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentCheckTest {
  private static final OffsetRange RANGE = new OffsetRange(0, 400);

  @TempDir Path directory;

  private StoredSegment stored;

  @BeforeEach
  void aSegment() throws IOException {
    stored = StoredSegment.of(directory, Codec.ZSTD, RANGE, new UnusualRecords(1, 0).next(250));
  }

  @Test
  void refusesAnIntactFileOfAnotherPartition() {
    var id = StoredSegment.ID;
    for (var other :
        List.of(
            new PartitionId("even", id.topicId(), id.partition()),
            new PartitionId(id.topic(), "AAAAAAAAAAAAAAAAAAAAAg", id.partition()),
            new PartitionId(id.topic(), id.topicId(), 8))) {
      assertThatThrownBy(() -> check(other, stored.facts()))
          .isInstanceOf(CorruptArchiveException.class)
          .hasMessageContaining("archive object 'data'")
          .hasMessageContaining("reprise.");
    }
  }

  @Test
  void refusesACommitEntryThatDiffersInAnyField() {
    var f = stored.facts();
    var longer = new OffsetRange(0, 401);
    for (var other :
        List.of(
            facts("other.avro", RANGE, f.records(), f.rawBytes(), f.digest(), f.minTimestamp()),
            facts(f.file(), longer, f.records(), f.rawBytes(), f.digest(), f.minTimestamp()),
            facts(f.file(), RANGE, 249, f.rawBytes(), f.digest(), f.minTimestamp()),
            facts(f.file(), RANGE, f.records(), 1, f.digest(), f.minTimestamp()),
            facts(f.file(), RANGE, f.records(), f.rawBytes(), "00", f.minTimestamp()),
            facts(f.file(), RANGE, f.records(), f.rawBytes(), f.digest(), 5))) {
      assertThatThrownBy(() -> check(StoredSegment.ID, other))
          .isInstanceOf(CorruptArchiveException.class)
          .hasMessageContaining("restore it from a copy");
    }
    check(StoredSegment.ID, f);
  }

  @Test
  void namesTheAlteredObject() {
    var random = new Random(4);
    for (int i = 0; i < 200; i++) {
      var data = stored.data().clone();
      data[random.nextInt(data.length)] ^= (byte) (1 << random.nextInt(8));
      assertFault("data", new StoredSegment(stored.facts(), data, stored.index()));
      var index = stored.index().clone();
      index[random.nextInt(index.length)] ^= (byte) (1 << random.nextInt(8));
      assertFault("idx", new StoredSegment(stored.facts(), stored.data(), index));
    }
  }

  /**
   * Damages bytes before the checksum is computed: a decoder must report corruption, not fail
   * otherwise.
   */
  @Test
  void reportsCorruptionForDamagedFieldsWithAValidChecksum() throws IOException {
    var random = new Random(6);
    for (var codec : Codec.values()) {
      var segment = StoredSegment.of(directory, codec, RANGE, new UnusualRecords(2, 0).next(100));
      var block = SegmentIndex.parse("idx", segment.index()).block(0);
      for (int round = 0; round < 3_000; round++) {
        var data = segment.data().clone();
        int reach = round % 2 == 0 ? block.length() : 40;
        data[(int) block.position() + random.nextInt(reach)] = (byte) random.nextInt();
        decode(codec, resealed(block, data), data);
      }
    }
  }

  private static void decode(Codec codec, SegmentIndex.Block block, byte[] data) {
    try (var decoder = new BlockDecoder(StoredSegment.ID)) {
      decoder.decode("data", codec, block, data, (int) block.position());
    } catch (CorruptArchiveException e) {
      assertThat(e.object()).isEqualTo("data");
    }
  }

  private static SegmentIndex.Block resealed(SegmentIndex.Block b, byte[] data) {
    var crc = new CRC32C();
    crc.update(data, (int) b.position(), b.length());
    return new SegmentIndex.Block(
        b.ordinal(),
        b.range(),
        b.records(),
        b.position(),
        b.length(),
        b.rawLength(),
        (int) crc.getValue(),
        b.minTimestamp(),
        b.maxTimestamp());
  }

  private SegmentFacts facts(
      String file, OffsetRange range, long records, long rawBytes, String digest, long earliest) {
    var f = stored.facts();
    return new SegmentFacts(
        file,
        range,
        records,
        f.bytes(),
        f.sha256(),
        f.indexBytes(),
        f.indexSha256(),
        rawBytes,
        digest,
        earliest,
        f.maxTimestamp());
  }

  private void check(PartitionId id, SegmentFacts facts) {
    var data = new ByteArrayInputStream(stored.data());
    SegmentCheck.check(id, facts, "data", data, "idx", stored.index());
  }

  private static void assertFault(String object, StoredSegment altered) {
    assertThatThrownBy(altered::check)
        .isInstanceOfSatisfying(
            CorruptArchiveException.class, e -> assertThat(e.object()).isEqualTo(object));
  }
}
