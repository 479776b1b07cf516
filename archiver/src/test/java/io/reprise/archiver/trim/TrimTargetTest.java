package io.reprise.archiver.trim;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.json.ByteSize;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.HoldInForce;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.facts.PartitionFacts;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrimTargetTest {
  private static final PartitionId ID = new PartitionId("orders", "id", 0);

  @Test
  void trimsAllThatIsVerifiedWhenNothingElseNeedsIt() {
    // When
    var target = TrimTarget.of(archive(0, List.of(), 0, 100, 200), List.of());

    // Then
    assertThat(target.before()).isEqualTo(200);
    assertThat(target.limit().reason()).isEqualTo("the archive's end");
  }

  @Test
  void neverTrimsWithoutAnArchive() {
    assertThat(TrimTarget.of(PartitionArchive.empty(ID), List.of()).before()).isZero();
  }

  @Test
  void theLowestLimitBindsAndIsNamed() {
    // Given
    var archive = archive(0, List.of(hold("h1", 150)), 0, 100, 200, 300);
    var window = new TrimLimit(250, "the hot window of 1h");
    var group = new TrimLimit(120, "live group 'billing'");

    // When
    var target = TrimTarget.of(archive, List.of(window, group));

    // Then
    assertThat(target.before()).isEqualTo(100);
    assertThat(target.limit()).isEqualTo(group);
  }

  @Test
  void theLowestHoldBinds() {
    // Given
    var archive = archive(0, List.of(hold("late", 290), hold("early", 210)), 0, 100, 200, 300);

    // When
    var target = TrimTarget.of(archive, List.of());

    // Then
    assertThat(target.before()).isEqualTo(200);
    assertThat(target.limit().reason()).isEqualTo("hold early");
  }

  @Test
  void trimsWholeSegmentsSoThatEntriesStayFew() {
    assertThat(TrimTarget.of(archive(0, List.of(), 0, 100), List.of(limit(99))).before()).isZero();
    assertThat(TrimTarget.of(archive(0, List.of(), 0, 100), List.of(limit(100))).before())
        .isEqualTo(100);
  }

  @Test
  void neverGoesBack() {
    assertThat(TrimTarget.of(archive(100, List.of(), 0, 100, 200), List.of(limit(5))).before())
        .isEqualTo(100);
  }

  @Test
  void anArchiveThatBeganLateTrimsFromWhereItBegan() {
    assertThat(TrimTarget.of(archive(0, List.of(), 5_000, 6_000), List.of()).before())
        .isEqualTo(6_000);
  }

  @Test
  void aHotWindowOfBytesCountsUncompressedBytesOfTheNewestSegment() {
    // Given: 10 bytes an offset in the archive; on disk the broker still has the trimmed file
    var archive = archive(0, List.of(), 0, 1_000);
    var facts = new PartitionFacts(0, 900, 1_000, 1_000, 1_000_000);

    // When
    var limit = HotSizeLimit.limit(new ByteSize(50), archive, facts);

    // Then
    assertThat(limit.below()).isEqualTo(995);
  }

  @Test
  void aHotWindowOfBytesKeepsMoreWhereProducersCompress() {
    // Given: 10 bytes an offset uncompressed, 2 on disk
    var archive = archive(0, List.of(), 0, 1_000);
    var facts = new PartitionFacts(0, 0, 1_000, 1_000, 2_000);

    // When
    var limit = HotSizeLimit.limit(new ByteSize(50), archive, facts);

    // Then
    assertThat(limit.below()).isEqualTo(975);
  }

  private static TrimLimit limit(long below) {
    return new TrimLimit(below, "a limit");
  }

  private static HoldInForce hold(String id, long from) {
    return new HoldInForce(id, from, "an audit", "kim", Instant.EPOCH);
  }

  /** One segment between each two neighbouring {@code edges}, with 10 bytes per offset. */
  private static PartitionArchive archive(long trimIntent, List<HoldInForce> holds, long... edges) {
    var segments =
        LongStream.range(1, edges.length)
            .mapToObj(i -> segment(edges[(int) i - 1], edges[(int) i]))
            .toList();
    return new PartitionArchive(ID, 9, "sha", 1, "writer", segments, holds, trimIntent, trimIntent);
  }

  private static SegmentFacts segment(long from, long to) {
    long span = to - from;
    return new SegmentFacts(
        "f" + from, new OffsetRange(from, to), span, span, "s", 1, "i", span * 10, "d", 0, 0);
  }
}
