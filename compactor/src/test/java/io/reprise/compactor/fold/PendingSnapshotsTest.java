package io.reprise.compactor.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.compactor.topic.EmitEvery;
import io.reprise.store.snapshot.Watermark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class PendingSnapshotsTest {
  private final PendingSnapshots pending =
      new PendingSnapshots(new EmitEvery(3, Duration.ofSeconds(1)), 0, 0);

  @Test
  void aFlushIsDueOnCountOrOnTime() {
    assertThat(pending.isDueByEvents()).isFalse();
    assertThat(pending.isDueByTime(999)).isFalse();
    assertThat(pending.isDueByTime(1_000)).isTrue();

    pending.counted();
    pending.counted();
    assertThat(pending.isDueByEvents()).isFalse();
    pending.counted();
    assertThat(pending.isDueByEvents()).isTrue();
  }

  @Test
  void aWatermarkComesAfterTheLastKeyOfItsFlush() {
    // Given
    pending.changed(key("a"));
    pending.changed(key("b"));
    pending.begin(10, 0);

    // When / Then
    assertThat(pending.next()).isEqualTo(key("a"));
    pending.emitted(7);
    assertThat(pending.finish()).isNull();
    assertThat(pending.next()).isEqualTo(key("b"));
    pending.emitted(12);
    assertThat(pending.finish()).isEqualTo(new Watermark(10, 13));
    assertThat(pending.isUnderWay()).isFalse();
  }

  @Test
  void whatChangesDuringAFlushIsOwedToTheNextUnlessThisOneStillComesToIt() {
    // Given
    pending.changed(key("a"));
    pending.changed(key("b"));
    pending.begin(10, 0);
    pending.next();
    pending.emitted(9);

    // When
    pending.changed(key("a"));
    pending.changed(key("b"));
    pending.next();
    pending.emitted(11);
    pending.finish();
    pending.begin(12, 0);

    // Then
    assertThat(pending.next()).isEqualTo(key("a"));
    assertThat(pending.next()).isNull();
  }

  @Test
  void aFlushOfNothingIsAWatermarkAtOnce() {
    pending.begin(0, 0);
    assertThat(pending.finish()).isEqualTo(new Watermark(0, 0));
  }

  @Test
  void anEarlierSnapshotStaysInTheWatermark() {
    // Given: a last run emitted up to 50, and crashed before its watermark
    var again = new PendingSnapshots(new EmitEvery(3, Duration.ofSeconds(1)), 50, 0);

    // When
    again.begin(40, 0);

    // Then
    assertThat(again.finish()).isEqualTo(new Watermark(40, 50));
  }

  private static Bytes key(String key) {
    return Bytes.wrap(key.getBytes(StandardCharsets.UTF_8));
  }
}
