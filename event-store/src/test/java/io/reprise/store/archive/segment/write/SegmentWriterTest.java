package io.reprise.store.archive.segment.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.schemas.wire.WireFormat;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.Codec;
import io.reprise.store.archive.segment.DataHeader;
import io.reprise.store.archive.segment.SegmentSettings;
import io.reprise.store.archive.segment.StoredSegment;
import io.reprise.store.archive.segment.index.SegmentIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentWriterTest {
  private static final int BLOCK_BYTES = 256 << 10;

  @TempDir Path directory;

  @Test
  void aRecordLargerThanABlockIsABlockOfItsOwn() throws IOException {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    for (int offset = 0; offset < 1_000; offset++) {
      records.add(record(offset, new byte[offset == 500 ? 900_000 : 1_000]));
    }
    var stored = StoredSegment.of(directory, Codec.ZSTD, new OffsetRange(0, 1_000), records);
    var index = SegmentIndex.parse("idx", stored.index());

    assertThat(StoredSegment.blockAt(index, 500).range()).isEqualTo(new OffsetRange(500, 501));
    assertThat(index.blocks())
        .allSatisfy(b -> assertThat(b.records() == 1 || b.rawLength() <= BLOCK_BYTES).isTrue())
        .hasSizeLessThan(8);
  }

  @Test
  void theSpoolFileIsForItsOwnerAlone() throws IOException {
    var file = directory.resolve("private.spool");
    var settings = new SegmentSettings(StoredSegment.ID, 0, 1, Codec.ZSTD);
    try (var unused = new SegmentWriter(file, settings)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void refusesARecordThatCannotFollow() {
    try (var writer = writer(10)) {
      writer.add(record(12, null));

      for (var offset : List.of(9, 11, 12)) {
        assertThatThrownBy(() -> writer.add(record(offset, null)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("@" + offset)
            .hasMessageContaining("at offset 13");
      }
      assertThatThrownBy(() -> writer.add(new ConsumerRecord<>("odd", 8, 13, null, null)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.add(new ConsumerRecord<>("even", 7, 13, null, null)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void finishesOnceAndAfterItsRecords() {
    try (var writer = writer(10)) {
      writer.add(record(12, null));

      assertThatThrownBy(() -> writer.finish(12, Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
      writer.finish(13, Map.of());
      assertThatThrownBy(() -> writer.finish(14, Map.of()))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> writer.add(record(13, null)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void collectsALimitedNumberOfSchemaIds() {
    try (var writer = writer(0)) {
      writer.add(record(0, WireFormat.frame(7, new byte[1])));
      writer.add(record(1, new byte[] {1, 2, 3, 4, 5}));
      writer.add(record(2, null));
      writer.add(record(3, WireFormat.frame(9, new byte[1])));
      assertThat(writer.schemaIds()).containsExactly(7, 9);

      for (int offset = 4; offset < 5_000; offset++) {
        writer.add(record(offset, WireFormat.frame(offset * 31, new byte[0])));
      }
      assertThat(writer.schemaIds()).hasSize(1_000).contains(7, 9);
    }
  }

  @Test
  void removesItsSpoolFileAndRefusesAnExistingOne() throws IOException {
    var writer = writer(0);
    writer.add(record(0, new byte[10]));
    assertThatThrownBy(() -> writer(0)).isInstanceOf(UncheckedIOException.class);
    assertThat(directory.resolve("spool")).exists();

    writer.close();

    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void anotherPartitionHasOtherSyncMarkers() throws IOException {
    var here = finished(StoredSegment.ID);
    var there = finished(new PartitionId("odd", StoredSegment.ID.topicId(), 8));

    assertThat(DataHeader.parse(there).sync()).isNotEqualTo(DataHeader.parse(here).sync());
    assertThat(finished(StoredSegment.ID)).isEqualTo(here);
  }

  private byte[] finished(PartitionId id) {
    var settings = new SegmentSettings(id, 0, 1, Codec.ZSTD);
    try (var writer = new SegmentWriter(directory.resolve("spool"), settings)) {
      return writer.finish(10, Map.of()).header();
    }
  }

  private SegmentWriter writer(long from) {
    return new SegmentWriter(
        directory.resolve("spool"), new SegmentSettings(StoredSegment.ID, from, 3, Codec.ZSTD));
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
    return new ConsumerRecord<>("odd", 7, offset, null, value);
  }
}
