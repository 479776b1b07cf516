package io.reprise.cli.compare.match;

import io.reprise.cli.compare.match.EntryFiles.EntryFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Compares two sides of any size. First the caller adds all entries of both sides, which are
 * written to files by their groups. Then each file is compared for itself. A file with too many
 * entries for memory is distributed over smaller ones first.
 *
 * <p>At most {@code limit} entries are in memory, each at most 500 bytes, and 2 MiB of buffers. The
 * files have 69 bytes for each record of both sides, and 8 for each tolerance; while a file is
 * distributed, its entries are stored twice.
 *
 * <p>Confined to one thread. The caller closes this object, which deletes the files.
 */
public final class Comparison implements AutoCloseable {
  /** How many entries may be in memory. */
  public static final int LIMIT = 500_000;

  private final Path directory;
  private final Correspondence records;
  private final EntryFormat format;
  private final long limit;
  private final EntryFiles entries;

  /** A file and the number of bytes of fingerprints by which its entries were distributed. */
  private record Part(EntryFile file, int level) {}

  /** The records of one group. */
  private record Group(List<Entry> left, List<Entry> right) {
    Group() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    void add(Entry entry) {
      (entry.side() == Side.LEFT ? left : right).add(entry);
    }
  }

  /**
   * @param directory an existing directory, which must be empty and is deleted on close
   * @param limit how many entries may be in memory
   */
  public Comparison(Path directory, MatchBy by, Tolerances tolerances, long limit) {
    this.directory = directory;
    this.records = new Correspondence(by, tolerances);
    this.format = new EntryFormat(tolerances.limits().size());
    this.limit = limit;
    this.entries = new EntryFiles(directory, 0, format);
  }

  /**
   * Adds a record of a side. Records may be added in any order.
   *
   * @throws UncheckedIOException if the file cannot be written, for example on a full disk
   */
  public void add(Entry entry) {
    try {
      entries.add(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compares all records that were added. May be called once.
   *
   * @param tally counts what is found. If the comparison is stopped, it has whole groups only, so
   *     that what it counts is true for them
   * @param isStopped is asked before each file whether to stop
   * @param progress gets the number of entries that are compared so far
   * @return whether all records were compared; false if the comparison was stopped
   * @throws GroupTooLargeException if the records of a group do not fit into memory
   * @throws UncheckedIOException if a file cannot be written or read
   */
  public boolean compare(Tally tally, BooleanSupplier isStopped, LongConsumer progress) {
    try {
      Deque<Part> open = new ArrayDeque<>();
      entries.take().forEach(file -> open.add(new Part(file, 1)));
      return compare(open, new GroupMatcher(records, tally), isStopped, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean compare(
      Deque<Part> open, GroupMatcher matcher, BooleanSupplier isStopped, LongConsumer progress)
      throws IOException {
    long done = 0;
    while (!open.isEmpty()) {
      if (isStopped.getAsBoolean()) {
        return false;
      }
      var part = open.removeFirst();
      if (part.file().entries() > limit) {
        distribute(part).forEach(open::addFirst);
      } else {
        compare(part.file(), matcher);
        done += part.file().entries();
        progress.accept(done);
      }
    }
    return true;
  }

  private List<Part> distribute(Part part) throws IOException {
    if (part.level() == EntryFiles.LEVELS) {
      throw new GroupTooLargeException(part.file().entries(), limit);
    }
    try (var smaller = new EntryFiles(directory, part.level(), format)) {
      EntryFiles.read(part.file(), format, smaller::add);
      Files.delete(part.file().path());
      return smaller.take().stream().map(file -> new Part(file, part.level() + 1)).toList();
    }
  }

  private void compare(EntryFile file, GroupMatcher matcher) throws IOException {
    Map<Fingerprint, Group> groups = new HashMap<>();
    EntryFiles.read(
        file,
        format,
        entry -> groups.computeIfAbsent(entry.group(), group -> new Group()).add(entry));
    Files.delete(file.path());
    for (var group : groups.values()) {
      group.left().sort(Entry.BY_POSITION);
      group.right().sort(Entry.BY_POSITION);
      matcher.match(group.left(), group.right());
    }
  }

  @Override
  public void close() {
    try {
      try {
        entries.close();
      } finally {
        delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
