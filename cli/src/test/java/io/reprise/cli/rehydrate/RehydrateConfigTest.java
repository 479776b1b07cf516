package io.reprise.cli.rehydrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehydrateConfigTest {
  @TempDir private Path directory;

  private RehydrateConfig read(String yaml) throws IOException {
    var file = Files.writeString(directory.resolve("rehydrate.yaml"), yaml);
    return ConfigFile.read(file, RehydrateConfig.class);
  }

  @Test
  void hasDefaultsForAllThatIsLeftOut() throws IOException {
    var config =
        read(
            """
            kafka: {bootstrapServers: "localhost:9092"}
            target: {url: "jdbc:postgresql://h/db"}
            """);

    assertThat(config.registry()).isNull();
    assertThat(config.store()).isNull();
    assertThat(config.pluginDirectory()).isNull();
    assertThat(config.scratch()).isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
    assertThat(config.target().user()).isEqualTo("postgres");
    assertThat(config.target().password()).isEmpty();
    assertThat(config.target().schema()).isEqualTo("public");
    assertThat(config.target().keepOlder()).isEqualTo(1);
  }

  @Test
  void namesWhatIsMissing() {
    assertThatThrownBy(() -> read("target: {url: \"jdbc:postgresql://h/db\"}"))
        .hasMessageContaining("kafka.bootstrapServers");
    assertThatThrownBy(() -> read("kafka: {bootstrapServers: \"localhost:9092\"}"))
        .hasMessageContaining("target.url");
  }

  @Test
  void doesNotShowThePassword() {
    var target = new RehydrateConfig.Target("jdbc:postgresql://h/db", "u", "secret", null, null);

    assertThat(target.toString()).doesNotContain("secret");
  }
}
