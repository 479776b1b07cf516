package io.reprise.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A throwaway directory; closing it removes it with everything inside. */
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
      throw new UncheckedIOException("no room for a temporary directory", e);
    }
  }

  public Path directory() {
    return directory;
  }

  /** Leaves it where it is, for somebody to look at. */
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

  /** Removes a directory with everything inside. */
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
