package io.reprise.store.archive.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskCacheTest {
  @TempDir Path scratch;

  @Test
  void itsFilesAreForTheirOwnerAlone() throws IOException {
    var directory = scratch.resolve("cache");
    var cache = new DiskCache(directory, 1_000);

    // An object's name is no part of a file's name.
    cache.keep(new BlockRange("../../orders/p00000/data/x.avro", 0, 3), new byte[] {1, 2, 3});

    assertThat(mode(directory)).isEqualTo("rwx------");
    try (var files = Files.list(directory)) {
      var all = files.toList();
      assertThat(all).hasSize(1);
      assertThat(mode(all.get(0))).isEqualTo("rw-------");
      assertThat(all.get(0)).hasBinaryContent(new byte[] {1, 2, 3});
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
