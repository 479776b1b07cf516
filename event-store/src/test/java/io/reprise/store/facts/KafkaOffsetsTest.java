package io.reprise.store.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaOffsetsTest {
  @ParameterizedTest
  @CsvSource({
    "1969-12-31T23:59:59.999Z, 0",
    "1969-12-31T23:59:59.998Z, 0",
    "0001-01-01T00:00:00Z, 0",
    "1970-01-01T00:00:00Z, 0",
    "1970-01-01T00:00:00.001Z, 1",
    "2026-01-31T12:00:00Z, 1769860800000"
  })
  void noTimeIsTakenForASpecialOffset(Instant time, long timestamp) {
    assertThat(KafkaOffsets.timestampToFind(time)).isEqualTo(timestamp);
  }
}
