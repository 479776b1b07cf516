package io.reprise.cli.groups;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.replay.WorkerOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Implements {@code reprise groups describe}. */
@Command(
    name = "describe",
    description =
        "Shows how far a group has read each partition, and whether its offsets can be moved now.")
final class GroupDescribeCommand extends LeafCommand {
  @Mixin private WorkerOption workers = new WorkerOption();

  @Parameters(paramLabel = "GROUP", description = "The id of the group.")
  private String group;

  @Override
  protected ExitCode run() {
    var view = workers.client().group(group);
    if (output().isTable()) {
      output().one(view, GroupViews.GROUP);
      output().text("");
      output().list(view.path("partitions"), GroupViews.READ);
    } else {
      output().listDocument(view, "partitions");
    }
    return ExitCode.DONE;
  }
}
