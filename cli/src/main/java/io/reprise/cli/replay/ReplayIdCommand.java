package io.reprise.cli.replay;

import picocli.CommandLine.Parameters;

/** A command about one replay, whose id is the command's first parameter. */
abstract class ReplayIdCommand extends WorkerCommand {
  @Parameters(
      paramLabel = "ID",
      description = "The id of the replay, as `reprise replay list` shows it.")
  private String id = "";

  final String id() {
    return id;
  }
}
