package io.reprise.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class YamlQuotingTest {
  private static final String ODD = "0123456789abcdefeE+-._:oxXyYnN~=<>!&*#%@`'\"|?,[]{} \t\n\\";

  private static String yaml(Object value) {
    try {
      return Json.yaml().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "~",
        "null",
        "Null",
        "yes",
        "No",
        "on",
        "OFF",
        "y",
        "N",
        "true",
        "FALSE",
        "0",
        "-1",
        "+7",
        "0012",
        "08",
        "007",
        "0o17",
        "0x1F",
        "0b11",
        "1_000",
        "1.5",
        ".5",
        "5.",
        "1e3",
        "-1.5E-7",
        ".inf",
        "-.Inf",
        ".NaN",
        "12:30:45",
        "1:30",
        "2026-11-29",
        "2026-11-29T14:02:00Z",
        "2026-11-29 14:02:00",
        "=",
        "<<",
        "019e1234",
        "123e4567"
      })
  void aTextThatAReaderCouldTakeForAnotherTypeIsQuoted(String text) {
    var written = yaml(Map.of("value", text));

    assertThat(written).isEqualTo("value: \"" + text + "\"\n");
    assertThat(yaml(Map.of(text, 1))).isEqualTo("\"" + text + "\": 1\n");
    assertThat(new Yaml().<Map<String, Object>>load(written)).containsEntry("value", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "user-events", "COMPLETED", "15m", "8MiB", "a b", "127.0.0.1"})
  void otherTextsAreNotQuoted(String text) {
    assertThat(yaml(Map.of("value", text))).isEqualTo("value: " + text + "\n");
  }

  @Test
  void everyTextIsReadAsItWasWritten() {
    var random = new Random(20261130);
    for (int i = 0; i < 5_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(6); length > 0; length--) {
        text.append(ODD.charAt(random.nextInt(ODD.length())));
      }
      var written = yaml(Map.of(text.toString(), text.toString()));

      assertThat(new Yaml().<Map<String, Object>>load(written))
          .as(written)
          .containsEntry(text.toString(), text.toString());
    }
  }
}
