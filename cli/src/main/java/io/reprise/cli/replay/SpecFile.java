package io.reprise.cli.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.argument.TextFile;
import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.argument.TimeParser;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.Output;
import io.reprise.replay.spec.Adaptive;
import io.reprise.replay.spec.Filter;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.spec.Throttle;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.json.JsonFault;
import io.reprise.runtime.json.Suggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A replay spec in a YAML or JSON file. Has the fields of the spec that the HTTP API accepts, with
 * two differences: the start and the end of the range take times in every form that the options
 * take, and the field {@code zone} names the time zone of these times. A number alone is refused as
 * a start or an end, because it could mean an offset or a time: an offset in every partition is
 * written as {@code {offset: 1500}}.
 */
record SpecFile(Path path, ObjectNode spec) {
  private static final String ZONE = "zone";
  private static final String OFFSET = "offset";
  private static final Set<String> ENDS = Set.of("earliest", "latest");

  /** The objects of a spec whose keys are the components of a record. */
  private static final Map<String, Class<?>> PARTS =
      Map.of(
          "source", SourceRange.class,
          "filter", Filter.class,
          "throttle", Throttle.class,
          "adaptive", Adaptive.class);

  /**
   * Reads a spec file. JSON is valid YAML, so the YAML parser accepts both.
   *
   * @throws CommandFailure if the file cannot be read, has no object, or has an unknown key
   */
  static SpecFile read(Path path) {
    try {
      var text = TextFile.read(path);
      JsonNode tree = Json.yaml().readTree(text);
      if (tree instanceof ObjectNode spec) {
        requireKnownKeys(path, spec, KeyLines.of(text));
        return new SpecFile(path, spec);
      }
      throw new CommandFailure(
          ExitCode.USAGE,
          path + ": a replay spec must be an object, with lines like 'topic: orders'");
    } catch (JsonProcessingException e) {
      throw new CommandFailure(ExitCode.USAGE, path + ": " + JsonFault.of(e).sentence(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory could not be read", e);
    }
  }

  /**
   * Requires that a spec has only known keys. The worker refuses unknown keys too, but only after a
   * required key that is missing, such as the one that is misspelt.
   */
  private static void requireKnownKeys(Path path, ObjectNode spec, Map<String, Integer> lines) {
    var known = keys(ReplaySpec.class);
    known.add(ZONE);
    requireKnown(path, "", spec, known, lines);
    PARTS.forEach(
        (part, type) -> requireKnown(path, part + ".", spec.path(part), keys(type), lines));
  }

  private static void requireKnown(
      Path path, String prefix, JsonNode node, List<String> known, Map<String, Integer> lines) {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                throw new CommandFailure(
                    ExitCode.USAGE,
                    "%s: line %d: unknown key '%s%s'%s"
                        .formatted(
                            path,
                            lines.getOrDefault(prefix + key, 1),
                            prefix,
                            key,
                            Suggestion.among(key, known)));
              }
            });
  }

  private static List<String> keys(Class<?> type) {
    var keys = new ArrayList<String>();
    for (var component : type.getRecordComponents()) {
      keys.add(component.getName());
    }
    return keys;
  }

  /**
   * Removes the field {@code zone} and makes its value the time zone of {@code times}, unless the
   * option {@code --zone} gives another one.
   */
  void takeZone(TimeOptions times) {
    var zone = spec.remove(ZONE);
    if (zone != null && !zone.isNull()) {
      times.zoneUnlessGiven(zone.asText(), "%s in %s".formatted(ZONE, path));
    }
  }

  /**
   * Requires that a start or an end that is a time names the same moment whenever the file is read.
   *
   * @param bound {@code from} or {@code to}
   * @throws CommandFailure if the time depends on the moment of the call, or on a time zone that
   *     the file does not name
   */
  void requireSameMoment(String bound) {
    var value = spec.path("source").path(bound);
    var text = value.asText().strip();
    boolean isTime = value.isTextual() && !ENDS.contains(text.toLowerCase(Locale.ROOT));
    boolean isDated = text.matches("\\d{4}-\\d{2}-\\d{2}.*") && spec.hasNonNull(ZONE);
    if (isTime && !isNumber(text) && !isDated && !TimeParser.isAbsolute(text)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s: source.%s '%s' means another time at each call: write a date, and an offset from UTC or the field zone, as in 2026-11-29T09:30+01:00"
              .formatted(path, bound, text));
    }
  }

  /**
   * Replaces the start or the end of the range by the form that the HTTP API accepts. Has no effect
   * if the file does not have it.
   *
   * @param bound {@code from} or {@code to}
   * @param output receives a line with each time that was resolved
   * @throws CommandFailure if the value is a number alone, or is not a time
   */
  void resolve(String bound, TimeOptions times, Output output) {
    if (!(spec.path("source") instanceof ObjectNode source)) {
      return;
    }
    var value = source.path(bound);
    var name = "%s: source.%s".formatted(path, bound);
    if (value.isNumber() || value.isTextual() && isNumber(value.asText())) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s '%s': a number alone could be an offset or a time: write {offset: %s} for this offset in every partition, {0: 1500, 3: 20} for an offset in each partition, or '@1795944813000' for milliseconds since 1970"
              .formatted(name, value.asText(), value.asText()));
    }
    if (value.size() == 1 && value.path(OFFSET).isIntegralNumber()) {
      source.set(bound, LongNode.valueOf(value.path(OFFSET).asLong()));
    } else if (value.isTextual()
        && !ENDS.contains(value.asText().strip().toLowerCase(Locale.ROOT))) {
      var time = Objects.requireNonNull(times.time(name, value.asText(), output));
      source.set(bound, BoundOptions.time(name, time));
    }
  }

  private static boolean isNumber(String text) {
    return text.strip().matches("[+-]?\\d+(?:[.,]\\d+)?");
  }
}
