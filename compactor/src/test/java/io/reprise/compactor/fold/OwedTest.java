package io.reprise.compactor.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.compactor.topic.EmitEvery;
import io.reprise.store.snapshot.Watermark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class OwedTest {
  private final Owed owed = new Owed(new EmitEvery(3, Duration.ofSeconds(1)), 0, 0);

  @Test
  void aFlushIsDueOnCountOrOnTime() {
    assertThat(owed.isDueByEvents()).isFalse();
    assertThat(owed.isDueByTime(999)).isFalse();
    assertThat(owed.isDueByTime(1_000)).isTrue();

    owed.counted();
    owed.counted();
    assertThat(owed.isDueByEvents()).isFalse();
    owed.counted();
    assertThat(owed.isDueByEvents()).isTrue();
  }

  @Test
  void aWatermarkComesAfterTheLastKeyOfItsFlush() {
    // Given
    owed.changed(key("a"));
    owed.changed(key("b"));
    owed.begin(10, 0);

    // When / Then
    assertThat(owed.next()).isEqualTo(key("a"));
    owed.emitted(7);
    assertThat(owed.finish()).isNull();
    assertThat(owed.next()).isEqualTo(key("b"));
    owed.emitted(12);
    assertThat(owed.finish()).isEqualTo(new Watermark(10, 13));
    assertThat(owed.isUnderWay()).isFalse();
  }

  @Test
  void whatChangesDuringAFlushIsOwedToTheNextUnlessThisOneStillComesToIt() {
    // Given
    owed.changed(key("a"));
    owed.changed(key("b"));
    owed.begin(10, 0);
    owed.next();
    owed.emitted(9);

    // When
    owed.changed(key("a"));
    owed.changed(key("b"));
    owed.next();
    owed.emitted(11);
    owed.finish();
    owed.begin(12, 0);

    // Then
    assertThat(owed.next()).isEqualTo(key("a"));
    assertThat(owed.next()).isNull();
  }

  @Test
  void aFlushOfNothingIsAWatermarkAtOnce() {
    owed.begin(0, 0);
    assertThat(owed.finish()).isEqualTo(new Watermark(0, 0));
  }

  @Test
  void anEarlierSnapshotStaysInTheWatermark() {
    // Given: a last run emitted up to 50, and died before its watermark
    var again = new Owed(new EmitEvery(3, Duration.ofSeconds(1)), 50, 0);

    // When
    again.begin(40, 0);

    // Then
    assertThat(again.finish()).isEqualTo(new Watermark(40, 50));
  }

  private static Bytes key(String key) {
    return Bytes.wrap(key.getBytes(StandardCharsets.UTF_8));
  }
}
