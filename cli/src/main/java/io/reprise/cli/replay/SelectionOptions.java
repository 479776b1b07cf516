package io.reprise.cli.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.json.JsonFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say what to replay. They are laid over the file, if one is given. */
final class SelectionOptions {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "SPEC",
      description = "a replay spec in YAML or JSON; other options are laid over it")
  private @Nullable Path file;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC[:P,...]",
      description = "the topic, and which of its partitions (default: all)")
  private @Nullable String topic;

  @ArgGroup(exclusive = true)
  private RangeStart start = new RangeStart();

  @ArgGroup(exclusive = true)
  private RangeEnd end = new RangeEnd();

  @Option(
      names = "--on-missing",
      paramLabel = "FAIL|RECORD",
      description = "what to do about offsets that the log does not hold (default: FAIL)")
  private @Nullable String onMissing;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "only records with this key; repeatable")
  private List<String> keys = List.of();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "only events of this CloudEvents type; repeatable")
  private List<String> types = List.of();

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description = "a target from the workers' configuration")
  private @Nullable String target;

  @Option(
      names = "--ordering",
      paramLabel = "ORDER",
      description = "PARTITION, KEY or UNORDERED (default: PARTITION)")
  private @Nullable String ordering;

  @Option(
      names = "--on-error",
      paramLabel = "STOP|SKIP",
      description = "what a record does that the target refuses for good (default: STOP)")
  private @Nullable String onError;

  @Option(names = "--rate", paramLabel = "N", description = "at most N records a second, in all")
  private @Nullable Long rate;

  @Option(
      names = "--byte-rate",
      paramLabel = "SIZE",
      description = "at most this many bytes a second, in all, as in 10MiB")
  private @Nullable String byteRate;

  @Option(names = "--name", paramLabel = "NAME", description = "what to call the replay")
  private @Nullable String name;

  @Option(names = "--reason", paramLabel = "WHY", description = "why it is needed; required")
  private @Nullable String reason;

  /** Where to start. */
  static final class RangeStart {
    @Option(
        names = "--from-offset",
        paramLabel = "OFFSET",
        description = "start here in every partition, or as 0=1500,3=20")
    private @Nullable String fromOffset;

    @Option(names = "--from-time", paramLabel = "TIME", description = "start at this ISO-8601 time")
    private @Nullable String fromTime;

    @Option(
        names = "--last",
        paramLabel = "DURATION",
        description = "start this long ago, as in 2h or 30m")
    private @Nullable String last;

    @Option(names = "--from-earliest", description = "start at the log's start (default)")
    private boolean earliest;
  }

  /** Where to stop. */
  static final class RangeEnd {
    @Option(
        names = "--to-offset",
        paramLabel = "OFFSET",
        description = "stop before this offset in every partition, or as 0=2000,3=40")
    private @Nullable String toOffset;

    @Option(
        names = "--to-time",
        paramLabel = "TIME",
        description = "stop before this ISO-8601 time")
    private @Nullable String toTime;

    @Option(
        names = "--to-latest",
        description = "stop at the log's committed end as of now (default)")
    private boolean latest;
  }

  /** The spec that the options amount to. */
  ObjectNode spec() {
    var spec = file == null ? Json.json().createObjectNode() : read(file);
    put(spec, "name", name);
    put(spec, "reason", reason);
    put(spec, "target", target);
    put(spec, "ordering", upper(ordering));
    put(spec, "onError", upper(onError));
    layOver(spec.withObject("/source"));
    layFilterOver(spec);
    if (rate != null || byteRate != null) {
      spec.set("throttle", RateOptions.throttle(rate, byteRate));
    }
    if (spec.path("source").isEmpty()) {
      spec.remove("source");
    }
    return spec;
  }

  private void layOver(ObjectNode source) {
    if (topic != null) {
      TopicOption.parse(topic).writeTo(source);
    }
    var from = BoundOptions.from(start.fromOffset, start.fromTime, start.last, start.earliest);
    if (from != null) {
      source.set("from", from);
    }
    var to = BoundOptions.to(end.toOffset, end.toTime, end.latest);
    if (to != null) {
      source.set("to", to);
    }
    put(source, "onMissingOffsets", upper(onMissing));
  }

  private void layFilterOver(ObjectNode spec) {
    if (!keys.isEmpty()) {
      var array = spec.withObject("/filter").putArray("keys");
      keys.forEach(array::add);
    }
    if (!types.isEmpty()) {
      var array = spec.withObject("/filter").putArray("types");
      types.forEach(array::add);
    }
  }

  private static void put(ObjectNode node, String field, @Nullable String value) {
    if (value != null) {
      node.put(field, value);
    }
  }

  private static @Nullable String upper(@Nullable String word) {
    return word == null ? null : word.toUpperCase(java.util.Locale.ROOT);
  }

  /** YAML holds JSON, so one reader does for both. */
  private static ObjectNode read(Path file) {
    try {
      JsonNode tree = Json.yaml().readTree(Files.readString(file));
      if (tree instanceof ObjectNode spec) {
        return spec;
      }
      throw new CommandFailure(ExitCode.USAGE, file + ": a spec is a set of 'key: value' lines");
    } catch (JsonProcessingException e) {
      throw new CommandFailure(ExitCode.USAGE, file + ": " + JsonFault.of(e).sentence(), e);
    } catch (NoSuchFileException e) {
      throw new CommandFailure(ExitCode.USAGE, file + ": no such file", e);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
