package io.reprise.cli.compare.match;

import io.reprise.store.disk.PrivateFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Distributes entries over up to 256 files by one byte of their groups' fingerprints, so that all
 * entries of a group are in one file. Confined to one thread; the caller closes this object, which
 * deletes the files that {@link #take} has not taken.
 */
final class EntryFiles implements AutoCloseable {
  /** The number of bytes of a fingerprint by which entries can be distributed. */
  static final int LEVELS = Long.BYTES;

  private static final int FILES = 256;
  private static final int WRITE_BUFFER = 8 << 10;
  private static final int READ_BUFFER = 256 << 10;

  private final Path directory;
  private final int level;
  private final EntryFormat format;
  private final @Nullable DataOutputStream[] outputs = new @Nullable DataOutputStream[FILES];
  private final long[] counts = new long[FILES];

  /** One file: all entries of some groups. */
  record EntryFile(Path path, long entries) {}

  /**
   * @param directory an existing directory, which has no files of this level yet
   * @param level index of the byte by which entries are distributed
   */
  EntryFiles(Path directory, int level, EntryFormat format) {
    this.directory = directory;
    this.level = level;
    this.format = format;
  }

  void add(Entry entry) throws IOException {
    int file = entry.group().byteAt(level);
    var out = outputs[file];
    if (out == null) {
      var created = PrivateFiles.create(path(file));
      out = new DataOutputStream(new BufferedOutputStream(created, WRITE_BUFFER));
      outputs[file] = out;
    }
    format.write(entry, out);
    counts[file]++;
  }

  private Path path(int file) {
    return directory.resolve("level-%d-%02x".formatted(level, file));
  }

  /** Ends writing and returns the files that have entries. The caller deletes them. */
  List<EntryFile> take() throws IOException {
    var files = new ArrayList<EntryFile>();
    for (int i = 0; i < FILES; i++) {
      var out = outputs[i];
      if (out != null) {
        out.close();
        outputs[i] = null;
        files.add(new EntryFile(path(i), counts[i]));
      }
    }
    return files;
  }

  /** Reads all entries of a file in the order in which they were added. */
  static void read(EntryFile file, EntryFormat format, EntryConsumer consumer) throws IOException {
    try (var in =
        new DataInputStream(
            new BufferedInputStream(Files.newInputStream(file.path()), READ_BUFFER))) {
      for (long i = 0; i < file.entries(); i++) {
        consumer.accept(format.read(in));
      }
    }
  }

  /** Gets the entries of a file. */
  @FunctionalInterface
  interface EntryConsumer {
    void accept(Entry entry) throws IOException;
  }

  @Override
  public void close() throws IOException {
    for (var file : take()) {
      Files.deleteIfExists(file.path());
    }
  }
}
