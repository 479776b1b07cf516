package io.reprise.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  /** More than fits into one Java array. The file is sparse and takes a few kilobytes of disk. */
  private static final long THREE_GIB = 3L << 30;

  @TempDir Path directory;

  @Test
  void findsTheLastLineThatIsNotBlank() throws IOException {
    var log = log("first\nsecond\n  \n\n");

    assertThat(LogTail.lastLine(log, 0)).hasValue("second");
  }

  @Test
  void findsTheErrorBeforeTheLastLine() throws IOException {
    var log =
        log(
            """
            2026-01-01T00:00:00.000Z ERROR Role - command failed unexpectedly
            java.io.IOException: Gave up waiting for server to start after 60000ms
            \tat io.reprise.Database.start(Database.java:7)
            Wrapped by: java.lang.IllegalStateException: cannot start
            2026-01-01T00:00:01.000Z WARN  Embedded - Did not clean up directory
            """);

    assertThat(LogTail.lastError(log, 0))
        .hasValue("java.io.IOException: Gave up waiting for server to start after 60000ms");
    assertThat(LogTail.lastError(log("INFO no ERRORS\n"), 0)).isEmpty();
  }

  @Test
  void leavesOutLinesBeforeTheStart() throws IOException {
    var log = log("first\nsecond\n");

    assertThat(LogTail.lastLine(log, "first\n".length())).hasValue("second");
    assertThat(LogTail.lastLine(log, "first\nsecond\n".length())).isEmpty();
  }

  @Test
  void readsOnlyTheEndOfALargeLog() throws IOException {
    var log = directory.resolve("service.log");
    try (var file = new RandomAccessFile(log.toFile(), "rw")) {
      file.seek(THREE_GIB);
      file.write("\nthe broker ended: größer\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(LogTail.lastLine(log, 0)).hasValue("the broker ended: größer");
  }

  @Test
  void showsTheEndOfALineThatIsTooLong() throws IOException {
    var log = log("x".repeat(100_000) + "end\n");

    assertThat(LogTail.lastLine(log, 0))
        .hasValueSatisfying(line -> assertThat(line).hasSizeLessThan(70_000).endsWith("xend"));
  }

  private Path log(String content) throws IOException {
    return Files.writeString(directory.resolve("service.log"), content);
  }
}
