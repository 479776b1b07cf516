package io.reprise.cli.completion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The script that completes command lines in bash and zsh. It has the names of all commands and
 * options, so that it starts `reprise` only for values that services or files know. Confined to one
 * thread.
 */
final class CompletionScript {
  private static final String TEMPLATE = "completion.bash";

  private final List<String> commands = new ArrayList<>();

  /** Commands with their options and parameters, by the assignment that completes them. */
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private CompletionScript() {}

  /**
   * Returns the script for all commands below a root command.
   *
   * @param root a root command whose tree is whole
   */
  static String of(CommandSpec root) {
    var script = new CompletionScript();
    script.add(root);
    return script.text();
  }

  private void add(CommandSpec command) {
    var shown = command.subcommands().values().stream().distinct().filter(c -> !isHidden(c));
    var subcommands = shown.map(CommandLine::getCommandSpec).toList();
    var options = command.options().stream().filter(option -> !option.hidden()).toList();
    var path = path(command);
    commands.add(
        "    %s) commands='%s' options='%s' takes='%s' parameter='%s' ;;"
            .formatted(
                quoted(path),
                joined(subcommands.stream().map(CommandSpec::name).toList()),
                joined(options.stream().map(OptionSpec::longestName).toList()),
                joined(
                    options.stream()
                        .filter(option -> option.arity().min() > 0)
                        .flatMap(option -> List.of(option.names()).stream())
                        .toList()),
                parameter(command)));
    options.forEach(option -> option(command, path, option));
    if (!command.positionalParameters().isEmpty()) {
      value(command, path + " " + parameter(command), command.positionalParameters().get(0));
    }
    subcommands.forEach(this::add);
  }

  private static boolean isHidden(CommandLine command) {
    return command.getCommandSpec().usageMessage().hidden();
  }

  private void option(CommandSpec command, String path, OptionSpec option) {
    if (option.arity().min() > 0) {
      for (var name : option.names()) {
        value(command, path + " " + name, option);
      }
    }
  }

  private void value(CommandSpec command, String where, ArgSpec argument) {
    var completed = CompletedValue.of(command, argument);
    if (!completed.isEmpty()) {
      values.computeIfAbsent(completed, c -> new ArrayList<>()).add(quoted(where));
    }
  }

  private static String parameter(CommandSpec command) {
    var parameters = command.positionalParameters();
    return parameters.isEmpty() ? "" : parameters.get(0).paramLabel();
  }

  private static String path(CommandSpec command) {
    var name = command.qualifiedName();
    var root = command.root().name();
    return name.substring(root.length()).strip();
  }

  private static String joined(List<String> words) {
    return String.join(" ", words);
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  private String text() {
    var cases =
        values.entrySet().stream()
            .map(e -> "    %s) %s ;;".formatted(String.join(" | ", e.getValue()), e.getKey()))
            .collect(Collectors.joining("\n"));
    return template().replace("@COMMANDS@", String.join("\n", commands)).replace("@VALUES@", cases);
  }

  private static String template() {
    try (var in = CompletionScript.class.getResourceAsStream(TEMPLATE)) {
      return new String(
          Objects.requireNonNull(in, TEMPLATE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(TEMPLATE + " cannot be read", e);
    }
  }
}
