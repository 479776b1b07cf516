package io.reprise.store.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotSorterTest {
  private static final int ADDED = 5_000;

  @TempDir Path scratch;

  private static List<String> read(SnapshotSorter sort) {
    var all = new ArrayList<String>();
    sort.read(snapshot -> all.add(SnapshotsInMemory.text(snapshot)));
    return all;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20_000, 1L << 30})
  void keepsTheNewestOfEachKeyInKeyOrderForAnyMemoryLimit(long budget) throws Exception {
    var random = new Random(7);
    var expected = new TreeMap<String, String>();
    int added = budget == 1 ? 300 : ADDED; // A budget of one byte makes a file of each snapshot.
    try (var sort = new SnapshotSorter(Files.createDirectory(scratch.resolve("sort")), budget)) {
      for (int offset = 0; offset < added; offset++) {
        var key = "user-" + random.nextInt(500);
        var state = random.nextInt(10) == 0 ? null : "x".repeat(random.nextInt(40));
        var snapshot = SnapshotsInMemory.of(0, key, state, offset);
        sort.add(snapshot);
        expected.put(key, SnapshotsInMemory.text(snapshot));
      }
      sort.finish();

      assertThat(read(sort)).containsExactlyElementsOf(expected.values());
      assertThat(read(sort)).as("read again").containsExactlyElementsOf(expected.values());
    }
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left).as("files left behind").isEmpty();
    }
  }

  @Test
  void itsFilesAreForTheirOwnerAlone() throws Exception {
    var directory = Files.createDirectory(scratch.resolve("sort"));
    try (var sort = new SnapshotSorter(directory, 1)) {
      sort.add(SnapshotsInMemory.of(0, "a", "s", 1));
      sort.add(SnapshotsInMemory.of(0, "b", "s", 2));
      try (var files = Files.list(directory)) {
        assertThat(files)
            .isNotEmpty()
            .allSatisfy(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
      }
      sort.finish();
    }
  }

  @Test
  void ordersKeysByTheirUnsignedBytes() throws Exception {
    try (var sort = new SnapshotSorter(Files.createDirectory(scratch.resolve("sort")), 1)) {
      Stream.of("é", "z", "a", "").forEach(key -> sort.add(SnapshotsInMemory.of(0, key, "s", 1)));
      sort.finish();

      assertThat(read(sort))
          .extracting(text -> text.substring(0, text.indexOf('=')))
          .containsExactly("", "a", "z", "é");
    }
  }
}
