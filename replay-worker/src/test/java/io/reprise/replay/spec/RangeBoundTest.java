package io.reprise.replay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeBoundTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Arguments> writtenForms() {
    return Stream.of(
        Arguments.of("1500", new RangeBound.AtOffset(1500), "1500"),
        Arguments.of("\"1500\"", new RangeBound.AtOffset(1500), "1500"),
        Arguments.of("4000000000", new RangeBound.AtOffset(4_000_000_000L), "4000000000"),
        Arguments.of("\"earliest\"", new RangeBound.Earliest(), "\"earliest\""),
        Arguments.of("\" Latest \"", new RangeBound.Latest(), "\"latest\""),
        Arguments.of(
            "\"2026-01-31T10:00:00Z\"",
            new RangeBound.AtTime(Instant.parse("2026-01-31T10:00:00Z")),
            "\"2026-01-31T10:00:00Z\""),
        Arguments.of(
            "{\"3\": 20, \"0\": \"1500\"}",
            new RangeBound.AtOffsets(Map.of(0, 1500L, 3, 20L)),
            "{\"0\":1500,\"3\":20}"));
  }

  @ParameterizedTest
  @MethodSource("writtenForms")
  void readsAndWritesEveryForm(String written, RangeBound bound, String rewritten)
      throws JsonProcessingException {
    assertThat(JSON.readValue(written, RangeBound.class)).isEqualTo(bound);
    assertThat(JSON.writeValueAsString(bound)).isEqualTo(rewritten);
    assertThat(JSON.readValue(rewritten, RangeBound.class)).isEqualTo(bound);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "",
        "-5",
        "1.5",
        "2026-01-31",
        "2026-01-31T10:00:00",
        "99999999999999999999"
      })
  void namesTheFormsThatAreUnderstood(String written) {
    assertThatThrownBy(() -> RangeBound.of(written))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(
            "'%s' is not an offset or a time: write an offset, partition=offset pairs, an ISO-8601 instant such as 2026-01-31T10:00:00Z, earliest or latest"
                .formatted(written));
  }

  @Test
  void refusesValuesOfOtherTypes() {
    assertThatThrownBy(() -> RangeBound.of(1.5)).isInstanceOf(InvalidSpecException.class);
    assertThatThrownBy(() -> RangeBound.of(java.util.List.of(1)))
        .isInstanceOf(InvalidSpecException.class);
    assertThatThrownBy(() -> RangeBound.of(Map.of("a", 1)))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("'a=1'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+999999999-01-01T00:00:00Z",
        "-999999999-01-01T00:00:00Z",
        "+292278994-08-17T07:12:55.807000001Z",
        "+292278994-08-17T07:12:55.808Z",
        "-292275055-05-16T16:47:04.191Z"
      })
  void refusesATimeThatNoKafkaTimestampCanHave(String written) {
    assertThatThrownBy(() -> RangeBound.of(written))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(
            "time %s is out of range: use a time from -292275055-05-16T16:47:04.192Z to +292278994-08-17T07:12:55.807Z"
                .formatted(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999Z",
        "-292275055-05-16T16:47:04.192Z",
        "+292278994-08-17T07:12:55.807Z"
      })
  void takesEveryTimeThatAKafkaTimestampCanHave(String written) {
    assertThat(RangeBound.of(written)).isEqualTo(new RangeBound.AtTime(Instant.parse(written)));
  }

  @Test
  void refusesNegativeOffsetsAndAnEmptyObject() {
    assertThatThrownBy(() -> RangeBound.of(-1)).hasMessage("offset -1 is negative: use 0 or more");
    assertThatThrownBy(() -> RangeBound.of(Map.of("0", -1)))
        .hasMessage("partition 0 has offset -1: use 0 or more for both, as in {\"0\": 1500}");
    assertThatThrownBy(() -> RangeBound.of(Map.of("-2", 1)))
        .hasMessage("partition -2 has offset 1: use 0 or more for both, as in {\"0\": 1500}");
    assertThatThrownBy(() -> RangeBound.of(Map.of()))
        .hasMessage(
            "the object of offsets is empty: name at least one partition, as in {\"0\": 1500}");
  }
}
