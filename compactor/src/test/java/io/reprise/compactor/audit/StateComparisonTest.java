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

class StateComparisonTest {
  private static final Provenance PROVENANCE =
      new Provenance(1, 10, 100, 3, 0, new EventDigest(5, 6));

  @Test
  void equalStatesDoNotDiffer() {
    assertThat(
            StateComparison.of(state("{\"a\":1}"), state("{\"a\":1}"), StateComparisonTest::json))
        .isEmpty();
    assertThat(StateComparison.of(null, null, StateComparisonTest::json)).isEmpty();
  }

  @Test
  void fieldsAreNamedWithBothValues() {
    // When
    var differences =
        StateComparison.of(
            state("{\"name\":\"Ann\",\"home\":{\"city\":\"Bonn\",\"zip\":1},\"tags\":[1,2]}"),
            state("{\"home\":{\"city\":\"Bern\",\"zip\":1},\"name\":\"Ann\",\"tags\":[1]}"),
            StateComparisonTest::json);

    // Then
    assertThat(differences)
        .containsExactly(
            new FieldDifference("state.home.city", "\"Bonn\"", "\"Bern\""),
            new FieldDifference("state.tags[1]", "2", "absent"));
  }

  @Test
  void bytesThatReadTheSameStillDiffer() {
    assertThat(
            StateComparison.of(state("{\"a\":1}"), state("{ \"a\":1}"), StateComparisonTest::json))
        .extracting(FieldDifference::field)
        .containsExactly("state (bytes)");
  }

  @Test
  void provenanceIsComparedAlways() {
    // Given
    var other = new Provenance(1, 10, 100, 4, 1, new EventDigest(5, 7));

    // When
    var differences =
        StateComparison.of(
            state("{}"), new KeyState(bytes("{}"), other), StateComparisonTest::json);

    // Then
    assertThat(differences)
        .extracting(FieldDifference::field)
        .containsExactly("provenance.events", "provenance.parked", "provenance.digest");
  }

  @Test
  void aLostStateShowsAndADeletedOneIsLikeNone() {
    var deleted = new KeyState(null, PROVENANCE);

    assertThat(StateComparison.of(state("{}"), null, StateComparisonTest::json))
        .containsExactly(new FieldDifference("state", "{}", "absent"));
    assertThat(StateComparison.of(deleted, state("{}"), StateComparisonTest::json))
        .containsExactly(new FieldDifference("state", "absent", "{}"));
    assertThat(StateComparison.of(deleted, null, StateComparisonTest::json)).isEmpty();
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
