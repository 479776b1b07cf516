package io.reprise.replay.park;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.schemas.wire.ReplayMarker;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class ParkedRecordTest {
  private static final TopicPartition PLACE = new TopicPartition("copies.parked", 3);

  @Test
  void theMarkerHasThisForm() {
    assertThat(new String(marker(2, "no key").encode(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"replay":"01970000-0000-7000-8000-000000000001","shard":4,"attempt":1,"target":"copy",\
            "topic":"orders","partition":0,"offset":17,"timestamp":99,"attempts":2,\
            "fingerprint":"0123456789ab","cause":"no key","reason":"no key","v":1}\
            """);
  }

  @Test
  void keepsKeyValueAndHeadersAndAddsTheMarkers() {
    var record = record("v");
    record.headers().add("ce_type", utf8("user.paid"));
    record.headers().add("kafka_dlt-exception-fqcn", utf8("java.lang.RuntimeException"));

    var parked = ParkedRecord.of(record, marker(1, "no key"), PLACE, 1_234);

    assertThat(parked.topic()).isEqualTo("copies.parked");
    assertThat(parked.partition()).isEqualTo(3);
    assertThat(parked.timestamp()).isEqualTo(1_234);
    assertThat(parked.key()).isSameAs(record.key());
    assertThat(parked.value()).isSameAs(record.value());
    assertThat(parked.headers())
        .extracting(Header::key)
        .containsExactly("ce_type", "kafka_dlt-exception-fqcn", "reprise", "reprise-parked");
    assertThat(replayMarker(parked))
        .isEqualTo(new ReplayMarker(UUID.fromString(Samples.ID), 1, 0, "orders", 0, 17, 99));
    assertThat(ParkedMarker.of(parked.headers())).hasValue(marker(1, "no key"));
    assertThat(ParkedRecord.bytes(parked)).isGreaterThan(300);
  }

  @Test
  void aRecordThatIsParkedAgainHasOneMarkerAndCountsItsAttempts() {
    var record = record("v");
    record.headers().add(ParkedMarker.HEADER, marker(2, "no key").encode());
    assertThat(ParkedRecord.attempts(record)).isEqualTo(2);

    var parked = ParkedRecord.of(record, marker(3, "no key"), PLACE, 0);

    assertThat(parked.headers())
        .extracting(Header::key)
        .containsExactly("reprise", "reprise-parked");
    assertThat(ParkedMarker.of(parked.headers()).orElseThrow().attempts()).isEqualTo(3);
  }

  @Test
  void keepsHowOftenTheRecordWasDeliveredAndNamesThisReplay() {
    var record = record("v");
    var before = new ReplayMarker(UUID.randomUUID(), 1, 5, "elsewhere", 2, 3, 4);
    record.headers().add(ReplayMarker.HEADER, before.encode());

    var parked = ParkedRecord.of(record, marker(1, "no key"), PLACE, 0);

    assertThat(replayMarker(parked))
        .isEqualTo(new ReplayMarker(UUID.fromString(Samples.ID), 1, 5, "orders", 0, 17, 99));
  }

  private static ReplayMarker replayMarker(ProducerRecord<byte[], byte[]> parked) {
    return ReplayMarker.decode(parked.headers().lastHeader(ReplayMarker.HEADER).value());
  }

  @Test
  void readsNoMarkerThatAnotherProgramOrALaterVersionWrote() {
    for (var text : new String[] {"", "{", "[]", "{\"v\":2}", "7"}) {
      var headers = new RecordHeaders();
      headers.add(ParkedMarker.HEADER, utf8(text));
      assertThat(ParkedMarker.of(headers)).as(text).isEmpty();
    }
    assertThat(ParkedMarker.of(new RecordHeaders())).isEmpty();
    assertThat(ParkedRecord.attempts(record("v"))).isZero();
  }

  @Test
  void theReasonIsBounded() {
    assertThat(marker(1, "x".repeat(9_999)).reason()).hasSize(ParkedMarker.MAX_REASON);
  }

  private static ParkedMarker marker(int attempts, String reason) {
    return new ParkedMarker(
        Samples.ID, 4, 1, "copy", "orders", 0, 17, 99, attempts, "0123456789ab", "no key", reason);
  }

  private static ConsumerRecord<byte[], byte[]> record(String value) {
    return new ConsumerRecord<>("orders", 0, 17, utf8("k"), utf8(value));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
