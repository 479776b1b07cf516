package io.reprise.cli.replay;

import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.LeafCommand;
import picocli.CommandLine.Mixin;

/** A command that calls the HTTP API of a replay worker. */
abstract class WorkerCommand extends LeafCommand {
  @Mixin private WorkerOption workers = new WorkerOption();

  final WorkerClient worker() {
    return workers.client();
  }
}
