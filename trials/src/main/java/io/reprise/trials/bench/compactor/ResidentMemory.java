package io.reprise.trials.bench.compactor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the resident memory of a process from Linux. */
final class ResidentMemory {
  private static final String FIELD = "VmRSS:";
  private static final int KIBIBYTE = 1024;

  private ResidentMemory() {}

  /** Returns the resident memory in bytes; 0 on a system without {@code /proc}. */
  static long of(long pid) {
    var status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(FIELD))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIBIBYTE)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + status, e);
    }
  }
}
