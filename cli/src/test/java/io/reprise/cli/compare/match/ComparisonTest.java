package io.reprise.cli.compare.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private static final int ALL = 100_000;

  @TempDir Path directory;

  private Comparison comparison(MatchBy by, long limit) throws IOException {
    return new Comparison(Files.createTempDirectory(directory, "run-"), by, Tolerances.NONE, limit);
  }

  private Tally compare(MatchBy by, long limit, List<Entry> entries) throws IOException {
    var tally = new Tally(ALL);
    try (var comparison = comparison(by, limit)) {
      entries.forEach(comparison::add);
      assertThat(comparison.compare(tally, () -> false, done -> {})).isTrue();
    }
    assertThat(directory).isEmptyDirectory();
    return tally;
  }

  @ParameterizedTest
  @CsvSource({"1, 500000", "2, 500000", "3, 500000", "4, 100", "5, 100", "6, 80"})
  void findsEachPlantedDifferenceAndNoOther(long seed, long limit) throws IOException {
    var planted = new PlantedDifferences(seed, 400);

    var tally = compare(MatchBy.KEY, limit, planted.entries());

    assertThat(planted.expected()).containsOnlyKeys(DifferenceKind.values());
    assertThat(planted.found(tally.samples(ALL))).isEqualTo(planted.expected());
    assertThat(tally.same()).isEqualTo(planted.same());
    planted
        .expected()
        .forEach((kind, contents) -> assertThat(tally.count(kind)).isEqualTo(contents.size()));
    assertThat(tally.groupsWithoutOrder()).isZero();
  }

  @Test
  void twoEqualSidesAreEqualInAnyNumberOfPartitions() throws IOException {
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < 3_000; i++) {
      int key = i % 17;
      entries.add(TestEntries.entry(Side.LEFT, key, i % 5, key % 2, i));
      entries.add(TestEntries.entry(Side.RIGHT, key, i % 5, key % 7, i));
    }

    var tally = compare(MatchBy.KEY, 1_000, entries);

    assertThat(tally.differences()).isZero();
    assertThat(tally.same()).isEqualTo(3_000);
    assertThat(tally.groups()).isEqualTo(17);
  }

  @Test
  void progressEndsWithTheNumberOfRecords() throws IOException {
    var planted = new PlantedDifferences(7, 200);
    var progress = new ArrayList<Long>();
    try (var comparison = comparison(MatchBy.KEY, 100)) {
      planted.entries().forEach(comparison::add);

      comparison.compare(new Tally(1), () -> false, progress::add);
    }

    assertThat(progress).isSorted().endsWith((long) planted.entries().size());
  }

  @Test
  void whatAStoppedComparisonCountsIsTrueForWholeKeys() throws IOException {
    var planted = new PlantedDifferences(8, 400);
    var whole = compare(MatchBy.KEY, 500_000, planted.entries());
    var tally = new Tally(ALL);
    var files = new int[1];
    try (var comparison = comparison(MatchBy.KEY, 500_000)) {
      planted.entries().forEach(comparison::add);

      assertThat(comparison.compare(tally, () -> files[0]++ == 20, done -> {})).isFalse();
    }

    assertThat(tally.groups()).isPositive().isLessThan(whole.groups());
    assertThat(whole.samples(ALL)).containsAll(tally.samples(ALL));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void refusesAKeyThatDoesNotFitIntoMemory() throws IOException {
    try (var comparison = comparison(MatchBy.KEY, 50)) {
      IntStream.range(0, 51)
          .mapToObj(i -> TestEntries.entry(Side.LEFT, 3, i, 0, i))
          .forEach(comparison::add);

      assertThatThrownBy(() -> comparison.compare(new Tally(1), () -> false, done -> {}))
          .isInstanceOf(GroupTooLargeException.class)
          .hasMessage("51 records have one key; at most 50 fit into memory");
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void deletesItsFilesIfNothingWasCompared() throws IOException {
    try (var comparison = comparison(MatchBy.KEY, 50)) {
      comparison.add(TestEntries.entry(Side.LEFT, 3, 1, 0, 0));
    }

    assertThat(directory).isEmptyDirectory();
  }
}
