package io.reprise.store.archive.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.object.store.ForwardingStore;
import io.reprise.store.object.store.MemoryObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the segments in manifests with a plain list of the same segments.
 *
 * <p>Shows guarantee 14 of docs/liveness.md.
 */
class ArchivedSegmentsTest {
  private static final PartitionId ID = new PartitionId("orders", "aaaaaaaaaaaaaaaaaaaaaA", 7);
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final int LEVEL_1 = SegmentManifest.MOST * SegmentManifest.MOST;

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final AtomicInteger reads = new AtomicInteger();
  private final ManifestReader reader =
      new ManifestReader(
          new ForwardingStore(store) {
            @Override
            public Optional<byte[]> find(String name) {
              reads.incrementAndGet();
              return store.find(name);
            }
          },
          ID,
          new ManifestCache(1));
  private final List<SegmentFacts> naive = new ArrayList<>();
  private ArchivedSegments segments = ArchivedSegments.of(List.of());
  private long checkpoint = 63;
  private int row = SegmentManifest.MOST;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void answersAsAPlainListDoes(long seed) {
    var random = new Random(seed);
    row = 2 + random.nextInt(4);
    add(random, random.nextInt(3) * 40); // Some logs begin with many open segments.
    for (int step = 0; step < 60; step++) {
      switch (random.nextInt(7)) {
        case 0, 1 -> add(random, 1 + random.nextInt(300));
        case 2, 3 -> replace(random, 1 + random.nextInt(4));
        case 4 -> seal();
        case 5 -> merge(random, 1 + random.nextInt(4));
        default -> add(random, 1);
      }
      compareSome(random);
    }
    seal();
    compareSome(random);
    compareAll();
  }

  @Test
  void answersAsAPlainListDoesWithManyLevels() {
    var random = new Random(13);
    row = 3;
    for (int i = 0; i < 9; i++) {
      add(random, 1_400 + random.nextInt(100));
      seal();
    }
    assertThat(segments.sealed().roots().get(0).level()).isEqualTo(4);
    for (int i = 0; i < 5; i++) {
      replace(random, 3);
      merge(random, 2);
      compareSome(random);
      seal();
      compareSome(random);
    }
    compareAll();
    assertThat(segments.sealed().roots().get(0).level()).isEqualTo(4);
  }

  @Test
  void mergesSealedSegmentsAndTheFirstOpenOnesIntoOne() {
    var random = new Random(17);
    add(random, 2 * SegmentManifest.MOST + 40);
    seal();
    assertThat(segments.openSegments()).hasSize(40);

    merge(SegmentManifest.MOST - 3, SegmentManifest.MOST + 20, random);

    compareSome(random);
    compareAll();
    seal();
    compareAll();
    assertThat(segments.sealed().roots()).hasSize(1);
    add(random, 300);
    seal();
    compareAll();
  }

  @Test
  void mergesAllSegmentsIntoOne() {
    var random = new Random(18);
    add(random, LEVEL_1 + 500);
    seal();

    merge(0, naive.size(), random);

    compareSome(random);
    seal();
    compareAll();
    assertThat(segments.sealed().roots()).hasSize(1);
    assertThat(segments.openSegments()).isEmpty();
    add(random, 1);
    compareAll();
  }

  @Test
  void leavesNoManifestWithoutSegments() {
    var random = new Random(19);
    add(random, 5 * SegmentManifest.MOST);
    seal();
    assertThat(segments.sealed().roots()).hasSize(4);

    merge(100, 3 * SegmentManifest.MOST, random);
    int created = seal();

    assertThat(created).isEqualTo(2);
    assertThat(segments.sealed().roots()).hasSize(2);
    assertThat(segments.sealed().retired()).hasSize(4);
    compareAll();
  }

  @Test
  void readsAtMostTwoManifestsOfEachLevelForAQuestion() {
    var random = new Random(14);
    add(random, 2 * LEVEL_1 + 5_000);
    seal();
    var covered = segments.covered();
    var part = new OffsetRange(covered.from() + 1_000, covered.to() - 20_000);

    assertThat(readsOf(() -> segments.totals())).isZero();
    assertThat(readsOf(() -> segments.size())).isZero();
    assertThat(readsOf(() -> segments.last())).isZero();
    assertThat(readsOf(() -> segments.at(part.from()))).isEqualTo(2);
    assertThat(readsOf(() -> segments.lastEndUpTo(part.from()))).isEqualTo(2);
    assertThat(readsOf(() -> segments.totals(part))).isBetween(2, 4);
    assertThat(readsOf(() -> segments.parts(part))).isZero();
    assertThat(readsOf(() -> segments.parts(new OffsetRange(covered.from(), part.from()))))
        .isEqualTo(1);
    assertThat(readsOf(() -> segments.firstReaching(1_000 + covered.to() / 2))).isEqualTo(2);
    assertThat(segments.totals(part)).isEqualTo(naiveTotals(part));
  }

  @Test
  void keepsManifestsBoundedWhateverTheirNumber() {
    var random = new Random(15);
    add(random, LEVEL_1 + 3_000);
    seal();
    add(random, 200);
    seal();

    assertThat(segments.openSegments()).hasSizeBetween(1, SegmentManifest.MOST);
    assertThat(segments.sealed().roots()).hasSizeLessThan(2 * SegmentManifest.MOST);
    for (var object : store.list(ArchiveLayout.manifests(ID), null)) {
      var manifest = EntryCodec.manifest(object.name(), store.find(object.name()).orElseThrow());
      assertThat(manifest.segments().size() + manifest.manifests().size())
          .isBetween(1, SegmentManifest.MOST);
    }
  }

  @Test
  void writesOnlyThePathToAReplacedSegmentAgain() {
    var random = new Random(16);
    add(random, LEVEL_1 + 1_000);
    seal();
    var before = segments.sealed().roots();
    replaceAt(5_000, random);

    int created = seal();

    assertThat(created).isEqualTo(2);
    assertThat(segments.sealed().retired())
        .extracting(retired -> retired.manifest().level())
        .containsExactlyInAnyOrder(0, 1);
    assertThat(segments.sealed().roots().subList(1, before.size()))
        .isEqualTo(before.subList(1, before.size()));
    compareAll();
  }

  private int readsOf(Runnable question) {
    reads.set(0);
    question.run();
    return reads.get();
  }

  private void add(Random random, int count) {
    for (int i = 0; i < count; i++) {
      long from = naive.isEmpty() ? 100 : naive.get(naive.size() - 1).range().to();
      var segment = segment(from, from + 1 + random.nextInt(20), random);
      naive.add(segment);
      segments = segments.plus(segment);
    }
  }

  private void replace(Random random, int count) {
    for (int i = 0; i < count && !naive.isEmpty(); i++) {
      replaceAt(random.nextInt(naive.size()), random);
    }
  }

  private void replaceAt(int at, Random random) {
    var range = naive.get(at).range();
    var replacement = segment(range.from(), range.to(), random);
    segments = segments.replacing(List.of(naive.get(at)), replacement);
    naive.set(at, replacement);
  }

  private void merge(Random random, int count) {
    for (int i = 0; i < count && naive.size() > 1; i++) {
      int at = random.nextInt(naive.size() - 1);
      int most = Math.min(naive.size() - at, random.nextInt(4) == 0 ? 700 : 8);
      merge(at, 2 + random.nextInt(most - 1), random);
    }
  }

  private void merge(int at, int count, Random random) {
    var parts = List.copyOf(naive.subList(at, at + count));
    var merged = segment(parts.get(0).range().from(), parts.get(count - 1).range().to(), random);
    segments = segments.replacing(parts, merged);
    naive.subList(at, at + count).clear();
    naive.add(at, merged);
  }

  /** Mostly rising timestamps; some segments have only holes. */
  private SegmentFacts segment(long from, long to, Random random) {
    boolean onlyHoles = random.nextInt(10) == 0;
    long min = onlyHoles ? -1 : 1_000 + from + random.nextInt(50);
    long max = onlyHoles ? -1 : min + random.nextInt(30);
    return new SegmentFacts(
        "f%d-%d".formatted(from, random.nextInt()),
        new OffsetRange(from, to),
        onlyHoles ? 0 : to - from,
        1 + random.nextInt(1_000),
        "a",
        1 + random.nextInt(10),
        "b",
        1 + random.nextInt(3_000),
        "c",
        min,
        max);
  }

  private int seal() {
    checkpoint += 64;
    var sealed =
        new ManifestSealer(ID, checkpoint, AT, row)
            .seal(segments, reader, segments.sealed().retired());
    for (var manifest : sealed.created()) {
      store.createIfAbsent(ArchiveLayout.manifest(ID, manifest.file()), manifest.bytes());
    }
    segments = sealed.segments();
    return sealed.created().size();
  }

  private void compareSome(Random random) {
    assertThat(segments.size()).isEqualTo(naive.size());
    if (naive.isEmpty()) {
      assertThat(segments.isEmpty()).isTrue();
      return;
    }
    long from = naive.get(0).range().from();
    long to = naive.get(naive.size() - 1).range().to();
    assertThat(segments.covered()).isEqualTo(new OffsetRange(from, to));
    assertThat(segments.last()).isEqualTo(naive.get(naive.size() - 1));
    assertThat(segments.totals()).isEqualTo(naiveTotals(new OffsetRange(0, to)));
    compareParts(new OffsetRange(from + random.nextLong(to - from), to + 10));
    for (int i = 0; i < 5; i++) {
      long one = Math.max(0, from - 10 + random.nextLong(to - from + 20));
      long other = Math.max(0, from - 10 + random.nextLong(to - from + 20));
      compareAt(one);
      compareIn(new OffsetRange(Math.min(one, other), Math.max(one, other)));
      compareTimes(1_000 + one);
    }
  }

  private void compareAt(long offset) {
    var expected = naive.stream().filter(s -> s.range().contains(offset)).findFirst().orElse(null);
    assertThat(segments.at(offset)).isEqualTo(expected);
    var ends = naive.stream().mapToLong(s -> s.range().to()).filter(end -> end <= offset).max();
    assertThat(segments.lastEndUpTo(offset))
        .isEqualTo(ends.isPresent() ? OptionalLong.of(ends.getAsLong()) : OptionalLong.empty());
  }

  private void compareIn(OffsetRange range) {
    var expected = naive.stream().filter(s -> s.range().overlaps(range)).toList();
    assertThat(segments.in(range).toList()).isEqualTo(expected);
    assertThat(segments.totals(range)).isEqualTo(naiveTotals(range));
  }

  /** The parts of a range have the segments of the range, each once, in offset order. */
  private void compareParts(OffsetRange range) {
    var expected = naive.stream().filter(s -> s.range().overlaps(range)).toList();
    assertThat(segments.parts(range).stream().flatMap(segments::in).toList()).isEqualTo(expected);
  }

  private SegmentTotals naiveTotals(OffsetRange range) {
    var inRange = naive.stream().filter(s -> s.range().overlaps(range)).toList();
    var withRecords = inRange.stream().filter(s -> s.records() > 0).toList();
    return new SegmentTotals(
        inRange.size(),
        inRange.stream().mapToLong(SegmentFacts::records).sum(),
        inRange.stream().mapToLong(SegmentFacts::bytes).sum(),
        inRange.stream().mapToLong(SegmentFacts::indexBytes).sum(),
        inRange.stream().mapToLong(SegmentFacts::rawBytes).sum(),
        withRecords.stream().mapToLong(SegmentFacts::minTimestamp).min().orElse(-1),
        withRecords.stream().mapToLong(SegmentFacts::maxTimestamp).max().orElse(-1));
  }

  private void compareTimes(long epochMillis) {
    var expected =
        naive.stream().filter(s -> s.maxTimestamp() >= epochMillis).findFirst().orElse(null);
    assertThat(segments.firstReaching(epochMillis)).isEqualTo(expected);
  }

  private void compareAll() {
    assertThat(segments.toList()).isEqualTo(naive);
    assertThat(segments).isEqualTo(ArchivedSegments.of(naive));
  }
}
