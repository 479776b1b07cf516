package io.reprise.compactor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.json.Json;
import io.reprise.store.fold.EventDigest;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.Provenance;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Provenance PROVENANCE =
      new Provenance(1, 10, 100, 3, 0, new EventDigest(5, 6));

  @Test
  void equalStatesDoNotDiffer() {
    assertThat(Comparison.of(state("{\"a\":1}"), state("{\"a\":1}"), ComparisonTest::json))
        .isEmpty();
    assertThat(Comparison.of(null, null, ComparisonTest::json)).isEmpty();
  }

  @Test
  void fieldsAreNamedWithBothValues() {
    // When
    var differences =
        Comparison.of(
            state("{\"name\":\"Ann\",\"home\":{\"city\":\"Bonn\",\"zip\":1},\"tags\":[1,2]}"),
            state("{\"home\":{\"city\":\"Bern\",\"zip\":1},\"name\":\"Ann\",\"tags\":[1]}"),
            ComparisonTest::json);

    // Then
    assertThat(differences)
        .containsExactly(
            new Difference("state.home.city", "\"Bonn\"", "\"Bern\""),
            new Difference("state.tags[1]", "2", "absent"));
  }

  @Test
  void bytesThatReadTheSameStillDiffer() {
    assertThat(Comparison.of(state("{\"a\":1}"), state("{ \"a\":1}"), ComparisonTest::json))
        .extracting(Difference::field)
        .containsExactly("state (bytes)");
  }

  @Test
  void provenanceIsComparedAlways() {
    // Given
    var other = new Provenance(1, 10, 100, 4, 1, new EventDigest(5, 7));

    // When
    var differences =
        Comparison.of(state("{}"), new KeyState(bytes("{}"), other), ComparisonTest::json);

    // Then
    assertThat(differences)
        .extracting(Difference::field)
        .containsExactly("provenance.events", "provenance.parked", "provenance.digest");
  }

  @Test
  void aLostStateShowsAndADeletedOneIsLikeNone() {
    var deleted = new KeyState(null, PROVENANCE);

    assertThat(Comparison.of(state("{}"), null, ComparisonTest::json))
        .containsExactly(new Difference("state", "{}", "absent"));
    assertThat(Comparison.of(deleted, state("{}"), ComparisonTest::json))
        .containsExactly(new Difference("state", "absent", "{}"));
    assertThat(Comparison.of(deleted, null, ComparisonTest::json)).isEmpty();
  }

  private static KeyState state(String json) {
    return new KeyState(bytes(json), PROVENANCE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode json(byte[] state) {
    try {
      return Json.json().readTree(new String(state, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
