package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.reprise.trials.HelpExample;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The examples at the end of the help of every command of every module. */
class ExamplesTest {
  static Stream<CommandLine> commands() {
    return all(Reprise.commandLine()).filter(c -> !c.getCommandSpec().usageMessage().hidden());
  }

  private static Stream<CommandLine> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().distinct().flatMap(ExamplesTest::all));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theHelpOfEachCommandEndsWithExamplesThatCanBeParsed(CommandLine command) {
    var examples = Examples.of(command.getCommandSpec());

    assertThat(examples)
        .as(command.getCommandSpec().qualifiedName())
        .hasSize(command.getParent() == null ? Examples.FIRST_USES.size() : Examples.SHOWN);
    assertThat(command.getUsageMessage())
        .endsWith("Examples:%n  %s%n".formatted(String.join("%n  ".formatted(), examples)));
    for (var example : examples) {
      var words = new HelpExample(example).words().toArray(String[]::new);
      assertThatCode(() -> Reprise.commandLine().parseArgs(words))
          .as(example)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void theExamplesOfTheRootCommandAreOfTheFirstUses() {
    assertThat(Examples.of(Reprise.commandLine().getCommandSpec()))
        .satisfiesExactly(
            dev -> assertThat(dev).isEqualTo("reprise dev"),
            publish -> assertThat(publish).startsWith("reprise publish "),
            replay -> assertThat(replay).startsWith("reprise replay start "));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void requiredArgumentsAreMarked(CommandLine command) {
    var spec = command.getCommandSpec();
    boolean hasRequired =
        spec.args().stream().anyMatch(argument -> argument.required() && !argument.hidden());

    assertThat(command.getUsageMessage().contains("What is marked with * is required."))
        .isEqualTo(hasRequired);
    spec.options().stream()
        .filter(option -> option.required() && option.group() == null)
        .forEach(
            option ->
                assertThat(command.getUsageMessage())
                    .containsPattern("(?m)^\\* .*" + Pattern.quote(option.longestName())));
  }
}
