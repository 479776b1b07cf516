package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.replay.spec.Transform.MaskKind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that change the data of delivered events. They replace the transforms of the spec
 * file. Fields are first set, then masked, then made the key, then dropped, then renamed, so that a
 * mask also covers what an expression has set and what becomes the key; a spec file has any other
 * order.
 */
final class TransformOptions {
  @Option(
      names = "--set",
      paramLabel = "FIELD=CEL",
      description =
          "Set this field of the data to the value of a CEL expression, for example"
              + " 'country=\"DE\"'. The expression sees the event as it was read. Repeat the option"
              + " for more fields.")
  private List<String> set = List.of();

  @Option(
      names = "--mask",
      paramLabel = "MASK",
      description =
          "Make a field of the data unreadable. MASK is the name of the field, or email:hash with"
              + " how to mask it: redact, hash or keep-last-4 (default: redact). The same text"
              + " always gives the same result. hash needs maskKeyFile in the configuration of the"
              + " workers. Repeat the option for more fields.")
  private List<String> masks = List.of();

  @Option(
      names = "--drop",
      paramLabel = "FIELD",
      description = "Leave this field of the data out. Repeat the option for more fields.")
  private List<String> drops = List.of();

  @Option(
      names = "--rename",
      paramLabel = "FIELD=NAME",
      description = "Give this field of the data another name. Repeat the option for more fields.")
  private List<String> renames = List.of();

  @Option(
      names = "--upcast",
      description =
          "Write all events with the newest schema of the topic, in place of the schema that each"
              + " has. Refused if the newest schema cannot read an earlier one.")
  private boolean upcast;

  @Option(
      names = "--rekey",
      paramLabel = "FIELD",
      description =
          "Make this field of the data the key of each event. The key has what --set and --mask"
              + " make of the field. Needs --ordering KEY or UNORDERED if the target is a topic.")
  private @Nullable String rekey;

  @Option(
      names = "--rekey-by",
      paramLabel = "CEL",
      description =
          "Make the result of this CEL expression the key of each event, for example"
              + " 'data.country + \":\" + key'. The expression sees the event as it was read.")
  private @Nullable String rekeyBy;

  /** Returns whether one of these options is given. */
  boolean areGiven() {
    return upcast
        || rekey != null
        || rekeyBy != null
        || !(set.isEmpty() && masks.isEmpty() && drops.isEmpty() && renames.isEmpty());
  }

  /**
   * Replaces the transforms of a spec, if one of these options is given.
   *
   * @throws CommandFailure if a value does not have its form
   */
  void writeTo(ObjectNode spec) {
    if (!areGiven()) {
      return;
    }
    var steps = spec.putObject("transforms").putArray("steps");
    if (upcast) {
      steps.addObject().put("do", "upcast");
    }
    for (var text : set) {
      var parts = parts("--set", text);
      steps.addObject().put("do", "set").put("field", parts[0]).put("value", parts[1]);
    }
    for (var text : masks) {
      int colon = text.lastIndexOf(':');
      var step = steps.addObject().put("do", "mask");
      step.put("field", colon < 0 ? text : text.substring(0, colon));
      step.put("how", colon < 0 ? MaskKind.REDACT.name() : kind(text.substring(colon + 1)));
    }
    if (rekey != null) {
      steps.addObject().put("do", "rekey").put("field", rekey);
    }
    if (rekeyBy != null) {
      steps.addObject().put("do", "rekey").put("value", rekeyBy);
    }
    drops.forEach(field -> steps.addObject().put("do", "drop").put("field", field));
    for (var text : renames) {
      var parts = parts("--rename", text);
      steps.addObject().put("do", "rename").put("field", parts[0]).put("to", parts[1]);
    }
  }

  private static String[] parts(String option, String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "%s %s: write FIELD=... as one word".formatted(option, text));
    }
    return new String[] {text.substring(0, equals), text.substring(equals + 1)};
  }

  private static String kind(String typed) {
    var name = typed.toUpperCase(Locale.ROOT).replace('-', '_');
    if (Stream.of(MaskKind.values()).noneMatch(kind -> kind.name().equals(name))) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--mask FIELD:%s: give redact, hash or keep-last-4 after the colon".formatted(typed));
    }
    return name;
  }
}
