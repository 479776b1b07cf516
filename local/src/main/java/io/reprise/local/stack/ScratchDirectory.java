package io.reprise.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A temporary directory; closing this object deletes it with its content. */
public final class ScratchDirectory implements AutoCloseable {
  private final Path directory;
  private boolean kept;

  private ScratchDirectory(Path directory) {
    this.directory = directory;
  }

  public static ScratchDirectory create(String prefix) {
    try {
      return new ScratchDirectory(Files.createTempDirectory(prefix + "-"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a temporary directory", e);
    }
  }

  public Path directory() {
    return directory;
  }

  /** Makes {@link #close()} keep the directory, so that its files can be inspected afterwards. */
  public Path keep() {
    kept = true;
    return directory;
  }

  @Override
  public void close() {
    if (!kept) {
      remove(directory);
    }
  }

  /** Deletes a directory with its content. */
  static void remove(Path directory) {
    try {
      Files.walkFileTree(directory, new Removal());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory, e);
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, java.io.IOException fault)
        throws IOException {
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
