package io.reprise.store.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sorts snapshots by their keys, as unsigned bytes. If several snapshots with the same key are
 * added, keeps the last one. The sorter writes sorted files to disk, and merges these files while a
 * caller reads. It needs as much memory as the constructor's limit allows, and one buffer for each
 * file.
 *
 * <p>One thread calls {@link #add} and then {@link #finish}; after that, several threads may call
 * {@link #read}. {@link #close} removes the files.
 */
final class SnapshotSorter implements AutoCloseable {
  /** Estimated memory, in bytes, that a snapshot needs in addition to its key and state. */
  private static final int OBJECT_BYTES = 200;

  private static final Comparator<Snapshot> BY_KEY =
      (a, b) -> Arrays.compareUnsigned(a.key(), b.key());

  private final Path directory;
  private final long mostBytes;
  private final List<Path> runs = new ArrayList<>();
  private List<Snapshot> gathered = new ArrayList<>();
  private long bytes;

  /**
   * Creates an empty sorter.
   *
   * @param directory an existing, empty directory that only this sorter uses
   * @param mostBytes approximate limit of the memory for snapshots, in bytes; above it, the
   *     snapshots in memory are written to a file
   */
  SnapshotSorter(Path directory, long mostBytes) {
    this.directory = directory;
    this.mostBytes = mostBytes;
  }

  void add(Snapshot snapshot) {
    gathered.add(snapshot);
    var state = snapshot.state();
    bytes += OBJECT_BYTES + snapshot.key().length + (state == null ? 0 : state.length);
    if (bytes > mostBytes) {
      spill();
    }
  }

  /** Ends the input. No snapshot can be added after this call. */
  void finish() {
    spill();
    gathered = List.of();
  }

  private void spill() {
    if (gathered.isEmpty()) {
      return;
    }
    gathered.sort(BY_KEY); // Stable sort: of equal keys, the newest stays last.
    var file = directory.resolve("run-" + runs.size());
    SortedRunFile.write(file, lastOfEach(gathered));
    runs.add(file);
    gathered = new ArrayList<>();
    bytes = 0;
  }

  private static List<Snapshot> lastOfEach(List<Snapshot> sorted) {
    var last = new ArrayList<Snapshot>(sorted.size());
    for (int i = 0; i < sorted.size(); i++) {
      if (i + 1 == sorted.size() || BY_KEY.compare(sorted.get(i), sorted.get(i + 1)) != 0) {
        last.add(sorted.get(i));
      }
    }
    return last;
  }

  /**
   * Passes snapshots to {@code sink} in the order of their keys: for each key, the one that was
   * added last. This includes the snapshots of deleted keys.
   */
  void read(Consumer<Snapshot> sink) {
    var open = new ArrayList<SortedRunFile>();
    try {
      for (int age = 0; age < runs.size(); age++) {
        open.add(SortedRunFile.open(runs.get(age), age));
      }
      merge(open, sink);
    } finally {
      open.forEach(SortedRunFile::close);
    }
  }

  private static void merge(List<SortedRunFile> open, Consumer<Snapshot> sink) {
    var heads =
        new PriorityQueue<SortedRunFile>(Math.max(1, open.size()), SnapshotSorter::compareHeads);
    open.stream().filter(run -> run.current() != null).forEach(heads::add);
    Snapshot before = null;
    for (var run = heads.poll(); run != null; run = heads.poll()) {
      var next = head(run);
      if (before == null || BY_KEY.compare(before, next) != 0) {
        sink.accept(next);
        before = next;
      }
      run.advance();
      if (run.current() != null) {
        heads.add(run);
      }
    }
  }

  /**
   * Compares two files by the keys of their current snapshots. If the keys are equal, the newer
   * file is first: the merge then returns the newer file's snapshot and skips the older file's
   * snapshot.
   */
  private static int compareHeads(SortedRunFile a, SortedRunFile b) {
    int byKey = BY_KEY.compare(head(a), head(b));
    return byKey != 0 ? byKey : Integer.compare(b.age(), a.age());
  }

  private static Snapshot head(SortedRunFile run) {
    @Nullable Snapshot head = run.current();
    if (head == null) {
      throw new IllegalStateException("a run that is read to its end is in the merge");
    }
    return head;
  }

  @Override
  public void close() {
    try {
      for (var run : runs) {
        Files.deleteIfExists(run);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove scratch files in " + directory, e);
    }
  }
}
