package io.reprise.ingest.service.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnicodeTextTest {
  private static final List<String> WELL_FORMED =
      List.of(
          "",
          "ascii",
          "k\u00e4se",
          "\u4e00\u9fff",
          "\ud7ff\ue000",
          "\ud83d\ude00",
          "a\ud83d\ude00\ud83d\ude01b");
  private static final List<String> MALFORMED =
      List.of("\ud83d", "\ude00", "a\ud83db", "\ude00\ud83d", "\ud83d\ud83d\ude00", "a\udc00");

  @Test
  void isWellFormedWhenEverySurrogateHasItsPair() {
    assertThat(WELL_FORMED).allMatch(UnicodeText::isWellFormed);
    assertThat(MALFORMED).noneMatch(UnicodeText::isWellFormed);
  }
}
