package io.reprise.cli.archive;

import io.reprise.cli.client.ArchiverClient;
import io.reprise.cli.command.LeafCommand;
import picocli.CommandLine.Mixin;

/** A command that calls the HTTP API of an archiver. */
public abstract class ArchiverCommand extends LeafCommand {
  @Mixin private ArchiverOption archivers = new ArchiverOption();

  protected final ArchiverClient archiver() {
    return archivers.client();
  }
}
