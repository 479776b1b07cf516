package io.reprise.cli.replay;

import picocli.CommandLine.Parameters;

/** A command about one replay, which the first parameter names. */
abstract class ReplayIdCommand extends WorkerCommand {
  @Parameters(
      paramLabel = "ID",
      description = "The id of the replay, as `reprise replay list` shows it.")
  private String id = "";

  final String id() {
    return id;
  }
}
