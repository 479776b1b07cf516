package io.reprise.local.dev;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The lock of a directory of {@code dev}: at most one process holds it. The operating system
 * releases the lock when the process ends, also after kill -9. The caller closes this object.
 */
final class DevLock implements AutoCloseable {
  private static final String FILE = "dev.lock";

  private final FileChannel channel;

  private DevLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks the directory and writes the pid of this process into the lock's file. Creates the
   * directory if it does not exist.
   *
   * @throws CommandFailure if another {@code dev} holds the lock; the message names its pid
   */
  static DevLock acquire(Path directory) {
    var file = directory.resolve(FILE);
    try {
      Files.createDirectories(directory);
      var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        channel.close();
        throw new CommandFailure(
            ExitCode.REFUSED,
            "%s is in use by another reprise dev, %s: stop that one with Ctrl-C, or choose another directory with --dir"
                .formatted(directory, owner(file)));
      }
      var pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0).write(ByteBuffer.wrap(pid));
      return new DevLock(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot use %s: choose another directory with --dir".formatted(directory), e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // This process holds the lock already.
      return false;
    }
  }

  private static String owner(Path file) throws IOException {
    var pid = Files.readString(file).strip();
    return pid.isEmpty() ? "which is starting" : "with the pid " + pid;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release the lock of dev", e);
    }
  }
}
