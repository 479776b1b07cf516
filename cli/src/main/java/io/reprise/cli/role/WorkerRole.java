package io.reprise.cli.role;

import io.reprise.replay.WorkerConfig;
import io.reprise.replay.WorkerService;
import io.reprise.runtime.config.ConfigFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** Implements {@code reprise worker}. */
@Command(
    name = "worker",
    description = "Runs one replay worker, which delivers replays and serves their HTTP API.")
public final class WorkerRole extends ServiceRole {
  @Override
  protected String name() {
    return "worker";
  }

  @Override
  protected Started start(Path file) {
    var worker = WorkerService.start(ConfigFile.read(file, WorkerConfig.class), this::fail);
    return new Started(worker.uri().toString(), worker);
  }
}
