package io.reprise.store.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.store.OffsetRange;
import org.junit.jupiter.api.Test;

class PartitionFactsTest {

  @Test
  void isReadableUpToTheLastStableOffset() {
    var facts = new PartitionFacts(0, 10, 30, 50, 4_000);

    assertThat(facts.readable()).isEqualTo(new OffsetRange(10, 30));
  }

  @Test
  void isNotReadableIfItsStartIsAboveItsStableEnd() {
    var facts = new PartitionFacts(0, 40, 30, 50, 0);

    assertThat(facts.readable()).isEqualTo(new OffsetRange(40, 40));
  }

  @Test
  void isReadableFromTheStartOfItsArchive() {
    var overlapping = new PartitionFacts(0, 10, 30, 50, 0, new OffsetRange(3, 15), 99);
    var torn = new PartitionFacts(0, 10, 30, 50, 0, new OffsetRange(3, 7), 99);

    assertThat(overlapping.readable()).isEqualTo(new OffsetRange(3, 30));
    assertThat(overlapping.gap().isEmpty()).isTrue();
    assertThat(torn.readable()).isEqualTo(new OffsetRange(3, 30));
    assertThat(torn.gap()).isEqualTo(new OffsetRange(7, 10));
    assertThat(new PartitionFacts(0, 10, 30, 50, 0).gap().isEmpty()).isTrue();
  }

  @Test
  void averagesBytesOverStoredOffsets() {
    assertThat(new PartitionFacts(0, 10, 30, 50, 4_000).bytesPerOffset()).isEqualTo(100.0);
    assertThat(new PartitionFacts(0, 10, 10, 10, 4_000).bytesPerOffset()).isZero();
  }
}
