package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every help text of every command of this module. */
class HelpTest {
  private static final Pattern NOT_USED =
      Pattern.compile(
          "\\b(door|comes? to|ow(e|ed|es)|meanwhile|look(s|ed|ing)?( at)?|tenure|lot|turns?|trail"
              + "|board|patience|for people|now and then|whatever|whoever)\\b",
          Pattern.CASE_INSENSITIVE);

  static Stream<CommandLine> commands() {
    var all = new ArrayList<CommandLine>();
    collect(Reprise.commandLine(), all);
    return all.stream().filter(c -> !c.getCommandName().equals("generate-completion"));
  }

  private static void collect(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(c -> collect(c, all));
  }

  @Test
  void listsCommandsByUse() {
    assertThat(Reprise.commandLine().getSubcommands().keySet())
        .containsSubsequence(
            "publish",
            "events",
            "replay",
            "archive",
            "snapshot",
            "rehydrate",
            "topics",
            "groups",
            "schemas",
            "ingest",
            "worker",
            "archiver",
            "compactor",
            "help",
            "completion",
            "generate-completion");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpExitsWithZeroAndPrintsOnStdout(CommandLine command) {
    var path = command.getCommandSpec().qualifiedName().split(" ");
    var arguments = new ArrayList<>(List.of(path).subList(1, path.length));
    arguments.add("--help");

    var run = CommandLineRun.of(arguments.toArray(String[]::new));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Usage: " + command.getCommandSpec().qualifiedName());
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theCommandHelpPrintsTheSame(CommandLine command) {
    var path = command.getCommandSpec().qualifiedName().split(" ");
    var words = List.of(path).subList(1, path.length);
    var arguments = new ArrayList<>(List.of("help"));
    arguments.addAll(words);
    var withOption = new ArrayList<>(words);
    withOption.add("--help");

    var run = CommandLineRun.of(arguments.toArray(String[]::new));

    assertThat(run).isEqualTo(CommandLineRun.of(withOption.toArray(String[]::new)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpIsTheSameAsInTheTreeOfAllCommands(CommandLine command) {
    var path = command.getCommandSpec().qualifiedName().split(" ");

    var called =
        Reprise.commandLineFor(List.of(path).subList(1, path.length).toArray(new String[0]));
    for (var name : List.of(path).subList(1, path.length)) {
      called = called.getSubcommands().get(name);
    }

    assertThat(called.getUsageMessage()).isEqualTo(command.getUsageMessage());
  }

  @Test
  void onlyTheCommandThatIsCalledIsBuilt() {
    assertThat(Reprise.commandLineFor("replay", "list").getSubcommands().keySet())
        .containsExactly("replay");
  }

  @Test
  void ofTheOtherSubcommandsOfAGroupOnlyTheNamesAreRead() {
    var replay = Reprise.commandLineFor("replay", "list", "--limit", "3");

    var subcommands = replay.getSubcommands().get("replay").getSubcommands();
    var read =
        subcommands.values().stream()
            .filter(command -> command.getCommandSpec().userObject() != null)
            .map(CommandLine::getCommandName);

    assertThat(read).containsExactly("list");
    assertThat(subcommands.keySet())
        .isEqualTo(Reprise.commandLine().getSubcommands().get("replay").getSubcommands().keySet());
  }

  @Test
  void theHelpOfTheRootCreatesNoSubcommand() {
    assertThat(Reprise.commandLineFor("--help").getSubcommands().values())
        .isNotEmpty()
        .allMatch(command -> command.getCommandSpec().userObject() == null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--help", "replya", "completion", "generate-completion"})
  void allCommandsAreBuiltForALineThatCallsNoneOrIsAboutAll(String line) {
    assertThat(Reprise.commandLineFor(line).getSubcommands().keySet())
        .isEqualTo(Reprise.commandLine().getSubcommands().keySet());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyDescriptionIsAFullSentence(CommandLine command) {
    var spec = command.getCommandSpec();
    isSentence(spec.qualifiedName(), spec.usageMessage().description());
    for (ArgSpec argument : spec.args()) {
      boolean standard =
          argument instanceof OptionSpec option
              && (option.usageHelp() || option.versionHelp() || option.hidden());
      if (!standard) {
        isSentence(
            spec.qualifiedName() + " " + argument.paramLabel() + " " + argument,
            argument.description());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noWordOptionOrLabelIsCutAtTheEndOfALine(CommandLine command) {
    var spec = command.getCommandSpec();
    var expected = new ArrayList<String>();
    var labels = new ArrayList<String>();
    addWords(expected, spec.usageMessage().description());
    addWords(expected, spec.usageMessage().footer());
    for (var argument : spec.args()) {
      if (!argument.hidden()) {
        addWords(expected, argument.description());
        labels.add(Pattern.quote(argument.paramLabel()));
      }
    }

    var words = List.of(command.getUsageMessage(Ansi.OFF).split("\\s+"));

    assertThat(words).containsAll(expected);
    assertThat(words.stream().filter(word -> word.matches("\\[?--?\\w[\\w-]*(\\[?=.*)")))
        .as("options with their labels")
        .allMatch(word -> word.matches(".*=(" + String.join("|", labels) + ")[]).|]*"));
  }

  private static void addWords(List<String> words, String[] texts) {
    for (var text : texts) {
      words.addAll(List.of(text.strip().split("\\s+")));
    }
    words.remove("");
  }

  private static void isSentence(String where, String[] description) {
    var text = String.join(" ", description);
    assertThat(text).as(where).matches("(?s)[A-Z].*[.)]");
    assertThat(NOT_USED.matcher(text).find()).as(where + ": " + text).isFalse();
  }
}
