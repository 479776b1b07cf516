package io.reprise.example.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.target.CustomTargetConfig;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.ReplayTargetContract;
import io.reprise.replay.target.TargetRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTargetTest extends ReplayTargetContract {
  @TempDir private Path directory;

  @Override
  protected ReplayTarget open() {
    return open(Map.of("directory", directory.toString()));
  }

  @Override
  protected List<Held> held() throws IOException {
    return FilesOnDisk.records(directory);
  }

  @Test
  void aMissingDirectoryIsNamed() {
    try (var target = open(Map.of("directory", directory.resolve("missing").toString()))) {
      assertThatThrownBy(target::facts)
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("does not exist or cannot be written: create it on every worker");
    }
  }

  @Test
  void wrongSettingsAreNamed() {
    assertThatThrownBy(() -> open(Map.of("folder", "/data")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("target 'cold': settings.folder is not known: the settings are directory");
    assertThatThrownBy(() -> open(Map.of()))
        .hasMessage("target 'cold': settings.directory is missing: give it");
  }

  @Test
  void anUnknownProviderIsNamedWithTheKnownOnes() {
    var config = new CustomTargetConfig("archive", null, null);

    assertThatThrownBy(() -> config.open("cold"))
        .hasMessage("target 'cold': provider 'archive' does not exist: use one of files");
    assertThat(new CustomTargetConfig("files", null, Map.of("a", "pl4nted")).toString())
        .doesNotContain("pl4nted");
  }

  private static ReplayTarget open(Map<String, String> settings) {
    return new CustomTargetConfig("files", null, settings).open("cold");
  }
}
