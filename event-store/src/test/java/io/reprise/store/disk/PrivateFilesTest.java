package io.reprise.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
  @TempDir Path scratch;

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aDirectoryAndItsMissingParentsAreForTheirOwnerAlone() throws IOException {
    var directory = scratch.resolve("a/b");

    PrivateFiles.createDirectories(directory);

    assertThat(mode(directory)).isEqualTo("rwx------");
    assertThat(mode(directory.getParent())).isEqualTo("rwx------");
  }

  @Test
  void aDirectoryThatExistsKeepsItsMode() throws IOException {
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-x---"));

    PrivateFiles.createDirectories(scratch);

    assertThat(mode(scratch)).isEqualTo("rwxr-x---");
  }

  @Test
  void aFileIsForItsOwnerAlone() throws IOException {
    var file = scratch.resolve("a.spool");

    try (var out = PrivateFiles.create(file)) {
      out.write(new byte[] {1, 2, 3});
    }

    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
    assertThatThrownBy(() -> PrivateFiles.create(file))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aDirectoryOfAnotherLibraryIsRestricted() throws IOException {
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));

    PrivateFiles.restrict(scratch);

    assertThat(mode(scratch)).isEqualTo("rwx------");
  }
}
