package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.Output;
import io.reprise.replay.spec.OnError;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.ParkedLimit;
import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.runtime.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options that select what to replay. Each option overrides the corresponding field of the spec
 * file, if a spec file is given.
 */
final class SelectionOptions {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "SPEC",
      description =
          "Read the replay spec from this YAML or JSON file. Other options override its fields. Its"
              + " times have the forms of --from-time; its field zone names their time zone.")
  private @Nullable Path file;

  @Mixin private SourceOptions source = new SourceOptions();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Deliver only records with this key. Repeat the option for more keys.")
  private List<String> keys = List.of();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "Deliver only events of this CloudEvents type. Repeat the option for more types.")
  private List<String> types = List.of();

  @Option(
      names = "--where",
      paramLabel = "CEL",
      description =
          "Deliver only events for which this CEL expression is true, for example 'type =="
              + " \"user.paid\" && data.amountCents > 100000'. The variables are those of `reprise"
              + " events read --where`. An event for which the expression has no result counts as"
              + " rejected: see --on-error.")
  private @Nullable String where;

  @Mixin private TransformOptions transforms = new TransformOptions();

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description = "The name of the target to deliver to, as `reprise replay targets` lists it.")
  private @Nullable String target;

  @Mixin private NewTopicOption newTopic = new NewTopicOption();

  @Option(
      names = "--ordering",
      paramLabel = "PARTITION|KEY|UNORDERED",
      description =
          "The order of delivery: PARTITION keeps the order of each partition, KEY keeps only the"
              + " order of records with the same key, UNORDERED keeps no order. A weaker order"
              + " allows more parallel work (default: PARTITION).")
  private @Nullable String ordering;

  @Option(
      names = "--on-error",
      paramLabel = "STOP|SKIP|PARK",
      description =
          "What happens when the target rejects a record permanently: STOP fails the replay, SKIP"
              + " counts the record as skipped and continues, PARK writes it with its cause to the"
              + " target's parked topic and continues (default: STOP).")
  private @Nullable String onError;

  @Option(
      names = "--parked-limit",
      paramLabel = "PERCENT",
      description =
          "With --on-error PARK: pause the replay when more than PERCENT of its records, and more"
              + " than 100, are parked; 100 never pauses it (default: 5).")
  private @Nullable Double parkedLimit;

  @Option(
      names = "--timestamps",
      paramLabel = "ORIGINAL|REPLAY",
      description =
          "The timestamps of the delivered records: ORIGINAL keeps those of the source records,"
              + " REPLAY sets the time of delivery and keeps the original timestamp in the header"
              + " `reprise` (default: ORIGINAL).")
  private @Nullable String timestamps;

  @Option(
      names = "--accept-expiry",
      description =
          "Plan the replay even if the target topic would refuse its records by their timestamps,"
              + " or delete them soon after delivery by its retention settings.")
  private boolean acceptsExpiry;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Deliver at most N records per second, over all workers together.")
  private @Nullable Long rate;

  @Option(
      names = "--byte-rate",
      paramLabel = "SIZE",
      description =
          "Deliver at most SIZE bytes per second, over all workers together, for example 10MiB.")
  private @Nullable String byteRate;

  @Mixin private AdaptiveOptions adaptive = new AdaptiveOptions();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "A name for the replay, shown in `reprise replay list`.")
  private @Nullable String name;

  @Option(
      names = "--reason",
      paramLabel = "WHY",
      description =
          "Why this replay is needed. Required here or in the spec file; `reprise replay describe`"
              + " shows the reason.")
  private @Nullable String reason;

  /**
   * Returns the replay spec that the spec file and the options describe together, in the form that
   * the HTTP API accepts.
   *
   * @param times reads the values of options that are times
   * @param output receives a line with each time that was resolved
   * @param targets requests the targets of the workers; called only for {@code --to-new-topic}
   * @throws CommandFailure if a value is not valid, or if the range ends before it starts
   */
  ObjectNode spec(TimeOptions times, Output output, Supplier<JsonNode> targets) {
    var specFile = file == null ? null : SpecFile.read(file);
    var spec = specFile == null ? Json.json().createObjectNode() : specFile.spec();
    if (specFile != null) {
      specFile.takeZone(times);
    }
    put(spec, "name", name);
    put(spec, "reason", reason);
    put(spec, "target", target);
    newTopic.requireAlone(target);
    put(spec, "ordering", oneOf("--ordering", Ordering.values(), ordering));
    put(spec, "onError", oneOf("--on-error", OnError.values(), onError));
    if (parkedLimit != null) {
      spec.withObject("/parkedLimit")
          .put("share", parkedLimit / 100)
          .put("records", ParkedLimit.DEFAULT.records());
    }
    put(spec, "timestamps", oneOf("--timestamps", RecordTimestamps.values(), timestamps));
    if (acceptsExpiry) {
      spec.put("acceptExpiry", true);
    }
    source.writeTo(spec.withObject("/source"), new BoundOptions(times, output));
    if (specFile != null) {
      source.boundsNotGiven().forEach(bound -> specFile.resolve(bound, times, output));
    }
    TimeOptions.requireOrder(
        PlanWarning.instant(spec.at("/source/from")), PlanWarning.instant(spec.at("/source/to")));
    overrideFilter(spec);
    transforms.writeTo(spec);
    if (rate != null || byteRate != null) {
      spec.set("throttle", RateOptions.throttle(rate, byteRate));
    }
    adaptive.writeTo(spec);
    if (spec.path("source").path("topic").asText().isBlank()) {
      throw new CommandFailure(
          ExitCode.USAGE, "no topic is given: give --topic, or source.topic in the spec file");
    }
    put(spec, "target", newTopic.target(targets));
    return spec;
  }

  /**
   * Requests a plan of the spec that {@link #spec} returned.
   *
   * @param request sends the spec to a worker and returns the plan
   * @throws CommandFailure if the request fails, or if an option gives offsets for some partitions
   *     of the topic, but no option and no spec file limits the replay to them
   */
  JsonNode plan(ObjectNode spec, UnaryOperator<JsonNode> request) {
    var plan = optionNames().in(() -> request.apply(spec));
    source.requireAllPartitions(spec.path("source"), plan);
    return plan;
  }

  /** Returns which option sets each field of the spec, for error messages. */
  OptionNames optionNames() {
    return adaptive
        .addTo(source.addTo(new OptionNames(file == null)))
        .add("filter.keys", "--key", !keys.isEmpty())
        .add("filter.types", "--type", !types.isEmpty())
        .add("filter.where", "--where", where)
        .add("throttle.recordsPerSecond", "--rate", rate)
        .add("throttle.bytesPerSecond", "--byte-rate", byteRate)
        .add("target", newTopic.isGiven() ? NewTopicOption.NAME : "--target", isTargetGiven())
        .add("ordering", "--ordering", ordering)
        .add("onError", "--on-error", onError)
        .add("parkedLimit", "--parked-limit", parkedLimit)
        .add("timestamps", "--timestamps", timestamps)
        .add("name", "--name", name)
        .add("reason", "--reason", reason);
  }

  private boolean isTargetGiven() {
    return target != null || newTopic.isGiven();
  }

  private void overrideFilter(ObjectNode spec) {
    if (!keys.isEmpty()) {
      var array = spec.withObject("/filter").putArray("keys");
      keys.forEach(array::add);
    }
    if (!types.isEmpty()) {
      var array = spec.withObject("/filter").putArray("types");
      types.forEach(array::add);
    }
    if (where != null) {
      var filter = spec.withObject("/filter");
      filter.put("where", where);
      filter.remove("whereSchema");
    }
  }

  private static void put(ObjectNode node, String field, @Nullable String value) {
    if (value != null) {
      node.put(field, value);
    }
  }

  /**
   * Returns the name of the enum constant that the operator typed in upper or lower case; null if
   * the option was not given.
   */
  static @Nullable String oneOf(String option, Enum<?>[] values, @Nullable String typed) {
    if (typed == null) {
      return null;
    }
    var names = Stream.of(values).map(Enum::name).toList();
    var name = typed.toUpperCase(Locale.ROOT);
    if (!names.contains(name)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s %s: give one of %s".formatted(option, typed, String.join(", ", names)));
    }
    return name;
  }
}
