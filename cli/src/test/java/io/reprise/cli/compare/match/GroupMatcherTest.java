package io.reprise.cli.compare.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupMatcherTest {
  private static Tally match(
      MatchBy by, Tolerances tolerances, List<Entry> left, List<Entry> right) {
    var tally = new Tally(100);
    new GroupMatcher(new Correspondence(by, tolerances), tally).match(left, right);
    return tally;
  }

  /** Returns the records of one key whose contents are letters. */
  private static List<Entry> records(Side side, String letters) {
    var records = new ArrayList<Entry>();
    letters.chars().forEach(c -> records.add(record(side, c, c, records.size())));
    return records;
  }

  private static Entry record(Side side, long id, long content, long offset) {
    return TestEntries.entry(side, 1, id, content, 0, offset);
  }

  private static String counts(Tally tally) {
    return "%d same, %d different, %d left, %d right, %d moved"
        .formatted(
            tally.same(),
            tally.count(DifferenceKind.DIFFERENT),
            tally.count(DifferenceKind.ONLY_LEFT),
            tally.count(DifferenceKind.ONLY_RIGHT),
            tally.count(DifferenceKind.OUT_OF_ORDER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "abcd   | abcd    | 4 same, 0 different, 0 left, 0 right, 0 moved",
        "abcd   | abd     | 3 same, 0 different, 1 left, 0 right, 0 moved",
        "abcd   | abxcd   | 4 same, 0 different, 0 left, 1 right, 0 moved",
        "abcd   | abxd    | 3 same, 1 different, 0 left, 0 right, 0 moved",
        "abcd   | bcda    | 3 same, 0 different, 0 left, 0 right, 1 moved",
        "abcd   | abccd   | 4 same, 0 different, 0 left, 1 right, 0 moved",
        "abcd   | bacxd   | 3 same, 0 different, 0 left, 1 right, 1 moved",
        "abcd   | xyzu    | 0 same, 4 different, 0 left, 0 right, 0 moved",
        "ab     | bab     | 2 same, 0 different, 0 left, 1 right, 0 moved",
        "abab   | abaab   | 4 same, 0 different, 0 left, 1 right, 0 moved",
        "xababy | ababxyb | 5 same, 0 different, 0 left, 1 right, 1 moved",
      })
  void matchesSequencesOfAKey(String left, String right, String expected) {
    var tally =
        match(MatchBy.KEY, Tolerances.NONE, records(Side.LEFT, left), records(Side.RIGHT, right));

    assertThat(counts(tally)).isEqualTo(expected);
  }

  @Test
  void recordsOfOneOriginBelongTogetherWhateverTheirContentIs() {
    var left = List.of(record(Side.LEFT, 1, 10, 0), record(Side.LEFT, 2, 10, 1));
    var right =
        List.of(
            record(Side.RIGHT, 1, 11, 0),
            record(Side.RIGHT, 3, 10, 1),
            record(Side.RIGHT, 2, 10, 2),
            record(Side.RIGHT, 2, 10, 3));

    var tally = match(MatchBy.ORIGIN, Tolerances.NONE, left, right);

    assertThat(counts(tally)).isEqualTo("1 same, 1 different, 0 left, 2 right, 0 moved");
  }

  @Test
  void findsOriginsInAnotherOrder() {
    var left = List.of(record(Side.LEFT, 1, 10, 0), record(Side.LEFT, 2, 20, 1));
    var right = List.of(record(Side.RIGHT, 2, 20, 0), record(Side.RIGHT, 1, 10, 1));

    var tally = match(MatchBy.ORIGIN, Tolerances.NONE, left, right);

    assertThat(counts(tally)).isEqualTo("1 same, 0 different, 0 left, 0 right, 1 moved");
  }

  @Test
  void doesNotCompareTheOrderOfAKeyInSeveralPartitions() {
    var left =
        List.of(
            TestEntries.entry(Side.LEFT, 1, 10, 0, 0), TestEntries.entry(Side.LEFT, 1, 20, 1, 0));
    var right = List.of(record(Side.RIGHT, 20, 20, 0), record(Side.RIGHT, 10, 10, 1));

    var tally = match(MatchBy.KEY, Tolerances.NONE, left, right);

    assertThat(counts(tally)).isEqualTo("2 same, 0 different, 0 left, 0 right, 0 moved");
    assertThat(tally.groupsWithoutOrder()).isOne();
  }

  @Test
  void acceptsNumbersWithinTheirToleranceAlsoBesideAMissingRecord() {
    var left =
        List.of(
            TestEntries.number(Side.LEFT, 1, 1.00, 0),
            TestEntries.number(Side.LEFT, 1, 2.00, 1),
            TestEntries.number(Side.LEFT, 1, 3.00, 2),
            TestEntries.number(Side.LEFT, 1, 4.00, 3));
    var right =
        List.of(
            TestEntries.number(Side.RIGHT, 1, 1.01, 0),
            TestEntries.number(Side.RIGHT, 1, 3.01, 1),
            TestEntries.number(Side.RIGHT, 1, 4.50, 2));

    var tally = match(MatchBy.KEY, new Tolerances(List.of(0.015)), left, right);

    assertThat(counts(tally)).isEqualTo("2 same, 1 different, 1 left, 0 right, 0 moved");
  }

  @Test
  void aNumberThatOneSideLacksIsDifferent() {
    var left = List.of(TestEntries.number(Side.LEFT, 1, 1, 0));
    var right = List.of(TestEntries.number(Side.RIGHT, 1, Double.NaN, 0));
    var tolerances = new Tolerances(List.of(5.0));

    assertThat(counts(match(MatchBy.KEY, tolerances, left, right)))
        .isEqualTo("0 same, 1 different, 0 left, 0 right, 0 moved");
    assertThat(tolerances.areEqual(right.get(0), right.get(0))).isTrue();
  }

  @Test
  void longSequencesThatDifferALotAreStillMatchedById() {
    var left = new ArrayList<Entry>();
    var right = new ArrayList<Entry>();
    for (int i = 0; i < 5_000; i++) {
      left.add(record(Side.LEFT, i, i, i));
      right.add(record(Side.RIGHT, 4_999 - i, 4_999 - i, i));
    }

    var tally = match(MatchBy.KEY, Tolerances.NONE, left, right);

    assertThat(counts(tally)).isEqualTo("1 same, 0 different, 0 left, 0 right, 4999 moved");
  }
}
