package io.reprise.cli.topics;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.runtime.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Implements {@code reprise topics alter}. */
@Command(
    name = "alter",
    description = "Adds partitions to a topic, and sets or removes settings of the topic.")
final class TopicAlterCommand extends LeafCommand {
  private static final List<TableColumn> ALTERED =
      List.of(
          TableColumn.of("topic", "topic"),
          TableColumn.of("partitions", "partitions"),
          TableColumn.of("partitions before", "partitionsBefore"),
          TableColumn.of("set", "set"),
          TableColumn.of("removed", "removed"));

  @Mixin private KafkaOption kafka = new KafkaOption();

  @Parameters(paramLabel = "TOPIC", description = "The name of the topic.")
  private String topic = "";

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "Add partitions until the topic has N. Needs --yes, because new events of most keys then"
              + " go to another partition than the older ones. Kafka cannot remove partitions.")
  private @Nullable Integer partitions;

  @Option(
      names = "--config",
      paramLabel = "KEY=VALUE",
      description =
          "Set a setting of the topic by Kafka's name, for example retention.ms=604800000. Give the"
              + " option again for each further setting.")
  private Map<String, String> settings = Map.of();

  @Option(
      names = "--delete-config",
      paramLabel = "KEY",
      description =
          "Remove a setting of the topic, so that the default of the brokers applies. Give the"
              + " option again for each further setting.")
  private List<String> removed = List.of();

  @Option(
      names = "--yes",
      description = "Add partitions although the order of events with the same key is lost.")
  private boolean yes;

  @Override
  protected ExitCode run() {
    if (partitions == null && settings.isEmpty() && removed.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "nothing to alter: give --partitions, --config or --delete-config");
    }
    for (var name : removed) {
      if (settings.containsKey(name)) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "%s is given in --config and in --delete-config: use one of them".formatted(name));
      }
    }
    try (var cluster = kafka.open()) {
      alter(cluster);
    }
    return ExitCode.DONE;
  }

  private void alter(TopicAdmin cluster) {
    int before = cluster.describe(topic).partitions().size();
    int total = partitions == null ? before : partitions;
    requireAllowed(before, total);
    var names = new TreeSet<>(settings.keySet());
    names.addAll(removed);
    cluster.requireKnownSettings(names);
    if (!names.isEmpty()) {
      cluster.configure(topic, settings, removed);
    }
    if (total > before) {
      cluster.increase(topic, total);
    }
    var json =
        Json.json()
            .createObjectNode()
            .put("topic", topic)
            .put("partitions", total)
            .put("partitionsBefore", before);
    json.set("set", Json.json().valueToTree(settings));
    json.set("removed", Json.json().valueToTree(removed));
    output().one(json, ALTERED);
  }

  private void requireAllowed(int before, int total) {
    if (total < before) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          ("topic '%s' has %d partitions, and Kafka cannot remove partitions, because their events"
                  + " would be lost: to have %d, create another topic and replay into it")
              .formatted(topic, before, total));
    }
    if (total > before && !yes) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          ("from %d to %d partitions, new events of most keys go to another partition than the older"
                  + " events: consumers may process them in another order, and `topics doctor`"
                  + " counts the older events as misplaced. Nothing was changed; --yes adds the"
                  + " partitions anyway")
              .formatted(before, total));
    }
  }
}
