package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The terminal sessions in docs/sessions, which docs/sessions/record makes from real runs. */
class RecordedSessionsTest {
  private static final Path SESSIONS = CommandRun.ROOT.resolve("docs/sessions");
  private static final String PROMPT = "$ ";

  @ParameterizedTest
  @ValueSource(ints = {80, 120})
  void theRecordedTextHasTheCommandsOfTheSession(int columns) throws IOException {
    var shown =
        recorded(columns).stream().filter(l -> l.startsWith("#") || l.startsWith(PROMPT)).toList();

    assertThat(shown)
        .as("record the session again: docs/sessions/record bad-window %d", columns)
        .isEqualTo(
            Files.readAllLines(SESSIONS.resolve("bad-window.commands")).stream()
                .map(line -> line.startsWith("#") ? line : PROMPT + line)
                .toList());
  }

  /**
   * Sentences, such as the notes of a plan, are longer; a terminal continues them on a new line.
   */
  @ParameterizedTest
  @ValueSource(ints = {80, 120})
  void everyTableFitsTheTerminal(int columns) throws IOException {
    var rows = recorded(columns).stream().filter(line -> line.matches(" *[0-9]+  .*")).toList();

    assertThat(rows)
        .hasSizeGreaterThan(20)
        .allMatch(row -> row.length() <= columns || row.endsWith("{\"userId\"…"));
  }

  @Test
  void theReadmeShowsAPictureThatExists() throws IOException {
    var picture = "docs/sessions/bad-window-120.svg";

    assertThat(Files.readString(CommandRun.ROOT.resolve("README.md"))).contains("](" + picture);
    assertThat(Files.readString(CommandRun.ROOT.resolve(picture))).contains("replay verify latest");
  }

  private static List<String> recorded(int columns) throws IOException {
    return Files.readAllLines(SESSIONS.resolve("bad-window-%d.txt".formatted(columns)));
  }
}
