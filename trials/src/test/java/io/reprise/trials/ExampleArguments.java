package io.reprise.trials;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes the arguments with which an example of the help is run. The arguments are the words of the
 * example, except for these:
 *
 * <ul>
 *   <li>A time of the example, such as {@code 14:02}, is replaced: it would select events, or none,
 *       depending on when the test runs. The new time is the start or the end of the time in which
 *       the examples published their events.
 *   <li>The id of a hold is replaced by the id of a hold that exists, because an archiver chooses
 *       the ids.
 *   <li>{@code --replication 3} becomes {@code --replication 1}, because the stack has one broker.
 *   <li>{@code replay start} gets {@code --yes}, because it has no terminal on which to ask, and
 *       {@code --again}, because an earlier example or page has delivered the same events.
 * </ul>
 */
final class ExampleArguments {
  private static final String REPLICATION = "--replication";

  private final Map<String, Supplier<String>> values;

  /**
   * Creates the arguments of examples that publish events from {@code begun} on.
   *
   * @param hold returns the id of a hold that exists
   */
  ExampleArguments(Instant begun, Supplier<String> hold) {
    Supplier<String> start = () -> "@" + begun.toEpochMilli();
    this.values =
        Map.of(
            "14:02",
            start,
            "14:30",
            () -> "@" + Instant.now().toEpochMilli(),
            "2026-11-29 09:30",
            start,
            "3f0a1c9e",
            hold);
  }

  /** Returns the words of examples that are replaced, and the option whose value is replaced. */
  List<String> replaced() {
    return Stream.concat(values.keySet().stream(), Stream.of(REPLICATION)).toList();
  }

  List<String> of(HelpExample example) {
    var arguments = new ArrayList<String>();
    for (var word : example.words()) {
      boolean isReplication =
          !arguments.isEmpty() && arguments.get(arguments.size() - 1).equals(REPLICATION);
      arguments.add(isReplication ? "1" : values.getOrDefault(word, () -> word).get());
    }
    if (example.calls("replay start")) {
      Stream.of("--yes", "--again").filter(o -> !arguments.contains(o)).forEach(arguments::add);
    }
    return arguments;
  }
}
