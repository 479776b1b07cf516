package io.reprise.cli.groups;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.replay.WorkerOption;
import io.reprise.runtime.json.Json;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise groups list}. */
@Command(
    name = "list",
    description = "Lists the groups that have committed offsets, with the topics that they read.")
final class GroupListCommand extends LeafCommand {
  @Mixin private WorkerOption workers = new WorkerOption();

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "List only groups that have offsets of this topic.")
  private @Nullable String topic;

  @Override
  protected ExitCode run() {
    var listed = Json.json().createArrayNode();
    for (var group : workers.client().groups()) {
      boolean reads =
          topic == null
              || StreamSupport.stream(group.path("topics").spliterator(), false)
                  .anyMatch(name -> name.asText().equals(topic));
      if (reads) {
        listed.add(group);
      }
    }
    output().list(listed, GroupViews.GROUPS);
    return ExitCode.DONE;
  }
}
