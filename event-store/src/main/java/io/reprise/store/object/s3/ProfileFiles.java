package io.reprise.store.object.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;
import software.amazon.awssdk.profiles.ProfileFileSupplier;

/**
 * The AWS profiles of the credentials file and the configuration file. Reads the files again when
 * their content has changed, at most once a second.
 *
 * <p>The SDK's own supplier compares the modification time of a file with the time at which it read
 * the file. It therefore never reads a file that was written before and moved into place later, as
 * Kubernetes does with a mounted secret.
 *
 * <p>Safe for use by several threads.
 */
final class ProfileFiles implements ProfileFileSupplier {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private List<ByteBuffer> contents = List.of();
  private @Nullable ProfileFile profiles;
  private long checkedAt;

  ProfileFiles() {
    this(System::nanoTime);
  }

  ProfileFiles(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Returns the profiles of both files. Returns the same object until a content has changed.
   *
   * @throws UncheckedIOException if a file exists and cannot be read
   * @throws IllegalArgumentException if a file has a syntax error
   */
  @Override
  public synchronized ProfileFile get() {
    long now = nanoTime.getAsLong();
    var current = profiles;
    if (current != null && now - checkedAt < INTERVAL_NANOS) {
      return current;
    }
    var found = contents();
    if (current == null || !found.equals(contents)) {
      // A file that changes between the two reads differs from `found` at the next check, and is
      // read once more.
      current = ProfileFile.defaultProfileFile();
      profiles = current;
      contents = found;
    }
    checkedAt = now;
    return current;
  }

  private static List<ByteBuffer> contents() {
    return Stream.of(
            ProfileFileLocation.credentialsFileLocation(),
            ProfileFileLocation.configurationFileLocation())
        .map(ProfileFiles::content)
        .toList();
  }

  private static ByteBuffer content(Optional<Path> file) {
    try {
      return ByteBuffer.wrap(file.isPresent() ? Files.readAllBytes(file.get()) : new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
