package io.reprise.local.dev;

import com.sun.management.OperatingSystemMXBean;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * Checks that the machine has enough free disk space, enough memory and free ports, before any
 * service is started. If a check fails, the exception's message says what to do.
 */
final class Preflight {
  private static final long LEAST_DISK_BYTES = 1L << 30;
  private static final long LEAST_MEMORY_BYTES = 2L << 30;

  private Preflight() {}

  static void check(Path directory, IntStream ports) {
    requireDisk(directory);
    requireMemory();
    ports.forEach(Preflight::requireFree);
  }

  private static void requireDisk(Path directory) {
    try {
      Files.createDirectories(directory);
      long free = Files.getFileStore(directory).getUsableSpace();
      if (free < LEAST_DISK_BYTES) {
        throw refusal(
            "%s has %s free and at least %s is needed: free some space, or choose another directory with --dir"
                .formatted(directory, Text.bytes(free), Text.bytes(LEAST_DISK_BYTES)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot use %s: choose another directory with --dir".formatted(directory), e);
    }
  }

  private static void requireMemory() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long total = system.getTotalMemorySize();
    if (total < LEAST_MEMORY_BYTES) {
      throw refusal(
          "this machine has %s of memory and at least %s is needed: use a machine with more memory"
              .formatted(Text.bytes(total), Text.bytes(LEAST_MEMORY_BYTES)));
    }
  }

  private static void requireFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      socket.getLocalPort();
    } catch (IOException e) {
      throw refusal(
          "port %d is in use: stop the program that listens there, or choose other ports with --port-base"
              .formatted(port));
    }
  }

  private static CommandFailure refusal(String message) {
    return new CommandFailure(ExitCode.REFUSED, message);
  }
}
