package io.reprise.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The Maven that builds the distributions is one of known content. */
class MavenWrapperTest {
  @Test
  void theDownloadOfMavenIsCheckedAgainstItsDigest() throws IOException {
    var wrapper = new Properties();
    try (var in = Files.newInputStream(Path.of("../../.mvn/wrapper/maven-wrapper.properties"))) {
      wrapper.load(in);
    }

    assertThat(wrapper.getProperty("distributionUrl"))
        .startsWith("https://repo.maven.apache.org/maven2/");
    assertThat(wrapper.getProperty("distributionSha256Sum"))
        .as("give the SHA-256 of %s", wrapper.getProperty("distributionUrl"))
        .matches("[0-9a-f]{64}");
  }
}
