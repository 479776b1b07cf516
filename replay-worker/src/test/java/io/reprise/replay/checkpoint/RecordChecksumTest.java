package io.reprise.replay.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RecordChecksumTest {
  private final RecordChecksum checksum = new RecordChecksum();

  @Test
  void hasThisValue() {
    assertThat(checksum.of(utf8("user-1"), utf8("bought"), headers("ce_type", "order")))
        .isEqualTo(0x2E3C74BF);
  }

  @Test
  void tellsContentsApartThatShareTheirBytes() {
    var seen = new HashSet<Integer>();
    seen.add(checksum.of(utf8("ab"), utf8("c"), headers()));
    seen.add(checksum.of(utf8("a"), utf8("bc"), headers()));
    seen.add(checksum.of(null, utf8("abc"), headers()));
    seen.add(checksum.of(utf8(""), utf8("abc"), headers()));
    seen.add(checksum.of(utf8("abc"), null, headers()));
    seen.add(checksum.of(utf8("ab"), null, headers("c", "")));
    seen.add(checksum.of(utf8("ab"), null, headers("c", null)));

    assertThat(seen).hasSize(7);
  }

  @Test
  void leavesOutHeadersThatDeliveryAddsOrDrops() {
    int plain = checksum.of(utf8("k"), utf8("v"), headers("ce_type", "order"));

    assertThat(checksum.of(utf8("k"), utf8("v"), headers("reprise", "marker", "ce_type", "order")))
        .isEqualTo(plain);
    assertThat(
            checksum.of(utf8("k"), utf8("v"), headers("__replicator_id", "x", "ce_type", "order")))
        .isEqualTo(plain);
    assertThat(checksum.of(utf8("k"), utf8("v"), headers("ce_type", "other"))).isNotEqualTo(plain);
  }

  private static Headers headers(String... namesAndValues) {
    var headers = new RecordHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      var value = namesAndValues[i + 1];
      headers.add(namesAndValues[i], value == null ? null : utf8(value));
    }
    return headers;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
