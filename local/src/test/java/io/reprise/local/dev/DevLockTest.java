package io.reprise.local.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevLockTest {
  @TempDir Path directory;

  @Test
  void aSecondDevIsRefusedWithThePidOfTheFirst() {
    try (var first = DevLock.acquire(directory)) {
      assertThatThrownBy(() -> DevLock.acquire(directory))
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("pid " + ProcessHandle.current().pid())
          .hasMessageContaining("--dir");
    }
  }

  @Test
  void aDirectoryIsFreeAgainAfterDevHasEnded() throws IOException {
    DevLock.acquire(directory).close();
    Files.writeString(directory.resolve("dev.lock"), "123456789");

    DevLock.acquire(directory).close();

    assertThat(directory.resolve("dev.lock"))
        .hasContent(Long.toString(ProcessHandle.current().pid()));
  }
}
