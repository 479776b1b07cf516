package io.reprise.launcher.archive;

import io.reprise.launcher.cli.LeafCommand;
import io.reprise.launcher.client.ArchiverApi;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Option;

/** A command that asks an archiver. */
public abstract class ArchiverCommand extends LeafCommand {
  @Option(
      names = "--archiver",
      paramLabel = "URL",
      split = ",",
      defaultValue = "${env:REPRISE_ARCHIVER:-http://127.0.0.1:19095}",
      description =
          "archivers, any of them answers (default: $REPRISE_ARCHIVER, or that of `reprise dev`)")
  private List<URI> addresses = List.of();

  protected final ArchiverApi archiver() {
    return new ArchiverApi(addresses);
  }
}
