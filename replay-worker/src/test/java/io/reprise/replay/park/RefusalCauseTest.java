package io.reprise.replay.park;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalCauseTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "the record has no key, and topic 'copies' is compacted"
            + " | the record has no key, and topic '...' is compacted",
        "the record has about 1400 bytes, above max.message.bytes 1000 of topic 'copies'"
            + " | the record has about # bytes, above max.message.bytes # of topic '...'",
        "the record's timestamp 2026-01-31T12:00:00Z is outside message.timestamp.before.max.ms"
            + " 3600000 of topic 'copies'"
            + " | the record's timestamp # is outside message.timestamp.before.max.ms # of topic"
            + " '...'",
        "the record has the negative timestamp -1, which Kafka's clients cannot write"
            + " | the record has the negative timestamp -#, which Kafka's clients cannot write",
        "the service answered with status 422 | the service answered with status 422",
        "invalid input \"4f-7\" (SQLSTATE 22003) | invalid input '...' (SQLSTATE 22003)",
      })
  void leavesOutTheValuesOfTheRecord(String reason, String text) {
    assertThat(RefusalCause.of(reason).text()).isEqualTo(text);
  }

  @Test
  void refusalsThatDifferOnlyInValuesHaveOneFingerprint() {
    var one = RefusalCause.of("the record has about 1400 bytes, above 1000");
    var other = RefusalCause.of("the record has about 77 bytes,\n  above 20");

    assertThat(other).isEqualTo(one);
    assertThat(one.fingerprint()).matches("[0-9a-f]{12}");
    assertThat(RefusalCause.of("the record has no key").fingerprint())
        .isNotEqualTo(one.fingerprint());
  }

  @Test
  void statusesAreDifferentCauses() {
    assertThat(RefusalCause.of("the service answered with status 400"))
        .isNotEqualTo(RefusalCause.of("the service answered with status 422"));
  }

  @Test
  void theTextIsBounded() {
    assertThat(RefusalCause.of("x".repeat(10_000)).text()).hasSize(160);
  }
}
