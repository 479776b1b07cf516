package io.reprise.cli.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.cli.command.CommandFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventInputTest {
  private static EventInput input(String text) throws IOException {
    return new EventInput(
        "in.json", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Integer> batches(String text) throws IOException {
    var sizes = new ArrayList<Integer>();
    try (var input = input(text)) {
      for (var batch = input.next(); !batch.isEmpty(); batch = input.next()) {
        sizes.add(batch.size());
      }
    }
    return sizes;
  }

  private static String events(int count, String between) {
    return IntStream.range(0, count)
        .mapToObj("{\"id\":\"%d\"}"::formatted)
        .collect(Collectors.joining(between));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"a\"}\n{\"id\":\"b\"}\n",
        "{\"id\":\"a\"}\n\n{\n\"id\":\"b\"\n}",
        "[{\"id\":\"a\"},\n{\"id\":\"b\"}]\n"
      })
  void readsLinesDocumentsAndArraysInOrder(String text) throws IOException {
    try (var input = input(text)) {
      assertThat(input.next().findValuesAsText("id")).containsExactly("a", "b");
      assertThat(input.next()).isEmpty();
    }
  }

  @Test
  void anArrayIsOneBatchAndLinesAreBatchesWithoutALimit() throws IOException {
    assertThat(batches("[" + events(1_000, ",") + "]")).containsExactly(1_000);
    assertThat(batches(events(1_201, "\n"))).containsExactly(500, 500, 201);
    assertThat(batches("[]")).isEmpty();
  }

  @Test
  void anAvroSchemaInPlaceOfEventsIsNamedWithWhatAnEventNeeds() throws IOException {
    var schema = "{\"type\":\"record\",\"name\":\"Parcel\",\"fields\":[]}";
    try (var input = input(schema)) {
      assertThatThrownBy(input::next)
          .isInstanceOf(CommandFailure.class)
          .hasMessageStartingWith(
              "in.json is an Avro schema, not events: an event is a JSON object")
          .hasMessageContaining("specversion (\"1.0\"), id, source, type and data");
    }
    try (var input = input(schema.replace("{", "{\"specversion\":\"1.0\","))) {
      assertThat(input.next()).hasSize(1);
    }
  }

  @Test
  void aBatchOfLargeEventsEndsAtAMebibyte() throws IOException {
    var large = "{\"data\":\"" + "x".repeat(600_000) + "\"}\n";

    assertThat(batches(large.repeat(5))).containsExactly(2, 2, 1);
  }

  @Test
  void anArrayOfMoreThan1000EventsIsRefused() throws IOException {
    try (var input = input("[" + events(1_001, ",") + "]")) {
      assertThatThrownBy(input::next)
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("in.json is an array of more than 1000 events")
          .hasMessageContaining("one event on each line");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':'a'} {nothing  | in.json is not JSON: ",
        "{'id':'a'            | in.json is not JSON: ",
        "[{'id':'a'}          | in.json is not JSON: ",
      })
  void aFaultIsNamedAndItsBatchIsNotReturned(String text, String sentence) throws IOException {
    try (var input = input(text.replace('\'', '"'))) {
      assertThatThrownBy(input::next)
          .isInstanceOf(CommandFailure.class)
          .hasMessageStartingWith(sentence);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\n"})
  void anEmptyInputIsRefused(String text) {
    assertThatThrownBy(() -> input(text)).hasMessage("in.json is empty");
  }
}
