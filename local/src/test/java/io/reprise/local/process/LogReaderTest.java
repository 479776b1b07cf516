package io.reprise.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {
  @TempDir Path directory;

  @Test
  void beginsAtTheNewestLines() throws IOException {
    assertThat(newest("a\nb\nc\n", 2)).isEqualTo("b\nc\n");
    assertThat(newest("a\nb\nc\n", 3)).isEqualTo("a\nb\nc\n");
    assertThat(newest("a\nb\nc\n", 9)).isEqualTo("a\nb\nc\n");
    assertThat(newest("a\nb\nc\n", 0)).isEmpty();
    assertThat(newest("", 5)).isEmpty();
  }

  @Test
  void findsLinesThatBeginFarBeforeTheEnd() throws IOException {
    var wide = "x".repeat(100_000) + "\n";

    assertThat(newest("first\n" + wide + wide, 2)).isEqualTo(wide + wide);
  }

  @Test
  void thenReadsWholeLinesThatAreAppended() throws IOException {
    var log = Files.writeString(directory.resolve("a.log"), "old\n");

    try (var reader = LogReader.open(log, 1)) {
      assertThat(reader.readNew()).isEqualTo("old\n");
      Files.writeString(log, "new\nhal", StandardOpenOption.APPEND);
      assertThat(reader.readNew()).isEqualTo("new\n");
      Files.writeString(log, "f\n", StandardOpenOption.APPEND);
      assertThat(reader.readNew()).isEqualTo("half\n");
      assertThat(reader.readNew()).isEmpty();
    }
  }

  @Test
  void aPartThatHasWrittenNothingHasAnEmptyLog() throws IOException {
    try (var reader = LogReader.open(directory.resolve("logs/none.log"), 1)) {
      assertThat(reader.readNew()).isEmpty();
    }
  }

  private String newest(String content, int lines) throws IOException {
    var log = Files.writeString(directory.resolve("service.log"), content);
    try (var reader = LogReader.open(log, lines)) {
      return reader.readNew();
    }
  }
}
