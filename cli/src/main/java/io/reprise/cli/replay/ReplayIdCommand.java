package io.reprise.cli.replay;

import picocli.CommandLine.Parameters;

/** A command about one replay. */
abstract class ReplayIdCommand extends WorkerCommand {
  @Parameters(paramLabel = "ID", description = "the replay's id")
  private String id = "";

  final String id() {
    return id;
  }
}
