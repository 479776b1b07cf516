package io.reprise.cli.archive;

import io.reprise.cli.client.ArchiverClient;
import io.reprise.cli.command.LeafCommand;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Option;

/** A command that calls the HTTP API of an archiver. */
public abstract class ArchiverCommand extends LeafCommand {
  @Option(
      names = "--archiver",
      paramLabel = "URL",
      split = ",",
      defaultValue = "${env:REPRISE_ARCHIVER:-http://127.0.0.1:19095}",
      description =
          "Base URLs of archivers, separated by commas. The first one that accepts a connection is"
              + " used (default: $REPRISE_ARCHIVER, or the archiver of `reprise dev`).")
  private List<URI> addresses = List.of();

  protected final ArchiverClient archiver() {
    return new ArchiverClient(addresses);
  }
}
