package io.reprise.local.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the last lines of interest in a log file. Reads only the last 64 KiB of the file, so that
 * large files are read as fast as small ones. Stateless.
 */
final class LogTail {
  private static final int MOST_BYTES = 64 * 1024;

  private static final Pattern ERROR =
      Pattern.compile("\\bERROR\\b|^reprise: |^(Caused by: )?[\\w.$]+(Exception|Error)\\b");

  private LogTail() {}

  /**
   * Returns the last line that is not blank. If this line is longer than 64 KiB, returns only its
   * end.
   *
   * @param start position in the file, in bytes; earlier lines are left out
   * @return empty if there is no such line in the last 64 KiB of the file
   */
  static Optional<String> lastLine(Path log, long start) throws IOException {
    return last(log, start, line -> !line.isBlank());
  }

  /**
   * Returns the last line that reports an error. Such a line has the level ERROR, is the message of
   * a failed command, or names an exception or its cause in a stack trace.
   *
   * @param start position in the file, in bytes; earlier lines are left out
   * @return empty if there is no such line in the last 64 KiB of the file
   */
  static Optional<String> lastError(Path log, long start) throws IOException {
    return last(log, start, line -> ERROR.matcher(line).find());
  }

  /**
   * Returns the last lines that are not blank, the newest one last; none if the log cannot be read.
   *
   * @param start position in the file, in bytes; earlier lines are left out
   */
  static List<String> lastLinesIfReadable(Path log, long start, int count) {
    try {
      var lines = lines(log, start).filter(line -> !line.isBlank()).toList();
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Optional<String> last(Path log, long start, Predicate<String> matches)
      throws IOException {
    return lines(log, start).filter(matches).reduce((earlier, later) -> later);
  }

  private static Stream<String> lines(Path log, long start) throws IOException {
    try (var file = FileChannel.open(log)) {
      var end = ByteBuffer.allocate(MOST_BYTES);
      long from = Math.max(start, file.size() - MOST_BYTES);
      int read = 0;
      while (end.hasRemaining() && read >= 0) {
        read = file.read(end, from + end.position());
      }
      return new String(end.array(), 0, end.position(), StandardCharsets.UTF_8).lines();
    }
  }
}
