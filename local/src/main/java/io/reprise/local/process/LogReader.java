package io.reprise.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the end of a log file and then what is appended to the file. Confined to one thread; the
 * caller closes it.
 */
public final class LogReader implements AutoCloseable {
  private static final int BLOCK_BYTES = 64 * 1024;

  private final RandomAccessFile file;

  private LogReader(RandomAccessFile file) {
    this.file = file;
  }

  /**
   * Opens a log at its newest {@code lines} lines. Creates an empty file if the part has not
   * written its log yet.
   */
  public static LogReader open(Path log, int lines) throws IOException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    if (!Files.exists(log)) {
      Files.createFile(log);
    }
    var file = new RandomAccessFile(log.toFile(), "r");
    try {
      file.seek(startOfLast(file, lines));
      return new LogReader(file);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Returns the position at which the newest lines begin, reading blocks from the end. */
  private static long startOfLast(RandomAccessFile file, int lines) throws IOException {
    long end = file.length();
    if (lines == 0) {
      return end;
    }
    var block = new byte[BLOCK_BYTES];
    int left = lines;
    for (long at = end; at > 0; ) {
      int length = (int) Math.min(block.length, at);
      at -= length;
      file.seek(at);
      file.readFully(block, 0, length);
      for (int i = length - 1; i >= 0; i--) {
        // The line break at the very end of the file ends the last line.
        if (block[i] == '\n' && at + i + 1 < end && --left < 1) {
          return at + i + 1;
        }
      }
    }
    return 0;
  }

  /** Returns the whole lines that were not read before; empty if there are none. */
  public String readNew() throws IOException {
    long from = file.getFilePointer();
    if (file.length() < from) {
      // The file was replaced by a shorter one.
      from = 0;
      file.seek(from);
    }
    var bytes = new byte[(int) Math.min(Integer.MAX_VALUE / 2, file.length() - from)];
    file.readFully(bytes);
    int whole = bytes.length;
    while (whole > 0 && bytes[whole - 1] != '\n') {
      whole--;
    }
    file.seek(from + whole);
    return new String(bytes, 0, whole, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
