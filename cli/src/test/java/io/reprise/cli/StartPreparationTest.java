package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartPreparationTest {
  @TempDir private Path directory;

  @Test
  void aPageIsWhatTheCommandPrints() throws IOException {
    HelpPages.writeTo(directory);

    var commands = HelpTest.commands().map(c -> c.getCommandSpec().qualifiedName()).toList();
    assertThat(commands).hasSizeGreaterThan(50);
    for (var command : commands) {
      var words = new ArrayList<>(List.of(command.split(" ")));
      var page = String.join("_", words);
      words.remove(0);
      words.add("--help");
      var printed = CommandLineRun.of(words.toArray(String[]::new)).out();

      assertThat(Files.readString(directory.resolve("plain").resolve(page))).isEqualTo(printed);
      assertThat(Files.readString(directory.resolve("coloured").resolve(page)))
          .contains("\u001B[")
          .hasSizeGreaterThan(printed.length());
    }
  }

  @Test
  void theScriptFindsThePageByTheWordsOfTheCommand() throws IOException {
    HelpPages.writeTo(directory);

    try (var pages = Files.list(directory.resolve("plain"))) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .contains("reprise", "reprise_topics", "reprise_topics_list")
          .allMatch(name -> name.matches("reprise(_[a-z][a-z0-9-]*)*"));
    }
  }

  @Test
  void everyCommandSucceedsThatTheRecordOfClassesIsMadeOf() {
    assertThatCode(() -> StartPreparation.execute(directory.resolve("user")))
        .doesNotThrowAnyException();
  }
}
