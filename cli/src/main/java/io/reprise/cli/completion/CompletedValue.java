package io.reprise.cli.completion;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Says, as an assignment in the script, how the value of an option or a parameter is completed. */
final class CompletedValue {
  /** The values of an option, as its label in the help. */
  private static final Pattern CHOICES = Pattern.compile("[A-Z0-9_]+(\\|[A-Z0-9_]+)+");

  private static final Map<String, CompletionSource> OPTIONS =
      Map.of(
          "--topic", CompletionSource.TOPICS,
          "--left", CompletionSource.TOPICS,
          "--right", CompletionSource.TOPICS,
          "--target", CompletionSource.TARGETS,
          "--context", CompletionSource.CONTEXTS);

  private CompletedValue() {}

  /** Returns the assignment; empty if nothing is known about the value. */
  static String of(CommandSpec command, ArgSpec argument) {
    var type = argument.typeInfo().getType();
    if (type.equals(Path.class) || type.equals(File.class)) {
      return "files=yes";
    }
    if (argument.completionCandidates() != null) {
      return words(
          StreamSupport.stream(argument.completionCandidates().spliterator(), false)
              .collect(Collectors.joining(" ")));
    }
    if (CHOICES.matcher(argument.paramLabel()).matches()) {
      return words(String.join(" ", Arrays.asList(argument.paramLabel().split("\\|"))));
    }
    var source = source(command, argument);
    return source == null ? "" : "question=" + source.word();
  }

  private static String words(String values) {
    return "words='%s'".formatted(values);
  }

  private static @Nullable CompletionSource source(CommandSpec command, ArgSpec argument) {
    if (argument instanceof OptionSpec option) {
      boolean isName =
          command.findOption("--context") != null && !option.paramLabel().equals("URL");
      return isName ? OPTIONS.get(option.longestName()) : null;
    }
    var name = command.qualifiedName();
    return switch (argument.paramLabel()) {
      case "ID" -> name.startsWith("reprise replay ") ? CompletionSource.REPLAYS : null;
      case "TOPIC" -> command.name().equals("create") ? null : CompletionSource.TOPICS;
      case "NAME" ->
          name.startsWith("reprise context ") && !command.name().equals("add")
              ? CompletionSource.CONTEXTS
              : null;
      default -> null;
    };
  }
}
