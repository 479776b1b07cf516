package io.reprise.cli.events;

import io.reprise.cli.argument.Partitions;
import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.json.Suggestion;
import io.reprise.store.select.ExpressionFilter;
import io.reprise.store.select.InvalidExpressionException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of all commands that read events: the topic, its partitions and the filter. */
final class EventOptions {
  private static final int PAGE = 500;

  @Mixin private TimeOptions times = new TimeOptions();

  @Option(
      names = "--topic",
      required = true,
      paramLabel = "TOPIC",
      description = "The topic to read.")
  private String topic = "";

  @Option(
      names = {"--partition", "--partitions"},
      paramLabel = "P,...",
      description = "Read only these partitions, as in 0,3 (default: all partitions).")
  private @Nullable String partitions;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "Select only events with this key. Give the option again for each further key (default:"
              + " all keys).")
  private List<String> keys = List.of();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "Select only events of this type, the CloudEvents attribute. Give the option again for"
              + " each further type (default: all types).")
  private List<String> types = List.of();

  @Option(
      names = "--where",
      paramLabel = "CEL",
      description =
          "Select only events for which this CEL expression is true, for example 'type =="
              + " \"user.paid\" && data.amountCents > 100000'. The variables are type, source, key,"
              + " time, partition, offset, headers, and data, the decoded value (default: all"
              + " events).")
  private @Nullable String where;

  String topic() {
    return topic;
  }

  TimeOptions times() {
    return times;
  }

  /** Returns whether {@code --where} is given. */
  boolean hasWhere() {
    return where != null;
  }

  /**
   * Returns the filter. Compiles the expression of {@code --where}, so call this method once.
   *
   * @param schemas the schemas of the topic's values; must stay open while the filter is used
   */
  EventFilter filter(EventSchemas schemas) {
    var selectedKeys = new HashSet<>(keys);
    var selectedTypes = new HashSet<>(types);
    return where == null
        ? new EventFilter(selectedKeys, selectedTypes)
        : filter(where, schemas, selectedKeys, selectedTypes);
  }

  private EventFilter filter(
      String expression, EventSchemas schemas, Set<String> keys, Set<String> types) {
    try {
      var compiled = ExpressionFilter.compile(expression, () -> schemas.latest(topic), schemas);
      return new EventFilter(keys, types, compiled);
    } catch (InvalidExpressionException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--where, %s%s".formatted(e.getMessage(), Suggestion.among(e.unknown(), e.known())),
          e);
    }
  }

  /** Returns the partitions that the operator named; empty for all partitions of the topic. */
  List<Integer> named() {
    return partitions == null ? List.of() : Partitions.parse("--partition", partitions);
  }

  /** Returns the partitions to read. Asks the worker unless the operator named partitions. */
  List<Integer> partitions(WorkerClient worker) {
    var named = named();
    if (!named.isEmpty()) {
      return named;
    }
    var all = new ArrayList<Integer>();
    for (var facts : worker.topic(topic).path("partitions")) {
      all.add(facts.path("partition").asInt());
    }
    return all;
  }

  /**
   * Returns the size of a page.
   *
   * @param wanted the number of events that the command prints at most
   */
  static int pageSize(EventFilter filter, int wanted) {
    return filter.selectsAll() ? Math.max(1, Math.min(PAGE, wanted)) : PAGE;
  }
}
