package io.reprise.cli.topics;

import io.reprise.archiver.operate.ReservedTopics;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.replay.WorkerOption;
import io.reprise.runtime.json.Json;
import java.util.HashSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise topics list}. */
@Command(
    name = "list",
    description =
        "Lists the topics of events. Topics that only one program may write are left out: control"
            + " topics, snapshots, changelogs and names with a leading underscore.")
final class TopicListCommand extends LeafCommand {
  private static final List<TableColumn> TOPICS =
      List.of(
          TableColumn.of("TOPIC", "topic"),
          TableColumn.of("PARTITIONS", "partitions"),
          TableColumn.of("ID", "topicId"));

  @Mixin private WorkerOption workers = new WorkerOption();

  @Option(names = "--all", description = "List all topics except Kafka's internal ones.")
  private boolean all;

  @Override
  protected ExitCode run() {
    var topics = workers.client().topics();
    if (all) {
      output().list(topics, TOPICS);
      return ExitCode.DONE;
    }
    var names = new HashSet<String>();
    topics.forEach(topic -> names.add(topic.path("topic").asText()));
    var listed = Json.json().createArrayNode();
    for (var topic : topics) {
      if (ReservedTopics.purpose(topic.path("topic").asText(), "", names).isEmpty()) {
        listed.add(topic);
      }
    }
    output().list(listed, TOPICS);
    int hidden = topics.size() - listed.size();
    if (hidden > 0) {
      output()
          .say("%d internal or derived topics are not shown: --all lists them".formatted(hidden));
    }
    return ExitCode.DONE;
  }
}
