package io.reprise.trials;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;

/**
 * Runs the examples of the help of all commands on a stack, in the order in which the help has
 * them. Each must succeed. {@link ExampleSteps} creates what an example assumes, {@link
 * ExampleArguments} says how the arguments differ from the example, and {@link
 * ExamplesRunElsewhere} lists the examples that are not run.
 */
final class HelpExamples {
  private static final int SHOWN_CHARACTERS = 3_000;

  /** Commands that print events, and print nothing if their range or filter selects none. */
  private static final List<String> PRINT_EVENTS =
      List.of("events read", "events tail", "archive cat");

  private final CommandSession commands;
  private final ExampleSteps steps;
  private final ExampleArguments arguments;

  private HelpExamples(CommandSession commands, ExampleSteps steps) {
    this.commands = commands;
    this.steps = steps;
    this.arguments = new ExampleArguments(Instant.now(), steps::hold);
  }

  /**
   * Runs the examples.
   *
   * @param bootstrapServers the address of the stack's broker
   * @param environment the variables with the addresses of the stack
   * @param directory an empty directory, in which the examples are run
   * @param softly gets the failures
   */
  static void run(
      String bootstrapServers,
      Map<String, String> environment,
      Path directory,
      SoftAssertions softly)
      throws InterruptedException {
    try (var commands = CommandSession.start(environment, directory)) {
      var steps = new ExampleSteps(commands, bootstrapServers, directory);
      steps.writeFiles();
      var examples = new HelpExamples(commands, steps);
      toRun().forEach(example -> examples.run(example, softly));
    }
  }

  /** Returns the examples that this class runs. */
  static Stream<HelpExample> toRun() {
    var elsewhere = ExamplesRunElsewhere.lines();
    return HelpExample.all().stream().filter(example -> !elsewhere.contains(example.line()));
  }

  private void run(HelpExample example, SoftAssertions softly) {
    try {
      steps.before(example);
    } catch (AssertionError | RuntimeException e) {
      softly.fail("what `%s` assumes could not be created".formatted(example.line()), e);
    }
    var run = commands.run(arguments.of(example));
    softly.assertThat(run.exitCode()).as(() -> description(example, run)).isZero();
    if (PRINT_EVENTS.stream().anyMatch(example::calls)) {
      softly.assertThat(run.out()).as(() -> description(example, run)).isNotBlank();
    }
  }

  private static String description(HelpExample example, CommandRun run) {
    return "%s%nexit code %d%nout: %s%nerr: %s%n"
        .formatted(example.line(), run.exitCode(), shown(run.out()), shown(run.err()));
  }

  private static String shown(String text) {
    return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
  }
}
