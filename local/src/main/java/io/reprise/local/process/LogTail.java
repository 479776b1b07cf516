package io.reprise.local.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads the end of a log file, whose size does not matter. Stateless. */
final class LogTail {
  private static final int MOST_BYTES = 64 * 1024;

  private static final Pattern ERROR =
      Pattern.compile("\\bERROR\\b|^reprise: |^(Caused by: )?[\\w.$]+(Exception|Error)\\b");

  private LogTail() {}

  /**
   * Returns the last line that is not blank; of a line longer than 64 KiB, only its end.
   *
   * @param start position in the file, in bytes; earlier lines are left out
   * @return empty if there is no such line in the last 64 KiB of the file
   */
  static Optional<String> lastLine(Path log, long start) throws IOException {
    return last(log, start, line -> !line.isBlank());
  }

  /**
   * Returns the last line with an error: a line of the level ERROR, the sentence with which a
   * command fails, or the first line of a stack trace or of a cause in it.
   *
   * @param start position in the file, in bytes; earlier lines are left out
   * @return empty if there is no such line in the last 64 KiB of the file
   */
  static Optional<String> lastError(Path log, long start) throws IOException {
    return last(log, start, line -> ERROR.matcher(line).find());
  }

  private static Optional<String> last(Path log, long start, Predicate<String> matches)
      throws IOException {
    try (var file = FileChannel.open(log)) {
      var end = ByteBuffer.allocate(MOST_BYTES);
      long from = Math.max(start, file.size() - MOST_BYTES);
      int read = 0;
      while (end.hasRemaining() && read >= 0) {
        read = file.read(end, from + end.position());
      }
      return new String(end.array(), 0, end.position(), StandardCharsets.UTF_8)
          .lines()
          .filter(matches)
          .reduce((earlier, later) -> later);
    }
  }
}
