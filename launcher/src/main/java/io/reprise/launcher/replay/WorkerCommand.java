package io.reprise.launcher.replay;

import io.reprise.launcher.cli.LeafCommand;
import io.reprise.launcher.cli.Workers;
import io.reprise.launcher.client.WorkerApi;
import picocli.CommandLine.Mixin;

/** A command that asks a worker. */
abstract class WorkerCommand extends LeafCommand {
  @Mixin private Workers workers = new Workers();

  final WorkerApi worker() {
    return workers.api();
  }
}
