package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script of {@code reprise completion} in a real bash, and the values that it asks for. */
class CompletionTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path home;

  /** Writes the script, and a stand-in for `reprise` that prints how it was called. */
  @BeforeEach
  void writeScript() throws IOException {
    Files.writeString(home.resolve("script"), CommandLineRun.line("completion bash").out());
    var program =
        Files.writeString(home.resolve("reprise"), "#!/bin/sh\necho \"$@\" >asked\necho ada bob\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createFile(home.resolve("worker.yaml"));
  }

  /** Returns what bash offers for the last of these words. */
  private List<String> completed(String... words) throws Exception {
    // The limit of a second is tested by a program that hangs.
    return offered("timeout() { shift; \"$@\"; }; ", words);
  }

  private List<String> offered(String before, String... words) throws Exception {
    var line = new StringBuilder(before + "source ./script; COMP_WORDS=(./reprise");
    for (var word : words) {
      line.append(" '").append(word).append("'");
    }
    line.append(
        "); COMP_CWORD=%d; _reprise; printf '%%s\\n' \"${COMPREPLY[@]}\"".formatted(words.length));
    var process =
        new ProcessBuilder("bash", "-uc", line.toString())
            .directory(home.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    var out = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(out).isZero();
    return out.lines().filter(offered -> !offered.isEmpty()).toList();
  }

  private List<String> completedLine(String line) throws Exception {
    return completed(line.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "rep                                       | replay",
        "replay the                                | ",
        "replay thr                                | throttle",
        "archive hold re                           | remove",
        "replay list --sta                         | --state",
        "replay list --state PAU                   | PAUSING PAUSED",
        "replay list --state=PAU                   | ",
        "replay list --state = FAILE               | FAILED",
        "replay list -o j                          | json jsonl",
        "replay list --limit 3 --output y          | yaml",
        "replay plan --ordering U                  | UNORDERED",
        "events read --topic t --raw --li          | --limit",
        "completion z                              | zsh",
        "worker --config work                      | worker.yaml",
        "schemas register --topic t work           | worker.yaml",
        "replay list --limit 3                     | ",
        "nothing 3                                 | ",
        "hel                                       | help",
        "help rep                                  | replay",
        "help replay thr                           | throttle",
        "help replay plan --sta                    | ",
        "help replay describe lat                  | ",
      })
  void completesCommandsOptionsAndValues(String line, String offered) throws Exception {
    var expected = offered == null ? List.<String>of() : List.of(offered.split(" "));

    assertThat(completedLine(line.strip())).containsExactlyElementsOf(expected);
    assertThat(home.resolve("asked")).doesNotExist();
  }

  @Test
  void offersEverySubcommandButHiddenOnes() throws Exception {
    assertThat(completed("replay", "")).contains("list", "start", "targets");
    assertThat(completed("")).contains("publish", "replay").doesNotContain("complete");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "events read --topic a                                    | complete topics",
        "topics describe a                                        | complete topics",
        "replay describe a                                        | complete replays",
        "replay plan --target a                                   | complete targets",
        "context use a                                            | complete contexts",
        "replay list --context prod --topic a    | complete topics --context prod",
        "replay list --worker http : //h : 80 --topic a | complete topics --worker http://h:80",
      })
  void asksForWhatOnlyServicesAndFilesKnow(String line, String asked) throws Exception {
    assertThat(completedLine(line.strip())).containsExactly("ada");
    assertThat(Files.readString(home.resolve("asked")).strip()).isEqualTo(asked);
  }

  @Test
  void offersNothingAfterASecondWithoutAnswer() throws Exception {
    Files.writeString(home.resolve("reprise"), "#!/bin/sh\necho ada\nexec sleep 300\n");

    assertThat(offered("", "topics", "describe", "b")).isEmpty();
  }

  @Test
  void doesNotAskForTheSecondParameter() throws Exception {
    assertThat(completedLine("replay describe latest a")).isEmpty();
    assertThat(completedLine("topics create a")).isEmpty();
  }

  @Test
  void printsTopicsReplaysTargetsAndContexts() {
    try (var service = new StubService()) {
      service
          .on("GET", "/api/v1/topics", "[{\"topic\":\"o\"},{\"topic\":\"_p\"},{\"topic\":\"a b\"}]")
          .on("GET", "/api/v1/replays", "{\"replays\":[{\"id\":\"r1\"}]}")
          .on("GET", "/api/v1/targets", "[{\"name\":\"shadow\"}]");
      var sources =
          CommandLineRun.sources(
              Map.of("REPRISE_CONTEXT_WORKER", service.url()), home.resolve("user"));
      assertThat(CommandLineRun.line(sources, "context add prod --worker http://h:1").exitCode())
          .isZero();

      assertThat(CommandLineRun.line(sources, "complete topics --within 60000").out())
          .isEqualTo("o\n");
      assertThat(CommandLineRun.line(sources, "complete replays --within 60000").out())
          .isEqualTo("latest\nr1\n");
      assertThat(CommandLineRun.line(sources, "complete targets --within 60000").out())
          .isEqualTo("shadow\n");
      assertThat(CommandLineRun.line(sources, "complete contexts --within 60000").out())
          .isEqualTo("prod\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"topics", "replays", "targets", "topics --context none"})
  void printsNothingIfNoWorkerCanBeReached(String source) {
    assertThat(CommandLineRun.line("complete " + source)).isEqualTo(new CommandLineRun(0, "", ""));
  }

  @Test
  void doesNotWaitForAServiceThatAcceptsAndIsSilent() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      long begun = System.nanoTime();

      var run =
          CommandLineRun.line("complete topics --worker http://127.0.0.1:" + silent.getLocalPort());

      assertThat(run).isEqualTo(new CommandLineRun(0, "", ""));
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void theFormerNamePrintsTheSameScript() {
    assertThat(CommandLineRun.line("generate-completion").out())
        .isEqualTo(CommandLineRun.line("completion zsh").out())
        .contains("complete -F _reprise reprise");
    assertThat(CommandLineRun.line("completion fish").err()).contains("'fish'", "give bash or zsh");
  }
}
