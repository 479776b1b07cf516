package io.reprise.store.archive.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.segment.SegmentFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Shows guarantee 16 of docs/liveness.md. */
class MergeChoiceTest {
  private static final long KIB = 1 << 10;
  private static final long MOST = 64 << 20;

  @Test
  void choosesAllNeighboursThatFit() {
    assertThat(chosen(MOST, sizes(144, KIB))).isEqualTo(new OffsetRange(0, 144));
    assertThat(chosen(10 * KIB, sizes(144, KIB))).isEqualTo(new OffsetRange(0, 10));
    assertThat(chosen(MOST, sizes(5_000, 10))).isEqualTo(new OffsetRange(0, 1_000));
  }

  @Test
  void choosesNothingFromOneOrLargeSegments() {
    assertThat(chosen(MOST, sizes(0, KIB))).isNull();
    assertThat(chosen(MOST, sizes(1, KIB))).isNull();
    assertThat(chosen(10 * KIB, sizes(20, 6 * KIB))).isNull();
  }

  @Test
  void writesNoLargeSegmentAgainForAFewSmallOnes() {
    var sizes = sizes(30, KIB);
    sizes.add(10, 40L << 20);

    assertThat(chosen(MOST, sizes)).isEqualTo(new OffsetRange(0, 10));
    assertThat(chosen(MOST, sizes.subList(10, 31))).isEqualTo(new OffsetRange(1, 21));
  }

  @Test
  void stopsAtTheFirstSegmentThatIsNotAllowed() {
    var segments = segments(sizes(10, KIB));

    assertThat(MergeChoice.first(segments.iterator(), new MergeLimits(MOST, 7, Long.MAX_VALUE)))
        .isEqualTo(segments.subList(0, 7));
    assertThat(MergeChoice.first(segments.iterator(), new MergeLimits(MOST, 100, 4)))
        .isEqualTo(segments.subList(0, 4));
    assertThat(MergeChoice.first(segments.iterator(), new MergeLimits(MOST, 100, 0))).isEmpty();
  }

  @Test
  void ninetyDaysOfMergesWriteEachByteAFewTimesOnly() {
    var random = new Random(1);
    var sizes = new ArrayList<Long>();
    long added = 0;
    long written = 0;
    for (int day = 0; day < 90; day++) {
      for (int i = 0; i < 144; i++) {
        long size = 500 + random.nextInt(2_000);
        sizes.add(size);
        added += size;
      }
      for (var range = chosen(MOST, sizes); range != null; range = chosen(MOST, sizes)) {
        var parts = sizes.subList((int) range.from(), (int) range.to());
        long sum = parts.stream().mapToLong(Long::longValue).sum();
        written += sum;
        parts.clear();
        sizes.add((int) range.from(), sum);
      }
    }

    assertThat(sizes).hasSizeLessThan(13);
    assertThat(written).isLessThan(10 * added);
  }

  /** The indexes of the segments that are chosen; null for none. */
  private static OffsetRange chosen(long most, List<Long> sizes) {
    var limits = new MergeLimits(most, Long.MAX_VALUE, Long.MAX_VALUE);
    var chosen = MergeChoice.first(segments(sizes).iterator(), limits);
    return chosen.isEmpty()
        ? null
        : new OffsetRange(chosen.get(0).range().from(), chosen.get(chosen.size() - 1).range().to());
  }

  private static List<Long> sizes(int count, long each) {
    return new ArrayList<>(IntStream.range(0, count).mapToObj(i -> each).toList());
  }

  /** Segments of one offset and one record each; the timestamp is the offset. */
  private static List<SegmentFacts> segments(List<Long> sizes) {
    return IntStream.range(0, sizes.size())
        .mapToObj(
            i ->
                new SegmentFacts(
                    "file-" + i,
                    new OffsetRange(i, i + 1),
                    1,
                    sizes.get(i),
                    "",
                    1,
                    "",
                    1,
                    "",
                    i,
                    i))
        .toList();
  }
}
