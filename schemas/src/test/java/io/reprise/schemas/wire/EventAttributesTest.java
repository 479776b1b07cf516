package io.reprise.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventAttributesTest {
  private static final EventAttributes ATTRIBUTES =
      new EventAttributes(
          "1",
          "/shop",
          "ordered",
          "user-7",
          Instant.parse("2026-01-31T12:00:00Z"),
          "avro/binary",
          null,
          Map.of("traceparent", "00-ab"));

  @Test
  void isWrittenAsTheKafkaBindingSays() {
    var headers = new LinkedHashMap<String, String>();
    ATTRIBUTES.writeTo(
        (name, bytes) -> headers.put(name, new String(bytes, StandardCharsets.UTF_8)));

    assertThat(headers)
        .containsExactly(
            Map.entry("ce_specversion", "1.0"),
            Map.entry("ce_id", "1"),
            Map.entry("ce_source", "/shop"),
            Map.entry("ce_type", "ordered"),
            Map.entry("ce_subject", "user-7"),
            Map.entry("ce_time", "2026-01-31T12:00:00Z"),
            Map.entry("content-type", "avro/binary"),
            Map.entry("ce_traceparent", "00-ab"));
  }
}
