package io.reprise.replay.browse;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.park.ParkedMarker;
import io.reprise.replay.park.RefusalCause;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ParkedCausesTest {
  private static final Instant NOON = Samples.NOON;
  private static final String OTHER = "01970000-0000-7000-8000-000000000002";

  @Test
  void countsRecordsByCauseTheMostFrequentFirst() {
    var tally = new ParkedCauses.Tally(ParkedSelection.ALL);
    tally.add(parked(0, Samples.ID, "the record has no key", NOON));
    tally.add(parked(1, Samples.ID, "the record has about 7 bytes", NOON.plusSeconds(2)));
    tally.add(parked(2, OTHER, "the record has about 900 bytes", NOON.plusSeconds(1)));
    tally.add(new ConsumerRecord<>("copies.parked", 0, 3, new byte[0], new byte[0]));

    var causes = tally.causes("copies.parked", true);

    assertThat(causes.records()).isEqualTo(3);
    assertThat(causes.otherCauses()).isZero();
    assertThat(causes.causes())
        .extracting(ParkedCauses.Cause::cause)
        .containsExactly("the record has about # bytes", "the record has no key");
    var first = causes.causes().get(0);
    assertThat(first.records()).isEqualTo(2);
    assertThat(first.first()).isEqualTo(NOON.plusSeconds(1));
    assertThat(first.last()).isEqualTo(NOON.plusSeconds(2));
    assertThat(first.offset()).isEqualTo(1);
    assertThat(first.replays()).containsExactly(Samples.ID, OTHER);
  }

  @Test
  void countsOnlySelectedRecords() {
    var fingerprint = RefusalCause.of("no key").fingerprint();

    assertThat(count(new ParkedSelection(OTHER, null, null, null))).isOne();
    assertThat(count(new ParkedSelection(null, fingerprint.substring(0, 6), null, null))).isOne();
    assertThat(count(new ParkedSelection(null, null, NOON.plusSeconds(1), null))).isEqualTo(2);
    assertThat(count(new ParkedSelection(null, null, null, NOON.plusSeconds(2)))).isEqualTo(2);
    assertThat(count(new ParkedSelection("none", null, null, null))).isZero();
  }

  private static long count(ParkedSelection selection) {
    var tally = new ParkedCauses.Tally(selection);
    tally.add(parked(0, Samples.ID, "no key", NOON));
    tally.add(parked(1, OTHER, "too large", NOON.plusSeconds(1)));
    tally.add(parked(2, Samples.ID, "too old", NOON.plusSeconds(2)));
    return tally.causes("copies.parked", true).records();
  }

  @Test
  void keepsABoundedNumberOfCauses() {
    var tally = new ParkedCauses.Tally(ParkedSelection.ALL);
    for (int i = 0; i < 150; i++) {
      tally.add(parked(i, Samples.ID, "cause " + "x".repeat(i), NOON));
    }

    var causes = tally.causes("copies.parked", false);

    assertThat(causes.causes()).hasSize(ParkedCauses.MOST_CAUSES);
    assertThat(causes.otherCauses()).isEqualTo(50);
    assertThat(causes.records()).isEqualTo(150);
    assertThat(causes.complete()).isFalse();
  }

  private static ConsumerRecord<byte[], byte[]> parked(
      long offset, String replay, String reason, Instant at) {
    var cause = RefusalCause.of(reason);
    var marker =
        new ParkedMarker(
            replay,
            0,
            1,
            "copy",
            "orders",
            0,
            offset,
            7,
            1,
            cause.fingerprint(),
            cause.text(),
            reason);
    var headers = new RecordHeaders();
    headers.add(ParkedMarker.HEADER, marker.encode());
    return new ConsumerRecord<>(
        "copies.parked",
        0,
        offset,
        at.toEpochMilli(),
        TimestampType.CREATE_TIME,
        0,
        0,
        new byte[0],
        new byte[0],
        headers,
        Optional.empty());
  }
}
