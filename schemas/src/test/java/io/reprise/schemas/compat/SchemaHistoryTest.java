package io.reprise.schemas.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaHistoryTest {
  private static final String V1 =
      "{\"type\":\"record\",\"name\":\"E\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}";

  @TempDir private Path directory;

  /** Fails the build if the committed history of a subject is broken. */
  @ParameterizedTest
  @MethodSource("committedSubjects")
  void committedHistoriesAreReadableByTheirNewestVersion(Path subject) {
    assertThat(SchemaHistory.read(subject).faults()).isEmpty();
  }

  static Stream<Path> committedSubjects() throws IOException {
    try (var subjects = Files.list(Path.of("src/main/avro"))) {
      return subjects.toList().stream();
    }
  }

  @Test
  void refusesAFieldWithoutADefaultEvenIfOnlyAnOldVersionLacksIt() throws IOException {
    write("v1.avsc", V1);
    write("v2.avsc", V1.replace("]}", ",{\"name\":\"b\",\"type\":\"int\",\"default\":0}]}"));
    write("v3.avsc", V1.replace("]}", ",{\"name\":\"b\",\"type\":\"int\"}]}"));

    assertThat(SchemaHistory.read(directory).faults())
        .singleElement()
        .asString()
        .contains("v3: events of version 1 lack field 'b': give it a default");
  }

  @Test
  void refusesAChangedType() throws IOException {
    write("v1.avsc", V1);
    write("v2.avsc", V1.replace("\"int\"", "\"string\""));

    assertThat(SchemaHistory.read(directory).faults())
        .singleElement()
        .asString()
        .contains("keep the old type");
  }

  @Test
  void refusesAGapAndWhatIsNoSchema() throws IOException {
    write("v2.avsc", V1);
    assertThatThrownBy(() -> SchemaHistory.read(directory)).hasMessageContaining("lacks v1.avsc");

    write("v1.avsc", "{\"type\":\"recrod\"}");
    assertThatThrownBy(() -> SchemaHistory.read(directory))
        .hasMessageContaining("v1.avsc is not an Avro schema");
  }

  private void write(String name, String schema) throws IOException {
    Files.writeString(directory.resolve(name), schema);
  }
}
