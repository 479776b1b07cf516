package io.reprise.cli.replay;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command about one replay, whose id is the command's first parameter. */
abstract class ReplayIdCommand extends WorkerCommand {
  @Parameters(
      paramLabel = "ID",
      description =
          "The id of the replay, as `reprise replay list` shows it; or at least 4 characters from"
              + " the beginning of the id, if no other id begins with them; or latest, for the"
              + " newest replay.")
  private String written = "";

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "With latest in place of the id: the newest replay of this source topic.")
  private @Nullable String topic;

  private @Nullable String found;

  /**
   * Returns the id of the replay. The first call may ask a worker which replay is meant.
   *
   * @throws io.reprise.cli.command.CommandFailure if there is no such replay, or several
   */
  final String id() {
    var id = found;
    if (id == null) {
      id = new ReplayIds(worker()).find(written, topic);
      if (written.equals(ReplayIds.LATEST)) {
        output().say("latest is replay " + id);
      }
      found = id;
    }
    return id;
  }
}
