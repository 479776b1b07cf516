package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Wrong command lines of all commands, made of picocli's model of the commands. Each gets the right
 * exit code and one sentence that names what is wrong, and starts nothing.
 */
class WrongInputsTest {
  private static final long SEED = 20261130;
  private static final int INPUTS = 200;
  private static final String CLOSED = "http://127.0.0.1:1";

  /** A package with a class in it, or the simple name of an exception. */
  private static final Pattern CLASS_NAME =
      Pattern.compile("\\b([a-z]+\\.){2,}[A-Z]\\w+|\\w+(Exception|Error)\\b|\\bclass [a-z]+\\.");

  /** The commands that call a service. Others might start something if their input were right. */
  private static final Set<String> CLIENTS =
      Set.of("publish", "events", "replay", "archive", "snapshot", "topics", "schemas");

  private static final Set<String> ADDRESSES =
      Set.of("--worker", "--archiver", "--compactor", "--ingest", "--registry");

  /**
   * Right values of required arguments whose type accepts more than is right, by the name of the
   * option or the label of its parameter.
   */
  private static final Map<String, String> RIGHT =
      Map.of(
          "--reducer",
          "merge",
          "--topic",
          "orders",
          "P",
          "0",
          "TIME",
          "-2h",
          "NAME",
          "ingest",
          "SHELL",
          "bash");

  private static final Set<String> SECURITY_FILES =
      Set.of("--token-file", "--ca-file", "--certificate-file", "--key-file");

  /** More arguments of commands that a right command line needs, by the name of the command. */
  private static final Map<String, List<String>> ALSO =
      Map.of(
          "reprise publish", List.of("--count=1"),
          "reprise replay plan", List.of("--topic=orders"),
          "reprise replay start", List.of("--topic=orders", "--yes"),
          "reprise replay throttle", List.of("--unlimited"));

  /** Wrong values, by the label of an option's parameter, which are found without a service. */
  private static final Map<String, String> WRONG_TEXTS =
      Map.of("TIME", "half-past-nine", "DURATION", "sometime", "SIZE", "10QiB", "P,...", "0,x");

  /**
   * A wrong command line.
   *
   * @param names what the error names
   */
  private record Wrong(List<String> arguments, ExitCode exitCode, String names) {}

  private record Run(int exitCode, String out, String err) {}

  private final Random random = new Random(SEED);
  private @TempDir Path directory;
  private String service = "";

  private static Run run(List<String> arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var line = arguments.toArray(String[]::new);
    int exitCode =
        Reprise.commandLineFor(line)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(line);
    return new Run(exitCode, out.toString(), err.toString());
  }

  @Test
  void eachWrongInputGetsTheRightExitCodeAndOneSentence() throws IOException {
    var requests = new AtomicInteger();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.close();
        });
    server.start();
    service = "http://127.0.0.1:" + server.getAddress().getPort();
    try {
      var inputs = inputs();
      assertThat(inputs).hasSize(INPUTS);
      var all = new SoftAssertions();
      inputs.forEach(input -> check(input, all));
      all.assertAll();
      assertThat(requests).as("requests to services").hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  private static void check(Wrong input, SoftAssertions all) {
    var run = run(input.arguments());
    var what = "%s -> %d: %s".formatted(input.arguments(), run.exitCode(), run.err());
    all.assertThat(run.exitCode()).as(what).isEqualTo(input.exitCode().code());
    all.assertThat(run.out()).as(what).isEmpty();
    all.assertThat(run.err()).as(what).startsWith("reprise: ").contains(input.names());
    all.assertThat(CLASS_NAME.matcher(run.err()).find()).as(what).isFalse();
    all.assertThat(run.err().lines().filter(line -> line.startsWith("reprise: ")))
        .as(what)
        .hasSize(1);
  }

  /** Returns wrong inputs of all commands in turns, so that no command is left out. */
  private List<Wrong> inputs() {
    var byCommand = new ArrayDeque<Deque<Wrong>>();
    for (var command : commands(Reprise.commandLine())) {
      if (command.usageMessage().hidden()) {
        continue; // The script of completion calls this command and ignores its errors.
      }
      var wrong = wrong(command);
      Collections.shuffle(wrong, random);
      byCommand.add(new ArrayDeque<>(wrong));
    }
    var inputs = new ArrayList<Wrong>();
    while (inputs.size() < INPUTS && !byCommand.isEmpty()) {
      var command = byCommand.remove();
      if (!command.isEmpty()) {
        inputs.add(command.remove());
        byCommand.add(command);
      }
    }
    return inputs;
  }

  private static List<CommandSpec> commands(CommandLine command) {
    return Stream.concat(
            Stream.of(command.getCommandSpec()),
            command.getSubcommands().values().stream()
                .distinct()
                .flatMap(c -> commands(c).stream()))
        .toList();
  }

  private List<Wrong> wrong(CommandSpec command) {
    var wrong = new ArrayList<Wrong>();
    if (command.userObject() instanceof CommandGroup) {
      wrong.add(usage(with(command, "frobnicate"), "frobnicate"));
      wrong.add(usage(with(command, "--frobnicate"), "--frobnicate"));
      return wrong;
    }
    wrong.add(usage(with(command, "--frobnicate", "1"), "--frobnicate"));
    boolean takesCommand = !command.subcommands().isEmpty() || command.name().equals("help");
    wrong.add(usage(with(command, "surplus", "words", "here"), takesCommand ? "surplus" : "words"));
    for (var option : command.options()) {
      if (option.usageHelp() || option.versionHelp() || option.hidden()) {
        continue;
      }
      var name = option.longestName();
      var misspelled = name.substring(0, name.length() - 1) + "zz";
      wrong.add(usage(with(command, misspelled), misspelled));
      if (option.arity().min() > 0) {
        wrong.add(usage(with(command, name), name));
      }
      wrongValue(command, option).ifPresent(wrong::add);
      if (option.required() && option.group() == null) {
        wrong.add(usage(without(command, option), name));
      }
    }
    for (var parameter : command.positionalParameters()) {
      if (parameter.required()) {
        wrong.add(usage(without(command, parameter), parameter.paramLabel()));
      }
    }
    return wrong;
  }

  private Optional<Wrong> wrongValue(CommandSpec command, OptionSpec option) {
    var name = option.longestName();
    var item = item(option);
    boolean isClient = CLIENTS.contains(topLevel(command));
    if (item == Integer.class || item == int.class || item == Long.class || item == long.class) {
      var value = List.of("many", "1.5", "0x10").get(random.nextInt(3));
      return Optional.of(usage(with(command, name, value), value));
    }
    if (item == Double.class || item == double.class || item == Duration.class) {
      return Optional.of(usage(with(command, name, "few"), "few"));
    }
    if (isAddress(option) && isClient && command.findOption("--kafka") == null) {
      return random.nextBoolean()
          ? Optional.of(usage(with(command, name, "nowhere"), "nowhere"))
          : Optional.of(new Wrong(unreachable(command), ExitCode.UNREACHABLE, CLOSED));
    }
    if (item == URI.class || item.isEnum()) {
      return Optional.of(usage(with(command, name, "nowhere"), "nowhere"));
    }
    if (item == Path.class && isClient && command.findOption("--kafka") == null) {
      var line = new ArrayList<>(with(command, name, "/nowhere/file"));
      if (SECURITY_FILES.contains(name)) {
        line.addAll(ALSO.getOrDefault(command.qualifiedName(), List.of()));
      }
      return Optional.of(usage(line, "/nowhere/file"));
    }
    var text = WRONG_TEXTS.get(option.paramLabel());
    return text != null && isClient
        ? Optional.of(usage(with(command, name, text), text))
        : Optional.empty();
  }

  private static String topLevel(CommandSpec command) {
    return command.qualifiedName().split(" ")[1];
  }

  private static Wrong usage(List<String> arguments, String names) {
    return new Wrong(arguments, ExitCode.USAGE, names);
  }

  private static List<String> path(CommandSpec command) {
    var words = List.of(command.qualifiedName().split(" "));
    return words.subList(1, words.size());
  }

  /** Returns a line with right values of all required arguments, and then {@code more}. */
  private List<String> with(CommandSpec command, String... more) {
    var replaced = command.findOption(more[0]);
    return Stream.concat(without(command, replaced).stream(), Stream.of(more)).toList();
  }

  /** Returns a right line whose services do not exist. */
  private List<String> unreachable(CommandSpec command) {
    return Stream.concat(
            without(command, null).stream().map(word -> word.replace(service, CLOSED)),
            ALSO.getOrDefault(command.qualifiedName(), List.of()).stream())
        .toList();
  }

  /** Returns a line with right values of all required arguments except {@code left}. */
  private List<String> without(CommandSpec command, @Nullable ArgSpec left) {
    var line = new ArrayList<>(path(command));
    for (var option : command.options()) {
      boolean isAddress = isAddress(option);
      boolean isRequired = option.group() == null ? option.required() : isFirstOfRequired(option);
      if ((isRequired || isAddress) && !option.equals(left) && !excludes(left, option)) {
        line.add(option.longestName() + "=" + (isAddress ? service : right(option)));
      }
    }
    command.positionalParameters().stream()
        .filter(parameter -> parameter.required() && !parameter.equals(left))
        .map(this::right)
        .forEach(line::add);
    return line;
  }

  /** Returns whether an option is the first of options of which exactly one must be given. */
  private static boolean isFirstOfRequired(OptionSpec option) {
    var group = option.group();
    return group.exclusive()
        && group.multiplicity().min() > 0
        && group.options().get(0).equals(option);
  }

  private static boolean isAddress(OptionSpec option) {
    return ADDRESSES.contains(option.longestName()) && item(option) == URI.class;
  }

  private static Class<?> item(OptionSpec option) {
    var type = option.typeInfo();
    return type.isMultiValue() ? type.getAuxiliaryTypes()[0] : type.getType();
  }

  private static boolean excludes(@Nullable ArgSpec given, OptionSpec other) {
    return given != null && given.group() != null && given.group().equals(other.group());
  }

  private String right(ArgSpec argument) {
    if (argument.typeInfo().getType() == Path.class) {
      return file().toString();
    }
    if (argument.typeInfo().isEnum()) {
      return argument.typeInfo().getEnumConstantNames().get(0);
    }
    var name = argument instanceof OptionSpec option ? option.longestName() : "";
    return RIGHT.getOrDefault(name, RIGHT.getOrDefault(argument.paramLabel(), "1"));
  }

  private Path file() {
    try {
      return Files.writeString(directory.resolve("schema.avsc"), "\"string\"");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
