package io.reprise.cli.signin;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.context.UserFiles;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The file of a sign-in. Only its owner can read it. A process that reads it while another one
 * writes it reads the old or the new content. Stateless and thread-safe.
 */
public final class SignInFile {
  /** The end of the name of such a file. */
  public static final String SUFFIX = ".sign-in.json";

  private static final Duration LOCK_LIMIT = Duration.ofSeconds(20);
  private static final Duration LOCK_RETRY = Duration.ofMillis(50);

  private final Path file;
  private final Consumer<Duration> sleep;

  /**
   * @param file the file; it need not exist
   * @param sleep waits for a time
   */
  public SignInFile(Path file, Consumer<Duration> sleep) {
    this.file = file;
    this.sleep = sleep;
  }

  /** Returns the file as it is named in messages. */
  public Path path() {
    return file;
  }

  /**
   * Reads the file; empty if it does not exist.
   *
   * @throws CommandFailure if the content is not valid. The message does not show it
   */
  public Optional<SignIn> read() {
    try {
      return Optional.of(Json.json().readValue(Files.readString(file), SignIn.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      // The cause is left out, because its message may show a token.
      throw new CommandFailure(
          ExitCode.USAGE, file + " is not a file of `reprise login`: remove it and sign in again");
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, file + " cannot be read: check its rights", e);
    }
  }

  /** Replaces the content. */
  public void write(SignIn signIn) {
    try {
      var directory = UserFiles.createDirectoriesAbove(file);
      // A temporary file can be read by its owner only, and so can the file that it becomes.
      var whole = Files.createTempFile(directory, "sign-in", ".new");
      try {
        Files.writeString(whole, Json.json().writeValueAsString(signIn));
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(whole);
      }
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, file + " cannot be written: check the rights of its directory", e);
    }
  }

  /**
   * Changes the content, one process at a time: an issuer may accept a refresh token once only, so
   * two processes must not use it both.
   *
   * @param change is called with the content as it is once no other process changes it
   * @return the new content
   */
  SignIn change(UnaryOperator<SignIn> change) {
    var lockFile = file.resolveSibling(file.getFileName() + ".lock");
    try (var channel = UserFiles.open(lockFile);
        var lock = lock(channel)) {
      var before =
          read()
              .orElseThrow(
                  () -> new CommandFailure(ExitCode.REFUSED, "not signed in: run `reprise login`"));
      var after = change.apply(before);
      if (!after.equals(before)) {
        write(after);
      }
      return after;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, lockFile + " cannot be written: check the rights of its directory", e);
    }
  }

  private FileLock lock(FileChannel channel) throws IOException {
    var left = LOCK_LIMIT;
    while (!left.isNegative()) {
      var lock = tryLock(channel);
      if (lock != null) {
        return lock;
      }
      sleep.accept(LOCK_RETRY);
      left = left.minus(LOCK_RETRY);
    }
    throw new CommandFailure(
        ExitCode.UNREACHABLE,
        "another command has renewed the token in %s for %d s: run the command again"
            .formatted(file, LOCK_LIMIT.toSeconds()));
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // Another thread of this process has the lock.
    }
  }
}
