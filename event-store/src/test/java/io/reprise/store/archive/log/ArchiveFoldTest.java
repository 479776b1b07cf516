package io.reprise.store.archive.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentFacts;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArchiveFoldTest {
  private static final PartitionId ID = new PartitionId("orders", "aaaaaaaaaaaaaaaaaaaaaA", 7);
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final ArchiveOp CLAIM = new ArchiveOp.Claim("archiver-1");
  private static final ArchiveOp ADD = new ArchiveOp.Add(SampleSegmentFacts.of(100, 200));
  private static final ArchiveOp HOLD = new ArchiveOp.Hold("audit", 150, "an audit", "ann");
  private static final ArchiveOp TRIM = new ArchiveOp.TrimIntent(150);

  @Test
  void foldsTheWholeHistoryOfAnArchive() {
    var replaced = SampleSegmentFacts.of(100, 200, "b");

    var archive =
        after(
            CLAIM,
            ADD,
            new ArchiveOp.Add(SampleSegmentFacts.of(200, 300)),
            HOLD,
            TRIM,
            new ArchiveOp.TrimDone(150),
            new ArchiveOp.Unhold("audit", "bob"),
            new ArchiveOp.Replace(SampleSegmentFacts.of(100, 200), replaced, "another codec"),
            new ArchiveOp.TrimIntent(300));

    assertThat(archive.headSeq()).isEqualTo(8);
    assertThat(archive.headSha256()).isEqualTo("sha-8");
    assertThat(archive.epoch()).isEqualTo(1);
    assertThat(archive.writer()).isEqualTo("archiver-1");
    assertThat(archive.segments()).containsExactly(replaced, SampleSegmentFacts.of(200, 300));
    assertThat(archive.covered()).isEqualTo(new OffsetRange(100, 300));
    assertThat(archive.holds()).isEmpty();
    assertThat(archive.trimIntent()).isEqualTo(300);
    assertThat(archive.trimDone()).isEqualTo(150);
  }

  @Test
  void mergesNeighboursIntoOneSegment() {
    var merged = SampleSegmentFacts.of(100, 300, "d");

    var archive =
        after(
            CLAIM,
            ADD,
            add(200, 300),
            add(300, 400),
            merge(merged, SampleSegmentFacts.of(100, 200), SampleSegmentFacts.of(200, 300)));

    assertThat(archive.segments()).containsExactly(merged, SampleSegmentFacts.of(300, 400));
    assertThat(archive.covered()).isEqualTo(new OffsetRange(100, 400));
    assertThat(archive.segments().size()).isEqualTo(2);
  }

  @Test
  void keepsWhoSetAHoldAndWhen() {
    assertThat(after(HOLD).holds())
        .containsExactly(new HoldInForce("audit", 150, "an audit", "ann", AT));
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        misfit(List.of(), ADD, "needs a claim, but the archive was never claimed"),
        misfit(List.of(CLAIM, ADD), add(201, 300), "adds [201, 300) where the archive ends at 200"),
        misfit(List.of(CLAIM, ADD), add(199, 300), "adds [199, 300) where the archive ends at 200"),
        misfit(List.of(CLAIM, ADD), add(200, 200), "adds an empty segment at 200"),
        misfit(List.of(CLAIM, ADD, TRIM), hold("b", 149), "offsets below 150 are trimmed or about"),
        misfit(List.of(CLAIM, HOLD), HOLD, "repeats hold audit"),
        misfit(List.of(CLAIM), new ArchiveOp.Unhold("audit", "ann"), "releases hold audit, which"),
        misfit(List.of(CLAIM), TRIM, "trims below 150: trimmed is 0, archived up to 0"),
        misfit(List.of(CLAIM, ADD), trim(201), "trims below 201: trimmed is 0, archived up to 200"),
        misfit(List.of(CLAIM, ADD, TRIM), trim(149), "trims below 149: trimmed is 150"),
        misfit(List.of(CLAIM, ADD, HOLD), trim(151), "trims below 151 past hold audit"),
        misfit(
            List.of(CLAIM, ADD, TRIM),
            new ArchiveOp.TrimDone(149),
            "starts the log at 149, below the trim limit"),
        misfit(
            List.of(CLAIM, ADD),
            new ArchiveOp.Replace(
                SampleSegmentFacts.of(100, 200, "c"), SampleSegmentFacts.of(100, 200), "why"),
            "which is not there"),
        misfit(
            List.of(CLAIM, ADD),
            new ArchiveOp.Replace(
                SampleSegmentFacts.of(100, 200), SampleSegmentFacts.of(100, 201), "why"),
            "by another range"),
        misfit(
            List.of(CLAIM, ADD, add(200, 300)),
            merge(SampleSegmentFacts.of(100, 200), SampleSegmentFacts.of(100, 200)),
            "merges 1 segments, not several"),
        misfit(
            List.of(CLAIM, ADD, add(200, 300)),
            merge(
                SampleSegmentFacts.of(100, 300),
                SampleSegmentFacts.of(100, 200),
                SampleSegmentFacts.of(200, 300, "c")),
            "merges segments that are not those of [100, 300)"),
        misfit(
            List.of(CLAIM, ADD, add(200, 300), add(300, 400)),
            merge(
                SampleSegmentFacts.of(100, 400),
                SampleSegmentFacts.of(100, 200),
                SampleSegmentFacts.of(300, 400)),
            "merges segments that are not those of [100, 400)"),
        misfit(
            List.of(CLAIM, ADD, add(200, 300), add(300, 400)),
            merge(
                SampleSegmentFacts.of(100, 300),
                SampleSegmentFacts.of(100, 200),
                SampleSegmentFacts.of(200, 300),
                SampleSegmentFacts.of(300, 400)),
            "merges segments that are not those of [100, 300)"),
        misfit(
            List.of(CLAIM, ADD, add(200, 300)),
            merge(
                SampleSegmentFacts.of(100, 299),
                SampleSegmentFacts.of(100, 200),
                SampleSegmentFacts.of(200, 300)),
            "merges segments into [100, 299), which is another range"),
        misfit(
            List.of(CLAIM, ADD, add(200, 300)),
            merge(
                withRecords(SampleSegmentFacts.of(100, 300), 199),
                SampleSegmentFacts.of(100, 200),
                SampleSegmentFacts.of(200, 300)),
            "merges segments with 200 records into one with 199"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void refuses(List<ArchiveOp> before, ArchiveOp op, String reason) {
    var archive = after(before.toArray(ArchiveOp[]::new));

    assertThatThrownBy(() -> ArchiveFold.apply(archive, fitting(archive, op), "sha"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void fencesWriters() {
    var archive = after(CLAIM, CLAIM);
    var fenced = new ArchiveEntry(1, 2, 1, "nonce", AT, "sha-1", ADD);
    var ahead = new ArchiveEntry(1, 2, 4, "nonce", AT, "sha-1", CLAIM);

    assertThat(archive.epoch()).isEqualTo(2);
    assertThatThrownBy(() -> ArchiveFold.apply(archive, fenced, "sha"))
        .hasMessage("has epoch 1 where 2 is in force");
    assertThatThrownBy(() -> ArchiveFold.apply(archive, ahead, "sha"))
        .hasMessage("has epoch 4 where 3 is in force");
  }

  @Test
  void refusesAnEntryWithAnotherNumber() {
    var archive = after(CLAIM);
    var skipping = new ArchiveEntry(1, 2, 1, "nonce", AT, "sha-0", ADD);
    var unchained = new ArchiveEntry(1, 1, 1, "nonce", AT, "another", ADD);

    assertThatThrownBy(() -> ArchiveFold.apply(archive, skipping, "sha"))
        .hasMessage("has seq 2 where 1 is next");
    assertThatThrownBy(() -> ArchiveFold.apply(archive, unchained, "sha"))
        .hasMessage("does not follow entry 0");
  }

  private static ArchiveOp merge(SegmentFacts merged, SegmentFacts... parts) {
    return new ArchiveOp.Merge(Stream.of(parts).map(SegmentFacts::file).toList(), merged, "ann");
  }

  private static SegmentFacts withRecords(SegmentFacts segment, long records) {
    return new SegmentFacts(
        segment.file(),
        segment.range(),
        records,
        segment.bytes(),
        segment.sha256(),
        segment.indexBytes(),
        segment.indexSha256(),
        segment.rawBytes(),
        segment.digest(),
        segment.minTimestamp(),
        segment.maxTimestamp());
  }

  private static Arguments misfit(List<ArchiveOp> before, ArchiveOp op, String reason) {
    return Arguments.of(before, op, reason);
  }

  private static ArchiveOp add(long from, long to) {
    return new ArchiveOp.Add(SampleSegmentFacts.of(from, to));
  }

  private static ArchiveOp hold(String id, long from) {
    return new ArchiveOp.Hold(id, from, "why", "ann");
  }

  private static ArchiveOp trim(long before) {
    return new ArchiveOp.TrimIntent(before);
  }

  private static PartitionArchive after(ArchiveOp... ops) {
    var archive = PartitionArchive.empty(ID);
    for (var op : ops) {
      archive = ArchiveFold.apply(archive, fitting(archive, op), "sha-" + (archive.headSeq() + 1));
    }
    return archive;
  }

  private static ArchiveEntry fitting(PartitionArchive archive, ArchiveOp op) {
    long epoch = op instanceof ArchiveOp.Claim ? archive.epoch() + 1 : archive.epoch();
    return new ArchiveEntry(1, archive.headSeq() + 1, epoch, "nonce", AT, archive.headSha256(), op);
  }
}
